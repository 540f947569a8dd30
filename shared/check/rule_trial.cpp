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
                     std::size_t keep, const SchemaSet* present, TrialOf of)
    : schema_(schema),
      book_(ForTrialOf(of, schemas), lexicon, schema),
      judge_(book_),
      present_book_(present == nullptr ? RuleBook() : RuleBook(ForTrialOf(of, *present), lexicon, schema)),
      present_judge_(present_book_),
      context_(context),
      keep_(keep) {}

void RuleTrial::Judge(const Record& record) {
  if (record.schema != schema_ || record.is_deleted) return;
  const FieldId owner = book_.Find(schema_)->schema().owner;
  Judge(record, context_, RecordChange(), owner != 0 ? record.Get(owner).text() : std::string());
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
  Judge(save.after, then, change, save.author.is_nil() ? std::string() : FormatId(save.author));
}

void RuleTrial::Judge(const Record& record, const CheckContext& context, const RecordChange& change, const std::string& whose) {
  ++judged_;
  issues_.clear();
  judge_.Judge(record, context, change, issues_);
  if (issues_.empty()) return;
  ++breaking_;
  const auto blocks = [](const Issue& issue) { return issue.severity == Severity::kBlock; };
  if (std::any_of(issues_.begin(), issues_.end(), blocks)) ++blocked_;
  // Nothing, when the schema is new.
  present_issues_.clear();
  present_judge_.Judge(record, context, change, present_issues_);
  const Schema& schema = book_.Find(schema_)->schema();
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
    // A change that does not answer for it is warned of what another one is refused for.
    count.severity = std::max(count.severity, issue.severity);
    ++count.records;
    if (is_new) ++count.newly;
    ++count.owners[whose];
    if (count.first.size() < keep_ && (count.first.empty() || count.first.back() != record.id)) count.first.push_back(record.id);
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
