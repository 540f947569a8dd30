// RevertBatch: a batch taken back, as a mutation of kind kRevert asks for it. Planned from the history of its records
// (revert_plan.h) in the same transaction, and every step judged by GroupPlan: rights, rules and merge are those of any edit.
// What may not be taken back stays and is told. Both are a batch of their own, so taking back can be taken back.
#pragma once

#include "shared/sync/apply.h"

namespace kedang {

// After that an import stays.
inline constexpr TimeMs kImportRevertMs = 30LL * 86'400'000;
// So many records that stayed are named in the result; all are counted.
inline constexpr std::size_t kMaxKeptTold = 100;

// Whether the batch is in force: not taken back, or its taking back was taken back.
Result<bool> IsInForce(ServerReader& store, Id batch);

// Of a group whose mutations are one of kind kRevert. Outcomes: kApplied; kMerged when something stayed; kVoid when the batch
// is taken back already; kGone when nobody knows it; kDenied for others than its author and administrators; kInvalid when it
// is too late (revert_too_late), too large, taken back and forth too often, or when nothing of it may be taken back
// (revert_refused: nothing changed, and somebody else may try). The issues of an accepted one: "revert_done" with counts (records, deleted, restored, changed, kept), then
// "revert_kept" for each that stayed, with field and details record, schema and reason (KeptReasonName).
Result<std::vector<MutationResult>> RevertBatch(const ApplyContext& context, const Group& group);

}  // namespace kedang
