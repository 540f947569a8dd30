// Any bytes as what a browser stored and as what a server answers: into a live client, which must take or refuse them.
// The first byte says how the rest is used: a row of some area before the start, else an answer, framed rightly or not.
#include "shared/sync/client.h"
#include "shared/sync/server.h"

namespace {

using namespace kedang;

class NoStorage final : public ClientStorage {
 public:
  void Commit(std::vector<StorageWrite>, std::function<void(Status)> done) override { done(Status()); }
};
struct Silent final : ClientObserver {
  void OnRecordsChanged(std::span<const Id>) override {}
  void OnBaseReplaced() override {}
  void OnSyncStatusChanged() override {}
};
struct Still final : Clock {
  TimeMs NowMs() override { return 1'790'000'000'000; }
};
struct Counting final : Random {
  void Fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = ++next;
  }
  std::uint8_t next = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::uint8_t use = data[0];
  const auto kind = static_cast<FrameKind>(1 + data[1] % static_cast<int>(kLastFrameKind));
  const ByteSpan bytes(data + 2, size - 2);
  const Bytes framed = WriteFrame(kind, bytes);
  const ByteSpan input = (use & 0x80) != 0 ? bytes : ByteSpan(framed);
  NoStorage storage;
  Silent observer;
  Still clock;
  Counting random;
  SyncClient client(storage, observer, clock, random, "fuzz");
  const auto area = static_cast<StorageArea>(use % kStorageAreaCount);
  const std::string key = area == StorageArea::kMeta ? "state" : area == StorageArea::kBase ? "upd/00000000000000000000000001" : "0000000000000001";
  if ((use & 0x40) == 0) client.Restore(area, key, input);
  (void)client.Start().ok();
  // An honest hello first, when asked for, so that pulls and segments are awaited.
  for (int i = 0; i < 4; ++i) {
    const auto request = client.NextRequest();
    if (!request) break;
    if ((use & 0x20) != 0 && i == 0) {
      HelloResponse hello;
      hello.epoch = Epoch{1, Id{1, 1}};
      hello.schema_version = 1;
      hello.schemas = R"({"version":1,"schemas":[]})";
      client.OnResponse(request->number, 200, Encode(hello));
    } else if ((use & 0x20) != 0 && i == 1) {
      SnapshotManifest manifest;
      manifest.cookie.epoch = Epoch{1, Id{1, 1}};
      manifest.segment_count = use & 0x10 ? 1 : 0;
      client.OnResponse(request->number, 200, Encode(manifest));
    } else {
      client.OnResponse(request->number, 200, input);
    }
  }
  (void)client.status();
  return 0;
}
