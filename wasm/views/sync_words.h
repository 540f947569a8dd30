// The state of the sync in a word, with its colour and icon: the same in every top bar.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/ui/navigation.h"

namespace kedang {

// `kept` holds the words while they are drawn.
ui::SyncWord SyncWordOf(App& app, std::string& kept);

}  // namespace kedang
