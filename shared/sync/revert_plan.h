// RevertPlan: what puts one record back to how it was before a batch, said by its history. A cell that is still as the batch
// left it gets its value from before; one that somebody changed since stays and is told, and lists give up only what the
// batch put in. A record that the batch made is deleted unless somebody edited it since; one that it deleted comes back.
// Pure: the mutations are judged like any other edit.
#pragma once

#include <map>

#include "shared/model/mutation.h"
#include "shared/model/schema.h"

namespace kedang {

// The batch that is taken back with its author, and whatever took it back and was itself taken back since: together they
// are what stands in the history for it.
using BatchChain = std::map<Id, Id>;

enum class KeptReason : std::uint8_t {
  kEdited,   // somebody changed it since
  kDeleted,  // somebody deleted the record since
  kField,    // the template has the field no more, or as another type
  kRefused,  // a right or a rule stands against it
};
std::string_view KeptReasonName(KeptReason reason);  // "edited", "deleted", "field", "refused"

struct KeptCell {
  FieldId field = 0;  // 0: the whole record
  KeptReason reason = KeptReason::kEdited;
};

struct RevertPlan {
  std::vector<Mutation> mutations;  // of that one record, in order; none when nothing is left to do
  std::vector<KeptCell> kept;
};

// `history` is the record's, whole, newest first.
RevertPlan PlanRevert(const Schema& schema, const Record& now, const std::vector<HistoryEntry>& history, const BatchChain& chain);

}  // namespace kedang
