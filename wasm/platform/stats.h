// window.kedang.stats(): figures for tests and support. frames and memoryBytes come from here, the rest
// from the application.
#pragma once

#include <functional>
#include <string>

namespace kedang {

struct ClientStats {
  double records = 0;
  double pending = 0;
  double conflicts = 0;
  double search_ms = 0;   // of the last search
  double found = -1;      // by it; -1 while it did not look through all records
  double load_ms = 0;     // from the page's start to the first usable frame
  bool is_current = false;  // the server has everything of this client, and this client everything of the server
  std::string version;
};

void SetStatsProvider(std::function<ClientStats()> provider);

}  // namespace kedang
