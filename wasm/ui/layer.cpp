#include "wasm/ui/layer.h"

#include <algorithm>
#include <cstdio>

#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kSheetRadiusCss = 10;

OpenedLayer* Find(Id id) {
  for (OpenedLayer& layer : Ui().layers) {
    if (layer.id == id) return &layer;
  }
  return nullptr;
}

// Whether a layer opened later than this one lies under the pointer.
bool IsPointerOverLaterLayer(const OpenedLayer& layer) {
  bool is_later = false;
  for (const OpenedLayer& other : Ui().layers) {
    if (is_later && other.rect.Has(Pointer())) return true;
    if (&other == &layer) is_later = true;
  }
  return false;
}

bool WasPressedElsewhere(const OpenedLayer& layer, Rect anchor) {
  const bool was_clicked = ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  if (!was_clicked || layer.opened_frame == ImGui::GetFrameCount()) return false;
  return !layer.rect.Has(Pointer()) && !anchor.Has(Pointer()) && !IsPointerOverLaterLayer(layer);
}

Rect Place(const LayerOptions& options) {
  const WindowFacts& facts = Facts();
  const float width = std::min(options.width > 0 ? options.width : options.anchor.w, facts.width - Px(16));
  const float foot = facts.height - std::max(facts.keyboard, facts.safe_bottom) - Px(8);
  const float below = foot - options.anchor.Bottom() - Px(4);
  const float above = options.anchor.y - Px(4) - Px(8) - facts.safe_top;
  const bool goes_up = options.height > below && above > below;
  const float height = std::min(options.height, std::max(goes_up ? above : below, Px(80)));
  const float left = options.is_aligned_right ? options.anchor.Right() - width : options.anchor.x;
  const float x = std::clamp(left, Px(8), std::max(facts.width - width - Px(8), Px(8)));
  const float y = goes_up ? options.anchor.y - Px(4) - height : options.anchor.Bottom() + Px(4);
  return Snap({x, y, width, height});
}

Rect PlaceSheet(const LayerOptions& options) {
  const WindowFacts& facts = Facts();
  const float foot = std::max(facts.keyboard, facts.safe_bottom);
  const float room = facts.height - facts.safe_top - foot - Px(48);
  const float height = std::min(options.height + Px(8), room);
  return Snap({0, facts.height - foot - height, facts.width, height + foot});
}

// A window of its own above the others, a little larger than the box for its lower edge.
void BeginLayerWindow(OpenedLayer& layer, Rect window_rect, bool takes_focus) {
  char name[32];
  std::snprintf(name, sizeof name, "##layer%08x", layer.id);
  ImGui::SetNextWindowPos(MinOf(window_rect));
  ImGui::SetNextWindowSize(ImVec2(window_rect.w, window_rect.h));
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                           ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse;
  if (!takes_focus) flags |= ImGuiWindowFlags_NoFocusOnAppearing;
  ImGui::Begin(name, nullptr, flags);
  layer.window = ImGui::GetCurrentWindow();
  ImGui::BringWindowToDisplayFront(layer.window);
}

bool BeginAt(Id id, const LayerOptions& options, Rect place, bool is_sheet, Rect& content) {
  OpenedLayer* layer = Find(id);
  if (layer == nullptr) return false;
  layer->drawn_frame = ImGui::GetFrameCount();
  const bool is_topmost = Ui().layers.back().id == id;
  if (WasPressedElsewhere(*layer, options.anchor) || (is_topmost && layer->opened_frame != layer->drawn_frame && TakeEscape())) {
    CloseLayer(id);
    return false;
  }
  layer->rect = place;
  BeginLayerWindow(*layer, is_sheet ? Rect{0, 0, Facts().width, Facts().height} : Inset(place, -Px(4)), options.takes_focus || is_sheet);
  if (is_sheet) {
    FillRect({0, 0, Facts().width, Facts().height}, CurrentTheme().dim);
    FillRect({place.x, place.y, place.w, place.h + Px(kSheetRadiusCss)}, CurrentTheme().raised, Px(kSheetRadiusCss));
    content = {place.x, place.y + Px(4), place.w, options.height};
    content.h = std::min(content.h, place.h - Px(4));
  } else {
    RaisedBox(place);
    content = place;
  }
  Ui().layer_stack.push_back(id);
  Ui().mirror_parents.push_back(0);
  // The button that opened it may have the same id.
  BeginMirror(ImHashStr("layer", 0, id), place, options.description);
  ImGui::PushOverrideID(id);
  return true;
}

}  // namespace

void OpenLayer(Id id) {
  if (Find(id) != nullptr) return;
  OpenedLayer layer;
  layer.id = id;
  layer.opened_frame = layer.drawn_frame = ImGui::GetFrameCount();
  layer.pointer = Pointer();
  layer.focus_window = ImGui::GetCurrentContext()->NavWindow;
  layer.focus_id = ImGui::GetCurrentContext()->NavId;
  Ui().layers.push_back(layer);
  WakeIn(0);
}

void CloseLayer(Id id) {
  OpenedLayer* layer = Find(id);
  if (layer == nullptr) return;
  const ImGuiContext& gui = *ImGui::GetCurrentContext();
  // The focus goes back to where it was, if it is in the layer that goes away.
  const bool had_focus = gui.NavWindow != nullptr && layer->window != nullptr && gui.NavWindow->RootWindow == layer->window;
  if (had_focus && layer->focus_window != nullptr) {
    ImGui::FocusWindow(layer->focus_window);
    Ui().focus_request = layer->focus_id;
  }
  std::erase_if(Ui().layers, [id](const OpenedLayer& one) { return one.id == id; });
  WakeIn(0);
}

bool IsLayerOpen(Id id) { return Find(id) != nullptr; }

bool IsAnyLayerOpen() { return !Ui().layers.empty(); }

bool BeginLayer(Id id, const LayerOptions& options, Rect& content) {
  return IsLayerOpen(id) && BeginAt(id, options, Place(options), false, content);
}

bool BeginSheet(Id id, const LayerOptions& options, Rect& content) {
  if (!IsPhone()) return BeginLayer(id, options, content);
  return IsLayerOpen(id) && BeginAt(id, options, PlaceSheet(options), true, content);
}

void EndLayer() {
  ImGui::PopID();
  EndMirror();
  Ui().mirror_parents.pop_back();
  Ui().layer_stack.pop_back();
  ImGui::End();
}

}  // namespace kedang::ui
