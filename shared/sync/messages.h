// The messages that client and server exchange (sync.md 2.2): one set of types, used by both ends and nowhere else.
// Each travels as one frame (frame.h) whose body Cereal wrote through the bounded archives (codec.h).
#pragma once

#include <string>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/model/conflict.h"
#include "shared/model/mutation.h"
#include "shared/policy/principal.h"
#include "shared/sync/questions.h"

namespace kedang {

inline constexpr std::uint32_t kProtocolVersion = 4;  // 2: pulls bring new schemas; 3: cookies name a view; 4: batches are merged and taken back
inline constexpr std::size_t kMaxRequestBytes = 2u << 20;
inline constexpr std::size_t kMaxPushMutations = 500;
inline constexpr std::size_t kMaxPushBytes = 1u << 20;
inline constexpr std::size_t kMaxValueBytes = 64u << 10;
inline constexpr std::size_t kMaxWanted = 50;  // in one pull

// How much of what its user sees a device holds.
struct HeldExtent {
  std::uint32_t row_cap = 0;          // Principal::row_cap; 0: everything
  std::uint64_t visible_records = 0;  // with a cap: of how many that the user sees, without the program's own

  bool operator==(const HeldExtent&) const = default;
};

enum class Must : std::uint8_t { kNothing, kReset, kUpgrade, kSignIn, kWipe };

struct HelloRequest {
  std::uint32_t protocol = kProtocolVersion;
  std::string build;
  std::uint32_t schema_version = 0;  // 0: has none yet
  Id replica;
  Cookie cookie;
  std::uint32_t outbox_length = 0;
  bool is_storage_persistent = false;
  TimeMs client_ms = 0;
};

struct HelloResponse {
  std::uint32_t protocol = kProtocolVersion;
  Epoch epoch;
  TimeMs server_ms = 0;
  Must must = Must::kNothing;
  Principal principal;
  std::uint32_t schema_version = 0;
  std::string schemas;  // FormatSchemaSet when the client's version differs, else empty
  std::vector<Person> people;
  MutationNumber last_mid = 0;  // the last mutation of this replica that the server has an outcome for
  HeldExtent extent;
};

struct PushRequest {
  Id replica;
  Epoch epoch;
  std::vector<Group> groups;
};

struct PushResponse {
  Epoch epoch;
  MutationNumber last_mid = 0;
  std::vector<MutationResult> results;
};

struct PullRequest {
  Id replica;
  Cookie cookie;
  MutationNumber seen_mid = 0;
  std::uint32_t max_bytes = 1u << 20;
  std::uint32_t schema_version = 0;  // what the client has; 0: none
  std::vector<Id> wanted;            // records to hold from now on, whatever the cap says
};

struct PullResponse {
  Cookie request_cookie;  // the answer is applied only when this is the client's own cookie
  Cookie new_cookie;
  bool is_reset = false;  // the cookie is unknown here, or too old: fetch a snapshot
  bool has_more = false;
  std::vector<Record> puts;      // the whole visible projection of each
  std::vector<Id> leaves;        // of those it holds: deleted, no longer visible or over the cap; forget them
  std::vector<Conflict> conflicts;  // over records it holds: open ones to show, closed ones to drop
  MutationNumber last_mid = 0;
  std::vector<MutationResult> results;
  std::string schemas;  // of the last part: FormatSchemaSet when the client's version differs, else empty
  std::vector<Principal> principal;  // one when permissions are others since the cookie
  HeldExtent extent;                 // with it
};

// A first load: the manifest names immutable segments (segment.h), fetched one by one.
struct SnapshotRequest {
  Id replica;
};
struct SnapshotManifest {
  Id snapshot;
  Cookie cookie;
  std::uint32_t segment_count = 0;
  std::uint64_t record_count = 0;
  std::vector<Conflict> conflicts;  // all open ones
};

// Attached files travel beside the records (model/file_ref.h): announced, then part by part, in any order and as often as
// it takes. A file whose parts are all there can be read by whoever sees a record that names it.
struct FileStartRequest {
  Id file;
  std::uint64_t size = 0;
  std::string name;
  std::string type;  // media type as the browser says, for the download
};
struct FilePartRequest {
  Id file;
  std::uint32_t part = 0;  // from 0
  Bytes bytes;             // kFilePartBytes, fewer in the last one
};
// The answer to both.
struct FileStateResponse {
  std::uint32_t next_part = 0;  // the first one the server lacks
  bool is_complete = false;
};

// Any request may be answered with this instead (HTTP status 4xx or 5xx).
struct ErrorResponse {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::uint32_t retry_after_ms = 0;
};

}  // namespace kedang
