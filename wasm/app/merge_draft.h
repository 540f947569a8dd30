// MergeDraft: records that may be one while somebody looks at them side by side: which stays, whose value each field gets in the
// end and why, what else moves along. Follows the records as they change under it, and makes the merge.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "shared/sync/record_merge.h"
#include "wasm/app/source_book.h"
#include "wasm/app/workspace.h"

namespace kedang {

// So many are looked at together; the rest of them afterwards.
inline constexpr std::size_t kMostInDraft = 20;

// What keeps records from being merged here.
enum class MergeHindrance : std::uint8_t {
  kNone,
  kNoRight,    // this person may not change or delete them
  kNoSchema,   // the server knows no decisions
  kWithheld,   // sensitive values are not kept here: with the next contact they are
  kTooMany,    // more points to them than one group holds
};

// How many records of a schema point to one of those that go.
struct MovedCount {
  SchemaId schema = 0;
  std::size_t count = 0;
};

class MergeDraft {
 public:
  // `schema` and the workspace must outlive it. `records`: those that may be one.
  MergeDraft(Workspace& workspace, const Schema& schema, std::vector<Id> records);

  // Looks at the records as they are now. False: fewer than two are left.
  bool Refresh();

  const std::vector<Record>& records() const { return records_; }
  std::size_t kept() const { return choice_.kept; }
  // One for every field that any of them has a value of, in form order.
  const std::vector<GoldenField>& golden() const { return golden_; }
  // Null: none of them has a value of the field.
  const GoldenField* Find(FieldId field) const;

  // Precondition of all: record < records().size().
  void Keep(std::size_t record);
  // That record's value, empty or not; of a list its items or not.
  void Choose(FieldId field, std::size_t record);
  bool CanChoose(FieldId field, std::size_t record) const;
  bool IsJoined(FieldId field) const;  // the records' lists become one
  // Whether the value comes from there, or its items are among those kept.
  bool IsChosen(const GoldenField& golden, std::size_t record) const;
  // Everything by rule again.
  void Reset();
  bool has_choices() const { return is_kept_chosen_ || !choice_.by_hand.empty() || !choice_.left_out.empty(); }
  // The record is not one of them; the others stay together. At least two do.
  void TakeOut(std::size_t record);
  bool can_take_out() const { return records_.size() > 2; }

  const std::vector<MovedCount>& moved() const { return moved_; }
  MergeHindrance hindrance() const { return hindrance_; }

  // The group that makes them one, with a batch of its own. Precondition: nothing hinders.
  Result<Group> Make(Id author, double probability);

 private:
  void Plan();
  void Look();
  MergeRequest Request() const;

  Workspace& workspace_;
  const Schema& schema_;
  std::vector<Id> asked_;  // those that were taken out are not among them
  std::vector<Record> records_;
  SurvivorChoice choice_;
  SourceBook book_;
  bool is_kept_chosen_ = false;
  std::vector<GoldenField> golden_;
  std::vector<MovedCount> moved_;
  MergeHindrance hindrance_ = MergeHindrance::kNone;
  std::uint64_t revision_ = 0;  // of the workspace, when they were looked at
};

// Whether this person may make records of the schema one.
bool MayMerge(Workspace& workspace, const Schema& schema);

}  // namespace kedang
