#include "wasm/views/facet_lists.h"

#include <algorithm>

#include "shared/facet/facet_index.h"
#include "shared/field/field_types.h"
#include "shared/query/query_parser.h"
#include "shared/query/query_writer.h"
#include "wasm/ui/strings.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {
namespace {

constexpr std::size_t kOpenAtFirst = 12;
constexpr std::size_t kShownAtFirst = 7;
// Further ones are shown at once where they are so few.
constexpr std::size_t kShownWhole = 10;

// The condition "is empty" on the field, among those all hits keep to.
bool AsksForEmpty(const Query& query, const std::string& field) {
  const std::vector<Query> parts = PartsOf(query);
  return std::any_of(parts.begin(), parts.end(), [&](const Query& part) {
    return part.kind == Query::Kind::kCondition && part.condition.field == field && part.condition.op == QueryOperator::kEmpty;
  });
}

}  // namespace

bool FacetLists::Step(const Schema& schema, const RecordList& list, bool has_panel, const RecordList::IsOver& is_over) {
  std::vector<FieldId> wanted, computed;  // those that may have to be made anew come last
  const FieldId region = RegionOf(schema);
  std::size_t place = 0;
  for (const FacetField& facet : app_.workspace().facets().FieldsOf(schema.id)) {
    const Field* field = schema.Find(facet.field);
    if (field == nullptr) continue;
    const bool is_first = place++ < kOpenAtFirst;
    const bool is_of_chips =
        field->id == schema.level || field->id == schema.stage || field->type == FieldType::kSmartTags || field->id == region;
    const bool is_chosen = !ValuesOf(list.tree(), field->key).empty();
    const bool is_open = has_panel && (is_first ? closed_.count(field->id) == 0 : opened_.count(field->id) != 0);
    if (is_of_chips || is_chosen || is_open) (facet.is_computed ? computed : wanted).push_back(field->id);
  }
  wanted.insert(wanted.end(), computed.begin(), computed.end());
  counts_.Show(std::move(wanted));
  const bool is_done = counts_.Step(list, is_over);
  std::string of = (app_.is_english() ? "e" : "z") + std::to_string(schema.id) + "." + std::to_string(app_.workspace().schemas().version) +
                   (has_panel ? "p" : "-");
  for (const auto* fields : {&closed_, &opened_, &whole_}) {
    for (const FieldId field : *fields) of += "," + std::to_string(field);
    of += ";";
  }
  const std::uint64_t stamp = counts_.revision() * 31 + list.settled_count() + 1;
  if (made_for_ == stamp && made_of_ == of && schema_ == &schema) return is_done;
  made_for_ = stamp;
  made_of_ = std::move(of);
  schema_ = &schema;
  Make(schema, list);
  return is_done;
}

void FacetLists::Make(const Schema& schema, const RecordList& list) {
  const Workspace& workspace = app_.workspace();
  lists_.clear();
  chosen_.clear();
  const FieldId region = RegionOf(schema);
  std::size_t place = 0;
  for (const FacetField& facet : workspace.facets().FieldsOf(schema.id)) {
    const Field* field = schema.Find(facet.field);
    if (field == nullptr || !workspace.facets().Has(schema.id, facet.field)) continue;
    const Field& shown = workspace.ShownField(schema.id, *field);
    FacetList made;
    made.field = field;
    made.label = field->label.In(app_.is_english());
    made.is_tree = facet.tree != FacetTree::kFlat;
    made.is_open = place++ < kOpenAtFirst ? closed_.count(field->id) == 0 : opened_.count(field->id) != 0;
    made.is_whole = whole_.count(field->id) != 0;
    const std::vector<std::string> values = ValuesOf(list.tree(), field->key);
    std::set<std::string> chosen(values.begin(), values.end());
    if (AsksForEmpty(list.tree(), field->key)) chosen.insert("");
    // Me is somebody.
    if (chosen.erase("me") > 0) chosen.insert(FormatId(app_.user().id));
    made.chosen = chosen.size();
    if (field->id == region) made.near = NearOf(shown, chosen, field->id);
    made.is_tree ? AddTree(shown, chosen, made) : AddFlat(shown, chosen, made);
    for (const std::string& key : chosen) {
      FacetChoice choice;
      choice.key = key;
      choice.label = LabelOf(shown, key);
      choice.rows = counts_.CountOf(field->id, key);
      choice.is_chosen = true;
      chosen_.emplace_back(field, std::move(choice));
    }
    // Where nobody has a value there is nothing to choose.
    const bool has_values = std::any_of(made.choices.begin(), made.choices.end(), [](const FacetChoice& choice) { return !choice.key.empty(); });
    const bool is_counted = made.is_open && counts_.Knows(field->id);
    const bool is_empty = is_counted ? !has_values : list.is_settled() && list.size() == 0;
    if (is_empty && chosen.empty()) continue;
    lists_.push_back(std::move(made));
  }
}

std::string FacetLists::LabelOf(const Field& shown, const std::string& key) const {
  if (key.empty()) return std::string(ui::T("facet.none"));
  if (shown.type == FieldType::kRegion) {
    const Region* region = app_.workspace().lexicon().regions().FindText(key);
    return region != nullptr ? region->name : key;
  }
  if (shown.type == FieldType::kIndustry) {
    const Industry* industry = app_.workspace().lexicon().industries().Find(key);
    return industry != nullptr ? industry->name : key;
  }
  if (const Choice* choice = ChoiceOf(shown, key)) return choice->label.In(app_.is_english());
  Value value = Value::Text(key);
  switch (KindOf(shown.type)) {
    case Value::Kind::kBoolean: value = Value::Boolean(key == "true"); break;
    case Value::Kind::kInteger: return key + (shown.type == FieldType::kRating ? " ★" : "");
    case Value::Kind::kList: return key;
    default: break;
  }
  std::string label = FormatField(shown, value, app_.workspace().Format(app_.is_english()));
  return label.empty() ? key : label;
}

// Choices in their order, other values by how many have them; those without a value last.
void FacetLists::AddFlat(const Field& shown, const std::set<std::string>& chosen, FacetList& list) {
  std::vector<FacetChoice> others, none;
  for (const Choice& choice : shown.choices) {
    const std::uint32_t rows = counts_.CountOf(list.field->id, choice.key);
    if (rows == 0 && chosen.count(choice.key) == 0) continue;
    list.choices.push_back({.key = choice.key, .label = choice.label.In(app_.is_english()), .rows = rows, .color = ColorIndex(choice.color),
                            .depth = 0, .is_chosen = chosen.count(choice.key) != 0, .has_below = false, .is_unfolded = false});
  }
  for (const FacetCounts::Value& value : counts_.Of(list.field->id)) {
    if (!value.key.empty() && ChoiceOf(shown, value.key) != nullptr) continue;
    FacetChoice choice;
    choice.key = value.key;
    choice.rows = value.rows;
    choice.is_chosen = chosen.count(value.key) != 0;
    choice.label = LabelOf(shown, value.key);
    (value.key.empty() ? none : others).push_back(std::move(choice));
  }
  std::stable_sort(others.begin(), others.end(), [](const FacetChoice& a, const FacetChoice& b) { return a.rows > b.rows; });
  list.choices.insert(list.choices.end(), others.begin(), others.end());
  list.choices.insert(list.choices.end(), none.begin(), none.end());
  if (list.is_whole || list.choices.size() <= kShownWhole) {
    list.is_whole = true;
    return;
  }
  // The first ones, and what is chosen.
  std::vector<FacetChoice> shown_choices;
  for (FacetChoice& choice : list.choices) {
    if (shown_choices.size() < kShownAtFirst || choice.is_chosen) shown_choices.push_back(std::move(choice));
  }
  list.choices = std::move(shown_choices);
}

std::string FacetLists::AboveOf(const Field& shown, const std::string& key) const {
  if (shown.type == FieldType::kIndustry) {
    const Industry* industry = app_.workspace().lexicon().industries().Find(key);
    return industry != nullptr ? industry->parent : "";
  }
  const RegionTree& regions = app_.workspace().lexicon().regions();
  const Region* region = regions.FindText(key);
  while (region != nullptr && region->parent != 0) {
    region = regions.Find(region->parent);
    if (region != nullptr && !region->is_container) return std::to_string(region->code);
  }
  return "";
}

FieldId FacetLists::RegionOf(const Schema& schema) const {
  for (const FacetField& facet : app_.workspace().facets().FieldsOf(schema.id)) {
    const Field* field = schema.Find(facet.field);
    if (field != nullptr && !facet.is_computed && field->type == FieldType::kRegion) return field->id;
  }
  return 0;
}

// From the provinces down, as long as there is only one to go to: chosen, or the only one found.
std::vector<FacetChoice> FacetLists::NearOf(const Field& shown, const std::set<std::string>& chosen, FieldId field) const {
  std::vector<FacetChoice> branch;
  std::string above;
  for (;;) {
    std::vector<FacetChoice> below;
    std::string only;
    for (const FacetCounts::Value& value : counts_.Of(field)) {
      if (value.key.empty() || AboveOf(shown, value.key) != above) continue;
      FacetChoice choice;
      choice.key = value.key;
      choice.label = LabelOf(shown, value.key);
      choice.rows = value.rows;
      choice.is_chosen = chosen.count(value.key) != 0;
      if (choice.is_chosen) only = choice.key;
      below.push_back(std::move(choice));
    }
    if (below.empty()) break;
    branch = std::move(below);
    if (branch.size() == 1) only = branch.front().key;
    if (only.empty() || only == above) break;
    above = only;
  }
  std::stable_sort(branch.begin(), branch.end(), [](const FacetChoice& a, const FacetChoice& b) { return a.rows > b.rows; });
  return branch;
}

void FacetLists::AddTree(const Field& shown, const std::set<std::string>& chosen, FacetList& list) {
  AddBranch(shown, chosen, "", 0, list);
  const std::uint32_t none = counts_.CountOf(list.field->id, "");
  if (none == 0 && chosen.count("") == 0) return;
  FacetChoice choice;
  choice.label = LabelOf(shown, "");
  choice.rows = none;
  choice.is_chosen = chosen.count("") != 0;
  list.choices.push_back(std::move(choice));
}

void FacetLists::AddBranch(const Field& shown, const std::set<std::string>& chosen, const std::string& above, int depth, FacetList& list) {
  std::vector<FacetChoice> branch;
  for (const FacetCounts::Value& value : counts_.Of(list.field->id)) {
    if (value.key.empty() || AboveOf(shown, value.key) != above) continue;
    FacetChoice choice;
    choice.key = value.key;
    choice.rows = value.rows;
    choice.depth = depth;
    choice.is_chosen = chosen.count(value.key) != 0;
    choice.label = LabelOf(shown, value.key);
    branch.push_back(std::move(choice));
  }
  std::stable_sort(branch.begin(), branch.end(), [](const FacetChoice& a, const FacetChoice& b) { return a.rows > b.rows; });
  const std::size_t limit = list.is_whole || depth > 0 ? branch.size() : kShownAtFirst;
  if (depth == 0 && branch.size() <= limit) list.is_whole = true;
  for (std::size_t i = 0; i < branch.size(); ++i) {
    const std::string key = branch[i].key;
    const auto is_below = [&](const std::string& one) { return !one.empty() && AboveOf(shown, one) == key; };
    const bool has_chosen_below = std::any_of(chosen.begin(), chosen.end(), [&](const std::string& one) {
      return is_below(one) || (!one.empty() && is_below(AboveOf(shown, one)));
    });
    if (i >= limit && !branch[i].is_chosen && !has_chosen_below) continue;
    const auto& values = counts_.Of(list.field->id);
    branch[i].has_below = std::any_of(values.begin(), values.end(), [&](const FacetCounts::Value& value) { return is_below(value.key); });
    branch[i].is_unfolded = branch[i].has_below && (has_chosen_below || unfolded_.count({list.field->id, key}) != 0);
    const bool is_unfolded = branch[i].is_unfolded;
    list.choices.push_back(std::move(branch[i]));
    if (is_unfolded) AddBranch(shown, chosen, key, depth + 1, list);
  }
}

bool FacetLists::is_active() const {
  return std::any_of(lists_.begin(), lists_.end(), [](const FacetList& list) { return list.chosen > 0; });
}

// ---- what a press makes of the query -----------------------------------------------------------------------------------

QueryScope FacetLists::Scope() const {
  QueryScope scope = app_.workspace().Asking(app_.is_english()).scope;
  scope.schema = schema_;
  return scope;
}

// What the text asks now: the list may still be at work on what it asked before the last press.
Query FacetLists::Asked() const { return ParseQuery(app_.search().text, Scope()).query; }

void FacetLists::Write(const Query& query) { app_.search().text = WriteQuery(query, Scope()); }

void FacetLists::Toggle(const Field& field, const std::string& key) {
  Query query = Asked();
  if (key.empty()) {
    const bool was_asked = AsksForEmpty(query, field.key);
    RemoveConditions(query, field.key);
    if (!was_asked) AddPart(query, Query::Of({.field = field.key, .op = QueryOperator::kEmpty, .values = {}}));
    return Write(query);
  }
  std::vector<std::string> values = ValuesOf(query, field.key);
  const std::string me = FormatId(app_.user().id);
  const auto is_it = [&](const std::string& value) { return value == key || (value == "me" && key == me); };
  const auto found = std::find_if(values.begin(), values.end(), is_it);
  if (found != values.end()) {
    values.erase(found);
  } else {
    // What lies above or below a chosen one would say nothing more, or less.
    const Field& shown = app_.workspace().ShownField(schema_->id, field);
    const auto is_above = [&](const std::string& upper, std::string lower) {
      for (lower = AboveOf(shown, lower); !lower.empty(); lower = AboveOf(shown, lower)) {
        if (lower == upper) return true;
      }
      return false;
    };
    const bool is_tree = shown.type == FieldType::kRegion || shown.type == FieldType::kIndustry;
    if (is_tree) {
      const auto is_near = [&](const std::string& value) { return is_above(value, key) || is_above(key, value); };
      values.erase(std::remove_if(values.begin(), values.end(), is_near), values.end());
    }
    values.push_back(key);
    if (AsksForEmpty(query, field.key)) RemoveConditions(query, field.key);
  }
  SetValues(query, field.key, values);
  Write(query);
}

void FacetLists::Clear(const Field& field) {
  Query query = Asked();
  RemoveConditions(query, field.key);
  Write(query);
}

void FacetLists::ClearAll() {
  Query query = Asked();
  for (const FacetList& list : lists_) {
    if (list.chosen > 0) RemoveConditions(query, list.field->key);
  }
  Write(query);
}

void FacetLists::SetOpen(const Field& field, bool is_open) {
  is_open ? void(closed_.erase(field.id)) : void(closed_.insert(field.id));
  is_open ? void(opened_.insert(field.id)) : void(opened_.erase(field.id));
}

void FacetLists::Unfold(const Field& field, const std::string& key, bool is_unfolded) {
  is_unfolded ? void(unfolded_.insert({field.id, key})) : void(unfolded_.erase({field.id, key}));
  made_for_ = 0;
}

}  // namespace kedang
