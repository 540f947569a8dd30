// RecordMerge: records of one thing made one, as a single group that a kRevert takes apart again at any time. Nothing is
// destroyed: the kept record gets the golden values, whatever points to the others points to it, the others are deleted, and
// a record of the system schema `duplicate_decision` says so. What people decided otherwise (not a duplicate, related, later) is
// such a record, too.
#pragma once

#include <functional>
#include <optional>

#include "shared/check/record_lookup.h"
#include "shared/model/mutation.h"
#include "shared/sync/survivorship.h"

namespace kedang {

inline constexpr std::string_view kDecisionSchema = "duplicate_decision";
// What names more records than people look at together is no decision.
inline constexpr std::size_t kMostOfOneDecision = 50;

enum class DuplicateVerdict : std::uint8_t { kMerged, kDifferent, kRelated, kLater };
std::string_view DuplicateVerdictName(DuplicateVerdict verdict);  // the choice's key

// A record of that schema, read.
struct DuplicateDecision {
  Id id;  // of the record
  DuplicateVerdict verdict = DuplicateVerdict::kLater;
  std::string schema;       // key
  Id survivor;              // kMerged
  std::vector<Id> records;  // of a merge those that became part of the survivor, else all of them
  Id batch;                 // kMerged: what takes it apart
};
// Nothing for a record that says nothing one can use.
std::optional<DuplicateDecision> ReadDecision(const Schema& schema, const Record& record);

// How edits are made where the merge is made: a browser says what its person saw (SyncClient), the server what stands there.
class EditMaker {
 public:
  virtual ~EditMaker() = default;
  virtual Mutation MakeInsert(SchemaId schema, Id id, std::vector<std::pair<FieldId, Value>> cells) = 0;
  virtual Mutation MakeSet(const Record& now, std::vector<std::pair<FieldId, Value>> cells) = 0;
  virtual Mutation MakeDelete(const Record& now) = 0;
};
class StoredEditMaker final : public EditMaker {
 public:
  Mutation MakeInsert(SchemaId schema, Id id, std::vector<std::pair<FieldId, Value>> cells) override;
  Mutation MakeSet(const Record& now, std::vector<std::pair<FieldId, Value>> cells) override;
  Mutation MakeDelete(const Record& now) override;
};

struct MergeRequest {
  std::vector<Record> records;  // at least two, of one schema, as they are now
  std::size_t kept = 0;
  std::vector<GoldenField> golden;
  double probability = 0;
  Id author;
  Id decision;  // id of the new record that says it
  Id batch;     // of the group
};

// Who points to a record: `found` gets at most `limit` records of `schema` whose cell `field` has `target`.
struct MergeAnswer {
  Group group;
  std::size_t moved = 0;  // records that point elsewhere now
};
// kTooLarge when more point to them than one group holds. `related` finds what points to the records; null schema: an instance
// without `duplicate_decision`, kUnsupported.
Result<MergeAnswer> MakeMerge(const SchemaSet& schemas, const MergeRequest& request, RecordLookup& related, EditMaker& edits);

// The decision that these are not one thing, or that it is put off.
Result<Mutation> MakeDecision(const SchemaSet& schemas, const std::vector<Record>& records, DuplicateVerdict verdict, Id author,
                              Id id, EditMaker& edits);

// The record that `merged` is part of by now, however often that was merged again; nil: it is part of none. `referring`
// gives live decision records whose `records` hold an id.
Id SurvivorOf(const Schema& decisions, Id merged, const std::function<std::vector<Record>(Id)>& referring);

}  // namespace kedang
