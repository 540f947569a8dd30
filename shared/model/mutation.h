// Mutation: one edit of one record, made on a replica and put in order by the server. Group: mutations that succeed or
// fail whole. The rules of merging are sync.md 2.3 as built in shared/sync/merge.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/model/issue.h"
#include "shared/model/provenance.h"
#include "shared/model/record.h"

namespace kedang {

using MutationNumber = std::uint64_t;  // "mid": 1, 2, 3 … per replica without gaps; 0 = none

enum class MutationKind : std::uint8_t {  // wire order: append only
  kInsert,   // makes the record with these cells
  kSet,      // changes cells of a record that exists
  kDelete,   // marks deleted; cells stay for restore
  kRestore,  // takes a delete back
  kResolve,  // closes conflict `conflict`; the edits hold the chosen value, or none to keep what is there
  kRevert,   // takes back the batch that `record` names; alone in its group, and in no history: that has what it did
};

struct CellEdit {
  FieldId field = 0;
  Value value;
  // What the author saw before the edit, as confirmed by the server: lets the server merge three ways by value.
  Value base_value;
  Version base_version;
  // The author's own unconfirmed mutation that this edit builds on; 0 when it builds on base_version directly.
  MutationNumber base_mid = 0;
};

struct Mutation {
  MutationNumber mid = 0;
  MutationKind kind = MutationKind::kSet;
  SchemaId schema = 0;
  Id record;
  std::uint32_t schema_version = 0;  // SchemaSet::version it was made under
  TimeMs client_ms = 0;              // information only
  Id conflict;                       // kResolve
  std::vector<CellEdit> edits;
};

struct Group {
  Id id;
  Provenance provenance;
  std::vector<Mutation> mutations;
};

enum class Outcome : std::uint8_t {  // wire order: append only
  kApplied,   // as sent
  kMerged,    // applied, joined with a concurrent edit without loss
  kConflict,  // applied or held, and a conflict record keeps the other value
  kDenied,    // the author may not
  kInvalid,   // a rule blocks it; issues say which
  kGone,      // the record was deleted or never existed
  kVoid,      // a replay of something that must not be applied again
};

// Whether the mutation changed the record.
bool IsAccepted(Outcome outcome);

struct MutationResult {
  MutationNumber mid = 0;
  Outcome outcome = Outcome::kApplied;
  Version version;  // made by it; zero when not accepted
  Issues issues;    // for kInvalid: the blocking ones; of a kRevert what it did and what it left as it is
};

// One accepted mutation as history keeps it.
struct HistoryChange {
  FieldId field = 0;
  Value before;
  Value after;
};
struct HistoryEntry {
  Version version;
  SchemaId schema = 0;
  Id record;
  MutationKind kind = MutationKind::kSet;
  Outcome outcome = Outcome::kApplied;
  Id author;
  TimeMs server_ms = 0;
  TimeMs client_ms = 0;
  Provenance provenance;
  std::vector<HistoryChange> changes;
};

}  // namespace kedang
