// Private to SyncClient's two source files: storage keys and what a snapshot under way holds.
#pragma once

#include <cstdio>

#include "shared/sync/client.h"

namespace kedang {

inline constexpr char kStateKey[] = "state";
inline constexpr TimeMs kJournalAgeMs = 30LL * 86'400'000;
inline constexpr std::size_t kJournalLength = 10'000;

// Sixteen hexadecimal digits: keys sort as numbers.
inline std::string NumberKey(std::uint64_t number) {
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
  return text;
}
inline std::string SegmentKey(Id snapshot, std::uint32_t index) {
  return "seg/" + FormatId(snapshot) + "/" + NumberKey(index);
}
// Behind every "seg/" key, so that changes are read after the segments they change.
inline std::string RecordKey(Id id) { return "upd/" + FormatId(id); }

struct SyncClient::Snapshot {
  SnapshotManifest manifest;
  std::unique_ptr<MemoryStore> store = std::make_unique<MemoryStore>();
  std::uint32_t next_segment = 0;
};

}  // namespace kedang
