// Where a text breaks into lines: after spaces, between hanzi, at newlines, inside a word only when it
// is wider than the line; never before closing nor after opening punctuation. Private to wasm/ui.
#pragma once

#include <string_view>
#include <vector>

#include "wasm/ui/text.h"

namespace kedang::ui {

// The lines, without the spaces they broke at; at least one.
std::vector<std::string_view> BreakLines(std::string_view text, TextStyle style, float width);

}  // namespace kedang::ui
