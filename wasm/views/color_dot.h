// The colour of a choice or tag: a dot that opens the six user colours.
#pragma once

#include <cstdint>

#include "wasm/ui/rect.h"

namespace kedang {

// `color` is 1 to 6; true when another one was chosen.
bool ColorDot(ui::Rect rect, std::uint8_t& color);

}  // namespace kedang
