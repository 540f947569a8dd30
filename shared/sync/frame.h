// Frame: the checked envelope of every sync message and cached block. All numbers little-endian.
//   0  magic "KDG1"          4  header version u8 = 1     5  kind u8          6  flags u16 = 0
//   8  schema version u32   12  body length u32          16  raw length u32 = body length (no inner compression)
//  20  count u32            24  request id u64           32  body             then 16 bytes XXH3-128 of header and body
// Length, limits and hash are checked before anything inside is looked at. The hash finds damage, not malice: who may
// speak is decided by the session. Compression is HTTP's business, so caches and proxies do it once.
#pragma once

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace kedang {

enum class FrameKind : std::uint8_t {  // append only
  kHelloRequest = 1, kHelloResponse, kPushRequest, kPushResponse, kPullRequest, kPullResponse,
  kSnapshotRequest, kSnapshotManifest, kSegment, kHistoryRequest, kHistoryResponse, kError,
  kGroup,        // outbox, journal and tray entries of the client's storage
  kClientState,  // the client's own state in its storage
  kConflict,
  kRecord,  // a changed record of the client's base: body as packed_record.h
  kFileStartRequest, kFilePartRequest, kFileStateResponse,
  kRecentSavesRequest, kRecentSavesResponse,
  kSearchRequest, kSearchResponse,
};

inline constexpr FrameKind kLastFrameKind = FrameKind::kSearchResponse;

inline constexpr std::size_t kFrameHeaderBytes = 32;
inline constexpr std::size_t kFrameHashBytes = 16;
inline constexpr std::size_t kMaxFrameBody = 64u << 20;

struct Frame {
  FrameKind kind = FrameKind::kError;
  std::uint32_t schema_version = 0;
  std::uint32_t count = 0;
  std::uint64_t request_id = 0;
  ByteSpan body;  // points into the bytes the frame was read from
};

Bytes WriteFrame(FrameKind kind, ByteSpan body, std::uint32_t schema_version = 0, std::uint32_t count = 0,
                 std::uint64_t request_id = 0);

// What bytes would be if they are a frame at all; kError of others.
FrameKind KindOf(ByteSpan bytes);

// kCorrupt for damage, kUnsupported for a newer header or unknown kind, kTooLarge beyond `max_body`.
Result<Frame> ReadFrame(ByteSpan bytes, std::size_t max_body = kMaxFrameBody);

}  // namespace kedang
