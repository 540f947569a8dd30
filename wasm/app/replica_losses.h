// ReplicaLosses: what happened to this browser's copy of the records since it was last used, found at the start by a marker
// kept elsewhere, and shown to the person until closed.
#pragma once

#include "wasm/app/workspace.h"

namespace kedang {

class ReplicaLosses {
 public:
  // A damaged copy was found and is being fetched again.
  bool was_repaired = false;
  // The browser took local data away: how many of the unsent edits that waited when last seen are gone with it, and whether
  // others are still here.
  bool was_evicted = false;
  bool has_unsent = false;
  std::size_t lost_pending = 0;

  // `has_state`: a replica's state was found. `started`: what SyncClient::Start said, `unsent` the edits that it found.
  void Find(Id user, bool is_storage_open, bool has_state, const Status& started, std::size_t unsent);
  // Call after every frame: keeps the marker as the replica is.
  void Note(Id user, const Workspace& workspace);

 private:
  TimeMs marked_sync_ms_ = 0;
  std::size_t marked_pending_ = 0;
};

}  // namespace kedang
