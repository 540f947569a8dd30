// PresenceBoard: who has which record open right now. Kept in memory only, for seconds: a browser says again and again that
// it is still there, and who falls silent is gone. It knows ids, no customer data. Who may ask about a record is decided by
// its caller. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/model/id.h"

namespace kedang {

// Somebody else at the same record; of several tabs of one person the one that edits counts.
struct Present {
  Id user;
  bool is_editing = false;
};

class PresenceBoard {
 public:
  // Longer than browsers let pass between two words (wasm/app/presence.h), short enough that nobody stays as a ghost.
  static constexpr TimeMs kLifeMs = 20'000;
  static constexpr std::size_t kMaxTabs = 4096;
  static constexpr std::size_t kMaxTabsOfSession = 16;  // one person cannot take everybody's room

  struct Visit {
    std::string session;  // name of the session, no secret
    std::string tab;      // what the browser's tab calls itself
    Id user;
    Id record;            // nil: has left
    bool is_editing = false;
  };
  struct Answer {
    std::vector<Present> others;        // at that record, by id of the user
    std::vector<std::string> to_tell;   // sessions of those for whom something changed by this visit
  };
  // `now` may be any clock that does not jump.
  Answer Note(const Visit& visit, TimeMs now);
  std::size_t size() const;

 private:
  struct Tab {
    Id user;
    Id record;
    bool is_editing = false;
    TimeMs ends = 0;
  };
  using Key = std::pair<std::string, std::string>;  // session, tab

  void DropSilent(TimeMs now);
  bool HasRoom(const std::string& session) const;
  void TellAbout(Id record, Id user, std::vector<std::string>& sessions) const;

  mutable std::mutex mutex_;
  std::map<Key, Tab> tabs_;
  std::multimap<Id, Key> by_record_;
  TimeMs swept_ms_ = 0;
};

}  // namespace kedang
