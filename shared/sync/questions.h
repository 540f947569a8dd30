// Questions that a client asks beside the sync, and their answers; sent like the other messages (messages.h).
#pragma once

#include <string>
#include <vector>

#include "shared/model/mutation.h"
#include "shared/model/record.h"
#include "shared/model/version.h"

namespace kedang {

// Where a replica is: everything up to `sequence` of this epoch, of the records that its view says (held_view.h).
struct Cookie {
  Epoch epoch;
  std::uint64_t sequence = 0;
  std::uint64_t view = 0;

  bool operator==(const Cookie&) const = default;
  bool is_empty() const { return epoch.number == 0; }
};

struct HistoryRequest {
  Id record;
  std::uint32_t limit = 200;
};
struct HistoryResponse {
  std::vector<HistoryEntry> entries;  // newest first
};

// The last saves of a schema's records, for trying rules on them; for administrators. A part is kept for records that were
// made, so that one import does not hide how people work. At most kMaxRecentSaves.
inline constexpr std::uint32_t kMaxRecentSaves = 1000;
struct RecentSavesRequest {
  SchemaId schema = 0;
  std::uint32_t limit = 500;
};
struct SavedRecord {
  Record now;
  std::vector<HistoryEntry> entries;  // newest first, back to the oldest of the record's saves asked for
};
struct RecentSavesResponse {
  std::vector<SavedRecord> records;
};

// Where a device holds only a part: what else there is. The text is in the query language; what cannot be read of it is left
// out, as in the client. An answer has the first of those hits that the device does not hold by this cookie.
inline constexpr std::uint32_t kMaxSearchRecords = 200;
struct SearchRequest {
  Id replica;
  Cookie cookie;
  SchemaId schema = 0;  // 0: of every template
  std::string query;
  std::string sort;     // as the API's: key of a field, "created" or "changed", with "-" before it descending; empty: as found
  std::uint32_t limit = 50;
};
struct SearchResponse {
  std::uint64_t count = 0;      // of everything the user sees
  std::uint64_t elsewhere = 0;  // of these, not held by the device
  bool is_approximate = false;
  std::vector<Record> records;  // of `elsewhere`, as a pull would give them
};

}  // namespace kedang
