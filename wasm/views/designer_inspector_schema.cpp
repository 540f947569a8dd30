// What the inspector shows when no field is selected: the schema itself, a group, a template.
#include <algorithm>

#include "wasm/ui/button.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/views/designer_inspector.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

// Icons that suit a kind of records.
constexpr ui::Icon kIcons[] = {
    ui::Icon::kUsers,     ui::Icon::kUser,         ui::Icon::kBuilding2, ui::Icon::kBriefcase,     ui::Icon::kFolder,   ui::Icon::kHandshake,
    ui::Icon::kReceipt,   ui::Icon::kWallet,       ui::Icon::kBanknote,  ui::Icon::kClipboardList, ui::Icon::kPackage,  ui::Icon::kTarget,
    ui::Icon::kFileText,  ui::Icon::kMessageSquare, ui::Icon::kPhone,    ui::Icon::kCalendar,      ui::Icon::kListChecks, ui::Icon::kHeadphones,
    ui::Icon::kMegaphone, ui::Icon::kTrophy,       ui::Icon::kShield,    ui::Icon::kWorkflow,      ui::Icon::kDatabase, ui::Icon::kTag};

}  // namespace

void DesignerInspector::DrawSchema() {
  const Schema& schema = state_.schema();
  const SchemaId id = schema.id;
  if (!state_.form.empty()) form_.Heading(T("designer.schema"));
  Label label = schema.label;
  if (!state_.form.empty()) state_.wants_label = false;
  if (LabelRows("schema", label, "designer.schema_name", state_.ProblemOf(0, "", "label"))) {
    state_.Edit("schema:label", [&](Schema& one) { one.label = label; });
  }
  std::string key = schema.key;
  if (state_.draft.IsNew(id)) {
    std::string& typed = Typed("schema_key", key);
    const Schema* other = state_.draft.set().Find(std::string_view(typed));
    const bool is_taken = other != nullptr && other->id != id;
    const std::string_view problem = is_taken ? T("designer.key_taken") : !IsSchemaKey(typed) ? T("designer.key_form") : std::string_view();
    if (form_.Text(typed, {.id = "schema_key", .label = T("designer.key"), .hint = T("designer.key_hint"), .problem = problem}) && !is_taken &&
        IsSchemaKey(typed)) {
      const std::string made = typed;
      typed_was_ = made;
      state_.Edit("schema:key", [&](Schema& one) { one.key = made; });
      state_.app.Replace({{"admin", "templates", made}});
    }
  } else {
    form_.Text(key, {.id = "schema_key", .label = T("designer.key"), .reason = T("designer.key_stays")});
  }
  std::vector<ui::Choice> icons;
  for (const ui::Icon icon : kIcons) icons.push_back({.id = ui::NameOf(icon), .label = ui::NameOf(icon), .icon = icon});
  std::string icon = state_.schema().icon;
  if (form_.Combo("icon", T("designer.icon"), icon, icons)) {
    state_.Edit("", [&](Schema& one) { one.icon = icon; });
  }
  DrawRoles();
}

void DesignerInspector::DrawRoles() {
  form_.Heading(T("designer.roles"));
  struct Role {
    std::string_view id, label;
    FieldId Schema::*place;
    FieldType type;
  };
  constexpr Role kRoles[] = {{"title", "designer.role_title", &Schema::title, FieldType::kText},
                             {"stage", "designer.role_stage", &Schema::stage, FieldType::kChoice},
                             {"level", "designer.role_level", &Schema::level, FieldType::kChoice},
                             {"owner", "designer.role_owner", &Schema::owner, FieldType::kUser}};
  for (const Role& role : kRoles) {
    const Field* now = state_.schema().Find(state_.schema().*role.place);
    std::string chosen = now != nullptr ? now->key : std::string();
    const std::vector<ui::Choice> fields = role.place == &Schema::title ? AllFields() : FieldChoicesOf(role.type);
    if (!form_.Combo(role.id, T(role.label), chosen, fields, role.place != &Schema::title)) continue;
    const Field* field = state_.schema().Find(std::string_view(chosen));
    const FieldId made = field != nullptr ? field->id : 0;
    if (made == 0 && role.place == &Schema::title) continue;
    state_.Edit("", [&](Schema& one) {
      one.*role.place = made;
      if (role.place != &Schema::stage) return;
      one.stages.clear();
      for (Rule& rule : one.rules) {
        if (rule.when != RuleWhen::kFromStage && rule.when != RuleWhen::kEntering) continue;
        rule.when = RuleWhen::kAlways;
        rule.when_key.clear();
        rule.is_off = true;
      }
    });
  }
  if (state_.schema().stage == 0) return;
  const FieldId stage = state_.schema().stage;
  if (ui::Button(form_.Cut(Px(ui::Metrics().control)), {.label = T("designer.edit_stages"), .icon = ui::Icon::kWorkflow})) {
    state_.Select(stage);
    state_.tab = 2;
    state_.wants_sight = true;
  }
}

void DesignerInspector::DrawGroup() {
  const std::string key = state_.group;
  const auto& groups = state_.schema().groups;
  const auto place = std::find_if(groups.begin(), groups.end(), [&](const FieldGroup& group) { return group.key == key; });
  if (place == groups.end()) return;
  const auto index = place - groups.begin();
  const auto count = static_cast<std::ptrdiff_t>(groups.size());
  Label label = place->label;
  if (LabelRows("group", label, "designer.group_name", {})) {
    state_.Edit("group:" + key, [&](Schema& one) {
      for (FieldGroup& group : one.groups) {
        if (group.key == key) group.label = label;
      }
    });
  }
  Rect row = form_.Cut(Px(ui::Metrics().control));
  if (ui::ButtonAtLeft(row, {.label = T("designer.move_up"), .icon = ui::Icon::kArrowUp, .is_enabled = index > 0})) {
    state_.draft.MoveGroup(state_.schema_id, key, -1);
  }
  if (ui::ButtonAtLeft(row, {.label = T("designer.move_down"), .icon = ui::Icon::kArrowDown, .is_enabled = index + 1 < count})) {
    state_.draft.MoveGroup(state_.schema_id, key, 1);
  }
  form_.Note(T("designer.group_note"));
  if (ui::Button(form_.Cut(Px(ui::Metrics().control)), {.label = T("designer.remove_group"), .icon = ui::Icon::kTrash2, .is_enabled = count > 1,
                                                         .reason = T("designer.last_group")})) {
    state_.draft.RemoveGroup(state_.schema_id, key);
    state_.Select(0);
    const std::uint64_t revision = state_.draft.revision();
    state_.app.SayWithUndo(std::string(T("designer.group_removed")), [this, revision] {
      if (state_.draft.revision() == revision) state_.draft.Undo();
    });
  }
}

void DesignerInspector::DrawTemplate() {
  const std::string key = state_.form;
  for (const Template& one : state_.schema().templates) {
    if (one.key != key) continue;
    form_.Heading(T("designer.template"));
    Label label = one.label;
    std::vector<std::string> without = KeysOf(one.without), needs = KeysOf(one.needs);
    bool has_changed = LabelRows("template", label, "designer.template_name", {});
    state_.wants_label = false;
    const std::vector<ui::Choice> fields = AllFields();
    has_changed = form_.Multi("without", T("designer.template_without"), without, fields, T("designer.none")) || has_changed;
    has_changed = form_.Multi("needs", T("designer.template_needs"), needs, fields, T("designer.none")) || has_changed;
    if (has_changed) {
      const FieldId chooser = state_.schema().template_field;
      const std::vector<FieldId> out = IdsOf(without), in = IdsOf(needs);
      state_.Edit("template:" + key, [&](Schema& schema) {
        for (Template& form : schema.templates) {
          if (form.key == key) form = {key, label, out, in};
        }
        for (Field& field : schema.fields) {
          for (Choice& choice : field.choices) {
            if (field.id == chooser && choice.key == key) choice.label = label;
          }
        }
      });
    }
    if (ui::Button(form_.Cut(Px(ui::Metrics().control)), {.label = T("designer.remove_template"), .icon = ui::Icon::kTrash2})) {
      state_.draft.RemoveTemplate(state_.schema_id, key);
      state_.form.clear();
    }
    return;
  }
}

}  // namespace kedang
