#include "shared/check/rule_trial.h"

#include <algorithm>

namespace kedang {
namespace {

SchemaSet ForTrialOf(TrialOf of, SchemaSet schemas) {
  if (of == TrialOf::kSaves) return schemas;
  for (Schema& schema : schemas.schemas) {
    for (Rule& rule : schema.rules) {
      if (rule.when == RuleWhen::kSource) rule.when = RuleWhen::kAlways;
    }
  }
  return schemas;
}

}  // namespace

RuleTrial::RuleTrial(const SchemaSet& schemas, SchemaId schema, const Lexicon& lexicon, const CheckContext& context,
                     std::size_t keep, TrialOf of)
    : schema_(schema), book_(ForTrialOf(of, schemas), lexicon), judge_(book_), context_(context), keep_(keep) {}

void RuleTrial::Judge(const Record& record) {
  if (record.schema != schema_ || record.is_deleted) return;
  issues_.clear();
  judge_.Judge(record, context_, RecordChange(), issues_);
  const FieldId owner = book_.Find(schema_)->schema().owner;
  Count(record.id, owner != 0 ? record.Get(owner).text() : std::string());
}

void RuleTrial::Judge(const PastSave& save) {
  if (save.after.schema != schema_) return;
  CheckContext then = context_;
  then.today = DateOf(save.at_ms, context_.offset_minutes);
  then.user = save.author;
  RecordChange change;
  change.before = save.is_new ? nullptr : &save.before;
  change.is_whole = save.is_restored;
  change.source = save.source;
  issues_.clear();
  judge_.Judge(save.after, then, change, issues_);
  Count(save.after.id, save.author.is_nil() ? std::string() : FormatId(save.author));
}

void RuleTrial::Count(Id record, const std::string& whose) {
  const Schema& schema = book_.Find(schema_)->schema();
  ++judged_;
  if (!issues_.empty()) ++breaking_;
  const auto blocks = [](const Issue& issue) { return issue.severity == Severity::kBlock; };
  if (std::any_of(issues_.begin(), issues_.end(), blocks)) ++blocked_;
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
    // A change that does not answer for it is warned of what another one is refused for.
    count.severity = std::max(count.severity, issue.severity);
    ++count.records;
    ++count.owners[whose];
    if (count.first.size() < keep_ && (count.first.empty() || count.first.back() != record)) count.first.push_back(record);
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
