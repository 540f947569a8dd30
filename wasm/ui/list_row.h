// A row of a list beside what it shows: ground, mark of the row that is shown, divider and focus ring.
#pragma once

#include <cstddef>
#include <string_view>

#include "wasm/ui/item.h"
#include "wasm/ui/rect.h"

namespace kedang::ui {

struct ListRowOptions {
  std::string_view label = {};  // in the mirror
  std::string_view value = {};
  std::string_view hint = {};
  bool is_shown = false;        // its contents stand beside the list
  std::size_t position = 0;
  std::size_t count = 0;        // of rows
};

// An option named "row" in the scope of ids; what stands in it is drawn by the caller, inside what ListRowLines gives.
ItemState ListRow(Rect rect, const ListRowOptions& options);

// Room for two lines, of 22 and 18 px, in the middle of a row.
Rect ListRowLines(Rect rect);

}  // namespace kedang::ui
