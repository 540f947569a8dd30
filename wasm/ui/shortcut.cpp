// The keyboard shortcuts of context.h.
#include <array>
#include <optional>
#include <utility>

#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

struct NamedKey {
  std::string_view name;
  ImGuiKey key;
};

constexpr std::array kNamedKeys = std::to_array<NamedKey>({
    {"Esc", ImGuiKey_Escape},        {"Enter", ImGuiKey_Enter},         {"Space", ImGuiKey_Space},
    {"Tab", ImGuiKey_Tab},           {"ArrowUp", ImGuiKey_UpArrow},     {"ArrowDown", ImGuiKey_DownArrow},
    {"ArrowLeft", ImGuiKey_LeftArrow}, {"ArrowRight", ImGuiKey_RightArrow}, {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},           {"PageUp", ImGuiKey_PageUp},       {"PageDown", ImGuiKey_PageDown},
    {"Delete", ImGuiKey_Delete},     {"Backspace", ImGuiKey_Backspace}, {"/", ImGuiKey_Slash},
    {"F2", ImGuiKey_F2},             {",", ImGuiKey_Comma},             {".", ImGuiKey_Period},
});

std::optional<ImGuiKey> KeyNamed(std::string_view name) {
  if (name.size() == 1) {
    const char c = name[0];
    if (c >= 'A' && c <= 'Z') return static_cast<ImGuiKey>(ImGuiKey_A + (c - 'A'));
    if (c >= '0' && c <= '9') return static_cast<ImGuiKey>(ImGuiKey_0 + (c - '0'));
  }
  for (const NamedKey& named : kNamedKeys) {
    if (named.name == name) return named.key;
  }
  return std::nullopt;
}

// A dialog or layer above the page keeps the page's shortcuts away.
bool IsBehindDialog() {
  const UiState& ui = Ui();
  if (ui.dialogs.empty()) return false;
  return ImGui::GetCurrentWindow()->RootWindow != ui.dialogs.back().window;
}

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

bool IsShortcut(std::string_view keys, bool works_in_text) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool wants_control = TakePrefix(keys, "Ctrl+");
  bool wants_shift = TakePrefix(keys, "Shift+");
  const bool wants_alt = TakePrefix(keys, "Alt+");
  if (keys == "?") {
    wants_shift = true;
    keys = "/";
  }
  const std::optional<ImGuiKey> key = KeyNamed(keys);
  if (!key || !ImGui::IsKeyPressed(*key, false)) return false;
  const bool has_control = io.KeyCtrl || io.KeySuper;
  if (has_control != wants_control || io.KeyShift != wants_shift || io.KeyAlt != wants_alt) return false;
  if ((io.WantTextInput && !works_in_text && !wants_control) || IsBehindDialog()) return false;
  return *key != ImGuiKey_Escape || TakeEscape();
}

}  // namespace kedang::ui
