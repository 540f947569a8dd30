#include "wasm/views/field_editor.h"

#include <algorithm>

#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/date_field.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

ui::InputKind KindOfInput(FieldType type) {
  switch (type) {
    case FieldType::kInteger: return ui::InputKind::kNumber;
    case FieldType::kDecimal: return ui::InputKind::kDecimal;
    case FieldType::kPhone: return ui::InputKind::kPhone;
    case FieldType::kEmail: return ui::InputKind::kEmail;
    case FieldType::kUrl: return ui::InputKind::kUrl;
    default: return ui::InputKind::kText;
  }
}

bool IsList(FieldType type) {
  return type == FieldType::kTags || type == FieldType::kMultipleChoice;
}

void Copy(const ui::FieldResult& from, EditorResult& to) {
  to.was_changed = from.was_changed;
  to.was_committed = from.was_committed;
  to.was_cancelled = from.was_cancelled;
  to.is_editing = from.is_editing;
  to.fix_pressed = from.fix_pressed;
}

int LinesOf(std::string_view text) {
  return std::clamp(1 + static_cast<int>(std::count(text.begin(), text.end(), '\n')), 3, 8);
}

}  // namespace

bool FieldEditor::IsTyped(FieldType type) {
  switch (type) {
    case FieldType::kText:
    case FieldType::kLongText:
    case FieldType::kInteger:
    case FieldType::kDecimal:
    case FieldType::kPhone:
    case FieldType::kEmail:
    case FieldType::kUrl:
    case FieldType::kUscc:
    case FieldType::kAutoNumber: return true;
    default: return false;
  }
}

ui::FieldOptions FieldEditor::OptionsOf(const Field& field, const FieldLook& look) const {
  ui::FieldOptions options;
  if (look.is_framed) {
    options.label = look.label;
  } else {
    options.name = look.label;
  }
  options.issues = look.issues;
  options.is_required = field.is_required;
  options.is_read_only = look.is_read_only;
  options.is_plain = !look.is_framed && !look.is_boxed;
  if (look.is_framed) options.hint = field.help.In(app_.is_english());
  return options;
}

float FieldEditor::Height(const RecordDraft& draft, const Field& field, const FieldLook& look, float width) const {
  float box = Px(ui::Metrics().control);
  if (field.type == FieldType::kLongText) {
    box = Px(ui::FieldText().line * static_cast<float>(LinesOf(draft.TextOf(field.id))) + 10);
  }
  if (field.type == FieldType::kAttachment) box = FieldFiles::Height(draft.record().Get(field.id));
  return ui::FieldHeight(OptionsOf(field, look), width, box);
}

EditorResult FieldEditor::Draw(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  if (IsComputed(field.type)) return DrawRest(rect, draft, field, look, 0);
  ui::IdScope scope(field.key);
  switch (field.type) {
    case FieldType::kAttachment: return DrawFiles(rect, draft, field, look);
    case FieldType::kDate: return DrawDate(rect, draft, field, look);
    case FieldType::kBoolean: return DrawSwitch(rect, draft, field, look);
    case FieldType::kChoice:
    case FieldType::kMultipleChoice:
    case FieldType::kTags:
    case FieldType::kRegion:
    case FieldType::kIndustry:
    case FieldType::kReference:
    case FieldType::kUser: return DrawList(rect, draft, field, look);
    default: return DrawText(rect, draft, field, look);
  }
}

EditorResult FieldEditor::DrawText(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  EditorResult result;
  std::string text = draft.TextOf(field.id);  // the draft keeps what is typed: there is no second copy to go stale
  ui::TextFieldOptions options;
  options.field = OptionsOf(field, look);
  options.id = "text";
  options.kind = KindOfInput(field.type);
  options.is_multi_line = field.type == FieldType::kLongText;
  options.lines = LinesOf(draft.TextOf(field.id));
  options.max_bytes = std::min(MaxLength(field), 16000) * 4 + 4;
  options.takes_focus = look.takes_focus;
  options.has_clear = ui::IsPhone();
  if (field.type == FieldType::kAutoNumber) {
    options.field.is_read_only = true;
    if (text.empty()) options.placeholder = T("record.number_later");
  }
  const ui::TextFieldResult edit = ui::TextField(rect, text, options);
  Copy(edit, result);
  if (edit.was_cancelled) {
    draft.Revert(field.id);
  } else if (edit.was_changed) {
    draft.SetText(field.id, text);
  }
  return result;
}

EditorResult FieldEditor::DrawDate(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  EditorResult result;
  const Value& value = draft.record().Get(field.id);
  std::string date = value.is_null() ? std::string() : FormatDate(value.date());
  ui::DateFieldOptions options;
  options.field = OptionsOf(field, look);
  options.id = "date";
  options.today = FormatDate(app_.workspace().Today());
  options.takes_focus = look.takes_focus;
  Copy(ui::DateField(rect, date, options), result);
  if (result.was_changed) {
    const auto chosen = ParseIsoDate(date);
    draft.SetValue(field.id, chosen ? Value::Of(*chosen) : Value());
  }
  if (result.was_cancelled) draft.Revert(field.id);
  return result;
}

EditorResult FieldEditor::DrawSwitch(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  EditorResult result;
  Rect rest = rect;
  if (look.is_framed) {
    Rect line = ui::CutTop(rest, Px(ui::kSmall.line), Px(4));
    ui::Text(line, look.label, ui::kSmall, ui::CurrentTheme().secondary);
  }
  Rect box = ui::CutTop(rest, Px(ui::Metrics().control));
  if (!look.is_framed) box = ui::Inset(box, Px(10), 0);
  bool is_on = draft.record().Get(field.id).boolean();
  if (ui::Switch(box, is_on, {.name = look.label, .id = "switch", .is_enabled = !look.is_read_only})) {
    draft.SetValue(field.id, Value::Boolean(is_on));
    result.was_changed = result.was_committed = true;
  }
  return result;
}

EditorResult FieldEditor::DrawList(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  EditorResult result;
  const Value& value = draft.record().Get(field.id);
  std::vector<std::string> chosen = value.list();
  if (!IsList(field.type) && !value.is_null()) chosen.push_back(value.text());
  std::string& filter = filters_[field.id];
  FieldChoices& list = lists_.try_emplace(field.id, app_).first->second;
  const std::vector<ui::Choice>& choices = list.For(field, filter, chosen);
  ui::ComboOptions options;
  options.field = OptionsOf(field, look);
  options.id = "list";
  options.filters_itself = true;
  options.takes_focus = look.takes_focus;
  options.can_clear = !field.is_required;
  const bool has_word = std::any_of(choices.begin(), choices.end(), [&](const ui::Choice& choice) { return choice.label == filter; });
  std::string add;
  if (field.type == FieldType::kTags && !filter.empty() && !has_word) {
    add = ui::TF("record.add_tag", {{"tag", filter}});
  } else if (!IsList(field.type) && !field.is_required && !chosen.empty() && filter.empty()) {
    add = T("record.clear");
    options.add_icon = ui::Icon::kEraser;
  }
  options.add_label = add;
  if (look.is_framed || look.is_boxed) {
    options.placeholder = T(field.type == FieldType::kRegion ? "record.choose_region" : "record.choose");
  }
  const std::string typed = filter;
  ui::ComboResult combo;
  if (IsList(field.type)) {
    combo = ui::MultiCombobox(rect, chosen, choices, options);
  } else {
    std::string one = chosen.empty() ? std::string() : chosen.front();
    combo = ui::Combobox(rect, one, choices, options);
    chosen.clear();
    if (!one.empty()) chosen.push_back(one);
  }
  Copy(combo, result);
  filter = combo.is_editing ? combo.filter : std::string();
  if (combo.was_added) {
    if (field.type == FieldType::kTags) {
      chosen.push_back(typed);
    } else {
      chosen.clear();
    }
    result.was_changed = result.was_committed = true;
  }
  if (!result.was_changed) return result;
  filter.clear();
  if (IsList(field.type)) {
    draft.SetValue(field.id, Value::List(chosen));
  } else {
    draft.SetValue(field.id, chosen.empty() ? Value() : Value::Text(chosen.front()));
  }
  return result;
}

EditorResult FieldEditor::DrawFiles(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  EditorResult result;
  Value files = draft.record().Get(field.id);
  ui::FieldResult frame;
  Rect box = ui::FieldFrame(rect, OptionsOf(field, look), FieldFiles::Height(files), frame);
  result.fix_pressed = frame.fix_pressed;
  if (!look.is_framed) box = ui::Inset(box, Px(10), 0);
  FieldFiles& list = files_.try_emplace(field.id, app_).first->second;
  if (list.Draw(box, draft.id(), files, look.is_read_only)) {
    draft.SetValue(field.id, std::move(files));
    result.was_changed = result.was_committed = true;
  }
  return result;
}

EditorResult FieldEditor::DrawRest(Rect rect, const RecordDraft& draft, const Field& field, const FieldLook& look,
                                   int action_count) {
  ui::IdScope scope(field.key);
  const ui::Theme& theme = ui::CurrentTheme();
  EditorResult result;
  const ui::FieldOptions options = OptionsOf(field, look);
  ui::FieldResult frame;
  const float height = Height(draft, field, {.label = look.label}, rect.w);
  const bool is_long = field.type == FieldType::kLongText;
  const Value& value = draft.record().Get(field.id);
  const bool is_computed = IsComputed(field.type);
  std::string shown = is_computed        ? draft.ComputedText(field, app_.is_english())
                      : value.is_null() ? draft.TextOf(field.id)
                                        : FormatField(field, value, app_.Format());
  const Rect box = ui::FieldFrame(rect, options, height, frame);
  result.fix_pressed = frame.fix_pressed;
  Rect press = box;
  if (action_count > 0) press.w -= static_cast<float>(action_count) * Px(ui::Metrics().touch + 4) - Px(4);
  ui::Description description;
  description.role = ui::Role::kTextBox;
  description.label = look.label;
  description.value = shown;
  description.is_read_only = look.is_read_only;
  description.is_required = field.is_required;
  description.is_invalid = ui::WorstOf(look.issues) == ui::IssueLevel::kBlock;
  const ui::ItemState state = ui::Item(ui::IdOf("rest"), press, description, {.on_press = false});
  const bool can_edit = !look.is_read_only;
  if (can_edit) {
    ui::FieldBox(box, options, state.is_hovered, state.has_ring);
  } else if (state.has_ring) {
    ui::FocusRing(box, Px(6));
  }
  Rect text = ui::Inset(press, Px(10), 0);
  if (look.is_read_only) {
    ui::DrawIcon(ui::CutRight(text, Px(16), Px(8)), is_computed ? ui::Icon::kSigma : ui::Icon::kLock, 14, theme.secondary);
    if (shown.empty()) shown = is_computed ? "—" : T("record.number_later");
  } else if (state.is_hovered && !ui::IsPhone()) {
    ui::DrawIcon(ui::CutRight(text, Px(14), Px(8)), ui::Icon::kPencil, 14, theme.secondary);
  }
  if (is_long && !shown.empty()) {
    ui::WrappedText({text.x, text.y + Px(5), text.w, text.h}, shown, ui::FieldText(), theme.text, LinesOf(shown));
  } else {
    const ui::Color color = look.is_read_only && !is_computed ? theme.secondary : theme.text;
    ui::Text(text, shown, ui::FieldText(), color);
  }
  result.was_opened = state.was_pressed && can_edit;
  return result;
}

}  // namespace kedang
