// Mouse, pen and wheel from the page to Dear ImGui, in device pixels. The wheel's unit is Dear ImGui's:
// one notch of an ordinary mouse is about 1.
#pragma once

namespace kedang {

// Called by OpenWindow.
void InstallPointer();

}  // namespace kedang
