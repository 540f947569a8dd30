// Keys and modifiers from the page to Dear ImGui. The browser keeps its own shortcuts; the app takes
// navigation keys and the chords it asks for. Copy, cut and paste come as clipboard events instead.
#pragma once

#include <string_view>

namespace kedang {

// Called by OpenWindow.
void InstallKeyboard();

// Takes a chord from the browser: the primary modifier (Ctrl, or the command key on a Mac) with a key as
// KeyboardEvent.key names it in lower case: "k", "enter". Ctrl+K and Ctrl+Enter are taken from the start.
void ClaimShortcut(std::string_view key);

}  // namespace kedang
