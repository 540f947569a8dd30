#include "wasm/platform/pointer.h"

#include <cfloat>

#include <emscripten.h>
#include <imgui.h>

#include "wasm/platform/frame.h"
#include "wasm/platform/window.h"

extern "C" void kedang_pointer_install();

namespace kedang {

void InstallPointer() { kedang_pointer_install(); }

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_pointer_move(float x, float y, int is_pen) {
  ImGuiIO& io = ImGui::GetIO();
  const float ratio = kedang::Window().pixel_ratio;
  io.AddMouseSourceEvent(is_pen != 0 ? ImGuiMouseSource_Pen : ImGuiMouseSource_Mouse);
  io.AddMousePosEvent(x * ratio, y * ratio);
  kedang::RequestFrames(2);
}

// `button` as PointerEvent.button counts: 0 left, 1 middle, 2 right; Dear ImGui has the last two the
// other way round. Further buttons are the browser's (back, forward).
EMSCRIPTEN_KEEPALIVE void kedang_pointer_button(int button, int is_down) {
  if (button < 0 || button > 2) return;
  const int imgui_button = button == 1 ? 2 : button == 2 ? 1 : 0;
  // A pen or a remote screen presses where the pointer was not before: what lies there must know of it first.
  if (is_down != 0) kedang::RunFramesNow(1);
  ImGui::GetIO().AddMouseButtonEvent(imgui_button, is_down != 0);
  // A click has done its work, focus and mirror included, when the browser's event ends.
  if (is_down == 0) kedang::RunFramesNow(3);
  kedang::RequestFrames(3);
}

// CSS pixels to scroll by. Dear ImGui takes steps, each two letters' heights wide or five high, where the browser
// has already decided how far one turn of this wheel on this system goes.
EMSCRIPTEN_KEEPALIVE void kedang_pointer_wheel(float x, float y) {
  const float letters = kedang::Window().pixel_ratio / ImGui::GetStyle().FontSizeBase;
  ImGui::GetIO().AddMouseWheelEvent(x * letters / 2, y * letters / 5);
  kedang::RequestFrames(3);
}

EMSCRIPTEN_KEEPALIVE void kedang_pointer_leave() {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  kedang::RequestFrames(2);
}

}  // extern "C"
