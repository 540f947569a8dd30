#include "wasm/ui/edit_text.h"

#include <algorithm>
#include <cmath>

#include "shared/base/utf8.h"
#include "wasm/platform/accessibility.h"
#include "wasm/platform/text_agent.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr int kDefaultMaxBytes = 64 * 1024;
constexpr double kBlinkSeconds = 0.5;

int ResizeText(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    std::string& text = *static_cast<std::string*>(data->UserData);
    text.resize(static_cast<size_t>(data->BufTextLen));
    data->Buf = text.data();
  }
  return 0;
}

TextKind KindOf(InputKind kind) { return static_cast<TextKind>(kind); }
static_assert(static_cast<int>(InputKind::kOneTimeCode) == static_cast<int>(TextKind::kOneTimeCode));

ImFont* LinesFont(TextStyle style, float& pixels) {
  const UiFonts& fonts = Ui().fonts;
  ImFont* font = style.weight == Weight::kMono ? fonts.mono_lines : fonts.regular_lines;
  if (font == nullptr) return FontOf(style.weight);
  pixels = std::round(pixels * style.line / style.size);
  return font;
}

ImGuiInputTextFlags FlagsOf(const EditOptions& options) {
  ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackResize;
  if (options.is_read_only) flags |= ImGuiInputTextFlags_ReadOnly;
  if (options.is_secret) flags |= ImGuiInputTextFlags_Password;
  if (options.is_multi_line) flags |= ImGuiInputTextFlags_Multiline;
  if (options.selects_all) flags |= ImGuiInputTextFlags_AutoSelectAll;
  return flags;
}

// Starts editing in this very frame: on phones focus() must happen within the person's gesture.
void Activate(Id id, bool selects_all) {
  ImGuiContext& gui = *ImGui::GetCurrentContext();
  gui.NavActivateId = id;
  gui.NavActivateFlags = ImGuiActivateFlags_PreferInput | (selects_all ? 0 : ImGuiActivateFlags_TryToPreserveState);
}

// The caller may have changed the text under an input being edited (cleared it, took a suggestion).
void ReloadIfChanged(Id id, const std::string& text) {
  ImGuiInputTextState* state = ImGui::GetInputTextState(id);
  if (state == nullptr || !IsEditing(id)) return;
  if (std::string_view(state->TextA.Data, static_cast<size_t>(state->TextLen)) != text) state->ReloadUserBufAndMoveToEnd();
}

// Where the caller wants the caret: kept until the input is active, which it may only become in this frame.
void PlaceCaret(Id id, int caret) {
  UiState& ui = Ui();
  if (caret >= 0) {
    ui.caret_id = id;
    ui.caret = caret;
  }
  if (ui.caret_id != id) return;
  ImGuiInputTextState* state = ImGui::GetInputTextState(id);
  if (state == nullptr || !IsEditing(id)) return;
  state->ReloadUserBufAndKeepSelection();
  state->ReloadSelectionStart = state->ReloadSelectionEnd = ui.caret;
  ui.caret_id = 0;
}

// A caret of one pixel and the height of the line's text.
void DrawCaret(const EditOptions& options, Id id) {
  const ImGuiContext& gui = *ImGui::GetCurrentContext();
  const ImGuiInputTextState* state = ImGui::GetInputTextState(id);
  if (state == nullptr || options.is_read_only || state->HasSelection()) return;
  WakeIn(kBlinkSeconds);
  const double phase = std::fmod(static_cast<double>(std::max(state->CursorAnim, 0.0f)), 2 * kBlinkSeconds);
  if (state->CursorAnim > 0 && phase > kBlinkSeconds) return;
  const ImVec2 place = gui.PlatformImeData.InputPos;
  const float line = gui.PlatformImeData.InputLineHeight;
  const float height = PxExact(options.style.size + 4);
  const float top = std::round(place.y + line / 2 - height / 2);
  PushClip(options.box);
  FillRect({std::round(place.x + 1), top, Line(), std::round(height)}, options.color);
  PopClip();
}

void TellAgent(const EditOptions& options, Id id) {
  TextAgentHints hints;
  hints.kind = KindOf(options.kind);
  hints.is_multi_line = options.is_multi_line;
  hints.enter_key = options.kind == InputKind::kSearch ? EnterKey::kSearch : EnterKey::kNext;
  hints.has_autocorrect = options.is_multi_line && options.style.weight != Weight::kMono;
  hints.field_id = id;
  hints.left = options.box.x;
  hints.top = options.box.y;
  hints.width = options.box.w;
  hints.height = options.box.h;
  hints.face = options.style.weight == Weight::kMono ? FontFace::kMono : FontFace::kRegular;
  hints.font_size = options.style.size;
  hints.text_color = options.color;
  hints.background_color = options.background;
  SetTextAgentHints(hints);
}

// The input itself; its frame is the box less what stands at its right.
void Input(std::string& text, const EditOptions& options, const std::string& label) {
  float pixels = FontPixels(options.style);
  ImFont* font = options.is_multi_line ? LinesFont(options.style, pixels) : FontOf(options.style.weight);
  ImGui::PushFont(font, pixels);
  const float ascent = std::round(font->GetFontBaked(pixels)->Ascent);
  const float baseline = BaselineOf(options.box.y, options.box.h, options.style.size);
  const float top = options.is_multi_line ? Px(5) : baseline - ascent - options.box.y;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(options.left, top));
  const ImVec2 size(options.box.w - options.right, options.box.h);
  ImGui::SetCursorScreenPos(MinOf(options.box));
  // One line stands at the padding's height: the frame is as high as that makes it.
  const std::string hint(options.placeholder);
  ImGui::PushStyleColor(ImGuiCol_Text, options.color);
  ImGui::InputTextEx(label.c_str(), hint.empty() ? nullptr : hint.c_str(), text.data(), static_cast<int>(text.capacity()) + 1,
                     options.is_multi_line ? size : ImVec2(size.x, 0), FlagsOf(options), ResizeText, &text);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::PopFont();
}

void Report(const EditOptions& options, Id id, const std::string& text) {
  Description description = options.description;
  description.value = text;
  description.is_editable = true;
  description.is_multi_line = options.is_multi_line;
  description.is_secret = options.is_secret;
  description.is_read_only = options.is_read_only;
  MirrorFocusable(id, options.box, description);
}

}  // namespace

Id EditId(std::string_view name) { return IdOf("##" + std::string(name)); }

bool IsEditing(Id id) { return ImGui::GetCurrentContext()->ActiveId == id; }

EditResult EditText(std::string& text, const EditOptions& options) {
  EditResult result;
  const std::string label = "##" + std::string(options.name);
  const Id id = IdOf(label);
  const std::string before = text;
  std::string told;
  if (TakeValue(id, &told) && !options.is_read_only) {
    text = told;
    result.was_committed = true;
  }
  ReloadIfChanged(id, text);
  PlaceCaret(id, options.caret);
  const bool was_editing = IsEditing(id);
  result.is_hovered = IsPointerOver(options.box);
  const bool was_box_clicked = result.is_hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
                               Pointer().x < options.box.Right() - options.right;
  const bool was_requested = Ui().focus_request == id;
  if (was_requested) Ui().focus_request = 0;
  const bool wants_focus = options.takes_focus || was_requested || TakeFocus(id) || TakeActivation(id);
  if (!was_editing && (wants_focus || (was_box_clicked && options.selects_all))) Activate(id, options.selects_all || wants_focus);
  text.reserve(std::max<size_t>(text.size() + 1, 32));
  Input(text, options, label);
  result.is_active = IsEditing(id);
  result.was_left = was_editing && !result.is_active;
  const int most = options.max_bytes > 0 ? options.max_bytes : kDefaultMaxBytes;
  if (text.size() > static_cast<size_t>(most)) text = std::string(TruncateUtf8(text, static_cast<size_t>(most)));
  result.was_changed = text != before;
  if (result.was_changed) WakeIn(0);  // what follows from it is drawn in the next frame: issues, the room they take
  result.was_cancelled = result.was_left && ImGui::IsKeyPressed(ImGuiKey_Escape, false);
  if (result.was_cancelled) Ui().was_escape_used = true;
  const bool is_enter = ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
  result.was_submitted = options.is_multi_line ? (was_editing && is_enter && ImGui::GetIO().KeyCtrl) : (result.was_left && is_enter);
  if (result.was_left && !result.was_cancelled) result.was_committed = true;
  if (result.is_active) {
    const ImGuiInputTextState* state = ImGui::GetInputTextState(id);
    if (state != nullptr) {
      result.cursor = state->GetCursorPos();
      result.scroll_x = state->Scroll.x;
    }
    DrawCaret(options, id);
    TellAgent(options, id);
  }
  Report(options, id, text);
  return result;
}

}  // namespace kedang::ui
