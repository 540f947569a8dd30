#include "shared/check/record_check.h"

#include "shared/check/rule_book.h"
#include "shared/field/checked.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/model/template_form.h"

namespace kedang {
namespace {

void CheckUnique(const Schema& schema, const Record& record, const Field& field, const Value& value,
                 UniqueLookup& lookup, Issues& issues) {
  const std::string form = NormalForm(field, value);
  if (form.empty()) return;
  const auto other = lookup.FindOther(schema.id, field.id, form, record.id);
  if (!other.has_value()) return;
  const Severity severity = field.is_unique_block ? Severity::kBlock : Severity::kWarn;
  Issue issue = MakeIssue(severity, "unique_taken", {{"other", FormatId(*other)}});
  issue.field = field.id;
  issues.push_back(std::move(issue));
}

std::optional<RecordRegion> RegionOf(const Schema& schema, const Record& record, const Lexicon* lexicon) {
  if (lexicon == nullptr) return std::nullopt;
  for (const Field& field : schema.fields) {
    if (field.type != FieldType::kRegion || field.is_retired) continue;
    const Region* region = lexicon->regions().FindText(record.Get(field.id).text());
    if (region == nullptr) return std::nullopt;
    return RecordRegion{field.id, *region, lexicon->regions()};
  }
  return std::nullopt;
}

bool HasBlockSince(const Issues& issues, std::size_t first) {
  for (std::size_t i = first; i < issues.size(); ++i) {
    if (issues[i].severity == Severity::kBlock) return true;
  }
  return false;
}

}  // namespace

Issues CheckRecord(const Schema& schema, const Record& record, const CheckContext& context, const RecordChange& change) {
  Issues issues;
  const TemplateForm form(schema, record);
  const std::optional<RecordRegion> region = RegionOf(schema, record, context.lexicon);
  for (const Field& field : schema.fields) {
    if (field.is_retired || IsComputed(field.type)) continue;
    const Value& value = record.Get(field.id);
    if (value.is_null()) {
      if (form.Demands(field)) {
        Issue issue = MakeIssue(Severity::kBlock, "required");
        issue.field = field.id;
        issues.push_back(std::move(issue));
      }
      continue;
    }
    const std::size_t before = issues.size();
    AppendValueIssues(field, value, context, issues);
    if (HasBlockSince(issues, before)) continue;
    if (region.has_value()) AppendRegionIssues(field, value, *region, issues);
    if (field.is_unique && context.unique != nullptr) {
      CheckUnique(schema, record, field, value, *context.unique, issues);
    }
  }
  if (context.rules != nullptr) context.rules->Judge(record, context, change, issues);
  return issues;
}

Issues CheckRecord(const Schema& schema, const Record& record, const CheckContext& context) {
  RecordChange none;
  none.before = &record;
  return CheckRecord(schema, record, context, none);
}

bool IsOfRules(const Issue& issue) {
  const std::string_view code = issue.code;
  return code.starts_with(kRuleCode) || code == "rule_unjudged" || code == "stage_needs" || code == "stage_transition";
}

}  // namespace kedang
