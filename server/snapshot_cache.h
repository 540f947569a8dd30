// SnapshotCache: first loads, made once and given to everybody who may see the same. A snapshot is a moment of the
// database as immutable segments (segment.h) plus the cookie to pull from; it is made anew when the database has moved on
// by more than a twentieth. Segments are compressed when first asked for. Records that are told apart person by person
// (IsPersonal) are no part of them: each gets his own in one segment more. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/instance.h"
#include "shared/policy/principal.h"
#include "shared/sync/messages.h"

namespace kedang {

class SnapshotCache {
 public:
  explicit SnapshotCache(Instance& instance) : instance_(instance) {}

  // What `principal` loads first. Takes seconds for hundreds of thousands of records; a second caller waits for the same.
  Result<SnapshotManifest> Manifest(const Principal& principal);

  enum class Encoding { kIdentity, kGzip, kBrotli };
  // The bytes of a segment; kNotFound when the snapshot is no longer kept, has no such segment, or is not for the
  // principal: then the client asks for a new manifest.
  Result<std::string> Segment(const Principal& principal, Id snapshot, std::uint32_t number, Encoding encoding);

 private:
  struct Block {
    std::mutex mutex;
    std::string identity;
    std::string brotli;
    std::string gzip;
  };
  struct Snapshot {
    std::string visibility;
    SnapshotManifest manifest;
    std::vector<std::unique_ptr<Block>> blocks;
    SchemaSet schemas;  // of that moment
    std::vector<Record> personal;
  };

  Result<std::shared_ptr<Snapshot>> Build(const Principal& principal);
  static std::vector<Record> PersonalOf(const Snapshot& snapshot, const Principal& principal);
  std::shared_ptr<Snapshot> Newest(const std::string& visibility);

  Instance& instance_;
  std::mutex building_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Snapshot>> snapshots_;  // oldest first
};

}  // namespace kedang
