#include "wasm/ui/text_field.h"

#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/edit_text.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kPaddingCss = 10;
constexpr float kGapCss = 8;
constexpr float kIconCss = 16;

TextStyle StyleOf(const TextFieldOptions& options) { return options.is_mono ? kCode : FieldText(); }

float BoxHeight(const TextFieldOptions& options) {
  if (!options.is_multi_line) return Px(Metrics().control);
  return Px(StyleOf(options).line * static_cast<float>(options.lines) + 10);
}

std::string_view NameOf(const TextFieldOptions& options) {
  return options.field.label.empty() ? options.field.name : options.field.label;
}

bool IsSecret(const TextFieldOptions& options) {
  return options.kind == InputKind::kPassword || options.kind == InputKind::kNewPassword;
}

// What stands at the right end of the box, from the right: issue icon, pen, lock, eye, cross, suffix.
struct Ornament {
  Icon icon = Icon::kNone;
  Color color = 0;
  std::string_view name = {};  // of a button; empty: only a sign
  float size = kIconCss;
};

Ornament OrnamentOf(const TextFieldOptions& options, bool is_revealed, bool is_hovered, bool is_active, bool has_text) {
  const Theme& t = CurrentTheme();
  if (options.is_masked) return {Icon::kEye, t.accent, T("field.reveal")};
  if (options.field.is_read_only) return {Icon::kLock, t.secondary};
  if (IsSecret(options)) return {is_revealed ? Icon::kEyeOff : Icon::kEye, t.secondary, is_revealed ? T("field.hide") : T("field.reveal")};
  const IssueLevel worst = WorstOf(options.field.issues);
  if (options.has_clear && has_text && is_active) return {Icon::kX, t.secondary, T("field.clear")};
  const bool has_frame = !options.field.is_plain || is_active;
  if (has_frame && worst == IssueLevel::kBlock) return {Icon::kCircleAlert, t.bad.text};
  if (has_frame && worst == IssueLevel::kWarn) return {Icon::kTriangleAlert, t.warn.text};
  if (options.field.is_plain && is_hovered && !is_active) return {Icon::kPencil, t.secondary, {}, 14};
  return {options.suffix, t.secondary};
}

float DrawPrefix(Rect box, const TextFieldOptions& options) {
  if (options.prefix == Icon::kNone) return Px(kPaddingCss);
  DrawIcon({box.x + Px(kPaddingCss), box.y, Px(kIconCss), box.h}, options.prefix, kIconCss, CurrentTheme().secondary);
  return Px(kPaddingCss + kIconCss + kGapCss);
}

// Draws the sign at the right; returns whether it was pressed.
bool DrawOrnament(Rect box, const Ornament& ornament) {
  const Rect place = {box.Right() - Px(kPaddingCss + kIconCss), box.y, Px(kIconCss), std::min(box.h, Px(Metrics().control))};
  bool was_pressed = false;
  if (!ornament.name.empty()) {
    const Rect target = CenterIn(place, Px(28), std::min(place.h, Px(28)));
    const ItemState state = Item(IdOf(ornament.name), target, {.role = Role::kButton, .label = ornament.name});
    if (state.is_hovered) FillRect(target, CurrentTheme().hover_fill, Px(4));
    if (state.has_ring) FocusRing(Inset(target, Px(4)), Px(4));
    was_pressed = state.was_pressed;
  }
  DrawIcon(place, ornament.icon, ornament.size, ornament.color);
  return was_pressed;
}

// The text of a field that cannot be edited, or in a fixed pose.
void DrawStill(Rect box, std::string_view text, const TextFieldOptions& options, float left, float right, bool is_placeholder) {
  const Theme& t = CurrentTheme();
  Color color = is_placeholder ? t.secondary : t.text;
  if (!options.field.is_enabled) color = t.disabled;
  const Rect place = {box.x + left, box.y, box.w - left - right, box.h};
  const TextStyle style = StyleOf(options);
  if (options.is_multi_line) {
    WrappedText({place.x, place.y + Px(5), place.w, place.h}, text, style, color, options.lines);
    return;
  }
  const float width = Text(place, text, {.style = style, .color = color, .align = options.is_right_aligned ? Align::kRight : Align::kLeft});
  if (options.field.pose == Pose::kFocus && !is_placeholder) {
    FillRect({place.x + width + Px(1), box.MidY() - Px(9), Line(), Px(18)}, t.text);
  }
}

bool IsStill(const TextFieldOptions& options) {
  return !options.field.is_enabled || options.is_masked || options.field.pose != Pose::kLive;
}

Description Describe(const TextFieldOptions& options) {
  const IssueLevel worst = WorstOf(options.field.issues);
  const std::string_view hint = options.field.issues.empty() ? options.field.hint : options.field.issues.front().text;
  return {.role = options.kind == InputKind::kSearch ? Role::kSearchBox : Role::kTextBox,
          .label = NameOf(options),
          .hint = options.field.reason.empty() ? hint : options.field.reason,
          .is_enabled = options.field.is_enabled,
          .is_invalid = worst == IssueLevel::kBlock,
          .is_required = options.field.is_required,
          .is_read_only = options.field.is_read_only};
}

}  // namespace

float TextFieldHeight(const TextFieldOptions& options, float width) {
  return FieldHeight(options.field, width, BoxHeight(options));
}

TextFieldResult TextField(Rect rect, std::string& text, const TextFieldOptions& options) {
  IdScope scope(options.id.empty() ? NameOf(options) : options.id);
  const Theme& t = CurrentTheme();
  TextFieldResult result;
  const Rect box = FieldFrame(rect, options.field, BoxHeight(options), result);
  result.box = box;
  const Id id = EditId("text");
  const bool is_active = IsEditing(id) || options.field.pose == Pose::kFocus;
  const bool has_ring = !IsStill(options) && HasFocus(id) && ImGui::GetCurrentContext()->NavCursorVisible;
  const bool is_hovered = options.field.pose == Pose::kHover || (options.field.pose == Pose::kLive && IsPointerOver(box) && !Facts().is_touch);
  FieldBox(box, options.field, is_hovered, is_active || has_ring);
  bool& is_revealed = Ui().revealed[id];
  const Ornament ornament = OrnamentOf(options, is_revealed, is_hovered, is_active, !text.empty());
  const float left = DrawPrefix(box, options);
  float right = ornament.icon == Icon::kNone ? Px(kPaddingCss) : Px(kPaddingCss + kIconCss + kGapCss);
  if (!options.suffix_text.empty()) {
    const float width = TextWidth(options.suffix_text, FieldText());
    Text({box.Right() - right - width, box.y, width, box.h}, options.suffix_text, FieldText(), t.secondary);
    right += width + Px(kGapCss);
  }
  if (IsStill(options)) {
    const bool is_placeholder = text.empty() && !options.is_masked;
    const std::string_view shown = options.is_masked ? options.masked : is_placeholder ? options.placeholder : text;
    DrawStill(box, shown, options, left, right, is_placeholder);
    Mirror(id, box, Describe(options));
  } else if (options.is_multi_line && !text.empty() && !HasFocus(id) && !options.takes_focus) {
    // At rest long text is wrapped; while being edited its lines are as long as they are.
    DrawStill(box, text, options, left, right, false);
    Description description = Describe(options);
    description.value = text;
    description.is_editable = description.is_multi_line = true;
    if (Item(id, box, description, {.on_press = true}).was_pressed) FocusItem(id);
  } else {
    const EditResult edit = EditText(text, {.name = "text",
                                            .box = box,
                                            .left = left,
                                            .right = right,
                                            .style = StyleOf(options),
                                            .kind = options.kind,
                                            .placeholder = options.placeholder,
                                            .color = t.text,
                                            .background = options.field.is_read_only ? t.background : t.surface,
                                            .is_multi_line = options.is_multi_line,
                                            .is_read_only = options.field.is_read_only,
                                            .is_secret = IsSecret(options) && !is_revealed,
                                            .takes_focus = options.takes_focus,
                                            .max_bytes = options.max_bytes,
                                            .description = Describe(options)});
    result.was_changed = edit.was_changed;
    result.was_committed = edit.was_committed;
    result.was_cancelled = edit.was_cancelled;
    result.was_submitted = edit.was_submitted;
    result.is_editing = edit.is_active;
    if (edit.is_active) KeepInView(id, rect);
    result.cursor = edit.cursor;
  }
  if (ornament.icon == Icon::kNone || !DrawOrnament(box, ornament)) return result;
  if (options.is_masked) {
    result.eye_pressed = true;
  } else if (IsSecret(options)) {
    is_revealed = !is_revealed;
  } else if (ornament.icon == Icon::kX) {
    text.clear();
    result.was_changed = true;
  }
  return result;
}

void CopyText(std::string_view text) { ImGui::SetClipboardText(std::string(text).c_str()); }

std::string PastedText() {
  if (ImGui::GetIO().WantTextInput || !IsShortcut("Ctrl+V")) return {};
  const char* text = ImGui::GetClipboardText();
  return text != nullptr ? text : "";
}

}  // namespace kedang::ui
