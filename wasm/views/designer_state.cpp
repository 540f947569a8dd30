#include "wasm/views/designer_state.h"

#include <algorithm>
#include <cmath>

#include "wasm/platform/frame.h"
#include "wasm/ui/context.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/views/designer_types.h"

namespace kedang {
namespace {

using ui::Px;
using ui::T;

// Checking and keeping wait until typing pauses, or until the next of several quick steps did not come.
constexpr double kPauseMs = 250;
constexpr double kShortPauseMs = 100;
constexpr float kDragCss = 6;

}  // namespace

DesignerState::DesignerState(App& app_in) : app(app_in), draft(app_in.workspace().lexicon().pinyin()) {}

void DesignerState::Refresh() {
  const SchemaSet& published = app.workspace().schemas();
  if (!is_open_) {
    is_open_ = true;
    if (app.kept_draft().empty()) draft.Reset(published);
    else (void)draft.Restore(app.kept_draft(), published);
    seen_revision_ = kept_revision_ = draft.revision();
  } else if (published.version > draft.base().version) {
    clashes = draft.Rebase(published);
  }
  if (draft.Find(schema_id) == nullptr) schema_id = 0;
  if (seen_revision_ != draft.revision()) {
    seen_revision_ = draft.revision();
    changed_ms_ = NowMs();
  }
  has_turn_ = true;
  if (checked_revision_ != draft.revision()) {
    if (TakeTurn()) Check();
  } else if (counted_revision_ != draft.revision()) {
    if (TakeTurn()) Count();
  } else if (kept_revision_ != draft.revision() && TakeTurn()) {
    kept_revision_ = draft.revision();
    app.KeepDraft(draft.Pack());
  }
}

bool DesignerState::TakeTurn() {
  const double pause = draft.is_typing() ? kPauseMs : kShortPauseMs;
  const double waited = NowMs() - changed_ms_;
  if (waited < pause && checked_revision_ != 0) {
    RequestFrameAt(pause - waited);
    return false;
  }
  if (!has_turn_) RequestFrame();
  return std::exchange(has_turn_, false);
}

void DesignerState::Check() {
  checked_revision_ = draft.revision();
  problems_ = CheckSchemas(draft.set(), &draft.base(), app.workspace().lexicon());
  RequestFrame();
}

void DesignerState::Count() {
  counted_revision_ = draft.revision();
  change_count_ = draft.change_count();
  changed_ = draft.ChangedSchemas();
  RequestFrame();
}

bool DesignerState::IsChanged(SchemaId schema) const { return std::find(changed_.begin(), changed_.end(), schema) != changed_.end(); }

bool DesignerState::Show(std::string_view schema_key) {
  const Schema* schema = draft.set().Find(schema_key);
  if (schema == nullptr) return false;
  if (schema->id != schema_id) {
    schema_id = schema->id;
    selected = 0;
    group.clear();
    form.clear();
    tab = 0;
    open_rule = 0;
  }
  if (selected != 0 && schema->Find(selected) == nullptr) selected = 0;
  const auto has = [](const auto& list, const std::string& key) {
    return std::any_of(list.begin(), list.end(), [&](const auto& item) { return item.key == key; });
  };
  if (!group.empty() && !has(schema->groups, group)) group.clear();
  if (!form.empty() && !has(schema->templates, form)) form.clear();
  return true;
}

ExpressionScope DesignerState::Scope() const {
  ExpressionScope scope;
  scope.schemas = &draft.set();
  scope.schema = draft.Find(schema_id);
  scope.lexicon = &app.workspace().lexicon();
  return scope;
}

std::vector<const Field*> DesignerState::Shown() const {
  std::vector<const Field*> shown;
  for (const FieldGroup& one : schema().groups) {
    for (const Field& field_in : schema().fields) {
      if (field_in.group == one.key && !field_in.is_retired) shown.push_back(&field_in);
    }
  }
  return shown;
}

bool DesignerState::IsLeftOut(FieldId id) const {
  for (const Template& one : schema().templates) {
    if (one.key == form) return std::find(one.without.begin(), one.without.end(), id) != one.without.end();
  }
  return false;
}

const Choice* DesignerState::NeededFrom(FieldId id) const {
  const Field* stage = schema().Find(schema().stage);
  if (stage == nullptr) return nullptr;
  for (const StageDemand& demand : schema().stages) {
    if (std::find(demand.needs.begin(), demand.needs.end(), id) == demand.needs.end()) continue;
    for (const Choice& choice : stage->choices) {
      if (choice.key == demand.key) return &choice;
    }
  }
  return nullptr;
}

void DesignerState::Select(FieldId id) {
  draft.EndTyping();
  if (selected != id) {
    open_rule = 0;
    if (tab == 2 && id != schema().stage) tab = 0;
  }
  selected = id;
  group.clear();
  RequestFrame();
}

void DesignerState::SelectGroup(std::string_view key) {
  Select(0);
  group = std::string(key);
  tab = 0;
}

void DesignerState::EditField(std::string_view tag, const std::function<void(Field&)>& change) {
  const FieldId id = selected;
  const std::string own = tag.empty() ? std::string() : std::string(tag) + ":" + std::to_string(id);
  Edit(own, [&](Schema& one) {
    for (Field& each : one.fields) {
      if (each.id == id) change(each);
    }
  });
}

void DesignerState::Add(FieldType type) {
  const Field* behind = field();
  std::string to = !group.empty() ? group : schema().groups.empty() ? std::string() : schema().groups.back().key;
  const Label label = {std::string(TypeWords(type)), ""};
  const FieldId made = draft.AddField(schema_id, type, label, to, behind != nullptr && !behind->is_retired ? behind->id : 0);
  Select(made);
  tab = 0;
  wants_label = wants_sight = true;
}

void DesignerState::AddAt(FieldType type, std::string_view to_group, FieldId before) {
  const FieldId made = draft.AddField(schema_id, type, {std::string(TypeWords(type)), ""}, to_group, 0, before);
  Select(made);
  tab = 0;
  wants_label = wants_sight = true;
}

void DesignerState::Copy(FieldId id) {
  Select(draft.CopyField(schema_id, id, T("designer.copy_suffix")));
  wants_label = wants_sight = true;
}

void DesignerState::Retire(FieldId id) {
  const Field* gone = schema().Find(id);
  if (gone == nullptr) return;
  if (schema().title == id) {
    app.Say(std::string(T("designer.title_stays")));
    return;
  }
  const std::string label = LabelWords(gone->label, is_english());
  const bool is_published = draft.IsPublished(schema_id, id);
  // The next one is selected, so that Delete may be pressed again.
  const std::vector<const Field*> shown = Shown();
  FieldId next = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i]->id != id) continue;
    if (i + 1 < shown.size()) next = shown[i + 1]->id;
    else if (i > 0) next = shown[i - 1]->id;
  }
  draft.RetireField(schema_id, id);
  const std::uint64_t revision = draft.revision();
  if (selected == id) Select(next);
  app.SayWithUndo(ui::TF(is_published ? "designer.retired" : "designer.removed", {{"field", label}}), [this, id, revision] {
    // Later steps stay: only this one is taken back when it is no longer the last.
    if (draft.revision() == revision) draft.Undo();
    else draft.RestoreField(schema_id, id);
    Select(id);
    wants_sight = true;
  });
}

void DesignerState::Undo() {
  draft.Undo();
  RequestFrame();
}

void DesignerState::Redo() {
  draft.Redo();
  RequestFrame();
}

void DesignerState::NoteHeld(const ui::ItemState& item, const DesignerDrag& what) {
  const bool is_same = drag.is_on() && drag.kind == what.kind && drag.type == what.type && drag.field == what.field && drag.group == what.group;
  if (!item.is_held) return;
  if (is_same) {
    drag.is_held = true;
    return;
  }
  if (drag.is_on()) return;
  const ui::Vec2 pointer = ui::Pointer();
  if (!is_pressing_) {
    is_pressing_ = true;
    drag.from = pointer;
  }
  drag.is_held = true;
  if (std::abs(pointer.x - drag.from.x) < Px(kDragCss) && std::abs(pointer.y - drag.from.y) < Px(kDragCss)) return;
  const ui::Vec2 from = drag.from;
  drag = what;
  drag.from = from;
  drag.is_held = true;
}

void DesignerState::Drop() {
  const bool is_held = std::exchange(drag.is_held, false);
  if (is_held) {
    if (drag.is_on()) RequestFrame();
    return;
  }
  is_pressing_ = false;
  if (!drag.is_on()) return;
  const DesignerDrag done = std::exchange(drag, DesignerDrag());
  RequestFrame();
  if (!done.has_target) return;
  switch (done.kind) {
    case DesignerDrag::Kind::kType: AddAt(done.type, done.to_group, done.before); break;
    case DesignerDrag::Kind::kField:
      draft.MoveField(schema_id, done.field, done.to_group, done.before);
      Select(done.field);
      break;
    case DesignerDrag::Kind::kGroup: {
      const auto& groups = schema().groups;
      const auto place = [&](const std::string& key) {
        return static_cast<int>(std::find_if(groups.begin(), groups.end(), [&](const FieldGroup& one) { return one.key == key; }) - groups.begin());
      };
      draft.MoveGroup(schema_id, done.group, place(done.to_group) - place(done.group));
      break;
    }
    case DesignerDrag::Kind::kNone: break;
  }
}

std::string DesignerState::ProblemOf(FieldId id, std::string_view key, std::string_view part) const {
  for (const SchemaProblem& problem : problems_) {
    if (problem.schema != schema_id || problem.field != id) continue;
    if ((!key.empty() && problem.key != key) || (!part.empty() && problem.part != part)) continue;
    return ProblemWords(problem);
  }
  return "";
}

std::size_t DesignerState::ProblemCount(FieldId id) const {
  return static_cast<std::size_t>(std::count_if(problems_.begin(), problems_.end(), [&](const SchemaProblem& problem) {
    return problem.schema == schema_id && problem.field == id && problem.severity == Severity::kBlock;
  }));
}

std::string ProblemWords(const SchemaProblem& problem) {
  if (!ui::HasText(problem.code)) return problem.message;
  std::string text(T(problem.code));
  for (const auto& [name, value] : problem.details) {
    std::string shown = value;
    // Types of expressions have words of their own.
    if (name == "expected" || name == "found") {
      const std::string key = "expr.type_" + value;
      if (ui::HasText(key)) shown = T(key);
    }
    const std::string place = "{" + name + "}";
    for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at + shown.size())) text.replace(at, place.size(), shown);
  }
  return text;
}

FieldId ClashField(const DesignerState& state, const SchemaClash& clash) {
  const Schema* schema = state.draft.Find(clash.schema);
  const Field* field = schema != nullptr ? schema->Find(std::string_view(clash.place).substr(0, clash.place.find('.'))) : nullptr;
  return field != nullptr ? field->id : 0;
}

std::string ClashWords(const DesignerState& state, const SchemaClash& clash) {
  const Schema* schema = state.draft.Find(clash.schema);
  std::string words = schema != nullptr ? schema->label.In(state.is_english()) : std::string();
  const std::string key = clash.place.substr(0, clash.place.find('.'));
  const FieldId field = ClashField(state, clash);
  if (field != 0) words += " · " + LabelWords(schema->Find(field)->label, state.is_english());
  else if (!key.empty()) words += " · " + key;
  return words;
}

std::string LabelWords(const Label& label, bool is_english) {
  const std::string& words = label.In(is_english);
  return words.empty() ? std::string(T("designer.unnamed")) : words;
}

}  // namespace kedang
