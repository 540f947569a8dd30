#include "shared/check/record_check.h"

#include "shared/check/rule_book.h"
#include "shared/field/checked.h"
#include "shared/field/field_types.h"
#include "shared/field/phone.h"
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

// The telephone area code that serves a region: its city's or municipality's; empty when unknown.
std::string_view AreaCodeOfRegion(const RegionTree& regions, RegionCode code) {
  for (const Region* region = regions.Find(code); region != nullptr; region = regions.Find(region->parent)) {
    if (!region->area_code.empty()) return region->area_code;
    if (region->parent == 0) break;
  }
  return {};
}

bool IsAreaCodeWithin(const RegionTree& regions, std::string_view area, RegionCode code) {
  for (const Region& region : regions.All()) {
    if (region.area_code == area && (regions.IsWithin(region.code, code) || regions.IsWithin(code, region.code))) {
      return true;
    }
  }
  return false;
}

// A warning where a landline's area code belongs elsewhere: the number is real, but one of the two is often a slip.
void CheckAreaCode(const Field& field, const Value& phone, std::string_view region_text, const RegionTree& regions,
                   Issues& issues) {
  const std::string_view area = AreaCodeOf(phone.text());
  const Region* region = area.empty() ? nullptr : regions.FindText(region_text);
  if (region == nullptr) return;
  const std::string_view expected = AreaCodeOfRegion(regions, region->code);
  if (expected == area || IsAreaCodeWithin(regions, area, region->code)) return;
  // Without a code of its own only a whole province can be judged, and only when its cities' codes are known.
  if (expected.empty() && region->level != RegionLevel::kProvince) return;
  std::string suggestion;
  if (!expected.empty()) suggestion = std::string(expected) + phone.text().substr(area.size());
  Issue issue = MakeIssue(Severity::kWarn, "phone_area_region",
                          {{"area", area}, {"region", regions.PathName(region->code)}, {"expected", expected}},
                          std::move(suggestion));
  issue.field = field.id;
  issues.push_back(std::move(issue));
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
  const std::string* region = nullptr;
  if (context.lexicon != nullptr) {
    for (const Field& field : schema.fields) {
      if (field.type != FieldType::kRegion || field.is_retired) continue;
      const Value& value = record.Get(field.id);
      if (value.kind() == Value::Kind::kText) region = &value.text();
      break;
    }
  }
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
    if (field.type == FieldType::kPhone && region != nullptr) {
      CheckAreaCode(field, value, *region, context.lexicon->regions(), issues);
    }
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
