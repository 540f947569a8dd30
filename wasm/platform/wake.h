// The server's wake-up line (Server-Sent Events): says that there is something to pull, carries no data of
// records. Reconnects by itself, from 1 s to 60 s apart with some chance in it, at once when the network is
// back. The leader tab alone opens it.
#pragma once

#include <functional>
#include <string_view>

namespace kedang {

struct WakeHandlers {
  std::function<void(std::string_view what)> woken;           // "change", "presence" or "signout"
  std::function<void(bool is_connected)> connection;  // told at each change
};

// Opens the line; an open one is closed first.
void OpenWake(std::string_view path, WakeHandlers handlers);
void CloseWake();

}  // namespace kedang
