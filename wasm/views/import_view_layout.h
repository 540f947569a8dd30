// What the steps of the import share in their layout.
#pragma once

#include "wasm/ui/rect.h"

namespace kedang {

// A line of a list of values, high enough for a finger on phones.
float ValueRowHeight();

// The bar below a step: draws its ground and gives where buttons go, on phones below `facts`, else right of them. Behind the
// last button call EndImportFacts.
ui::Rect BeginImportFoot(ui::Rect bar, ui::Rect& facts);
// Leaves the facts what the buttons left.
void EndImportFacts(ui::Rect buttons, ui::Rect& facts);

}  // namespace kedang
