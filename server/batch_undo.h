// Taking back what was done together, for the command line and the API: kRevert (shared/sync/batch_revert.h) as one write,
// and how batches look as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/instance.h"
#include "shared/model/batch.h"
#include "shared/policy/principal.h"

namespace kedang {

// The outcome with its issues; an Error only where the database fails.
Result<MutationResult> UndoBatch(Instance& instance, const Principal& principal, Id batch, std::size_t most_reverted);

// The batches of a kind, or all, that the principal made; for administrators everybody's. Newest first.
struct ListedBatch {
  Batch batch;
  std::string author;       // as others see him; empty: whoever ran a command on the server itself
  bool is_in_force = true;  // not taken back
};
Result<std::vector<ListedBatch>> ListBatches(Instance& instance, const Principal& principal, std::optional<SourceKind> kind,
                                             std::size_t limit);

// {"batch","kind","source","schema","author","at_ms","created","changed","deleted","restored","read","duplicates","rejected",
//  "undone","reverts"}; schema is null for several, reverts when it took nothing back.
nlohmann::ordered_json BatchJson(const ListedBatch& listed, const SchemaSet& schemas);
// {"outcome","records","deleted","restored","changed","kept","issues":[{"code","message","field","record","schema","reason"}]}
nlohmann::ordered_json UndoJson(const MutationResult& result, const SchemaSet& schemas);

}  // namespace kedang
