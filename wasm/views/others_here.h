// Who else has the record open that Presence looks at, and whether they are changing it: faces and a sentence.
#pragma once

#include "wasm/app/app.h"
#include "wasm/ui/rect.h"

namespace kedang {

// Device px, at most `most`; 0 while nobody else is there.
float OthersHereWidth(App& app, float most);
void OthersHere(App& app, ui::Rect place);

}  // namespace kedang
