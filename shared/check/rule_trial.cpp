#include "shared/check/rule_trial.h"

namespace kedang {
namespace {

// How a record came in, once, is not known here.
SchemaSet WithoutOrigins(SchemaSet schemas) {
  for (Schema& schema : schemas.schemas) {
    for (Rule& rule : schema.rules) {
      if (rule.when == RuleWhen::kSource) rule.when = RuleWhen::kAlways;
    }
  }
  return schemas;
}

}  // namespace

RuleTrial::RuleTrial(const SchemaSet& schemas, SchemaId schema, const Lexicon& lexicon, const CheckContext& context,
                     std::size_t keep)
    : schema_(schema), book_(WithoutOrigins(schemas), lexicon), judge_(book_), context_(context), keep_(keep) {}

void RuleTrial::Judge(const Record& record) {
  if (record.schema != schema_ || record.is_deleted) return;
  const Schema& schema = book_.Find(schema_)->schema();
  ++judged_;
  issues_.clear();
  judge_.Judge(record, context_, RecordChange(), issues_);
  if (!issues_.empty()) ++breaking_;
  for (const Issue& issue : issues_) {
    TrialCount& count = counts_[{issue.code, issue.field}];
    if (count.records == 0) {
      count.code = issue.code;
      count.field = issue.field;
      count.severity = issue.severity;
      for (const Rule& rule : schema.rules) {
        if (issue.code.size() > kRuleCode.size() && issue.code.substr(kRuleCode.size()) == rule.key) count.label = rule.label;
      }
    }
    ++count.records;
    ++count.owners[schema.owner != 0 ? record.Get(schema.owner).text() : std::string()];
    if (count.first.size() < keep_) count.first.push_back(record.id);
  }
}

bool RuleTrial::Step(const std::function<std::optional<Record>()>& next, std::size_t most) {
  for (std::size_t i = 0; i < most; ++i) {
    const std::optional<Record> record = next();
    if (!record.has_value()) return false;
    Judge(*record);
  }
  return true;
}

std::vector<TrialCount> RuleTrial::Counts() const {
  std::vector<TrialCount> all;
  for (const auto& entry : counts_) all.push_back(entry.second);
  return all;
}

}  // namespace kedang
