// The clipboard between Dear ImGui and the page. Copy, cut and paste of the browser (keys, menus, phone
// bubbles) arrive as their chords; text set by ImGui::SetClipboardText goes to the system's clipboard.
#pragma once

namespace kedang {

// Called by OpenWindow.
void InstallClipboard();

}  // namespace kedang
