// The bare text editing under every field: Dear ImGui's input without a look of its own, fed by the text
// agent. Private to wasm/ui.
#pragma once

#include <string>
#include <string_view>

#include "wasm/ui/item.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"

namespace kedang::ui {

struct EditOptions {
  std::string_view name = {};   // the id is made from it: EditId(name)
  Rect box = {};                // the whole field's box
  float left = 0;               // from the box's edge to the text
  float right = 0;              // from the text's end to the box's edge
  TextStyle style = kBody;
  InputKind kind = InputKind::kText;
  std::string_view placeholder = {};
  Color color = 0;
  Color background = 0;         // behind the text, for the composing text
  bool is_multi_line = false;
  bool is_read_only = false;
  bool is_secret = false;
  bool takes_focus = false;
  bool selects_all = false;     // when the focus comes
  int caret = -1;               // byte offset where the caret goes, in a text the caller has changed
  int max_bytes = 0;
  Description description = {};  // for the mirror; value and focus are filled in
};

struct EditResult {
  bool was_changed = false;
  bool was_committed = false;
  bool was_cancelled = false;
  bool was_submitted = false;
  bool is_active = false;
  bool is_hovered = false;
  bool was_left = false;        // stopped editing in this frame
  int cursor = -1;
  float scroll_x = 0;           // how far the text is moved to the left while editing
};

// The id of the input and of its mirror node in the current scope.
Id EditId(std::string_view name);
bool IsEditing(Id id);

EditResult EditText(std::string& text, const EditOptions& options);

}  // namespace kedang::ui
