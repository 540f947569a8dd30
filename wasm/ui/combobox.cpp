#include "wasm/ui/combobox.h"

#include <algorithm>
#include <cctype>

#include "wasm/ui/button.h"
#include "wasm/ui/chip.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/edit_text.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kPaddingCss = 10;
constexpr float kRowsShown = 8;

bool Contains(std::span<const std::string> ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::string Lowered(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lowered;
}

// The choices whose label or detail has the filter in it, marked where.
std::vector<Choice> Filtered(std::span<const Choice> choices, std::string_view filter) {
  std::vector<Choice> found;
  const std::string wanted = Lowered(filter);
  for (const Choice& choice : choices) {
    const size_t at = Lowered(choice.label).find(wanted);
    const size_t detail_at = Lowered(choice.detail).find(wanted);
    if (at == std::string::npos && detail_at == std::string::npos) continue;
    Choice copy = choice;
    const auto mark = [&wanted](size_t begin) {
      return std::vector<Mark>{{static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + wanted.size())}};
    };
    if (!wanted.empty() && at != std::string::npos) copy.marks = mark(at);
    if (!wanted.empty() && at == std::string::npos) copy.detail_marks = mark(detail_at);
    found.push_back(std::move(copy));
  }
  return found;
}

void DrawChoice(Rect rect, const Choice& choice, bool is_chosen, bool is_highlighted, bool is_held) {
  const Theme& t = CurrentTheme();
  if (is_chosen) FillRect(rect, t.selected_fill, Px(6));
  if (is_highlighted && choice.is_enabled && !is_chosen) FillRect(rect, is_held ? t.pressed_fill : t.raised_hover, Px(6));
  Rect rest = Inset(rect, Px(8), 0);
  if (!choice.initials.empty()) {
    const int color = choice.color >= 0 ? choice.color : ColorOf(choice.label);
    Initials(CutLeft(rest, Px(20), Px(8)), choice.initials, choice.is_enabled ? color : 5);
  } else if (choice.icon != Icon::kNone) {
    DrawIcon(CutLeft(rest, Px(16), Px(8)), choice.icon, 16, t.secondary);
  } else if (choice.color >= 0) {
    const Rect dot = CutLeft(rest, Px(8), Px(8));
    FillCircle({dot.MidX(), dot.MidY()}, PxExact(4), UserColor(choice.color).text);
  }
  if (is_chosen) DrawIcon(CutRight(rest, Px(16), Px(8)), Icon::kCheck, 16, t.accent);
  const Color color = choice.is_enabled ? t.text : t.disabled;
  const float width = Text(rest, choice.label, {.style = FieldText(), .color = color, .marks = choice.marks});
  CutLeft(rest, width, Px(4));
  const std::string_view detail = choice.is_enabled || choice.reason.empty() ? choice.detail : choice.reason;
  Text(rest, detail, {.style = kSmall, .color = choice.is_enabled || !choice.reason.empty() ? t.secondary : t.disabled, .marks = choice.detail_marks});
}

// A line of the list; pressed with the mouse it chooses, the cursor shows where the keyboard is.
bool ChoiceRow(Rect rect, const Choice& choice, bool is_chosen, bool is_cursor, size_t index, size_t count) {
  const ItemState state = Item(IdOf(choice.id), rect,
                               {.role = Role::kOption,
                                .label = choice.label,
                                .value = choice.detail,
                                .hint = choice.reason,
                                .is_enabled = choice.is_enabled,
                                .is_chosen = is_chosen,
                                .position = static_cast<int>(index),
                                .set_size = static_cast<int>(count)},
                               {.is_enabled = choice.is_enabled, .can_focus = false});
  DrawChoice(rect, choice, is_chosen, is_cursor || state.is_hovered, state.is_held);
  return state.was_pressed;
}

int MovedCursor(int cursor, int count) {
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) cursor = std::min(cursor + 1, count - 1);
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) cursor = std::max(cursor - 1, 0);
  if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) cursor = std::min(cursor + 7, count - 1);
  if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) cursor = std::max(cursor - 7, 0);
  return cursor;
}

std::string_view NameOf(const ComboOptions& options) {
  return options.field.label.empty() ? options.field.name : options.field.label;
}

struct Opened {
  int chosen = -1;       // index into the list shown
  bool was_added = false;
};

// The list with its foot, in the layer.
Opened DrawList(Rect content, std::span<const Choice> shown, std::span<const std::string> chosen, const ComboOptions& options) {
  const Theme& t = CurrentTheme();
  Opened opened;
  Rect rest = Inset(content, Px(4));
  if (!options.add_label.empty()) {
    const Rect foot = CutBottom(rest, Px(Metrics().menu_item), Px(4));
    CutBottom(rest, Px(5));
    FillRect({content.x + Line(), foot.y - Px(5), content.w - 2 * Line(), Line()}, t.divider);
    const ItemState state = Item(IdOf("##add"), foot, {.role = Role::kOption, .label = options.add_label}, {.can_focus = false});
    if (state.is_hovered) FillRect(foot, t.raised_hover, Px(6));
    Rect words = Inset(foot, Px(8), 0);
    DrawIcon(CutLeft(words, Px(16), Px(8)), options.add_icon, 16, t.accent);
    Text(words, options.add_label, FieldText(), t.accent);
    opened.was_added = state.was_pressed;
  }
  if (shown.empty()) {
    Text(Inset(rest, Px(8), 0), options.empty_text.empty() ? T("combo.empty") : options.empty_text, FieldText(), t.secondary);
    return opened;
  }
  opened.chosen = ChoiceList(rest, shown, chosen, Ui().combo.cursor);
  return opened;
}

float ListHeight(size_t count, const ComboOptions& options) {
  const float rows = std::clamp(static_cast<float>(count), 1.0f, kRowsShown);
  return Px(8) + rows * Px(Metrics().menu_item) + (options.add_label.empty() ? 0 : Px(Metrics().menu_item) + Px(9));
}

// The sheet's head on phones: what is chosen for, a cross, and words to filter by when there are many choices.
bool HasSheetFilter(const ComboOptions& options, size_t count) {
  return options.can_filter && (options.filters_itself || static_cast<float>(count) > kRowsShown);
}

float SheetHeadHeight(const ComboOptions& options, size_t count) {
  return Px(44) + (HasSheetFilter(options, count) ? Px(44 + 12) : 0);
}

void DrawSheetHead(Rect rect, Id id, size_t count, const ComboOptions& options) {
  const Theme& t = CurrentTheme();
  Rect rest = rect;
  const Rect line = CutTop(rest, Px(44));
  Text(Inset(line, Px(56), 0), NameOf(options), kTitle, t.text, Align::kCenter);
  Rect bar = Inset(line, Px(4), 0);
  if (IconButton(TakeRight(bar, Px(44), Px(44)), Icon::kX, T("common.close"))) CloseLayer(id);
  if (!HasSheetFilter(options, count)) return;
  const Rect box = Inset(CutTop(rest, Px(44)), Px(16), 0);
  const Id input = EditId("filter");
  FieldBox(box, {}, false, IsEditing(input));
  const EditResult edit = EditText(Ui().combo.filter, {.name = "filter", .box = box, .left = Px(kPaddingCss + 24), .right = Px(kPaddingCss),
                                                       .style = FieldText(), .kind = InputKind::kSearch, .placeholder = T("search.name"),
                                                       .color = t.text, .background = t.surface,
                                                       // Nothing to choose from yet: typing is all there is.
                                                       .takes_focus = count == 0 && Ui().combo.was_just_opened,
                                                       .description = {.role = Role::kSearchBox, .label = NameOf(options)}});
  DrawIcon({box.x + Px(kPaddingCss), box.y, Px(16), box.h}, Icon::kSearch, 16, t.secondary);
  Ui().combo.was_just_opened = false;
  if (edit.was_changed) Ui().combo.cursor = 0;
  if (edit.was_cancelled) CloseLayer(id);
}

void Open(Id id, int cursor) {
  OpenLayer(id);
  Ui().combo = {.id = id, .filter = {}, .cursor = cursor, .was_just_opened = true};
}

void DrawClosed(Rect box, std::span<const std::string> chosen, std::span<const Choice> choices, const ComboOptions& options) {
  const Theme& t = CurrentTheme();
  Rect rest = Inset(box, Px(kPaddingCss), 0);
  CutRight(rest, Px(16), Px(8));
  bool is_empty = true;
  for (const Choice& choice : choices) {
    if (!Contains(chosen, choice.id)) continue;
    is_empty = false;
    if (options.is_multiple) {
      const float width = TagWidth(choice.label);
      if (width > rest.w) {
        Text(rest, "…", FieldText(), t.secondary);
        return;
      }
      CutLeft(rest, Tag(rest, choice.label, choice.color >= 0 ? choice.color : 5), Px(6));
      continue;
    }
    if (!choice.initials.empty()) {
      Initials(CutLeft(rest, Px(20), Px(8)), choice.initials, choice.color >= 0 ? choice.color : ColorOf(choice.label));
    }
    CutLeft(rest, Text(rest, choice.label, FieldText(), options.field.is_enabled ? t.text : t.disabled), Px(6));
    if (!choice.detail.empty()) Text(rest, choice.detail, kSmall, t.secondary);
  }
  if (is_empty) Text(rest, options.placeholder, FieldText(), options.field.is_enabled ? t.secondary : t.disabled);
}

// The box: closed an item of role combobox, open a text input for the filter.
bool DrawBox(Rect box, Id id, bool is_open, std::span<const std::string> chosen, std::span<const Choice> choices, const ComboOptions& options) {
  UiState& ui = Ui();
  const Theme& t = CurrentTheme();
  Description description = {.role = Role::kComboBox, .label = NameOf(options), .hint = options.field.reason,
                             .is_enabled = options.field.is_enabled, .is_expanded = is_open, .can_expand = true,
                             .is_invalid = WorstOf(options.field.issues) == IssueLevel::kBlock, .is_required = options.field.is_required};
  std::string shown;
  for (const Choice& choice : choices) {
    if (Contains(chosen, choice.id)) shown += (shown.empty() ? "" : ", ") + std::string(choice.label);
  }
  bool was_pressed = false;
  if (is_open && options.can_filter && !IsPhone()) {
    FieldBox(box, options.field, false, true);
    const EditResult edit = EditText(ui.combo.filter, {.name = "filter", .box = box, .left = Px(kPaddingCss), .right = Px(kPaddingCss + 24),
                                                       .style = FieldText(), .placeholder = shown.empty() ? options.placeholder : shown,
                                                       .color = t.text, .background = t.surface,
                                                       .takes_focus = ui.combo.was_just_opened, .description = description});
    if (edit.was_changed) ui.combo.cursor = 0;
    ui.combo.was_just_opened = false;
    // Esc and Tab leave the list, too; Enter chooses from it.
    if (edit.was_left && (edit.was_cancelled || ImGui::IsKeyPressed(ImGuiKey_Tab, false))) CloseLayer(id);
    if (edit.was_cancelled) FocusItem(id);
  } else {
    description.value = shown;
    const bool is_editable = options.field.is_enabled && !options.field.is_read_only;
    const ItemState state = Item(id, box, description, {.is_enabled = is_editable, .pose = options.field.pose});
    FieldBox(box, options.field, state.is_hovered, is_open || state.has_ring || options.field.pose == Pose::kFocus);
    DrawClosed(box, chosen, choices, options);
    const bool was_arrow = state.is_focused && options.field.pose == Pose::kLive && ImGui::IsKeyPressed(ImGuiKey_DownArrow, false);
    was_pressed = state.was_pressed || (was_arrow && !is_open);
  }
  const Rect sign = {box.Right() - Px(kPaddingCss + 16), box.y, Px(16), box.h};
  const bool is_quiet = options.field.is_plain && !is_open && !HasFocus(id) && !IsPointerOver(box);
  if (!is_quiet) DrawIcon(sign, is_open ? Icon::kChevronUp : Icon::kChevronDown, 16, t.secondary);
  return was_pressed;
}

ComboResult Run(Rect rect, std::vector<std::string>& chosen, std::span<const Choice> choices, const ComboOptions& options) {
  IdScope scope(options.id.empty() ? NameOf(options) : options.id);
  ComboResult result;
  const Rect box = FieldFrame(rect, options.field, 0, result);
  const Id id = IdOf("combo");
  UiState& ui = Ui();
  const bool is_open = IsLayerOpen(id) && ui.combo.id == id;
  const bool was_pressed = DrawBox(box, id, is_open, chosen, choices, options);
  if ((was_pressed || options.takes_focus) && !is_open) {
    int cursor = 0;
    for (size_t i = 0; i < choices.size(); ++i) {
      if (Contains(chosen, choices[i].id)) cursor = static_cast<int>(i);
    }
    Open(id, cursor);
    result.was_opened = true;
    return result;  // the key that opened it must not choose
  }
  if (was_pressed) CloseLayer(id);
  if (!is_open || !IsLayerOpen(id)) return result;
  result.filter = ui.combo.filter;
  result.is_editing = true;
  const bool filters_here = !options.filters_itself && !result.filter.empty();
  const std::vector<Choice> filtered = filters_here ? Filtered(choices, result.filter) : std::vector<Choice>();
  const std::span<const Choice> shown = filters_here ? std::span<const Choice>(filtered) : choices;
  Rect content;
  // A sheet keeps its height while one filters.
  const bool is_sheet = IsPhone();
  const float head = is_sheet ? SheetHeadHeight(options, choices.size()) : 0;
  const LayerOptions layer = {.anchor = is_sheet ? Rect{} : box,
                              .height = head + ListHeight(is_sheet ? choices.size() : shown.size(), options),
                              .description = {.role = Role::kListBox, .label = NameOf(options)}};
  if (!BeginSheet(id, layer, content)) return result;
  if (is_sheet) {
    DrawSheetHead(CutTop(content, head), id, choices.size(), options);
    content = Inset(content, Px(4), 0);
  }
  const Opened opened = DrawList(content, shown, chosen, options);
  EndLayer();
  result.was_added = opened.was_added;
  if (opened.chosen >= 0) {
    const std::string picked(shown[static_cast<size_t>(opened.chosen)].id);
    if (options.is_multiple && Contains(chosen, picked)) {
      std::erase(chosen, picked);
    } else {
      if (!options.is_multiple) chosen.clear();
      chosen.push_back(picked);
    }
    result.was_changed = result.was_committed = true;
    ui.combo.filter.clear();
    ui.combo.was_just_opened = options.is_multiple;
  }
  if (result.was_added || (opened.chosen >= 0 && !options.is_multiple)) {
    CloseLayer(id);
    FocusItem(id);
  }
  return result;
}

}  // namespace

float ComboHeight(const ComboOptions& options, float width) { return FieldHeight(options.field, width); }

float ChoiceListHeight(size_t count) { return static_cast<float>(count) * Px(Metrics().menu_item); }

int ChoiceList(Rect rect, std::span<const Choice> choices, std::span<const std::string> chosen, int& cursor) {
  const float row = Px(Metrics().menu_item);
  const int count = static_cast<int>(choices.size());
  cursor = std::clamp(cursor, 0, std::max(count - 1, 0));
  const int moved = MovedCursor(cursor, count);
  int pressed = -1;
  Rect content;
  BeginScroll("choices", rect, ChoiceListHeight(choices.size()), content);
  if (moved != cursor) ScrollIntoView({content.x, content.y + row * static_cast<float>(moved), content.w, row}, 0);
  cursor = moved;
  for (int i = 0; i < count; ++i) {
    const Rect place = {content.x, content.y + row * static_cast<float>(i), content.w, row};
    if (place.Bottom() < rect.y || place.y > rect.Bottom()) continue;
    const Choice& choice = choices[static_cast<size_t>(i)];
    if (ChoiceRow(place, choice, Contains(chosen, choice.id), i == cursor, static_cast<size_t>(i), choices.size())) pressed = i;
  }
  EndScroll();
  const bool is_enter = ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
  if (is_enter && count > 0 && choices[static_cast<size_t>(cursor)].is_enabled) pressed = cursor;
  return pressed;
}

ComboResult Combobox(Rect rect, std::string& chosen, std::span<const Choice> choices, const ComboOptions& options) {
  std::vector<std::string> list;
  if (!chosen.empty()) list.push_back(chosen);
  ComboResult result = Run(rect, list, choices, options);
  if (result.was_changed) chosen = list.empty() ? std::string() : list.front();
  return result;
}

ComboResult MultiCombobox(Rect rect, std::vector<std::string>& chosen, std::span<const Choice> choices, const ComboOptions& options) {
  ComboOptions multiple = options;
  multiple.is_multiple = true;
  return Run(rect, chosen, choices, multiple);
}

}  // namespace kedang::ui
