#include "server/snapshot_cache.h"

#include <algorithm>

#include "server/compress.h"
#include "shared/sync/server.h"

namespace kedang {
namespace {

constexpr std::size_t kSegmentBytes = 1u << 20;
constexpr std::size_t kMaxShared = 3;  // loads that have begun go on while a newer one exists
constexpr std::size_t kMaxLoads = 4096, kMaxOwnBytes = 256u << 20;
constexpr std::uint64_t kLeastChanges = 1000;
constexpr int kBrotliQuality = 5;
constexpr int kGzipLevel = 5;

}  // namespace

SnapshotCache::Blocks SnapshotCache::TakeBlocks(std::vector<Bytes>& segments) {
  Blocks blocks;
  for (Bytes& segment : segments) {
    blocks.push_back(std::make_unique<Block>(segment));
    segment = Bytes();
  }
  segments.clear();
  return blocks;
}

Result<SnapshotManifest> SnapshotCache::Manifest(const Principal& principal, Id replica) {
  auto load = std::make_shared<Load>();
  OwnLoad own;
  SnapshotManifest manifest;
  std::uint64_t sequence = 0;
  if (principal.row_cap == 0) {
    KEDANG_ASSIGN(load->shared, SharedFor(principal));
    own = OwnLoadOf(load->shared->load, principal, kSegmentBytes);
    manifest.segment_count = static_cast<std::uint32_t>(load->shared->blocks.size());
    manifest.record_count = load->shared->load.record_count;
    sequence = load->shared->load.sequence;
  } else {
    KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
    KEDANG_ASSIGN(const auto edition, instance_.EditionAt(reader->connection()));
    KEDANG_ASSIGN(sequence, reader->LastSequence());
    KEDANG_ASSIGN(own, ReadCappedLoad(*reader, edition->schemas(), principal, kSegmentBytes));
  }
  manifest.snapshot = MakeId(instance_.clock().NowMs(), instance_.random());
  manifest.segment_count += static_cast<std::uint32_t>(own.segments.size());
  manifest.record_count += own.record_count;
  manifest.conflicts = std::move(own.conflicts);
  const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_ASSIGN(const auto edition, instance_.EditionAt(store.connection()));
    const Lexicon& lexicon = instance_.lexicon();
    SyncServer server(edition->schemas(), edition->rules(lexicon), lexicon, instance_.clock(), instance_.random());
    KEDANG_ASSIGN(manifest.cookie, server.KeepLoad(store, principal, replica, sequence, own.view));
    return Status();
  });
  if (!status.ok()) return status.error();
  load->id = manifest.snapshot;
  load->user = principal.user;
  load->permission_version = principal.permission_version;
  for (const Bytes& segment : own.segments) load->own_bytes += segment.size();
  load->own = TakeBlocks(own.segments);
  Keep(std::move(load));
  return manifest;
}

void SnapshotCache::Keep(std::shared_ptr<const Load> load) {
  const std::lock_guard lock(mutex_);
  own_bytes_ += load->own_bytes;
  loads_.push_back(std::move(load));
  while (loads_.size() > kMaxLoads || (own_bytes_ > kMaxOwnBytes && loads_.size() > 1)) {
    own_bytes_ -= loads_.front()->own_bytes;
    loads_.pop_front();
  }
}

Result<std::shared_ptr<const SnapshotCache::Shared>> SnapshotCache::SharedFor(const Principal& principal) {
  const std::lock_guard building(building_);
  KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
  KEDANG_ASSIGN(const auto edition, instance_.EditionAt(reader->connection()));
  KEDANG_ASSIGN(const std::uint64_t last, reader->LastSequence());
  const std::string visibility = VisibilityOf(principal, edition->schemas()), projection = ProjectionKey(principal);
  {
    const std::lock_guard lock(mutex_);
    for (auto one = shared_.rbegin(); one != shared_.rend(); ++one) {
      const SharedLoad& load = (*one)->load;
      if (load.visibility != visibility || load.projection != projection) continue;
      const std::uint64_t allowed = std::max(kLeastChanges, load.record_count / 20);
      if (load.epoch == reader->epoch() && last - load.sequence <= allowed) return *one;
      break;
    }
  }
  auto shared = std::make_shared<Shared>();
  KEDANG_ASSIGN(shared->load, ReadSharedLoad(*reader, edition->schemas(), principal, kSegmentBytes));
  shared->blocks = TakeBlocks(shared->load.segments);
  const std::lock_guard lock(mutex_);
  shared_.push_back(shared);
  if (shared_.size() > kMaxShared) shared_.erase(shared_.begin());
  return std::shared_ptr<const Shared>(std::move(shared));
}

Result<std::string> SnapshotCache::Segment(const Principal& principal, Id id, std::uint32_t number, Encoding encoding) {
  std::shared_ptr<const Load> load;
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(loads_.rbegin(), loads_.rend(), [id](const auto& one) { return one->id == id; });
    if (found != loads_.rend()) load = *found;
  }
  const std::size_t before = load && load->shared ? load->shared->blocks.size() : 0;
  const bool is_there = load && load->user == principal.user && load->permission_version == principal.permission_version &&
                        number < before + load->own.size();
  if (!is_there) return Error{ErrorCode::kNotFound, "no such segment of a snapshot"};
  Block& block = number < before ? *load->shared->blocks[number] : *load->own[number - before];
  const std::lock_guard lock(block.mutex);
  switch (encoding) {
    case Encoding::kBrotli:
      if (block.brotli.empty()) block.brotli = CompressBrotli(block.identity, kBrotliQuality);
      return block.brotli;
    case Encoding::kGzip:
      if (block.gzip.empty()) block.gzip = CompressGzip(block.identity, kGzipLevel);
      return block.gzip;
    case Encoding::kIdentity:
      break;
  }
  return block.identity;
}

}  // namespace kedang
