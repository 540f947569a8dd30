// The real DOM field behind the text field being edited: input methods, phone keyboards, autocorrect and
// password managers talk to it, Dear ImGui gets what they commit. Composing text is shown in the field
// itself, at the caret. The agent has the focus exactly while a Dear ImGui text field is active.
#pragma once

#include <cstdint>
#include <string_view>

#include "wasm/platform/canvas_font.h"

namespace kedang {

// What belongs in the field; chooses keyboard, autofill and type of the DOM field.
enum class TextKind : uint8_t {
  kText, kSearch, kNumber, kDecimal, kPhone, kEmail, kUrl, kUserName, kPassword, kNewPassword, kOneTimeCode
};

// What the enter key of a phone keyboard says.
enum class EnterKey : uint8_t { kEnter, kDone, kGo, kNext, kSearch, kSend };

struct TextAgentHints {
  TextKind kind = TextKind::kText;
  EnterKey enter_key = EnterKey::kEnter;
  bool is_multi_line = false;
  bool has_autocorrect = false;    // prose; names, codes and numbers have none
  uint32_t field_id = 0;           // its node in the accessibility mirror, which describes the agent
  float left = 0, top = 0, width = 0, height = 0;  // the field's box, device px
  FontFace face = FontFace::kRegular;
  float font_size = 14;            // CSS px
  uint32_t text_color = 0xff000000;        // 0xAABBGGRR, of the composing text
  uint32_t background_color = 0xffffffff;  // behind it: the field's fill
};

// Called by OpenWindow.
void InstallTextAgent();

// The active text field calls this every frame while drawing.
void SetTextAgentHints(const TextAgentHints& hints);

// True while an input method is composing: Enter and Esc belong to it.
bool IsComposing();

}  // namespace kedang
