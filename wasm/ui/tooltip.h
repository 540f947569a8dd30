// The bubble with words about what is under the pointer: 4 px pointer, 6 px away, after 400 ms.
#pragma once

#include <string_view>

#include "wasm/ui/rect.h"
#include "wasm/ui/state.h"

namespace kedang::ui {

// Asks for a bubble below `anchor` (above when there is no room) while the pointer rests on it.
void Tooltip(Rect anchor, std::string_view text, const ItemState& state);
void TooltipOnHover(Rect anchor, std::string_view text);

// Called by EndFrame: the bubble asked for, above everything.
void DrawRequestedTooltip();

// A bubble right now, for the gallery.
void DrawBubble(Rect anchor, std::string_view text);

}  // namespace kedang::ui
