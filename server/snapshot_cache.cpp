#include "server/snapshot_cache.h"

#include <algorithm>

#include "server/compress.h"
#include "shared/sync/segment.h"
#include "shared/sync/server.h"

namespace kedang {
namespace {

constexpr std::size_t kSegmentBytes = 1u << 20;
constexpr std::size_t kMaxSnapshots = 3;  // loads that have begun go on while a newer one exists
constexpr std::uint64_t kLeastChanges = 1000;
constexpr int kBrotliQuality = 5;
constexpr int kGzipLevel = 5;

}  // namespace

Result<SnapshotManifest> SnapshotCache::Manifest(const Principal& principal) {
  const std::string visibility = VisibilityKey(principal);
  const std::lock_guard building(building_);
  std::shared_ptr<Snapshot> snapshot = Newest(visibility);
  if (snapshot != nullptr) {
    const SnapshotManifest& manifest = snapshot->manifest;
    KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
    KEDANG_ASSIGN(const std::uint64_t last, reader->LastSequence());
    const std::uint64_t allowed = std::max(kLeastChanges, manifest.record_count / 20);
    if (!(manifest.cookie.epoch == reader->epoch()) || last - manifest.cookie.sequence > allowed) snapshot = nullptr;
  }
  if (snapshot == nullptr) {
    KEDANG_ASSIGN(snapshot, Build(principal));
    const std::lock_guard lock(mutex_);
    snapshots_.push_back(snapshot);
    if (snapshots_.size() > kMaxSnapshots) snapshots_.erase(snapshots_.begin());
  }
  SnapshotManifest manifest = snapshot->manifest;
  manifest.cookie.permission_version = principal.permission_version;
  const std::size_t personal = PersonalOf(*snapshot, principal).size();
  manifest.record_count += personal;
  if (personal > 0) ++manifest.segment_count;
  KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
  KEDANG_RETURN_IF_ERROR(LeaveOutHidden(*reader, principal, snapshot->schemas, manifest.conflicts));
  return manifest;
}

std::vector<Record> SnapshotCache::PersonalOf(const Snapshot& snapshot, const Principal& principal) {
  std::vector<Record> records;
  for (const Record& record : snapshot.personal) {
    if (auto visible = Project(principal, snapshot.schemas, record)) records.push_back(std::move(*visible));
  }
  return records;
}

std::shared_ptr<SnapshotCache::Snapshot> SnapshotCache::Newest(const std::string& visibility) {
  const std::lock_guard lock(mutex_);
  for (auto snapshot = snapshots_.rbegin(); snapshot != snapshots_.rend(); ++snapshot) {
    if ((*snapshot)->visibility == visibility) return *snapshot;
  }
  return nullptr;
}

Result<std::shared_ptr<SnapshotCache::Snapshot>> SnapshotCache::Build(const Principal& principal) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->visibility = VisibilityKey(principal);
  SnapshotManifest& manifest = snapshot->manifest;
  manifest.snapshot = MakeId(instance_.clock().NowMs(), instance_.random());
  KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
  manifest.cookie.epoch = reader->epoch();
  KEDANG_ASSIGN(manifest.cookie.sequence, reader->LastSequence());

  SegmentWriter writer;
  const auto finish = [&snapshot, &writer] {
    if (writer.count() == 0) return;
    auto block = std::make_unique<Block>();
    block->identity = AsText(writer.Finish());
    snapshot->blocks.push_back(std::move(block));
  };
  // Schema by schema, so that a segment's columns are full and compress well.
  KEDANG_ASSIGN(const auto edition, instance_.EditionAt(reader->connection()));
  snapshot->schemas = edition->schemas();
  for (const Schema& schema : snapshot->schemas.schemas) {
    const Status status = reader->Scan(schema.id, [&](const Record& record) {
      if (IsPersonal(snapshot->schemas, record)) {
        snapshot->personal.push_back(record);
        return true;
      }
      const std::optional<Record> visible = Project(principal, snapshot->schemas, record);
      if (!visible) return true;
      writer.Add(*visible);
      ++manifest.record_count;
      if (writer.size_bytes() >= kSegmentBytes) finish();
      return true;
    });
    KEDANG_RETURN_IF_ERROR(status);
    finish();
  }
  const Status status = reader->ScanConflictChanges(0, [&manifest](const Conflict& conflict) {
    if (conflict.is_open) manifest.conflicts.push_back(conflict);
    return true;
  });
  KEDANG_RETURN_IF_ERROR(status);
  manifest.segment_count = static_cast<std::uint32_t>(snapshot->blocks.size());
  return snapshot;
}

Result<std::string> SnapshotCache::Segment(const Principal& principal, Id id, std::uint32_t number, Encoding encoding) {
  std::shared_ptr<Snapshot> snapshot;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& candidate : snapshots_) {
      if (candidate->manifest.snapshot == id) snapshot = candidate;
    }
  }
  const bool is_there =
      snapshot != nullptr && snapshot->visibility == VisibilityKey(principal) && number <= snapshot->blocks.size();
  const Error unknown{ErrorCode::kNotFound, "no such segment of a snapshot"};
  if (!is_there) return unknown;
  if (number == snapshot->blocks.size()) {
    const std::vector<Record> personal = PersonalOf(*snapshot, principal);
    if (personal.empty()) return unknown;
    SegmentWriter writer;
    for (const Record& record : personal) writer.Add(record);
    const std::string bytes(AsText(writer.Finish()));
    if (encoding == Encoding::kBrotli) return CompressBrotli(bytes, kBrotliQuality);
    return encoding == Encoding::kGzip ? CompressGzip(bytes, kGzipLevel) : bytes;
  }
  Block& block = *snapshot->blocks[number];
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
