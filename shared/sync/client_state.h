// Private to SyncClient's source files: storage keys and what a snapshot under way holds. Rows by area:
//   meta       "state": ClientState
//   base       "mark": the cookie that the rows belong to, and how many changed; "seg/SNAPSHOT/NUMBER": a segment's frame;
//              "upd/RECORD": a record changed since, as a frame of packed_record.h, with nothing in it when it has left
//   outbox, journal   NUMBER of the group's first mutation: QueuedGroup
//   tray       the group's id: QueuedGroup       conflicts   the conflict's id: Conflict
#pragma once

#include <cstdio>

#include "shared/sync/client.h"

namespace kedang {

inline constexpr char kStateKey[] = "state";
inline constexpr char kMarkKey[] = "mark";
// By number, not by age: a clock that is years off must not empty it.
inline constexpr std::size_t kJournalLength = 10'000;
// More missing numbers than this are not filled one by one.
inline constexpr std::size_t kMaxFilled = 1'000;

// Sixteen hexadecimal digits: keys sort as numbers.
inline std::string NumberKey(std::uint64_t number) {
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
  return text;
}
inline std::string SegmentPath(Id snapshot, std::uint32_t index) {
  return "/sync/snapshot/" + FormatId(snapshot) + "/" + std::to_string(index);
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
  // Segments that no transaction has taken yet; it outlives the snapshot when that is given up.
  std::shared_ptr<std::vector<StorageWrite>> unstored = std::make_shared<std::vector<StorageWrite>>();
};

}  // namespace kedang
