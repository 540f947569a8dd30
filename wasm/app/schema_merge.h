// Three versions of one schema brought together: what was published when a draft began, the draft, and what is published
// now. Things are told apart by their permanent id or key, so an order, a label and a rule changed by different people all
// come through; where both changed the same, the draft's stays and is told.
#pragma once

#include <string>
#include <vector>

#include "shared/model/schema.h"

namespace kedang {

struct SchemaMerge {
  Schema merged;
  std::vector<std::string> clashes;  // places as in SchemaClash
};

// New fields and rules of the draft whose id or key somebody else has used meanwhile get new ones.
SchemaMerge MergeSchemas(const Schema& base, const Schema& mine, const Schema& theirs);

// How many things of the schema differ: each field, group, rule, stage, template and property counts once.
std::size_t CountSchemaChanges(const Schema& before, const Schema& after);

}  // namespace kedang
