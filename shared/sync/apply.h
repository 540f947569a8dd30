// ApplyGroup: the one way a change gets into a store. Sync, import, the command line and the API all come here, so they
// are judged by the same rights, rules and merge, and leave the same history.
#pragma once

#include "shared/base/clock.h"
#include "shared/check/rule_book.h"
#include "shared/policy/principal.h"
#include "shared/sync/server_store.h"

namespace kedang {

// Records of a batch that may be taken back in one go while others wait for the writer.
inline constexpr std::size_t kMostReverted = 100'000;

struct ApplyContext {
  const SchemaSet& schemas;
  const Lexicon& lexicon;
  const RuleBook& rules;  // of `schemas`
  Clock& clock;
  Random& random;
  ServerStore& store;
  const Principal& principal;
  Id replica;  // whose mutation numbers base_mid means; nil for the server's own groups
  bool keeps_refused = true;  // false for what the server itself proposed: nobody's work is lost when it may not be
  std::size_t most_reverted = kMostReverted;
};

// One result per mutation, in order. When any mutation is refused none changes anything, the others are refused with it
// (outcome kInvalid, issue "group_refused"), and all are kept as rejected. An Error is the store's: roll back.
Result<std::vector<MutationResult>> ApplyGroup(const ApplyContext& context, const Group& group);

// The normal forms by which the record's unique fields are found; none for a deleted one.
std::vector<ServerStore::UniqueKey> UniqueKeysOf(const Schema& schema, const Record& record);

// The blocking issues that this edit is answerable for: those of rules and stages, those on fields it touches, or all for
// a new record. A record
// that broke a rule before must stay editable elsewhere. The editor asks the same question before it offers to save.
Issues BlockingIssues(const Issues& issues, const std::vector<FieldId>& touched, bool is_new);

}  // namespace kedang
