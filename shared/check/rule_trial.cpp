#include "shared/check/rule_trial.h"

#include <algorithm>

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
                     std::size_t keep, const SchemaSet* present)
    : schema_(schema),
      book_(WithoutOrigins(schemas), lexicon),
      judge_(book_),
      present_book_(present == nullptr ? RuleBook() : RuleBook(WithoutOrigins(*present), lexicon)),
      present_judge_(present_book_),
      context_(context),
      keep_(keep) {}

void RuleTrial::Judge(const Record& record) {
  if (record.schema != schema_ || record.is_deleted) return;
  const Schema& schema = book_.Find(schema_)->schema();
  ++judged_;
  issues_.clear();
  judge_.Judge(record, context_, RecordChange(), issues_);
  if (issues_.empty()) return;
  ++breaking_;
  // Nothing, when the schema is new.
  present_issues_.clear();
  present_judge_.Judge(record, context_, RecordChange(), present_issues_);
  bool is_newly_breaking = false;
  for (const Issue& issue : issues_) {
    const bool is_new = std::none_of(present_issues_.begin(), present_issues_.end(), [&issue](const Issue& known) {
      return known.code == issue.code && known.field == issue.field;
    });
    is_newly_breaking = is_newly_breaking || is_new;
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
    if (is_new) ++count.newly;
    ++count.owners[schema.owner != 0 ? record.Get(schema.owner).text() : std::string()];
    if (count.first.size() < keep_) count.first.push_back(record.id);
  }
  if (is_newly_breaking) ++newly_breaking_;
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
