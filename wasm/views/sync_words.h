// The state of the sync in a word, with its colour and icon: the same in every top bar.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/ui/navigation.h"

namespace kedang {

// How long the oldest edit has waited for the server: amber from a day on, red from three.
enum class UnsentAge : std::uint8_t { kFresh, kDay, kDays };
UnsentAge AgeOfEdit(TimeMs client_ms, TimeMs now);
UnsentAge UnsentAgeOf(const SyncStatus& status, TimeMs now);

// `kept` holds the words while they are drawn.
ui::SyncWord SyncWordOf(App& app, std::string& kept);

}  // namespace kedang
