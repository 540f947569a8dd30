#include "wasm/platform/text_agent.h"

#include <cstring>
#include <string>

#include <emscripten.h>
#include <imgui.h>
#include <imgui_internal.h>

#include "wasm/platform/frame.h"
#include "wasm/platform/window.h"

extern "C" {
void kedang_agent_install();
void kedang_agent_update(int is_wanted, float left, float top, float height);
void kedang_agent_hints(int kind, int enter_key, int is_multi_line, int has_autocorrect, uint32_t field_id,
                        float left, float top, float width, float height, int weight, const char* family,
                        size_t family_size, float font_size, uint32_t color, uint32_t background);
int kedang_agent_is_composing();
}

namespace kedang {
namespace {

constexpr int kFramesAfterText = 3;

struct AgentState {
  TextAgentHints hints;
  bool has_hints = false;
};

AgentState& State() {
  static AgentState state;
  return state;
}

bool IsSame(const TextAgentHints& a, const TextAgentHints& b) {
  return a.kind == b.kind && a.enter_key == b.enter_key && a.is_multi_line == b.is_multi_line &&
         a.has_autocorrect == b.has_autocorrect && a.field_id == b.field_id && a.left == b.left &&
         a.top == b.top && a.width == b.width && a.height == b.height && a.face == b.face &&
         a.font_size == b.font_size && a.text_color == b.text_color && a.background_color == b.background_color;
}

// Dear ImGui calls this at a frame's end whenever something about text input has changed.
void ShowIme(ImGuiContext*, ImGuiViewport*, ImGuiPlatformImeData* data) {
  const float ratio = Window().pixel_ratio;
  const bool is_wanted = data->WantTextInput || data->WantVisible;
  kedang_agent_update(is_wanted ? 1 : 0, data->InputPos.x / ratio, data->InputPos.y / ratio,
                      data->InputLineHeight / ratio);
  if (!is_wanted) State().has_hints = false;
}

}  // namespace

void InstallTextAgent() {
  kedang_agent_install();
  ImGui::GetPlatformIO().Platform_SetImeDataFn = ShowIme;
}

void SetTextAgentHints(const TextAgentHints& hints) {
  AgentState& state = State();
  if (state.has_hints && IsSame(state.hints, hints)) return;
  state.hints = hints;
  state.has_hints = true;
  const float ratio = Window().pixel_ratio;
  const char* family = CanvasFontFamily(hints.face);
  kedang_agent_hints(static_cast<int>(hints.kind), static_cast<int>(hints.enter_key), hints.is_multi_line ? 1 : 0,
                     hints.has_autocorrect ? 1 : 0, hints.field_id, hints.left / ratio, hints.top / ratio,
                     hints.width / ratio, hints.height / ratio, hints.face == FontFace::kBold ? 600 : 400, family,
                     std::strlen(family), hints.font_size, hints.text_color, hints.background_color);
}

bool IsComposing() { return kedang_agent_is_composing() != 0; }

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_agent_text(const char* text, size_t size) {
  ImGui::GetIO().AddInputCharactersUTF8(std::string(text, size).c_str());
  kedang::RequestFrames(kedang::kFramesAfterText);
}

EMSCRIPTEN_KEEPALIVE void kedang_agent_select_all() {
  if (ImGuiInputTextState* state = ImGui::GetInputTextState(ImGui::GetActiveID())) state->SelectAll();
}

// The DOM took the focus away: the field being edited is done. WantTextInput does not know of one that was begun in the
// frame before.
EMSCRIPTEN_KEEPALIVE void kedang_agent_lost() {
  if (ImGui::GetInputTextState(ImGui::GetActiveID()) != nullptr) ImGui::ClearActiveID();
  kedang::RequestFrames(2);
}

EMSCRIPTEN_KEEPALIVE void kedang_agent_run_frames() { kedang::RunFramesNow(2); }

}  // extern "C"
