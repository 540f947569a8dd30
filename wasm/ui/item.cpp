#include "wasm/ui/item.h"

#include "wasm/platform/touch.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

ItemState PosedState(Pose pose) {
  ItemState state;
  state.is_hovered = pose == Pose::kHover || pose == Pose::kPressed;
  state.is_held = pose == Pose::kPressed;
  state.is_focused = state.has_ring = pose == Pose::kFocus;
  return state;
}

ImGuiItemFlags FlagsOf(const ItemOptions& options) {
  ImGuiItemFlags flags = 0;
  if (!options.is_enabled) flags |= ImGuiItemFlags_Disabled;
  if (!options.can_focus || !options.is_enabled) flags |= ImGuiItemFlags_NoNav | ImGuiItemFlags_NoTabStop;
  if (options.can_overlap) flags |= ImGuiItemFlags_AllowOverlap;
  return flags;
}

// What is scrolled out of sight is reported, too: screen readers walk the whole page.
void Report(Id id, Rect rect, const Description& d, bool can_focus) {
  const UiState& ui = Ui();
  const float scale = ui.facts.scale;
  A11yNode node;
  node.id = id;
  node.parent = ui.mirror_parents.empty() ? 0 : ui.mirror_parents.back();
  node.role = d.role;
  node.label = d.label;
  node.value = d.value;
  node.description = d.hint;
  node.left = rect.x / scale;
  node.top = rect.y / scale;
  node.width = rect.w / scale;
  node.height = rect.h / scale;
  node.checked = d.checked;
  node.is_disabled = !d.is_enabled;
  node.is_selected = d.is_chosen;
  node.can_expand = d.can_expand;
  node.is_expanded = d.is_expanded;
  node.is_invalid = d.is_invalid;
  node.is_required = d.is_required;
  node.is_read_only = d.is_read_only;
  node.is_busy = d.is_busy;
  node.can_focus = can_focus;
  node.is_focused = can_focus && HasFocus(id);
  node.is_editable = d.is_editable;
  node.is_multi_line = d.is_multi_line;
  node.is_secret = d.is_secret;
  node.level = d.level;
  node.row = d.row;
  node.column = d.column;
  node.row_count = d.row_count;
  node.column_count = d.column_count;
  node.position = d.position;
  node.set_size = d.set_size;
  node.progress = d.progress;
  A11yReport(node);
}

// A finger that rests half a second on the item.
bool WasLongPressed(Rect rect) {
  Vec2 place;
  return LongPress(&place.x, &place.y) && rect.Has(place) && IsPointerOver(rect);
}

void TakeRequestedFocus(Id id, ImGuiWindow* window) {
  UiState& ui = Ui();
  if (ui.focus_request != id && !TakeFocus(id)) return;
  if (ui.focus_request == id) ui.focus_request = 0;
  ImGui::FocusWindow(window);
  ImGui::SetFocusID(id, window);
  ImGui::SetNavCursorVisible(true);
}

}  // namespace

Id IdOf(std::string_view name) {
  return ImGui::GetCurrentWindow()->GetID(name.data(), name.data() + name.size());
}

IdScope::IdScope(std::string_view name) { ImGui::PushID(name.data(), name.data() + name.size()); }

IdScope::IdScope(uint64_t number) {
  const char* bytes = reinterpret_cast<const char*>(&number);
  ImGui::PushID(bytes, bytes + sizeof number);
}

IdScope::~IdScope() { ImGui::PopID(); }

ItemState Item(Id id, Rect rect, const Description& description, const ItemOptions& options) {
  if (options.pose != Pose::kLive) return PosedState(options.pose);
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  if (window->SkipItems) return {};
  TakeRequestedFocus(id, window);
  const ImRect bounds = Gui(rect);
  if (options.is_mirrored) Report(id, rect, description, options.can_focus && options.is_enabled);
  ItemState state;
  const bool was_activated = TakeActivation(id) && options.is_enabled;
  if (!ImGui::ItemAdd(bounds, id, nullptr, FlagsOf(options))) {
    state.was_pressed = was_activated;
    return state;
  }
  const ImGuiButtonFlags flags = options.on_press ? ImGuiButtonFlags_PressedOnClick : ImGuiButtonFlags_PressedOnClickRelease;
  state.was_pressed = ImGui::ButtonBehavior(bounds, id, &state.is_hovered, &state.is_held, flags);
  if (was_activated) state.was_pressed = true;
  state.is_focused = HasFocus(id);
  state.has_ring = state.is_focused && ImGui::GetCurrentContext()->NavCursorVisible;
  state.was_right_clicked = state.is_hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  state.was_long_pressed = WasLongPressed(rect);
  if (options.is_draggable) AddTouchDragRegion(rect.x, rect.y, rect.Right(), rect.Bottom());
  if (Ui().facts.is_touch && !state.is_held) state.is_hovered = false;
  if (state.is_hovered && options.is_enabled) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return state;
}

void Mirror(Id id, Rect rect, const Description& description) { Report(id, rect, description, false); }

void MirrorFocusable(Id id, Rect rect, const Description& description) {
  Report(id, rect, description, description.is_enabled);
}

void BeginMirror(Id id, Rect rect, const Description& description) {
  UiState& ui = Ui();
  Report(id, rect, description, false);
  ui.mirror_parents.push_back(id);
}

void EnterMirror(Id id) { Ui().mirror_parents.push_back(id); }

void EndMirror() { Ui().mirror_parents.pop_back(); }

void FocusItem(Id id) { Ui().focus_request = id; }

bool HasFocus(Id id) {
  const ImGuiContext& gui = *ImGui::GetCurrentContext();
  return gui.NavId == id || gui.ActiveId == id;
}

void FocusRing(Rect rect, float radius) { FocusRing(rect, radius, CurrentTheme().accent); }

void FocusRing(Rect rect, float radius, Color color) {
  const Rect ring = Inset(rect, -Px(4));
  // The ring may reach over the edge of the part that scrolls, but not far.
  Canvas()->PushClipRect(MinOf(ring), MaxOf(ring), false);
  StrokeRect(ring, color, radius + Px(4), Line(2));
  Canvas()->PopClipRect();
}

bool IsPointerOver(Rect rect) {
  return ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
         ImGui::IsMouseHoveringRect(MinOf(rect), MaxOf(rect), true);
}

}  // namespace kedang::ui
