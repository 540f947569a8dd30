#include "wasm/platform/clipboard.h"

#include <cstring>
#include <string>

#include <emscripten.h>
#include <imgui.h>

#include "wasm/platform/frame.h"
#include "wasm/platform/window.h"

extern "C" {
void kedang_clipboard_install();
void kedang_clipboard_write(const char* text, size_t size);
}

namespace kedang {
namespace {

std::string& Held() {
  static std::string text;
  return text;
}

void SetText(ImGuiContext*, const char* text) {
  Held() = text;
  kedang_clipboard_write(text, std::strlen(text));
}

const char* GetText(ImGuiContext*) { return Held().c_str(); }

// Presses the chord and draws the frames that answer it, all within the browser's event.
void PressChord(ImGuiKey key) {
  ImGuiIO& io = ImGui::GetIO();
  const ImGuiKey modifier = Preferences().is_mac ? ImGuiMod_Super : ImGuiMod_Ctrl;
  io.AddKeyEvent(modifier, true);
  io.AddKeyEvent(key, true);
  RunFramesNow(2);
  io.AddKeyEvent(key, false);
  io.AddKeyEvent(modifier, false);
  RunFramesNow(1);
  RequestFrames(2);
}

}  // namespace

void InstallClipboard() {
  kedang_clipboard_install();
  ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  platform.Platform_SetClipboardTextFn = SetText;
  platform.Platform_GetClipboardTextFn = GetText;
}

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_clipboard_copy(int is_cut) {
  kedang::PressChord(is_cut != 0 ? ImGuiKey_X : ImGuiKey_C);
}

EMSCRIPTEN_KEEPALIVE void kedang_clipboard_paste(const char* text, size_t size) {
  kedang::Held().assign(text, size);
  kedang::PressChord(ImGuiKey_V);
}

}  // extern "C"
