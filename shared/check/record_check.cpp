#include "shared/check/record_check.h"

#include "shared/check/rule_book.h"
#include "shared/field/checked.h"
#include "shared/field/field_type_row.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/model/filled_cells.h"
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

// The region of the record, looked up when the first value asks for it.
class RegionOfRecord {
 public:
  RegionOfRecord(const Schema& schema, const FilledCells& cells, const Lexicon* lexicon)
      : schema_(schema), cells_(cells), lexicon_(lexicon) {}

  void Append(const Field& field, const Value& value, Issues& issues) {
    if (lexicon_ == nullptr || RowOf(field.type).check_region == nullptr) return;
    if (!is_known_) Find();
    if (region_ != nullptr) AppendRegionIssues(field, value, RecordRegion{field_, *region_, lexicon_->regions()}, issues);
  }

 private:
  void Find() {
    is_known_ = true;
    for (const Field& field : schema_.fields) {
      if (field.type != FieldType::kRegion || field.is_retired) continue;
      const Value* value = cells_.Find(field.id);
      if (value != nullptr) region_ = lexicon_->regions().FindText(value->text());
      field_ = field.id;
      return;
    }
  }

  const Schema& schema_;
  const FilledCells& cells_;
  const Lexicon* lexicon_;
  bool is_known_ = false;
  FieldId field_ = 0;
  const Region* region_ = nullptr;
};

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
  const FilledCells cells(record);
  RegionOfRecord region(schema, cells, context.lexicon);
  for (const Field& field : schema.fields) {
    const Value* const found = cells.Find(field.id);
    if (found == nullptr) {
      if (form.Demands(field) && !IsComputed(field.type)) {
        Issue issue = MakeIssue(Severity::kBlock, "required");
        issue.field = field.id;
        issues.push_back(std::move(issue));
      }
      continue;
    }
    if (field.is_retired || IsComputed(field.type)) continue;
    const Value& value = *found;
    const std::size_t before = issues.size();
    AppendValueIssues(field, value, context, issues);
    if (HasBlockSince(issues, before)) continue;
    region.Append(field, value, issues);
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
