// The application's other tabs: one of them is the leader, which alone talks to the server; all hear what
// any of them says. Leadership passes on by itself when the leader's tab closes or crashes.
#pragma once

#include <functional>
#include <string_view>

#include "shared/base/bytes.h"

namespace kedang {

struct TabHandlers {
  std::function<void()> became_leader;           // at most once in a tab's life
  std::function<void(ByteSpan message)> message; // from another tab
};

// Call once. Without Web Locks (no secure context) the tabs find out among themselves who leads.
void JoinTabs(TabHandlers handlers);

bool IsLeaderTab();

// To all other tabs, not to this one.
void TellTabs(ByteSpan message);

}  // namespace kedang
