#include "wasm/views/field_editor.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/field/rating.h"
#include "shared/model/computed_field.h"
#include "shared/model/withheld.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/date_field.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/rating.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

ui::InputKind KindOfInput(Keyboard keyboard) {
  switch (keyboard) {
    case Keyboard::kText: return ui::InputKind::kText;
    case Keyboard::kNumber: return ui::InputKind::kNumber;
    case Keyboard::kDecimal: return ui::InputKind::kDecimal;
    case Keyboard::kPhone: return ui::InputKind::kPhone;
    case Keyboard::kEmail: return ui::InputKind::kEmail;
    case Keyboard::kUrl: return ui::InputKind::kUrl;
  }
  return ui::InputKind::kText;
}

EditorKind EditorOf(const Field& field) { return TraitsOf(field.type).editor; }

bool IsList(const Field& field) {
  const EditorKind editor = EditorOf(field);
  return editor == EditorKind::kTags || editor == EditorKind::kChoices || editor == EditorKind::kRecords;
}

// Behind the digits while they are typed: 元 of amounts has its own sign.
std::string_view UnitShown(const Field& field) {
  return field.type == FieldType::kCurrency ? std::string_view() : std::string_view(field.unit);
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
  switch (TraitsOf(type).editor) {
    case EditorKind::kNone:
    case EditorKind::kLine:
    case EditorKind::kLines:
    case EditorKind::kNumber:
    case EditorKind::kDateTime: return true;
    default: return false;
  }
}

bool FieldEditor::IsCovered(const RecordDraft& draft, const Field& field) const {
  const Value& value = draft.record().Get(field.id);
  return !value.is_null() && (IsWithheld(value) || (field.is_sensitive && revealed_.count(field.id) == 0));
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
  if (EditorOf(field) == EditorKind::kLines && !IsCovered(draft, field)) {
    box = Px(ui::FieldText().line * static_cast<float>(LinesOf(draft.TextOf(field.id))) + 10);
  }
  if (EditorOf(field) == EditorKind::kFile) box = FieldFiles::Height(draft.record().Get(field.id));
  return ui::FieldHeight(OptionsOf(field, look), width, box);
}

EditorResult FieldEditor::Draw(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  if (IsComputed(field.type)) return DrawRest(rect, draft, field, look, 0);
  ui::IdScope scope(field.key);
  if (IsWithheld(draft.record().Get(field.id))) {
    FieldLook closed = look;
    closed.is_read_only = true;
    return DrawRest(rect, draft, field, closed, 0);
  }
  // Covered values are opened before they are edited.
  if (IsCovered(draft, field)) return DrawText(rect, draft, field, look);
  switch (EditorOf(field)) {
    case EditorKind::kFile: return DrawFiles(rect, draft, field, look);
    case EditorKind::kDate: return DrawDate(rect, draft, field, look);
    case EditorKind::kDateTime: return DrawDateTime(rect, draft, field, look);
    case EditorKind::kSwitch: return DrawSwitch(rect, draft, field, look);
    case EditorKind::kRating: return DrawRating(rect, draft, field, look);
    case EditorKind::kChoice:
    case EditorKind::kChoices:
    case EditorKind::kTags:
    case EditorKind::kTree:
    case EditorKind::kRecord:
    case EditorKind::kRecords:
    case EditorKind::kPerson: return DrawList(rect, draft, field, look);
    default: return DrawText(rect, draft, field, look);
  }
}

EditorResult FieldEditor::DrawText(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  EditorResult result;
  std::string text = draft.TextOf(field.id);  // the draft keeps what is typed: there is no second copy to go stale
  ui::TextFieldOptions options;
  options.field = OptionsOf(field, look);
  options.id = "text";
  options.kind = KindOfInput(TraitsOf(field.type).keyboard);
  options.suffix_text = UnitShown(field);
  options.is_multi_line = EditorOf(field) == EditorKind::kLines;
  options.lines = LinesOf(draft.TextOf(field.id));
  options.max_bytes = std::min(MaxLength(field), 16000) * 4 + 4;
  options.takes_focus = look.takes_focus;
  const bool has_calendar = EditorOf(field) == EditorKind::kDateTime;
  options.has_clear = ui::IsPhone() && !has_calendar;
  if (has_calendar) options.suffix = ui::Icon::kCalendarClock;  // DrawDateTime lays the button over it
  const std::string covered = IsCovered(draft, field) ? MaskField(field, draft.record().Get(field.id), app_.Format()) : std::string();
  if (!covered.empty()) {
    options.is_masked = true;
    options.masked = covered;
    options.is_multi_line = false;
  }
  if (EditorOf(field) == EditorKind::kNone) {
    options.field.is_read_only = true;
    if (text.empty()) options.placeholder = T("record.number_later");
  }
  const ui::TextFieldResult edit = ui::TextField(rect, text, options);
  Copy(edit, result);
  if (edit.eye_pressed) Reveal(field.id);
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

// Typed in any form people use, or the day chosen from a calendar: the time of day stays.
EditorResult FieldEditor::DrawDateTime(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  EditorResult result = DrawText(rect, draft, field, look);
  if (look.is_read_only) return result;
  Rect box = rect;
  if (look.is_framed) ui::CutTop(box, Px(ui::kSmall.line) + Px(4));
  box.h = Px(ui::Metrics().control);
  const Rect sign = {box.Right() - Px(30), box.y + Px(4), Px(24), box.h - Px(8)};
  const ui::Id layer = ui::IdOf("days");
  const bool is_open = ui::IsLayerOpen(layer);
  const ui::ItemState button = ui::Item(ui::IdOf("open"), sign, {.role = ui::Role::kButton, .label = T("date.open"), .is_expanded = is_open, .can_expand = true});
  if (button.is_hovered) {
    ui::FillRect(sign, ui::CurrentTheme().hover_fill, Px(4));
    ui::DrawIcon(sign, ui::Icon::kCalendarClock, 16, ui::CurrentTheme().secondary);
  }
  if (button.has_ring) ui::FocusRing(sign, Px(4));
  if (button.was_pressed) is_open ? ui::CloseLayer(layer) : ui::OpenLayer(layer);
  ui::DateFieldOptions days;
  days.today = FormatDate(app_.workspace().Today());
  Rect content;
  if (!ui::BeginLayer(layer, {.anchor = box, .width = std::max(box.w, Px(320)), .height = ui::CalendarHeight(days),
                              .description = {.role = ui::Role::kDialog, .label = look.label}}, content)) {
    return result;
  }
  result.is_editing = true;
  const Value& value = draft.record().Get(field.id);
  const int offset = app_.workspace().zone_minutes();
  constexpr TimeMs kDayMs = 86'400'000, kMinuteMs = 60'000, kMorningMs = 9 * 60 * kMinuteMs;
  std::string day = value.is_null() ? std::string() : FormatDate(DateOf(value.integer(), offset));
  if (ui::Calendar(content, day, days)) {
    ui::CloseLayer(layer);
    if (const auto chosen = ParseIsoDate(day)) {
      const TimeMs local = value.is_null() ? 0 : value.integer() + offset * kMinuteMs;
      const TimeMs of_day = value.is_null() ? kMorningMs : ((local % kDayMs) + kDayMs) % kDayMs;
      draft.SetValue(field.id, Value::Integer(chosen->days * kDayMs + of_day - offset * kMinuteMs));
      result.was_changed = result.was_committed = true;
    }
  }
  ui::EndLayer();
  return result;
}

EditorResult FieldEditor::DrawRating(Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look) {
  EditorResult result;
  ui::FieldResult frame;
  Rect box = ui::FieldFrame(rect, OptionsOf(field, look), Px(ui::Metrics().control), frame);
  result.fix_pressed = frame.fix_pressed;
  if (!look.is_framed) box = ui::Inset(box, Px(10), 0);
  int stars = static_cast<int>(draft.record().Get(field.id).integer());
  const ui::RatingOptions options = {.name = look.label,
                                     .most = static_cast<int>(MostStars(field.format)),
                                     .is_enabled = !look.is_read_only,
                                     .can_clear = !field.is_required,
                                     .takes_focus = look.takes_focus};
  if (ui::Rating(box, stars, options)) {
    draft.SetValue(field.id, stars == 0 ? Value() : Value::Integer(stars));
    result.was_changed = result.was_committed = true;
  }
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
  if (!IsList(field) && !value.is_null()) chosen.push_back(value.text());
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
  if (EditorOf(field) == EditorKind::kTags && !filter.empty() && !has_word) {
    add = ui::TF("record.add_tag", {{"tag", filter}});
  } else if (!IsList(field) && !field.is_required && !chosen.empty() && filter.empty()) {
    add = T("record.clear");
    options.add_icon = ui::Icon::kEraser;
  }
  options.add_label = add;
  if (look.is_framed || look.is_boxed) {
    options.placeholder = T(field.type == FieldType::kRegion ? "record.choose_region" : "record.choose");
  }
  const std::string typed = filter;
  ui::ComboResult combo;
  if (IsList(field)) {
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
    if (EditorOf(field) == EditorKind::kTags) {
      chosen.push_back(typed);
    } else {
      chosen.clear();
    }
    result.was_changed = result.was_committed = true;
  }
  if (!result.was_changed) return result;
  filter.clear();
  if (IsList(field)) {
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
  const bool is_covered = IsCovered(draft, field);
  const bool is_long = EditorOf(field) == EditorKind::kLines && !is_covered;
  const Value& value = draft.record().Get(field.id);
  const bool is_computed = IsComputed(field.type);
  std::string shown = is_computed        ? draft.ComputedText(field, app_.is_english())
                      : value.is_null() ? draft.TextOf(field.id)
                                        : FormatField(field, value, app_.Format());
  if (is_covered) shown = MaskField(field, value, app_.Format());
  if (IsWithheld(value)) shown = T("record.withheld");
  if (!shown.empty() && !is_covered && !UnitShown(field).empty() && !value.is_null()) shown.append(" ").append(UnitShown(field));
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
  } else if (EditorOf(field) == EditorKind::kRating && !value.is_null() && !is_covered) {
    ui::Stars(text, static_cast<int>(value.integer()), static_cast<int>(MostStars(field.format)));
  } else {
    const ui::Color color = (look.is_read_only && !is_computed) || is_covered ? theme.secondary : theme.text;
    ui::Text(text, shown, ui::FieldText(), color);
  }
  result.was_opened = state.was_pressed && can_edit;
  if (result.was_opened && is_covered) Reveal(field.id);
  return result;
}

}  // namespace kedang
