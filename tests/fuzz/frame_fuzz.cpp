// Any bytes as a frame, and as the body of every kind of frame with a right hash.
#include "shared/store/packed_record.h"
#include "shared/sync/codec.h"
#include "shared/sync/segment.h"

namespace {

using namespace kedang;

template <typename T>
void Try(FrameKind kind, ByteSpan body) {
  const auto message = Decode<T>(WriteFrame(kind, body));
  // What is accepted is written and read again to the same bytes.
  if (message.ok()) {
    const Bytes again = Encode(message.value());
    const auto back = Decode<T>(again);
    if (!back.ok() || Encode(back.value()) != again) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteSpan bytes(data, size);
  (void)ReadFrame(bytes).ok();
  (void)Decode<PushRequest>(bytes).ok();
  (void)UnpackRecord(bytes).ok();
  Try<PushRequest>(FrameKind::kPushRequest, bytes);
  Try<PullResponse>(FrameKind::kPullResponse, bytes);
  Try<HelloRequest>(FrameKind::kHelloRequest, bytes);
  Try<FileStartRequest>(FrameKind::kFileStartRequest, bytes);
  Try<FilePartRequest>(FrameKind::kFilePartRequest, bytes);
  Try<SearchRequest>(FrameKind::kSearchRequest, bytes);
  Try<SearchResponse>(FrameKind::kSearchResponse, bytes);
  Try<ClientState>(FrameKind::kClientState, bytes);
  (void)ReadSegment(WriteFrame(FrameKind::kSegment, bytes), [](Record&&) {}).ok();
  return 0;
}
