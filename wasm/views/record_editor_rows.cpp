// The drawing of RecordEditor: titles of groups, labels, fields in place or as a form, what is wrong with them.
#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/model/template_form.h"
#include "shared/model/withheld.h"
#include "wasm/platform/url.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/issue_text.h"
#include "wasm/views/record_editor.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kLabelGapCss = 8;
constexpr float kBoxPaddingCss = 10;
constexpr float kRowGapCss = 2;

// Buttons beside a value at rest: copy, and call, write, open or find on the map.
int ActionsOf(const Field& field) {
  const FieldAction action = TraitsOf(field.type).action;
  const int count = action == FieldAction::kNone ? 0 : action == FieldAction::kCopy ? 1 : 2;
  return field.is_sensitive ? count + 1 : count;
}

// Where a point is shown: the page converts from the coordinates of satellites to those of Chinese maps.
std::string MapAddress(std::string_view point) {
  const std::size_t comma = point.find(',');
  if (comma == std::string_view::npos) return {};
  return "https://uri.amap.com/marker?position=" + std::string(point.substr(comma + 1)) + "," + std::string(point.substr(0, comma)) +
         "&coordinate=wgs84";
}

}  // namespace

float RecordEditor::LabelWidth() const {
  if (ui::IsPhone()) return Px(88);
  return app_.is_english() ? Px(116) : Px(92);
}

float RecordEditor::RowHeight(const Row& row, float width, bool is_form) const {
  if (row.group != nullptr) return Px(12 + 22 + 4);
  const Issues issues = draft_->IssuesOf(row.field->id);
  const IssueTexts words = IssueTextsOf(issues, draft_->TextOf(row.field->id));
  FieldLook look;
  look.is_framed = is_form && ui::IsPhone();
  look.label = row.field->label.In(app_.is_english());
  look.issues = words.issues;
  const float room = look.is_framed ? width : width - LabelWidth() - Px(kLabelGapCss - kBoxPaddingCss);
  float height = editor_.Height(*draft_, *row.field, look, room);
  if (HasConflict(row.field->id)) height += Px(18 + 4);
  const float others = OthersHeight(row.field->id) + (row.field->id == schema_->title ? hints_.Height() : 0);
  if (look.is_framed) return height + others + Px(12);
  const float least = Px(ui::Metrics().field_row);
  return std::max(height, least) + others + Px(words.issues.empty() ? 0 : 4) + Px(ui::IsPhone() ? 0 : is_new() ? 3 * kRowGapCss : kRowGapCss);
}

float RecordEditor::Height(float width, bool is_form) const {
  float height = 0;
  for (const Row& row : Rows()) height += RowHeight(row, width, is_form);
  return height;
}

void RecordEditor::Draw(Rect content, bool is_form) {
  const bool is_english = app_.is_english();
  hints_.Refresh(*draft_);
  if (editing_ != 0 && !(is_form && ui::IsPhone())) {
    if (ui::IsShortcut("Tab", true)) {
      Step(1);
    } else if (ui::IsShortcut("Shift+Tab", true)) {
      Step(-1);
    }
  }
  Rect rest = content;
  for (const Row& row : Rows()) {
    const Rect place = ui::CutTop(rest, RowHeight(row, content.w, is_form));
    if (row.group != nullptr) {
      const Rect line = {place.x, place.y + Px(12), place.w, Px(22)};
      const std::string& title = row.group->label.In(is_english);
      ui::Mirror(ui::IdOf(row.group->key), line, {.role = ui::Role::kHeading, .label = title, .level = 3});
      ui::Text(line, title, ui::kBodyBold, ui::CurrentTheme().text);
      continue;
    }
    DrawRow(place, *row.field, is_form);
  }
}

void RecordEditor::DrawRow(Rect rect, const Field& field, bool is_form) {
  ui::IdScope scope(field.key);
  const ui::Theme& theme = ui::CurrentTheme();
  const Issues issues = draft_->IssuesOf(field.id);
  const IssueTexts words = IssueTextsOf(issues, draft_->TextOf(field.id));
  FieldLook look;
  look.label = field.label.In(app_.is_english());
  look.is_framed = is_form && ui::IsPhone();
  look.is_read_only = IsReadOnly(field.type) || IsWithheld(draft_->record().Get(field.id));
  look.takes_focus = focus_wanted_ == field.id;
  look.issues = words.issues;
  if (jump_ == field.id) {
    ui::ScrollIntoView(rect);
    jump_ = 0;
  }
  DrawOthers(rect, field, look.is_framed);
  if (field.id == schema_->title && hints_.Height() > 0) {
    Rect place = ui::CutBottom(rect, hints_.Height());
    if (!look.is_framed) ui::CutLeft(place, LabelWidth() + Px(kLabelGapCss));
    hints_.Draw(place);
  }
  if (HasConflict(field.id)) {
    Rect note = ui::CutBottom(rect, Px(18), Px(4));
    if (!look.is_framed) ui::CutLeft(note, LabelWidth() + Px(kLabelGapCss));
    ui::DrawIcon(ui::CutLeft(note, Px(14), Px(6)), ui::Icon::kMerge, 14, theme.bad.text);
    if (ui::Link(note, T("record.conflict"), 12, "conflict")) app_.Go({{"conflicts"}});
  }
  EditorResult result;
  if (look.is_framed) {
    result = editor_.Draw(rect, *draft_, field, look);
  } else {
    Rect row = rect;
    Rect label = ui::CutLeft(row, LabelWidth(), Px(kLabelGapCss - kBoxPaddingCss));
    label.h = Px(ui::Metrics().field_row);
    const bool is_demanded = TemplateForm(*schema_, draft_->record()).Demands(field);
    const float mark = is_demanded ? Px(8) : 0;
    label.w -= mark;
    const float width = ui::Text(label, look.label, ui::kBody, theme.secondary);
    if (is_demanded) ui::Text({label.x + width + Px(2), label.y, Px(8), label.h}, "*", ui::kSmall, theme.bad.text);
    if (ui::IsPhone()) ui::LineAtBottom(rect, theme.divider);
    DrawInPlace(row, field, look, result);
  }
  if (look.takes_focus) focus_wanted_ = 0;
  Handle(field, issues, result);
}

void RecordEditor::DrawInPlace(Rect rect, const Field& field, const FieldLook& look, EditorResult& result) {
  if (ui::IsPhone()) {
    const float spare = std::max(0.0f, Px(ui::Metrics().field_row) - Px(ui::Metrics().control));
    ui::CutTop(rect, spare / 2);
  }
  const Value& value = draft_->record().Get(field.id);
  const int actions = value.is_null() || IsWithheld(value) ? 0 : ActionsOf(field);
  // Files are opened where they are listed: there is no other look at rest.
  const bool is_chosen = !FieldEditor::IsTyped(field.type) && !ui::IsPhone() && !editor_.IsCovered(*draft_, field);
  const bool is_live = is_new() || editing_ == field.id || TraitsOf(field.type).editor == EditorKind::kFile || is_chosen;
  if (is_live && !look.is_read_only) {
    FieldLook live = look;
    live.is_boxed = is_new();
    result = editor_.Draw(rect, *draft_, field, live);
    return;
  }
  result = editor_.DrawRest(rect, *draft_, field, look, actions);
  if (actions > 0) DrawActions({rect.x, rect.y, rect.w, Px(ui::Metrics().control)}, field);
}

// Uncover, call, write, open or find on the map, and copy.
void RecordEditor::DrawActions(Rect box, const Field& field) {
  const std::string text = FormatPlain(draft_->record().Get(field.id));
  const float size = Px(ui::Metrics().touch);
  const auto press = [&](ui::Icon icon, std::string_view name) {
    const bool was_pressed = ui::IconButton(ui::TakeRight(box, size, size), icon, name);
    ui::CutRight(box, Px(4));
    return was_pressed;
  };
  const FieldAction action = TraitsOf(field.type).action;
  if (field.is_sensitive) {
    const bool is_covered = !editor_.IsRevealed(field.id);
    if (press(is_covered ? ui::Icon::kEye : ui::Icon::kEyeOff, T(is_covered ? "record.reveal" : "record.cover"))) {
      is_covered ? editor_.Reveal(field.id) : editor_.Cover(field.id);
    }
  }
  if (action == FieldAction::kNone) return;
  if (press(ui::Icon::kCopy, T("record.copy"))) {
    ui::CopyText(text);
    app_.Say(ui::TF("record.copied", {{"text", field.is_sensitive ? MaskField(field, draft_->record().Get(field.id), app_.Format()) : text}}));
  }
  switch (action) {
    case FieldAction::kNone:
    case FieldAction::kCopy: break;
    case FieldAction::kCall:
      if (press(ui::Icon::kPhone, T("record.call"))) OpenExternal("tel:" + text);
      break;
    case FieldAction::kMail:
      if (press(ui::Icon::kMail, T("record.mail"))) OpenExternal("mailto:" + text);
      break;
    case FieldAction::kOpen:
      if (press(ui::Icon::kExternalLink, T("record.open_site"))) {
        OpenExternal(text.find("://") == std::string::npos ? "https://" + text : text);
      }
      break;
    case FieldAction::kMap:
      if (press(ui::Icon::kMapPin, T("record.open_map"))) OpenExternal(MapAddress(text));
      break;
  }
}

void RecordEditor::Handle(const Field& field, const Issues& issues, const EditorResult& result) {
  if (result.was_opened) {
    editing_ = focus_wanted_ = field.id;
    idle_frames_ = 0;
  }
  if (result.is_editing) {
    editing_ = field.id;
    idle_frames_ = 0;
  } else if (editing_ == field.id && focus_wanted_ == 0 && ++idle_frames_ > 2) {
    editing_ = 0;  // it was left
  }
  if (result.fix_pressed >= 0 && static_cast<std::size_t>(result.fix_pressed) < issues.size()) {
    const Issue& issue = issues[static_cast<std::size_t>(result.fix_pressed)];
    if (issue.code == "unique_taken") {
      for (const auto& [name, other] : issue.details) {
        if (name == "other") app_.Go({{schema_->key, other}});
      }
    } else {
      draft_->SetText(field.id, issue.suggestion);
      Commit(&field);
    }
  }
  if (result.was_committed) Commit(&field);
}

}  // namespace kedang
