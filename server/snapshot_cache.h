// SnapshotCache: first loads (shared/sync/first_load.h). What everybody of one visibility sees is read once and given to all
// of them: a moment of the database as immutable segments plus the cookie to pull from, made anew when the database has moved
// on by more than a twentieth. Segments are compressed when first asked for. What is one person's own follows behind them,
// and is kept for as long as a load may take. Thread-safe.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/instance.h"
#include "shared/sync/first_load.h"
#include "shared/sync/messages.h"

namespace kedang {

class SnapshotCache {
 public:
  explicit SnapshotCache(Instance& instance) : instance_(instance) {}

  // What this replica of the principal's loads first; from then on the server knows that it holds that. Takes seconds for
  // hundreds of thousands of records; a second caller waits for the same.
  Result<SnapshotManifest> Manifest(const Principal& principal, Id replica);

  enum class Encoding { kIdentity, kGzip, kBrotli };
  // The bytes of a segment; kNotFound when the load is no longer kept, has no such segment, or is not for the principal as
  // permissions are now: then the client asks for a new manifest.
  Result<std::string> Segment(const Principal& principal, Id snapshot, std::uint32_t number, Encoding encoding);

 private:
  struct Block {
    explicit Block(const Bytes& segment) : identity(AsText(segment)) {}
    std::mutex mutex;
    std::string identity;
    std::string brotli;
    std::string gzip;
  };
  using Blocks = std::vector<std::unique_ptr<Block>>;
  struct Shared {
    SharedLoad load;  // its segments are in `blocks`
    Blocks blocks;
  };
  struct Load {
    Id id;
    Id user;
    std::uint64_t permission_version = 0;
    std::shared_ptr<const Shared> shared;  // null: all of it is their own
    Blocks own;
    std::size_t own_bytes = 0;
  };

  Result<std::shared_ptr<const Shared>> SharedFor(const Principal& principal);
  static Blocks TakeBlocks(std::vector<Bytes>& segments);
  void Keep(std::shared_ptr<const Load> load);

  Instance& instance_;
  std::mutex building_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<const Shared>> shared_;  // oldest first
  std::deque<std::shared_ptr<const Load>> loads_;      // oldest first
  std::size_t own_bytes_ = 0;
};

}  // namespace kedang
