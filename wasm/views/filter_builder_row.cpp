// One row of the filter builder: field, verb, values with the editor that suits the field.
#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/query/query_date.h"
#include "shared/query/query_writer.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/date_field.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/ui/theme.h"
#include "wasm/views/filter_builder.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::string_view kVerbIds[kFilterVerbCount] = {"is",      "is_not",        "equal",   "is_not_equal", "less",   "less_equal",
                                                         "greater", "greater_equal", "between", "empty",        "filled", "ending"};

bool IsTyped(QueryForm form) {
  return form == QueryForm::kText || form == QueryForm::kDigits || form == QueryForm::kNumber || form == QueryForm::kFiles;
}

}  // namespace

QueryForm FilterBuilder::FormOf(const FilterRow& row) const {
  if (row.field == kWordsField) return QueryForm::kText;
  bool is_found = false;
  return FormOfQueryField(ShownQueryField(Scope(), row.field, is_found), row.field);
}

std::vector<FilterVerb> FilterBuilder::VerbsFor(const FilterRow& row) const {
  std::vector<FilterVerb> verbs = row.field == kWordsField ? VerbsOfWords() : VerbsOf(FormOf(row));
  if (std::find(verbs.begin(), verbs.end(), row.verb) == verbs.end()) verbs.push_back(row.verb);
  return verbs;
}

std::string FilterBuilder::VerbWords(FilterVerb verb, const FilterRow& row) const {
  std::string key = VerbKey(verb, FormOf(row));
  if (row.field == kWordsField && verb == FilterVerb::kEqual) key = "phrase";
  if (row.field == kWordsField && verb == FilterVerb::kIsNotEqual) key = "not_phrase";
  return std::string(T("query.verb_" + key));
}

void FilterBuilder::SetField(FilterRow& row, const std::string& key) {
  row = FilterRow();
  row.field = key;
  if (FormOf(row) == QueryForm::kFlag) row.values = {{"true", true}};
}

void FilterBuilder::DrawRow(Rect rect, FilterRow& row, Widgets& widgets) {
  const float control = Px(ui::Metrics().control);
  if (row.is_other()) {
    const std::string words = WriteQuery(row.other, Scope());
    ui::Text({rect.x, rect.y, rect.w, control}, words, ui::kBody, ui::CurrentTheme().secondary);
    return;
  }
  Rect line = ui::CutTop(rect, control, Px(8));
  const float gap = Px(8);
  if (ui::IsPhone()) {
    const float half = (line.w - gap) / 2;
    DrawField(ui::CutLeft(line, half, gap), row, widgets);
    DrawVerb(line, row);
    // The cross stands beside the first line only.
    rect.w += Px(44 + 8);
    if (ValueCountOf(row.verb) > 0) DrawValues(rect, row, widgets);
    return;
  }
  DrawField(ui::CutLeft(line, Px(170), gap), row, widgets);
  DrawVerb(ui::CutLeft(line, Px(120), gap), row);
  if (ValueCountOf(row.verb) > 0) DrawValues(line, row, widgets);
}

void FilterBuilder::DrawField(Rect rect, FilterRow& row, Widgets& widgets) {
  const std::string made_for = schema_->key + std::to_string(schema_->version) + (app_.is_english() ? "e" : "z");
  if (fields_for_ != made_for) {
    fields_for_ = made_for;
    fields_.clear();
    field_words_.clear();
    const auto add = [this](std::string id, std::string label, ui::Icon icon) {
      ui::Choice choice;
      choice.id = field_words_.emplace_back(std::move(id));
      choice.label = field_words_.emplace_back(std::move(label));
      choice.icon = icon;
      fields_.push_back(std::move(choice));
    };
    add(std::string(kWordsField), std::string(T("query.words")), ui::Icon::kSearch);
    const QueryScope scope = Scope();
    for (const Field& field : schema_->fields) {
      if (field.is_retired || field.type == FieldType::kChangedAt || field.type == FieldType::kCreatedAt) continue;
      bool is_found = false;
      add(field.key, field.label.In(app_.is_english()), ui::IconNamed(TraitsOf(ShownQueryField(scope, field.key, is_found).type).icon));
    }
    for (const std::string_view key : {kChangedField, kCreatedField, kDuplicateField}) {
      std::string label = LabelOfQueryField(scope, key);
      if (label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 'a' + 'A');
      add(std::string(key), std::move(label), key == kDuplicateField ? ui::Icon::kCopy : ui::Icon::kClock);
    }
  }
  std::string chosen = row.field;
  ui::ComboOptions options;
  options.field.name = T("query.field");
  options.id = "field";
  if (!ui::Combobox(rect, chosen, fields_, options).was_changed || chosen == row.field || chosen.empty()) return;
  SetField(row, chosen);
  widgets = Widgets();
  Store();
}

void FilterBuilder::DrawVerb(Rect rect, FilterRow& row) {
  std::vector<ui::Choice> choices;
  std::deque<std::string> words;
  for (const FilterVerb verb : VerbsFor(row)) {
    ui::Choice choice;
    choice.id = kVerbIds[static_cast<std::size_t>(verb)];
    choice.label = words.emplace_back(VerbWords(verb, row));
    choices.push_back(std::move(choice));
  }
  std::string chosen(kVerbIds[static_cast<std::size_t>(row.verb)]);
  ui::ComboOptions options;
  options.field.name = T("query.verb");
  options.id = "verb";
  options.can_filter = false;
  if (!ui::Combobox(rect, chosen, choices, options).was_changed) return;
  for (int i = 0; i < kFilterVerbCount; ++i) {
    if (kVerbIds[i] != chosen) continue;
    const int before = ValueCountOf(row.verb);
    row.verb = static_cast<FilterVerb>(i);
    const int count = ValueCountOf(row.verb);
    if (count < 3 && static_cast<int>(row.values.size()) > count) row.values.resize(static_cast<std::size_t>(count));
    if (before != count) widgets_.clear();
  }
  Store();
  RequestFrame();
}

void FilterBuilder::DrawValues(Rect rect, FilterRow& row, Widgets& widgets) {
  const float control = Px(ui::Metrics().control);
  const QueryForm form = FormOf(row);
  const int count = ValueCountOf(row.verb);
  if (form == QueryForm::kFlag) return;
  if (IsTyped(form) || row.field == kWordsField) return DrawText({rect.x, rect.y, rect.w, control}, row, widgets);
  if (count == 3 && form != QueryForm::kBoolean) return DrawMany(rect, row, widgets);
  if (count != 2) return DrawOne({rect.x, rect.y, rect.w, control}, row, widgets, 0);
  const float half = (rect.w - Px(8)) / 2;
  DrawOne({rect.x, rect.y, half, control}, row, widgets, 0);
  DrawOne({rect.x + half + Px(8), rect.y, half, control}, row, widgets, 1);
}

// Typed values: several with a bar between them, the two of a range with two dots.
void FilterBuilder::DrawText(Rect rect, FilterRow& row, Widgets& widgets) {
  const QueryScope scope = Scope();
  const bool is_words = row.field == kWordsField;
  const bool is_range = ValueCountOf(row.verb) == 2;
  const std::string_view joint = is_range ? ".." : "|";
  if (!widgets.has_text) {
    widgets.has_text = true;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      if (i > 0) widgets.text += joint;
      widgets.text += is_words ? row.values[i].text : TextOfQueryValue(scope, row.field, row.values[i]);
    }
  }
  const bool is_number = FormOf(row) == QueryForm::kNumber;
  ui::TextFieldOptions options;
  options.field.name = T("query.value");
  options.id = "value";
  options.kind = is_number && !is_range ? ui::InputKind::kDecimal : ui::InputKind::kText;
  options.placeholder = is_range ? T("query.range_hint") : is_number ? T("query.number_hint") : T("query.text_hint");
  // A number nobody can read is not asked for, and says so by its border.
  const bool is_wrong = std::any_of(row.values.begin(), row.values.end(), [](const QueryValue& value) { return !value.is_known; });
  const ui::FieldIssue issue = {ui::IssueLevel::kWarn, {}, {}};
  if (is_wrong) options.field.issues = {&issue, 1};
  if (!ui::TextField(rect, widgets.text, options).was_changed) return;
  row.values.clear();
  std::string_view left = widgets.text;
  std::vector<QueryProblem> problems;
  while (!left.empty()) {
    const std::size_t end = is_words ? std::string_view::npos : left.find(joint);
    const std::string_view piece = left.substr(0, end);
    left = end == std::string_view::npos ? std::string_view() : left.substr(end + joint.size());
    if (is_words) row.values.push_back({std::string(piece), true});
    else if (!piece.empty()) for (QueryValue& value : ReadQueryValue(scope, row.field, piece, problems)) row.values.push_back(std::move(value));
  }
  Store();
}

// As people say it: "last 7 days" for last-7-days.
std::string FilterBuilder::DateWords(const std::string& date) const {
  std::string words = WriteQueryDate(date, app_.is_english());
  const bool has_word = std::any_of(words.begin(), words.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (has_word) std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

std::string FilterBuilder::DrawDay(Rect& rect, std::size_t place) {
  ui::IdScope scope(static_cast<std::uint64_t>(place));
  const float size = Px(ui::Metrics().control);
  const ui::Id layer = ui::IdOf("day");
  const Rect sign = {rect.Right() - size, rect.y, size, size};
  rect.w -= size + Px(4);
  if (ui::IconButton(sign, ui::Icon::kCalendar, T("query.pick_day"))) ui::OpenLayer(layer);
  ui::DateFieldOptions options;
  options.today = FormatDate(app_.workspace().Today());
  options.has_shortcuts = false;
  ui::LayerOptions of_layer = {.anchor = sign, .width = Px(320), .height = ui::CalendarHeight(options), .is_aligned_right = true};
  of_layer.description = {.role = ui::Role::kDialog, .label = T("query.pick_day")};
  Rect content;
  std::string day;
  if (!ui::BeginSheet(layer, of_layer, content)) return day;
  if (ui::Calendar(content, day, options)) ui::CloseLayer(layer);
  ui::EndLayer();
  return day;
}

const std::vector<ui::Choice>& FilterBuilder::ChoicesFor(const Field& shown, QueryForm form, const FilterRow& row, Widgets& widgets,
                                                         std::size_t place) {
  std::vector<std::string> chosen;
  for (const QueryValue& value : row.values) chosen.push_back(value.text);
  widgets.dates.clear();
  widgets.words.clear();
  const auto add = [&](std::string id, std::string label) {
    const bool is_there = std::any_of(widgets.dates.begin(), widgets.dates.end(), [&](const ui::Choice& one) { return one.id == id; });
    if (is_there) return;
    ui::Choice choice;
    choice.id = widgets.words.emplace_back(std::move(id));
    choice.label = widgets.words.emplace_back(std::move(label));
    widgets.dates.push_back(std::move(choice));
  };
  const std::string& filter = widgets.filter[place];
  const QueryScope scope = Scope();
  const auto show = [&](const std::string& text) {
    return form == QueryForm::kDate ? DateWords(text) : TextOfQueryValue(scope, row.field, {text, true});
  };
  if (form == QueryForm::kDate) {
    if (const auto typed = ReadQueryDate(filter)) add(*typed, DateWords(*typed));
    for (const std::string& date : CommonQueryDates()) {
      const std::string label = DateWords(date);
      if (filter.empty() || label.find(filter) != std::string::npos) add(date, label);
    }
    for (const std::string& date : chosen) add(date, show(date));
    return widgets.dates;
  }
  if (form == QueryForm::kBoolean) {
    add("true", show("true"));
    add("false", show("false"));
    return widgets.dates;
  }
  if (widgets.choices == nullptr) widgets.choices = std::make_unique<FieldChoices>(app_);
  const std::vector<ui::Choice>& found = widgets.choices->For(shown, filter, chosen);
  if (form != QueryForm::kPerson) return found;
  add("me", show("me"));
  for (const ui::Choice& choice : found) {
    if (choice.id != "me") widgets.dates.push_back(choice);
  }
  return widgets.dates;
}

void FilterBuilder::DrawMany(Rect rect, FilterRow& row, Widgets& widgets) {
  bool is_found = false;
  const Field shown = ShownQueryField(Scope(), row.field, is_found);
  const QueryForm form = FormOfQueryField(shown, row.field);
  std::vector<std::string> chosen;
  for (const QueryValue& value : row.values) chosen.push_back(value.text);
  ui::ComboOptions options;
  options.field.name = T("query.value");
  options.id = "values";
  options.placeholder = T(form == QueryForm::kDate ? "query.date_hint" : "query.choose");
  options.is_multiple = true;
  options.filters_itself = true;
  const std::string typed = widgets.filter[0];
  const bool can_add = form == QueryForm::kTags && !typed.empty();
  const std::string day = form == QueryForm::kDate ? DrawDay(rect, 0) : std::string();
  const std::string add_label = can_add ? ui::TF("query.add_value", {{"text", typed}}) : std::string();
  options.add_label = add_label;
  const std::vector<ui::Choice>& choices = ChoicesFor(shown, form, row, widgets, 0);
  const ui::ComboResult result = ui::MultiCombobox(rect, chosen, choices, options);
  widgets.filter[0] = result.filter;
  if (result.was_added && can_add) chosen.push_back(typed);
  const bool is_new_day = !day.empty() && std::find(chosen.begin(), chosen.end(), day) == chosen.end();
  if (is_new_day) chosen.push_back(day);
  if (!result.was_changed && !result.was_added && !is_new_day) return;
  std::vector<QueryValue> values;
  for (const std::string& text : chosen) {
    const auto old = std::find_if(row.values.begin(), row.values.end(), [&](const QueryValue& value) { return value.text == text; });
    values.push_back(old != row.values.end() ? *old : QueryValue{text, true});
  }
  row.values = std::move(values);
  Store();
}

void FilterBuilder::DrawOne(Rect rect, FilterRow& row, Widgets& widgets, std::size_t place) {
  bool is_found = false;
  const Field shown = ShownQueryField(Scope(), row.field, is_found);
  const QueryForm form = FormOfQueryField(shown, row.field);
  std::string chosen = place < row.values.size() ? row.values[place].text : std::string();
  ui::ComboOptions options;
  options.field.name = T("query.value");
  const std::string id = "value " + std::to_string(place);
  options.id = id;
  options.placeholder = T(form == QueryForm::kDate ? "query.date_hint" : "query.choose");
  options.filters_itself = true;
  options.can_filter = form != QueryForm::kBoolean;
  const std::string day = form == QueryForm::kDate ? DrawDay(rect, place) : std::string();
  const std::vector<ui::Choice>& choices = ChoicesFor(shown, form, row, widgets, place);
  const ui::ComboResult result = ui::Combobox(rect, chosen, choices, options);
  widgets.filter[place] = result.filter;
  if (!day.empty()) chosen = day;
  if (!result.was_changed && day.empty()) return;
  if (row.values.size() <= place) row.values.resize(place + 1);
  row.values[place] = {chosen, true};
  Store();
}

}  // namespace kedang
