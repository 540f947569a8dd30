// Batch: what was done together and can be taken back together: an import, a merge, a bulk edit, the taking back of any of
// these. Every change of it carries the batch's id in its provenance; this is what the server keeps beside them.
#pragma once

#include "shared/base/clock.h"
#include "shared/model/provenance.h"
#include "shared/model/schema.h"
#include "shared/model/version.h"

namespace kedang {

// The schema of the records of imports. What a batch says of itself in one (import_run.h) is no part of what it did: it is put back
// with the batch and counted nowhere.
inline constexpr std::string_view kRunSchema = "import_run";

struct Batch {
  Id id;
  SourceKind kind = SourceKind::kManual;
  std::string source;      // file name, channel
  Id author;               // only his changes count as the batch's, whoever else used its id
  SchemaId schema = 0;     // of its records; 0: of several, or not known
  TimeMs at_ms = 0;        // of its first change
  std::uint64_t created = 0, changed = 0, deleted = 0, restored = 0;  // changes of each kind
  std::uint64_t read = 0, duplicates = 0, rejected = 0;               // of a file that the server read
  Version first, last;     // of its changes; zero when it made none
  Id reverts;              // the batch that this one took back
};

// The counts of another part of the same batch.
void JoinBatch(const Batch& part, Batch& batch);

}  // namespace kedang
