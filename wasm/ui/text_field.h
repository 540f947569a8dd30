// Text input: one line or several, with label, hint, issues, icons, clear cross, password eye. Editing
// is Dear ImGui's, its text comes from the platform's text agent (IME, phone keyboards, managers).
#pragma once

#include <string>
#include <string_view>

#include "wasm/ui/field_frame.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"

namespace kedang::ui {

// Tells phone keyboards and password managers what belongs in the field.
enum class InputKind : uint8_t { kText, kSearch, kNumber, kDecimal, kPhone, kEmail, kUrl, kUserName, kPassword, kNewPassword, kOneTimeCode };

struct TextFieldOptions {
  FieldOptions field = {};
  std::string_view id = {};           // else the label (or name) is the id
  std::string_view placeholder = {};
  InputKind kind = InputKind::kText;
  Icon prefix = Icon::kNone;
  Icon suffix = Icon::kNone;
  std::string_view suffix_text = {};  // unit: 元, %
  bool has_clear = false;             // a cross while there is text
  bool is_multi_line = false;
  int lines = 3;                      // height when multi-line
  bool is_mono = false;               // rule editor: 12 / 22 monospaced
  bool is_masked = false;             // shows `masked` and an accent eye; pressing it sets eye_pressed
  std::string_view masked = {};
  int max_bytes = 0;                  // 0: 64 KiB
  bool takes_focus = false;           // true for one frame: start editing
  bool is_right_aligned = false;      // numbers, when not being edited
};

struct TextFieldResult : FieldResult {
  bool eye_pressed = false;
  bool suffix_pressed = false;
  int cursor = -1;                    // byte offset while editing
  Rect box = {};                           // the input's box, to hang a layer on
};

// Draws the field with its label and lines into `rect` and edits `text`.
TextFieldResult TextField(Rect rect, std::string& text, const TextFieldOptions& options);
float TextFieldHeight(const TextFieldOptions& options, float width);

// Copies the text to the clipboard.
void CopyText(std::string_view text);
// What is pasted in this frame and not into a field; else empty.
std::string PastedText();

}  // namespace kedang::ui
