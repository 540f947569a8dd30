#include "wasm/platform/keyboard.h"

#include <array>
#include <string>

#include <emscripten.h>
#include <imgui.h>

#include "wasm/platform/frame.h"

extern "C" {
void kedang_keyboard_install();
void kedang_keyboard_claim(const char* key, size_t size);
}

namespace kedang {
namespace {

constexpr int kFramesAfterKey = 3;

struct NamedKey {
  std::string_view name;
  ImGuiKey key;
};

constexpr std::array<NamedKey, 18> kNamedKeys = {{{"Tab", ImGuiKey_Tab},
                                                  {"ArrowLeft", ImGuiKey_LeftArrow},
                                                  {"ArrowRight", ImGuiKey_RightArrow},
                                                  {"ArrowUp", ImGuiKey_UpArrow},
                                                  {"ArrowDown", ImGuiKey_DownArrow},
                                                  {"PageUp", ImGuiKey_PageUp},
                                                  {"PageDown", ImGuiKey_PageDown},
                                                  {"Home", ImGuiKey_Home},
                                                  {"End", ImGuiKey_End},
                                                  {"Insert", ImGuiKey_Insert},
                                                  {"Delete", ImGuiKey_Delete},
                                                  {"Backspace", ImGuiKey_Backspace},
                                                  {" ", ImGuiKey_Space},
                                                  {"Enter", ImGuiKey_Enter},
                                                  {"Escape", ImGuiKey_Escape},
                                                  {"/", ImGuiKey_Slash},
                                                  {"?", ImGuiKey_Slash},
                                                  {"ContextMenu", ImGuiKey_Menu}}};

ImGuiKey KeyNamed(std::string_view name) {
  for (const NamedKey& named : kNamedKeys) {
    if (named.name == name) return named.key;
  }
  if (name.size() == 1) {
    const char c = name[0];
    if (c >= 'a' && c <= 'z') return static_cast<ImGuiKey>(ImGuiKey_A + (c - 'a'));
    if (c >= 'A' && c <= 'Z') return static_cast<ImGuiKey>(ImGuiKey_A + (c - 'A'));
    if (c >= '0' && c <= '9') return static_cast<ImGuiKey>(ImGuiKey_0 + (c - '0'));
  }
  if (name.size() == 2 && name[0] == 'F' && name[1] >= '1' && name[1] <= '9') {
    return static_cast<ImGuiKey>(ImGuiKey_F1 + (name[1] - '1'));
  }
  return ImGuiKey_None;
}

void AddModifiers(int modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & 1) != 0);
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & 2) != 0);
  io.AddKeyEvent(ImGuiMod_Alt, (modifiers & 4) != 0);
  io.AddKeyEvent(ImGuiMod_Super, (modifiers & 8) != 0);
}

}  // namespace

void InstallKeyboard() { kedang_keyboard_install(); }

void ClaimShortcut(std::string_view key) { kedang_keyboard_claim(key.data(), key.size()); }

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_keyboard_key(const char* name, size_t size, int is_down, int modifiers) {
  kedang::AddModifiers(modifiers);
  const ImGuiKey key = kedang::KeyNamed(std::string_view(name, size));
  if (key != ImGuiKey_None) ImGui::GetIO().AddKeyEvent(key, is_down != 0);
  kedang::RequestFrames(kedang::kFramesAfterKey);
}

EMSCRIPTEN_KEEPALIVE void kedang_keyboard_text(const char* text, size_t size) {
  ImGui::GetIO().AddInputCharactersUTF8(std::string(text, size).c_str());
  kedang::RequestFrames(kedang::kFramesAfterKey);
}

EMSCRIPTEN_KEEPALIVE void kedang_keyboard_focus(int is_focused) {
  // Keys let go outside the page never report it.
  ImGui::GetIO().AddFocusEvent(is_focused != 0);
  kedang::RequestFrame();
}

}  // extern "C"
