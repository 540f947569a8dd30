// Message ⇄ frame bytes. The only door to Cereal: its exceptions end here as Results. Reading is bounded in bytes,
// elements and depth (security: a length read is checked against what is left before anything is reserved), every text
// must be UTF-8 and at most kMaxValueBytes long, and nothing may follow the message.
#pragma once

#include "shared/sync/frame.h"
#include "shared/sync/messages.h"

namespace kedang {

// The entry kept in the client's outbox, journal and tray.
struct QueuedGroup {
  Group group;
  std::string tray_reason;  // tray only: ErrorCodeName or issue code
  std::vector<MutationResult> results;  // journal and tray
};

// What the client keeps about itself.
struct ClientState {
  Id replica;
  Cookie cookie;
  Id snapshot;                   // base segments belong to this one
  std::uint32_t segment_count = 0;
  MutationNumber next_mid = 1;
  Principal principal;
  std::string schemas;           // FormatSchemaSet
  std::vector<Person> people;
  TimeMs last_sync_ms = 0;
  HeldExtent extent;
};

template <typename T>
Bytes Encode(const T& message, std::uint64_t request_id = 0);
// Checks the frame, its kind and the body. Defined for every message type, QueuedGroup, ClientState and Conflict.
template <typename T>
Result<T> Decode(ByteSpan frame_bytes);

}  // namespace kedang
