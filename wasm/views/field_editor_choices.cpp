#include "wasm/views/field_editor_choices.h"

#include <algorithm>
#include <cstdio>

#include "shared/base/utf8.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/text/fold.h"
#include "wasm/ui/mark.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

constexpr std::size_t kMostShown = 50;

std::string RegionText(RegionCode code) {
  char text[16];
  std::snprintf(text, sizeof text, "%06u", static_cast<unsigned>(code));
  return text;
}

}  // namespace

const std::vector<ui::Choice>& FieldChoices::For(const Field& field, std::string_view filter,
                                                 const std::vector<std::string>& chosen) {
  std::string wanted = std::to_string(field.id) + field.key + (app_.is_english() ? "|en|" : "|zh|") + std::string(filter);
  for (const std::string& id : chosen) wanted += "|" + id;
  // People and records come and go; the rest is fixed.
  const FieldTraits& traits = TraitsOf(field.type);
  if (traits.has_target || traits.editor == EditorKind::kPerson) {
    wanted += "#" + std::to_string(app_.workspace().revision());
  }
  if (wanted == made_for_) return choices_;
  made_for_ = std::move(wanted);
  choices_.clear();
  texts_.clear();
  Make(field, filter, chosen);
  for (const std::string& id : chosen) {
    if (Has(id)) continue;
    std::string label = FormatField(field, KindOf(field.type) == Value::Kind::kList ? Value::List({id}) : Value::Text(id), app_.Format());
    const std::string_view initials = traits.editor == EditorKind::kPerson ? ui::InitialsOf(label) : std::string_view();
    const std::string kept(initials);
    Add(id, std::move(label), {}, -1, kept);
  }
  return choices_;
}

void FieldChoices::Make(const Field& field, std::string_view filter, const std::vector<std::string>&) {
  switch (TraitsOf(field.type).editor) {
    case EditorKind::kTree: return field.type == FieldType::kRegion ? AddRegions(filter) : AddIndustries(filter);
    case EditorKind::kPerson: return AddPeople(filter);
    case EditorKind::kRecord:
    case EditorKind::kRecords: return AddRecords(field, filter);
    default: break;
  }
  for (const Choice& choice : field.choices) {
    const std::string& label = choice.label.In(app_.is_english());
    if (filter.empty() || Matches(filter, label)) Add(choice.key, label, {}, ColorIndex(choice.color));
  }
}

void FieldChoices::Add(std::string id, std::string label, std::string detail, int color, std::string_view initials) {
  ui::Choice choice;
  choice.id = Keep(std::move(id));
  choice.label = Keep(std::move(label));
  choice.detail = Keep(std::move(detail));
  choice.initials = Keep(std::string(initials));
  choice.color = color;
  choices_.push_back(std::move(choice));
}

bool FieldChoices::Has(std::string_view id) const {
  return std::any_of(choices_.begin(), choices_.end(), [id](const ui::Choice& choice) { return choice.id == id; });
}

// Every word somewhere in the text, as typed or by pinyin.
bool FieldChoices::Matches(std::string_view filter, std::string_view text) const {
  const Matcher& matcher = app_.workspace().index().matcher();
  const std::u32string units = ToCodePoints(Fold(text));
  const SearchWords query = ParseWords(filter);
  return std::all_of(query.terms.begin(), query.terms.end(), [&](const SearchTerm& term) {
    std::size_t end = 0;
    return matcher.Find(term, units, 0, end) != Matcher::kNoMatch;
  });
}

void FieldChoices::AddRegions(std::string_view filter) {
  const RegionTree& regions = app_.workspace().lexicon().regions();
  const auto add = [&](const Region& region) {
    const Region* parent = region.parent != 0 ? regions.Find(region.parent) : nullptr;
    Add(RegionText(region.code), region.name, parent != nullptr ? regions.PathName(parent->code) : std::string());
  };
  if (filter.empty()) {
    for (const Region* province : regions.Children(0)) add(*province);
    return;
  }
  for (const RegionCode code : regions.Resolve(filter).codes) {
    const Region* region = regions.Find(code);
    if (region == nullptr || Has(RegionText(code))) continue;
    add(*region);
    for (const Region* child : regions.Children(code)) {
      if (choices_.size() < kMostShown) add(*child);
    }
  }
  // Names first, then districts found through their city.
  for (const bool by_name : {true, false}) {
    for (const Region& region : regions.All()) {
      if (choices_.size() >= kMostShown) return;
      if (region.is_retired || region.is_container || Has(RegionText(region.code))) continue;
      if (Matches(filter, by_name ? region.name : regions.PathName(region.code))) add(region);
    }
  }
}

void FieldChoices::AddIndustries(std::string_view filter) {
  const IndustryTree& industries = app_.workspace().lexicon().industries();
  const auto add = [&](const Industry& industry) {
    const Industry* parent = industry.parent.empty() ? nullptr : industries.Find(industry.parent);
    if (!Has(industry.code)) Add(industry.code, industry.code + " " + industry.name, parent != nullptr ? parent->name : std::string());
  };
  if (!filter.empty()) {
    for (const Industry* industry : industries.Resolve(filter)) add(*industry);
  }
  for (const Industry& industry : industries.All()) {
    if (filter.empty() || Matches(filter, industry.code + " " + industries.PathName(industry.code))) add(industry);
  }
}

void FieldChoices::AddPeople(std::string_view filter) {
  for (const Person& person : app_.workspace().client().state().people) {
    if (!person.is_active || (!filter.empty() && !Matches(filter, person.name))) continue;
    Add(FormatId(person.id), person.name, {}, ui::ColorOf(person.name), ui::InitialsOf(person.name));
  }
}

void FieldChoices::AddRecords(const Field& field, std::string_view filter) {
  Workspace& workspace = app_.workspace();
  const Schema* target = workspace.schemas().Find(field.target);
  if (target == nullptr) return;
  SearchRun run;
  run.Start(workspace.index(), ParseWords(filter), target->id);
  run.Finish(workspace.index());
  const HitList hits = run.Hits();
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (choices_.size() >= kMostShown) return;
    const auto record = workspace.records().RecordAt(hits.At(i));
    if (!record || record->is_deleted) continue;
    std::string detail;
    for (const Field& other : target->fields) {
      if (other.type == FieldType::kRegion || TraitsOf(other.type).editor == EditorKind::kRecord) {
        detail = ShownText(app_, other, record->Get(other.id));
        break;
      }
    }
    Add(FormatId(record->id), workspace.TitleOf(*record), std::move(detail));
  }
}

}  // namespace kedang
