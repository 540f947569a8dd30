#include "wasm/platform/window.h"

#include <array>
#include <cmath>
#include <string>
#include <utility>

#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>

#include "wasm/platform/canvas_font.h"
#include "wasm/platform/clipboard.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/keyboard.h"
#include "wasm/platform/renderer.h"
#include "wasm/platform/text_agent.h"
#include "wasm/platform/touch.h"

extern "C" {
void kedang_window_install();
void kedang_window_measure(float* out);
void kedang_window_resize(int width, int height, float css_width, float css_height);
int kedang_window_preferences();
void kedang_window_cursor(const char* name, size_t size);
void kedang_window_language(const char* language, size_t size);
void kedang_window_title(const char* title, size_t size);
void kedang_window_color(int red, int green, int blue);
void kedang_window_ready();
void kedang_window_unsupported();
void kedang_window_failed();
}

namespace kedang {
namespace {

struct WindowState {
  WindowMetrics metrics;
  SystemPreferences preferences;
  std::function<void()> preferences_handler;
  bool is_size_stale = true;
  bool is_ready_told = false;
};

WindowState& State() {
  static WindowState state;
  return state;
}

void AskPreferences() {
  const int bits = kedang_window_preferences();
  State().preferences = {.is_dark = (bits & 1) != 0,
                         .is_motion_reduced = (bits & 2) != 0,
                         .is_touch = (bits & 4) != 0,
                         .is_mac = (bits & 8) != 0,
                         .is_secure = (bits & 16) != 0,
                         .is_ios = (bits & 32) != 0,
                         .is_installed = (bits & 64) != 0};
}

bool CreateContext() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = false;
  attributes.antialias = false;  // shapes are antialiased by their own fringes
  attributes.depth = false;
  attributes.stencil = false;
  attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context("#canvas", &attributes);
  if (context <= 0) return false;
  return emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

std::string_view CursorName(ImGuiMouseCursor cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_None: return "none";
    case ImGuiMouseCursor_TextInput: return "text";
    case ImGuiMouseCursor_ResizeAll: return "move";
    case ImGuiMouseCursor_ResizeNS: return "ns-resize";
    case ImGuiMouseCursor_ResizeEW: return "ew-resize";
    case ImGuiMouseCursor_ResizeNESW: return "nesw-resize";
    case ImGuiMouseCursor_ResizeNWSE: return "nwse-resize";
    case ImGuiMouseCursor_Hand: return "pointer";
    case ImGuiMouseCursor_Wait: return "wait";
    case ImGuiMouseCursor_Progress: return "progress";
    case ImGuiMouseCursor_NotAllowed: return "not-allowed";
    default: return "default";
  }
}

}  // namespace

bool OpenWindow() {
  if (!CreateContext()) {
    kedang_window_unsupported();
    return false;
  }
  kedang_window_install();
  AskPreferences();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendPlatformName = "kedang_web";
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  io.ConfigMacOSXBehaviors = Preferences().is_mac;
  InstallCanvasFonts();
  OpenRenderer();
  InstallKeyboard();
  InstallTouch();
  InstallTextAgent();
  InstallClipboard();
  UpdateWindowSize();
  return true;
}

const WindowMetrics& Window() { return State().metrics; }

const SystemPreferences& Preferences() { return State().preferences; }

void OnPreferencesChanged(std::function<void()> handler) { State().preferences_handler = std::move(handler); }

void SetPageLanguage(std::string_view language) {
  const std::string_view tag = language == "zh" ? std::string_view("zh-CN") : language;
  kedang_window_language(tag.data(), tag.size());
}

void ShowStartFailure() { kedang_window_failed(); }

void SetPageTitle(std::string_view title) { kedang_window_title(title.data(), title.size()); }

void SetPageColor(unsigned color) {
  kedang_window_color(static_cast<int>(color & 0xff), static_cast<int>(color >> 8 & 0xff),
                      static_cast<int>(color >> 16 & 0xff));
}

void UpdateWindowSize() {
  WindowState& state = State();
  if (!state.is_size_stale) return;
  state.is_size_stale = false;
  std::array<float, 8> values{};
  kedang_window_measure(values.data());
  const float ratio = values[2];
  state.metrics = {.width = values[0],
                   .height = values[1],
                   .pixel_ratio = ratio,
                   .safe_area = {values[3], values[4], values[5], values[6]},
                   .is_keyboard_open = values[7] != 0};
  const float width = std::max(std::round(values[0] * ratio), 1.0f);
  const float height = std::max(std::round(values[1] * ratio), 1.0f);
  ImGuiIO& io = ImGui::GetIO();
  if (io.DisplaySize.x != width || io.DisplaySize.y != height) {
    io.DisplaySize = ImVec2(width, height);
    // Exactly the device pixels, so that the browser never scales the picture.
    kedang_window_resize(static_cast<int>(width), static_cast<int>(height), width / ratio, height / ratio);
  }
}

void UpdateCursorShape() {
  if (!State().is_ready_told) {
    State().is_ready_told = true;
    kedang_window_ready();
  }
  const std::string_view name = CursorName(ImGui::GetMouseCursor());
  kedang_window_cursor(name.data(), name.size());
}

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_window_size_changed() {
  kedang::State().is_size_stale = true;
  kedang::RequestFrames(2);
}

EMSCRIPTEN_KEEPALIVE void kedang_window_preferences_changed() {
  kedang::AskPreferences();
  if (kedang::State().preferences_handler) kedang::State().preferences_handler();
  kedang::RequestFrames(2);
}

// Lets go of the old context's objects while nothing can be drawn.
EMSCRIPTEN_KEEPALIVE void kedang_window_context_lost() { kedang::ForgetRenderer(); }

EMSCRIPTEN_KEEPALIVE void kedang_window_context_restored() {
  kedang::OpenRenderer();
  kedang::RequestFrames(3);
}

}  // extern "C"
