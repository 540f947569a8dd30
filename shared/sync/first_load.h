// First loads: what a replica that holds nothing is given. What everybody of one visibility sees is read once and shared;
// personal records, and everything under a cap, are each one's own.
#pragma once

#include <utility>
#include <vector>

#include "shared/model/conflict.h"
#include "shared/sync/server_store.h"

namespace kedang {

struct SharedLoad {
  std::string visibility;  // VisibilityOf
  std::string projection;
  Epoch epoch;
  std::uint64_t sequence = 0;
  SchemaSet schemas;       // of that moment
  std::vector<Bytes> segments;
  std::uint64_t record_count = 0;
  HeldRows rows;
  std::vector<std::pair<RowNumber, Record>> personal;
  std::vector<std::pair<RowNumber, Conflict>> conflicts;  // all open ones
};

// For principals without a cap. Segments of about `segment_bytes`, schema by schema so that their columns are full.
Result<SharedLoad> ReadSharedLoad(ServerReader& reader, const SchemaSet& schemas, const Principal& principal,
                                  std::size_t segment_bytes);

// What one principal is given besides the shared segments, or alone.
struct OwnLoad {
  std::vector<Bytes> segments;
  std::uint64_t record_count = 0;
  HeldView view;  // of all of it, the shared part included
  std::vector<Conflict> conflicts;
};

OwnLoad OwnLoadOf(const SharedLoad& shared, const Principal& principal, std::size_t segment_bytes);
// Everything that a principal with a cap holds, as of the reader's last change.
Result<OwnLoad> ReadCappedLoad(ServerReader& reader, const SchemaSet& schemas, const Principal& principal,
                               std::size_t segment_bytes);

}  // namespace kedang
