#include "shared/sync/frame.h"

#include <algorithm>
#include <array>

#include "shared/base/hash.h"

namespace kedang {
namespace {

constexpr std::array<std::uint8_t, 4> kMagic = {'K', 'D', 'G', '1'};
constexpr std::uint8_t kHeaderVersion = 1;

}  // namespace

Bytes WriteFrame(FrameKind kind, ByteSpan body, std::uint32_t schema_version, std::uint32_t count,
                 std::uint64_t request_id) {
  Bytes out;
  out.reserve(kFrameHeaderBytes + body.size() + kFrameHashBytes);
  out.insert(out.end(), kMagic.begin(), kMagic.end());
  out.push_back(kHeaderVersion);
  out.push_back(static_cast<std::uint8_t>(kind));
  AppendU16(0, out);
  AppendU32(schema_version, out);
  AppendU32(static_cast<std::uint32_t>(body.size()), out);
  AppendU32(static_cast<std::uint32_t>(body.size()), out);
  AppendU32(count, out);
  AppendU64(request_id, out);
  out.insert(out.end(), body.begin(), body.end());
  const Hash128 hash = HashOf(out);
  out.insert(out.end(), hash.begin(), hash.end());
  return out;
}

FrameKind KindOf(ByteSpan bytes) {
  if (bytes.size() < kFrameHeaderBytes || bytes[5] < 1 || bytes[5] > static_cast<std::uint8_t>(kLastFrameKind)) return FrameKind::kError;
  return static_cast<FrameKind>(bytes[5]);
}

Result<Frame> ReadFrame(ByteSpan bytes, std::size_t max_body) {
  if (bytes.size() < kFrameHeaderBytes + kFrameHashBytes) {
    return Error{ErrorCode::kCorrupt, "frame: shorter than its header"};
  }
  if (!std::equal(kMagic.begin(), kMagic.end(), bytes.begin())) return Error{ErrorCode::kCorrupt, "frame: no KDG1 at the start"};
  if (bytes[4] != kHeaderVersion) return Error{ErrorCode::kUnsupported, "frame: header version " + std::to_string(bytes[4])};
  if (bytes[5] < 1 || bytes[5] > static_cast<std::uint8_t>(kLastFrameKind)) {
    return Error{ErrorCode::kUnsupported, "frame: kind " + std::to_string(bytes[5])};
  }
  if (ReadU16(bytes.subspan(6)) != 0) return Error{ErrorCode::kUnsupported, "frame: unknown flags"};
  const std::uint32_t body_size = ReadU32(bytes.subspan(12));
  if (body_size > max_body) return Error{ErrorCode::kTooLarge, "frame: body of " + std::to_string(body_size) + " bytes"};
  if (ReadU32(bytes.subspan(16)) != body_size) return Error{ErrorCode::kCorrupt, "frame: lengths disagree"};
  if (bytes.size() != kFrameHeaderBytes + body_size + kFrameHashBytes) {
    return Error{ErrorCode::kCorrupt, "frame: cut short or followed by other bytes"};
  }
  const ByteSpan hashed = bytes.first(kFrameHeaderBytes + body_size);
  const Hash128 hash = HashOf(hashed);
  if (!std::equal(hash.begin(), hash.end(), bytes.begin() + static_cast<std::ptrdiff_t>(hashed.size()))) {
    return Error{ErrorCode::kCorrupt, "frame: hash differs"};
  }
  Frame frame;
  frame.kind = static_cast<FrameKind>(bytes[5]);
  frame.schema_version = ReadU32(bytes.subspan(8));
  frame.count = ReadU32(bytes.subspan(20));
  frame.request_id = ReadU64(bytes.subspan(24));
  frame.body = bytes.subspan(kFrameHeaderBytes, body_size);
  return frame;
}

}  // namespace kedang
