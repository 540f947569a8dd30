#include "wasm/ui/context.h"

#include <algorithm>
#include <string>

#include "wasm/platform/accessibility.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/tooltip.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

// The one place that knows which context the widgets use.
UiContext*& Slot() {
  static UiContext* context = nullptr;
  return context;
}

// What of Dear ImGui's own drawing is left: selected text and the scroll bars of text areas.
void DressGui(const Theme& theme) {
  ImGuiStyle& style = ImGui::GetStyle();
  for (ImVec4& color : style.Colors) color = ImVec4(0, 0, 0, 0);
  const auto set = [&style](ImGuiCol_ slot, Color color) {
    style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(color);
  };
  set(ImGuiCol_Text, theme.text);
  set(ImGuiCol_TextDisabled, theme.secondary);
  set(ImGuiCol_TextSelectedBg, Fade(theme.accent, 0.25f));
  set(ImGuiCol_ScrollbarGrab, theme.control_border);
  set(ImGuiCol_ScrollbarGrabHovered, theme.secondary);
  set(ImGuiCol_ScrollbarGrabActive, theme.secondary);
  style.WindowPadding = style.FramePadding = style.ItemSpacing = style.ItemInnerSpacing = ImVec2(0, 0);
  style.WindowBorderSize = style.ChildBorderSize = style.FrameBorderSize = style.PopupBorderSize = 0;
  style.WindowRounding = style.ChildRounding = style.FrameRounding = 0;
  style.WindowMinSize = ImVec2(1, 1);
  style.ScrollbarSize = Px(6);
  style.ScrollbarRounding = Px(3);
  style.CircleTessellationMaxError = 0.1f;
  style.DisabledAlpha = 1;
  style.TouchExtraPadding = ImVec2(0, 0);
}

void ConfigureGui() {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigNavEscapeClearFocusItem = false;
  io.ConfigInputTextCursorBlink = true;
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  ImGuiContext& gui = *ImGui::GetCurrentContext();
  gui.ConfigNavWindowingKeyNext = gui.ConfigNavWindowingKeyPrev = 0;
}

// Arrows and their like belong to lists, menus and tables, not to spatial navigation.
void OwnArrowKeys(Id id) {
  for (const ImGuiKey key : {ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow, ImGuiKey_DownArrow,
                             ImGuiKey_PageUp, ImGuiKey_PageDown, ImGuiKey_Home, ImGuiKey_End}) {
    ImGui::SetKeyOwner(key, id);
  }
  // A field being edited takes Esc by a route of its own.
  if (ImGui::GetCurrentContext()->ActiveId == 0) ImGui::SetKeyOwner(ImGuiKey_Escape, id);
}

template <typename Opened>
void ForgetUndrawn(std::vector<Opened>& opened, int frame) {
  std::erase_if(opened, [frame](const Opened& one) { return one.drawn_frame < frame && one.opened_frame < frame; });
}

void CountDownToast(ShownToast& toast, float seconds) {
  if (toast.is_shown && toast.options.seconds > 0) toast.seconds_left -= seconds;
}

}  // namespace

UiContext::UiContext(UiFonts fonts) : state_(std::make_unique<UiState>()) {
  state_->fonts = fonts;
  state_->theme = ThemeOf(kLightTokens, false);
}

UiContext::~UiContext() {
  if (Slot() == this) Slot() = nullptr;
}

UiState& Ui() { return Slot()->state(); }

bool HasUi() { return Slot() != nullptr; }

void UseUi(UiContext* context) {
  Slot() = context;
  if (context != nullptr) ConfigureGui();
}

Rect BeginFrame(const WindowFacts& facts) {
  UiState& ui = Ui();
  ui.facts = facts;
  ui.form = FormOf(facts.width / facts.scale);
  ui.is_system_dark = facts.is_system_dark;
  const bool is_dark = ui.theme_choice == ThemeChoice::kDark || (ui.theme_choice == ThemeChoice::kSystem && ui.is_system_dark);
  ui.theme = ThemeOf(is_dark ? kDarkTokens : kLightTokens, is_dark);
  A11yBegin();
  ui.next_frame_in = -1;
  ui.was_escape_used = false;
  ui.mirror_parents.clear();
  ui.feet.clear();
  CountDownToast(ui.toast, ImGui::GetIO().DeltaTime);
  DressGui(ui.theme);
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImVec2(facts.width, facts.height));
  ImGui::Begin("##page", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
               ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
  OwnArrowKeys(ImGui::GetCurrentWindow()->ID);
  FillRect({0, 0, facts.width, facts.height}, ui.theme.surface);
  return {facts.safe_left, facts.safe_top, facts.width - facts.safe_left - facts.safe_right,
          facts.height - facts.safe_top - std::max(facts.safe_bottom, facts.keyboard)};
}

void EndFrame() {
  UiState& ui = Ui();
  ImGui::End();
  DrawRequestedTooltip();
  const int frame = ImGui::GetFrameCount();
  ForgetUndrawn(ui.layers, frame);
  ForgetUndrawn(ui.dialogs, frame);
  ui.is_text_active = ImGui::GetIO().WantTextInput;
  A11yEnd();
}

const WindowFacts& Facts() { return Ui().facts; }

void WakeIn(double seconds) {
  double& next = Ui().next_frame_in;
  next = next < 0 ? seconds : std::min(next, seconds);
}

float SecondsToNextFrame() { return static_cast<float>(Ui().next_frame_in); }

bool TakeEscape() {
  UiState& ui = Ui();
  if (ui.was_escape_used || !ImGui::IsKeyPressed(ImGuiKey_Escape, false)) return false;
  ui.was_escape_used = true;
  return true;
}

bool IsEditingText() { return Ui().is_text_active; }

Vec2 Pointer() { return FromGui(ImGui::GetIO().MousePos); }

}  // namespace kedang::ui
