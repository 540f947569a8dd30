#include "wasm/views/designer_inspector.h"

#include <algorithm>
#include <array>

#include "shared/model/computed_field.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/tabs.h"
#include "wasm/ui/text.h"
#include "wasm/views/designer_types.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

// Words separated by commas of either width.
std::vector<std::string> SplitWords(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto add = [&] {
    const std::size_t first = word.find_first_not_of(' ');
    if (first != std::string::npos) words.push_back(word.substr(first, word.find_last_not_of(' ') - first + 1));
    word.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    bool is_comma = text[i] == ',' || text[i] == ';' || text[i] == '\n';
    std::size_t length = 1;
    for (const std::string_view wide : {"，", "、", "；"}) {
      if (text.substr(i, wide.size()) == wide) {
        is_comma = true;
        length = wide.size();
      }
    }
    if (is_comma) add();
    else word += text[i];
    i += length;
  }
  add();
  return words;
}

std::string JoinWords(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "，") + word;
  return text;
}

bool CanBeUnique(const Field& field) {
  return KindOf(field.type) == Value::Kind::kText && !TraitsOf(field.type).has_choices && !TraitsOf(field.type).is_prose && !IsReadOnly(field.type);
}

// As what a formula's value is shown: what it was when that fits, else what the expression gives.
FieldType ResultOf(const std::string& source, const ExpressionScope& scope, FieldType now) {
  const Compilation compilation = CompileExpression(source, scope);
  if (!compilation.ok()) return now;
  const Value::Kind kind = KindOf(now);
  switch (compilation.program.type().kind) {
    case ExpressionKind::kNumber: return kind == Value::Kind::kDecimal || kind == Value::Kind::kInteger ? now : FieldType::kDecimal;
    case ExpressionKind::kDate: return kind == Value::Kind::kDate ? now : FieldType::kDate;
    case ExpressionKind::kBoolean: return FieldType::kBoolean;
    case ExpressionKind::kText: return kind == Value::Kind::kText ? now : FieldType::kText;
    default: return now;
  }
}

}  // namespace

std::string& DesignerInspector::Typed(std::string_view id, const std::string& value) {
  const std::string key = std::string(id) + ":" + std::to_string(state_.selected);
  if (typed_for_ != key || typed_was_ != value) {
    if (typed_for_ == key && JoinWords(SplitWords(typed_)) == value) {
      typed_was_ = value;
    } else {
      typed_for_ = key;
      typed_ = typed_was_ = value;
    }
  }
  return typed_;
}

void DesignerInspector::Draw(Rect rect, bool has_head) {
  ui::IdScope scope("inspector");
  Rect rest = rect;
  if (has_head) DrawHead(rest);
  DrawTabs(rest);
  const std::string id = "form" + std::to_string(state_.selected) + state_.group + state_.form + std::to_string(state_.tab);
  form_.Begin(id, rest);
  const Field* field = state_.field();
  if (state_.tab == 1) {
    rules_.Draw(form_);
  } else if (field != nullptr && state_.tab == 2) {
    DrawStages(*field);
  } else if (field != nullptr) {
    DrawField();
  } else if (!state_.group.empty()) {
    DrawGroup();
  } else {
    if (!state_.form.empty()) DrawTemplate();
    DrawSchema();
  }
  form_.End();
  state_.wants_label = false;
  rules_.DrawLayers();
  DrawRetype();
}

void DesignerInspector::DrawHead(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect line = ui::Inset(ui::CutTop(rest, Px(48)), Px(16), 0);
  const Schema& schema = state_.schema();
  const Field* field = state_.field();
  std::string title = LabelWords(schema.label, state_.is_english());
  std::string key = schema.key;
  ui::Icon icon = ui::IconNamed(schema.icon);
  if (field != nullptr) {
    title = LabelWords(field->label, state_.is_english());
    key = field->key;
    icon = DesignerTypeOf(field->type).icon;
  } else if (!state_.group.empty()) {
    icon = ui::Icon::kLayers;
    key = state_.group;
    for (const FieldGroup& group : schema.groups) {
      if (group.key == state_.group) title = LabelWords(group.label, state_.is_english());
    }
  }
  ui::DrawIcon(ui::CutLeft(line, Px(16), Px(8)), icon == ui::Icon::kNone ? ui::Icon::kFolder : icon, 16, theme.accent);
  const float width = std::min(ui::TextWidth(key, ui::kSmall), line.w / 2);
  ui::Text(ui::CutRight(line, width, Px(8)), key, ui::kSmall, theme.secondary);
  ui::Mirror(ui::IdOf("title"), line, {.role = ui::Role::kHeading, .label = title, .value = key, .level = 2});
  ui::Text(line, title, ui::kBodyBold, theme.text);
}

void DesignerInspector::DrawTabs(Rect& rest) {
  const std::size_t rules = rules_.Count();
  const std::string count = rules == 0 ? std::string() : std::to_string(rules);
  std::vector<ui::Tab> tabs = {{.label = T("designer.tab_properties")}, {.label = T("designer.tab_rules"), .count = count}};
  const Field* field = state_.field();
  if (field != nullptr && field->id == state_.schema().stage) tabs.push_back({.label = T("designer.tab_stages")});
  if (state_.tab >= static_cast<int>(tabs.size())) state_.tab = 0;
  ui::Tabs(ui::Inset(ui::CutTop(rest, Px(40)), Px(16), 0), T("designer.tabs"), tabs, state_.tab);
}

bool DesignerInspector::LabelRows(std::string_view id, Label& label, std::string_view zh_key, std::string_view problem) {
  const std::string en_id = std::string(id) + "_en";
  bool has_changed = form_.Text(label.zh, {.id = id, .label = T(zh_key), .problem = problem, .takes_focus = state_.wants_label, .is_required = true});
  has_changed = form_.Text(label.en, {.id = en_id, .label = T("designer.english_name")}) || has_changed;
  return has_changed;
}

const Field& DesignerInspector::Snapshot() {
  const Field& now = *state_.field();
  // Copied when it changed only: a field may have thousands of choices.
  if (snapshot_revision_ != state_.draft.revision() || snapshot_.id != now.id || snapshot_schema_ != state_.schema_id) {
    snapshot_ = now;
    snapshot_revision_ = state_.draft.revision();
    snapshot_schema_ = state_.schema_id;
  }
  return snapshot_;
}

void DesignerInspector::DrawField() {
  const FieldId id = state_.selected;
  const SchemaId schema_id = state_.schema_id;
  const Field& field = Snapshot();
  if (field.is_retired) {
    form_.Note(T("designer.is_retired"));
    if (ui::Button(form_.Cut(Px(32)), {.label = T("designer.restore"), .icon = ui::Icon::kRotateCcw})) state_.draft.RestoreField(schema_id, id);
    return;
  }
  Label label = field.label;
  if (LabelRows("label", label, "designer.name", state_.ProblemOf(id, "", "label"))) state_.draft.Rename(schema_id, id, label);
  if (state_.draft.IsPublished(schema_id, id)) {
    std::string key = field.key;
    form_.Text(key, {.id = "key", .label = T("designer.key"), .reason = T("designer.key_stays")});
  } else {
    std::string& key = Typed("key", field.key);
    const Field* other = state_.schema().Find(std::string_view(key));
    const bool is_taken = other != nullptr && other->id != id;
    const std::string_view problem = is_taken ? T("designer.key_taken") : !IsSchemaKey(key) ? T("designer.key_form") : std::string_view();
    if (form_.Text(key, {.id = "key", .label = T("designer.key"), .hint = T("designer.key_hint"), .problem = problem})) {
      if (IsSchemaKey(key) && !is_taken) {
        const std::string typed = key;
        state_.draft.RenameKey(schema_id, id, typed);
        if (const Field* now = state_.schema().Find(id)) typed_was_ = now->key;
      }
    }
  }
  DrawTypeRow(field);
  DrawTypeDetails(field);
  DrawInTemplate(field);
  bool is_required = field.is_required;
  if (!IsReadOnly(field.type) && form_.Switch("required", T("designer.required"), is_required)) state_.EditField("", [&](Field& one) { one.is_required = is_required; });
  if (CanBeUnique(field)) {
    const std::array<ui::Segment, 3> segments = {ui::Segment{.label = T("designer.unique_no")}, ui::Segment{.label = T("designer.unique_warn")},
                                                 ui::Segment{.label = T("designer.unique_block")}};
    int chosen = !field.is_unique ? 0 : field.is_unique_block ? 2 : 1;
    if (form_.Segmented(T("designer.unique"), segments, chosen)) {
      state_.EditField("", [&](Field& one) {
        one.is_unique = chosen > 0;
        one.is_unique_block = chosen == 2;
      });
    }
  }
  bool is_wide = field.is_wide;
  if (form_.Switch("wide", T("designer.wide"), is_wide)) state_.EditField("", [&](Field& one) { one.is_wide = is_wide; });
  bool is_sensitive = field.is_sensitive;
  if (form_.Switch("sensitive", T("designer.sensitive"), is_sensitive)) state_.EditField("", [&](Field& one) { one.is_sensitive = is_sensitive; });
  Label help = field.help;
  bool has_help = form_.Text(help.zh, {.id = "help", .label = T("designer.help")});
  has_help = form_.Text(help.en, {.id = "help_en", .label = T("designer.help_en")}) || has_help;
  if (has_help) state_.EditField("help", [&](Field& one) { one.help = help; });
  DrawDefault(field);
  DrawList(field);
  std::string& synonyms = Typed("synonyms", JoinWords(field.synonyms));
  if (form_.Text(synonyms, {.id = "synonyms", .label = T("designer.synonyms"), .hint = T("designer.synonyms_hint"), .lines = 2})) {
    const std::vector<std::string> words = SplitWords(synonyms);
    state_.EditField("synonyms", [&](Field& one) { one.synonyms = words; });
  }
  const bool is_title = state_.schema().title == id;
  if (is_title) {
    form_.Note(T("designer.title_stays"));
  } else if (ui::Button(form_.Cut(Px(ui::Metrics().control)), {.label = T("designer.retire"), .icon = ui::Icon::kTrash2})) {
    state_.Retire(id);
  }
}

void DesignerInspector::DrawTypeRow(const Field& field) {
  std::vector<ui::Choice> types;
  for (const DesignerType& one : DesignerTypes()) types.push_back({.id = FieldTypeName(one.type), .label = TypeWords(one.type), .icon = one.icon});
  std::string chosen(FieldTypeName(field.type));
  if (!form_.Combo("type", T("designer.type"), chosen, types)) return;
  const auto type = ParseFieldType(chosen);
  if (type && *type != field.type) AskRetype(field, *type);
}

void DesignerInspector::DrawTypeDetails(const Field& field) {
  const FieldTraits& traits = TraitsOf(field.type);
  const bool is_currency = field.type == FieldType::kCurrency;
  if (traits.has_choices) DrawChoices(field);
  if (field.type == FieldType::kSmartTags) DrawTagRules(field);
  if (traits.has_target) {
    std::vector<ui::Choice> targets;
    for (const Schema& schema : state_.draft.set().schemas) {
      targets.push_back({.id = schema.key, .label = schema.label.In(state_.is_english()), .icon = ui::IconNamed(schema.icon)});
    }
    std::string target = field.target;
    if (form_.Combo("target", T("designer.target"), target, targets, false, state_.ProblemOf(field.id, "", "target"))) {
      state_.EditField("", [&](Field& one) { one.target = target; });
    }
  }
  if (field.type == FieldType::kPhone) {
    const std::array<ui::Segment, 3> kinds = {ui::Segment{.label = T("designer.phone_any")}, ui::Segment{.label = T("designer.phone_mobile")},
                                              ui::Segment{.label = T("designer.phone_landline")}};
    int chosen = field.format == "mobile" ? 1 : field.format == "landline" ? 2 : 0;
    if (form_.Segmented(T("designer.phone_kind"), kinds, chosen)) {
      state_.EditField("", [&](Field& one) { one.format = chosen == 1 ? "mobile" : chosen == 2 ? "landline" : "any"; });
    }
  }
  if (field.type == FieldType::kText) {
    const std::array<ui::Choice, 4> kinds = {ui::Choice{.id = "plain", .label = T("designer.text_plain")},
                                             ui::Choice{.id = "company_name", .label = T("designer.text_company")},
                                             ui::Choice{.id = "person_name", .label = T("designer.text_person")},
                                             ui::Choice{.id = "address", .label = T("designer.text_address")}};
    std::string format = field.format.empty() ? "plain" : field.format;
    if (form_.Combo("format", T("designer.text_kind"), format, kinds)) {
      state_.EditField("", [&](Field& one) { one.format = format == "plain" ? "" : format; });
    }
  }
  if (field.type == FieldType::kAutoNumber) {
    std::string format = field.format;
    if (form_.Text(format, {.id = "format", .label = T("designer.number_pattern"), .hint = T("designer.number_pattern_hint"),
                            .problem = state_.ProblemOf(field.id, "", "format")})) {
      state_.EditField("format", [&](Field& one) { one.format = format; });
    }
  }
  if (traits.has_unit) {
    std::string unit = field.unit;
    if (form_.Text(unit, {.id = "unit", .label = T(is_currency ? "designer.currency" : "designer.unit"),
                          .problem = state_.ProblemOf(field.id, "", "unit"), .placeholder = is_currency ? "CNY" : ""})) {
      state_.EditField("unit", [&](Field& one) { one.unit = unit; });
    }
  }
  DrawComputation(field);
}

void DesignerInspector::DrawComputation(const Field& field) {
  const bool is_formula = field.type == FieldType::kFormula, is_lookup = field.type == FieldType::kLookup, is_rollup = field.type == FieldType::kRollup;
  if (!is_formula && !is_lookup && !is_rollup) return;
  Computation computation = field.computation;
  bool has_changed = false;
  if (is_formula) {
    const std::string problem = state_.ProblemOf(field.id, "", "formula");
    has_changed = form_state_.Draw(form_, computation.expression,
                                   {.id = "formula", .label = T("designer.formula"), .placeholder = T("designer.formula_hint"), .problem = problem, .has_functions = true});
    if (has_changed) computation.result = ResultOf(computation.expression, state_.Scope(), computation.result);
    std::vector<ui::Choice> types;
    for (const std::string_view one : {"text", "integer", "decimal", "date", "boolean"}) {
      if (const auto type = ParseFieldType(one)) types.push_back({.id = one, .label = TypeWords(*type), .icon = DesignerTypeOf(*type).icon});
    }
    std::string result(FieldTypeName(computation.result));
    if (form_.Combo("result", T("designer.result"), result, types, false, state_.ProblemOf(field.id, "", "result"))) {
      computation.result = ParseFieldType(result).value_or(FieldType::kText);
      has_changed = true;
    }
  }
  if (is_lookup) {
    std::vector<ui::Choice> references;
    for (const Field& one : state_.schema().fields) {
      if (!one.is_retired && !one.target.empty()) references.push_back({.id = one.key, .label = one.label.In(state_.is_english())});
    }
    has_changed = form_.Combo("through", T("designer.through_field"), computation.through, references, false, state_.ProblemOf(field.id, "", "through"));
    const Field* through = state_.schema().Find(std::string_view(computation.through));
    const Schema* there = through != nullptr ? state_.draft.set().Find(std::string_view(through->target)) : nullptr;
    std::vector<ui::Choice> sources;
    for (std::size_t i = 0; there != nullptr && i < there->fields.size(); ++i) {
      const Field& one = there->fields[i];
      if (!one.is_retired) sources.push_back({.id = one.key, .label = one.label.In(state_.is_english())});
    }
    has_changed = form_.Combo("source", T("designer.source_field"), computation.source, sources, false, state_.ProblemOf(field.id, "", "source")) || has_changed;
  }
  if (is_rollup) {
    std::vector<ui::Choice> schemas;
    for (const Schema& one : state_.draft.set().schemas) {
      const bool refers = std::any_of(one.fields.begin(), one.fields.end(), [&](const Field& each) { return each.target == state_.schema().key; });
      if (refers) schemas.push_back({.id = one.key, .label = one.label.In(state_.is_english()), .icon = ui::IconNamed(one.icon)});
    }
    has_changed = form_.Combo("through", T("designer.through_schema"), computation.through, schemas, false, state_.ProblemOf(field.id, "", "through"));
    std::vector<ui::Choice> summaries;
    for (const std::string_view one : {"count", "sum", "average", "min", "max", "latest"}) {
      static const std::map<std::string_view, std::string_view> words = {
          {"count", "designer.summary_count"}, {"sum", "designer.summary_sum"}, {"average", "designer.summary_average"},
          {"min", "designer.summary_min"},     {"max", "designer.summary_max"}, {"latest", "designer.summary_latest"}};
      summaries.push_back({.id = one, .label = T(words.at(one))});
    }
    has_changed = form_.Combo("summary", T("designer.summary"), computation.summary, summaries, false, state_.ProblemOf(field.id, "", "summary")) || has_changed;
    const Schema* there = state_.draft.set().Find(std::string_view(computation.through));
    if (there != nullptr && computation.summary != "count") {
      std::vector<ui::Choice> sources;
      for (const Field& one : there->fields) {
        if (!one.is_retired) sources.push_back({.id = one.key, .label = one.label.In(state_.is_english())});
      }
      has_changed = form_.Combo("source", T("designer.source_field"), computation.source, sources, false, state_.ProblemOf(field.id, "", "source")) || has_changed;
    }
    if (there != nullptr) {
      const std::string problem = state_.ProblemOf(field.id, "", "condition");
      has_changed = form_state_.Draw(form_, computation.condition, {.id = "condition", .label = T("designer.condition"), .placeholder = T("designer.condition_hint"),
                                                                    .problem = problem, .goal = kConditionGoal, .lines = 2, .schema = there}) || has_changed;
    }
  }
  if (has_changed) state_.EditField("computation", [&](Field& one) { one.computation = computation; });
}

void DesignerInspector::DrawDefault(const Field& field) {
  if (IsReadOnly(field.type) || field.type == FieldType::kAttachment) return;
  std::string source = field.default_value;
  const std::string problem = state_.ProblemOf(field.id, "", "default");
  ExpressionEditor::Options options{.id = "default", .label = T("designer.default"), .placeholder = T("designer.default_hint"), .problem = problem, .lines = 2};
  options.goal.field = &field;
  if (form_state_.Draw(form_, source, options)) state_.EditField("default", [&](Field& one) { one.default_value = source; });
}

void DesignerInspector::DrawInTemplate(const Field& field) {
  if (state_.form.empty() || field.id == state_.schema().template_field) return;
  const auto has = [&](const std::vector<FieldId>& ids) { return std::find(ids.begin(), ids.end(), field.id) != ids.end(); };
  for (const Template& one : state_.schema().templates) {
    if (one.key != state_.form) continue;
    int chosen = has(one.without) ? 2 : has(one.needs) ? 1 : 0;
    const std::array<ui::Segment, 3> segments = {ui::Segment{.label = T("designer.in_template")}, ui::Segment{.label = T("designer.in_template_needed")},
                                                 ui::Segment{.label = T("designer.in_template_out")}};
    const std::string words = ui::TF("designer.in_this_template", {{"template", LabelWords(one.label, state_.is_english())}});
    if (!form_.Segmented(words, segments, chosen)) return;
    const FieldId id = field.id;
    state_.draft.EditTemplate(state_.schema_id, state_.form, [&](Template& form) {
      std::erase(form.without, id);
      std::erase(form.needs, id);
      if (chosen == 1) form.needs.push_back(id);
      if (chosen == 2) form.without.push_back(id);
    });
    state_.draft.EndTyping();
    return;
  }
}

void DesignerInspector::DrawList(const Field& field) {
  bool is_column = field.column_width > 0;
  if (form_.Switch("column", T("designer.column"), is_column)) {
    state_.EditField("", [&](Field& one) { one.column_width = is_column ? 140 : 0; });
  }
  const std::array<ui::Segment, 4> weights = {ui::Segment{.label = T("designer.search_no")}, ui::Segment{.label = T("designer.search_usual")},
                                              ui::Segment{.label = T("designer.search_more")}, ui::Segment{.label = T("designer.search_name")}};
  int weight = std::min<int>(field.search_weight, 3);
  if (form_.Segmented(T("designer.search_weight"), weights, weight)) {
    state_.EditField("", [&](Field& one) { one.search_weight = static_cast<std::uint8_t>(weight); });
  }
}

std::vector<std::string> DesignerInspector::KeysOf(const std::vector<FieldId>& ids) const {
  std::vector<std::string> keys;
  for (const FieldId id : ids) {
    if (const Field* field = state_.schema().Find(id)) keys.push_back(field->key);
  }
  return keys;
}

std::vector<FieldId> DesignerInspector::IdsOf(const std::vector<std::string>& keys) const {
  std::vector<FieldId> ids;
  for (const std::string& key : keys) {
    if (const Field* field = state_.schema().Find(std::string_view(key))) ids.push_back(field->id);
  }
  return ids;
}

const std::vector<ui::Choice>& DesignerInspector::AllFields() {
  choices_.clear();
  for (const Field* field : state_.Shown()) {
    choices_.push_back({.id = field->key, .label = field->label.In(state_.is_english()), .icon = DesignerTypeOf(field->type).icon});
  }
  return choices_;
}

const std::vector<ui::Choice>& DesignerInspector::FieldChoicesOf(FieldType type) {
  choices_.clear();
  for (const Field* field : state_.Shown()) {
    if (field->type == type) choices_.push_back({.id = field->key, .label = field->label.In(state_.is_english()), .icon = DesignerTypeOf(type).icon});
  }
  return choices_;
}

}  // namespace kedang
