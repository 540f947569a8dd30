// Layers above the page: lists of comboboxes, calendars, menus. One opens below (or above) its anchor
// and closes by Esc, by a press elsewhere or when told to. Layers nest.
#pragma once

#include <string_view>

#include "wasm/ui/item.h"
#include "wasm/ui/rect.h"

namespace kedang::ui {

void OpenLayer(Id id);
void CloseLayer(Id id);
bool IsLayerOpen(Id id);
bool IsAnyLayerOpen();

struct LayerOptions {
  Rect anchor = {};                  // it opens 4 px below this, or above when there is no room
  float width = 0;              // device px; 0: the anchor's
  float height = 0;             // of the content with its padding; clamped to the window
  bool is_aligned_right = false;
  bool takes_focus = false;     // menus do; the list of a text field leaves the focus in the field
  Description description = {Role::kMenu, ""};
};

// Draws the raised box and returns true with its inner rectangle when the layer is open; then EndLayer
// must follow. The padding is the caller's (4 px for lists, 8 for the calendar).
bool BeginLayer(Id id, const LayerOptions& options, Rect& content);
void EndLayer();

// A sheet from the bottom on phones, a layer elsewhere: same calls.
bool BeginSheet(Id id, const LayerOptions& options, Rect& content);

}  // namespace kedang::ui
