// The search box of the top bar and of lists: icon, text, key cap or cross. Role searchbox.
#pragma once

#include <string>
#include <string_view>

#include "wasm/ui/rect.h"

namespace kedang::ui {

struct SearchBoxOptions {
  std::string_view name = {};              // in the mirror: 搜索 / Search
  std::string_view placeholder = {};
  std::string_view keys = {};         // "Ctrl K", shown while empty and not focused
  std::string_view id = {};
  bool takes_focus = false;
  bool takes_tab = false;          // Tab is told, and stays in the box
  bool takes_enter = false;        // the same of Enter
  bool takes_escape = false;       // the same of Esc
  int caret = -1;                  // byte offset where the caret goes, in a text that was changed from outside
};

struct SearchBoxResult {
  bool was_changed = false;
  bool was_submitted = false;  // Enter
  bool was_cleared = false;    // cross, or Esc
  bool is_editing = false;
  int moved = 0;               // arrow down +1, up -1 while editing: through results
  int tabbed = 0;              // Tab +1, Shift+Tab -1 while editing, with takes_tab
  bool entered = false;        // Enter, with takes_enter
  bool escaped = false;        // Esc, with takes_escape
  int cursor = -1;             // byte offset while editing
  float text_x = 0;            // where the text begins, scrolled away perhaps
  Rect box = {};
};

// Height: 36 in the top bar, 32 in lists, 44 on phones: whatever `rect` has.
SearchBoxResult SearchBox(Rect rect, std::string& text, const SearchBoxOptions& options);

}  // namespace kedang::ui
