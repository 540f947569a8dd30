// The choices of a field, and what they demand when they are the stages.
#include <algorithm>

#include "shared/field/field_traits.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/color_dot.h"
#include "wasm/views/designer_inspector.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

// More choices than this are shown only as far as they are in sight; each costs a row.
constexpr float kRowCss = 36;

}  // namespace

void DesignerInspector::DrawChoices(const Field& field) {
  const FieldId id = field.id;
  const SchemaId schema_id = state_.schema_id;
  form_.Heading(T(TraitsOf(field.type).needs_choices ? "designer.choices" : "designer.suggestions"));
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    Rect row = form_.Cut(Px(std::max(kRowCss, ui::Metrics().control)), 4);
    if (!ui::IsVisible(row)) continue;
    ui::IdScope scope(field.choices[i].key);
    Choice choice = field.choices[i];
    const float size = Px(ui::Metrics().touch);
    bool has_changed = ColorDot(ui::TakeLeft(row, Px(24), Px(24), Px(4)), choice.color);
    const bool can_remove = field.choices.size() > 1 || !TraitsOf(field.type).needs_choices;
    if (ui::IconButton(ui::TakeRight(row, size, size), ui::Icon::kX, T("designer.remove_choice"), can_remove)) {
      state_.draft.RemoveChoice(schema_id, id, choice.key);
      const std::uint64_t revision = state_.draft.revision();
      state_.app.SayWithUndo(ui::TF("designer.choice_removed", {{"choice", choice.label.In(state_.is_english())}}), [this, revision] {
        if (state_.draft.revision() == revision) state_.draft.Undo();
      });
      return;
    }
    if (ui::IconButton(ui::TakeRight(row, size, size), ui::Icon::kArrowDown, T("designer.move_down"), i + 1 < field.choices.size())) {
      state_.draft.MoveChoice(schema_id, id, i, i + 1);
    }
    if (ui::IconButton(ui::TakeRight(row, size, size, Px(4)), ui::Icon::kArrowUp, T("designer.move_up"), i > 0)) {
      state_.draft.MoveChoice(schema_id, id, i, i - 1);
    }
    const std::string name = ui::TF("designer.choice_name", {{"number", std::to_string(i + 1)}});
    ui::TextFieldOptions text;
    text.field.name = name;
    text.id = "label";
    text.takes_focus = state_.wants_label && state_.selected == id && i + 1 == field.choices.size() && typed_for_ == "new choice";
    std::string& words = state_.is_english() && !choice.label.en.empty() ? choice.label.en : choice.label.zh;
    has_changed = ui::TextField(ui::CenterIn(row, row.w, Px(ui::Metrics().control)), words, text).was_changed || has_changed;
    if (!has_changed) continue;
    state_.EditField("choice:" + choice.key, [&](Field& one) {
      for (Choice& each : one.choices) {
        if (each.key == choice.key) each = choice;
      }
    });
  }
  if (ui::Button(form_.Cut(Px(ui::Metrics().control)), {.label = T("designer.add_choice"), .icon = ui::Icon::kPlus, .is_small = !ui::IsPhone()})) {
    const std::string name = ui::TF("designer.new_choice", {{"number", std::to_string(field.choices.size() + 1)}});
    state_.draft.AddChoice(schema_id, id, {name, ""});
    RequestFrame();
  }
}

// Smart tags: when a record has which.
void DesignerInspector::DrawTagRules(const Field& field) {
  form_.Heading(T("designer.tag_rules"));
  form_.Note(T("designer.tag_rules_note"));
  const std::vector<Choice> choices = field.choices;  // an edit below changes the schema
  for (const Choice& choice : choices) {
    ui::IdScope scope(choice.key);
    std::string when = choice.when;
    const std::string label = ui::TF("designer.tag_when", {{"tag", choice.label.In(state_.is_english())}});
    const std::string problem = state_.ProblemOf(field.id, choice.key, "when");
    const std::string id = "when:" + choice.key;
    if (!form_state_.Draw(form_, when, {.id = id, .label = label, .placeholder = T("designer.tag_when_hint"), .problem = problem, .lines = 2})) continue;
    state_.EditField(id, [&](Field& one) {
      for (Choice& each : one.choices) {
        if (each.key == choice.key) each.when = when;
      }
    });
  }
}

void DesignerInspector::DrawStages(const Field& field) {
  const SchemaId schema_id = state_.schema_id;
  form_.Note(T("designer.stages_note"));
  std::vector<ui::Choice> stages;
  for (const Choice& choice : field.choices) stages.push_back({.id = choice.key, .label = choice.label.In(state_.is_english()), .color = choice.color - 1});
  const std::vector<ui::Choice> fields = AllFields();
  const std::vector<Choice> choices = field.choices;  // rows below change the schema
  for (const Choice& choice : choices) {
    ui::IdScope scope(choice.key);
    StageDemand demand;
    demand.key = choice.key;
    for (const StageDemand& one : state_.schema().stages) {
      if (one.key == choice.key) demand = one;
    }
    Rect head = form_.Cut(Px(28), 4);
    ui::FillCircle({head.x + Px(7), head.MidY()}, Px(5), ui::UserColor(choice.color - 1).text);
    ui::CutLeft(head, Px(14), Px(6));
    ui::Text(head, choice.label.In(state_.is_english()), ui::kBodyBold, ui::CurrentTheme().text);
    const std::string name = choice.label.In(state_.is_english());
    bool has_changed = false;
    std::vector<std::string> needs = KeysOf(demand.needs);
    const std::string needs_label = ui::TF("designer.stage_needs", {{"stage", name}});
    if (form_.Multi("needs", needs_label, needs, fields, T("designer.nothing_more"))) {
      demand.needs = IdsOf(needs);
      has_changed = true;
    }
    const std::string next_label = ui::TF("designer.stage_next", {{"stage", name}});
    has_changed = form_.Multi("next", next_label, demand.next, stages, T("designer.any_stage")) || has_changed;
    has_changed = form_.Switch("side", T("designer.stage_side"), demand.is_side) || has_changed;
    const Rect line = form_.Cut(ui::Line(), 12);
    ui::FillRect(line, ui::CurrentTheme().divider);
    if (has_changed) {
      state_.draft.EditStage(schema_id, choice.key, "", [&](StageDemand& one) { one = demand; });
    }
  }
}

}  // namespace kedang
