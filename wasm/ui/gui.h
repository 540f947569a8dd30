// The door of wasm/ui to Dear ImGui: input, clipping, scrolling and text editing come from it, nothing
// that is seen. Views need none of it; they use the headers beside this one.
#pragma once

#include <imgui.h>
#include <imgui_internal.h>

#include "wasm/ui/rect.h"

namespace kedang::ui {

inline ImVec2 Gui(Vec2 point) { return ImVec2(point.x, point.y); }
inline Vec2 FromGui(ImVec2 point) { return {point.x, point.y}; }
inline ImVec2 MinOf(Rect rect) { return ImVec2(rect.x, rect.y); }
inline ImVec2 MaxOf(Rect rect) { return ImVec2(rect.x + rect.w, rect.y + rect.h); }
inline ImRect Gui(Rect rect) { return ImRect(MinOf(rect), MaxOf(rect)); }
inline Rect FromGui(const ImRect& rect) {
  return {rect.Min.x, rect.Min.y, rect.Max.x - rect.Min.x, rect.Max.y - rect.Min.y};
}
inline ImDrawList* Canvas() { return ImGui::GetWindowDrawList(); }

}  // namespace kedang::ui
