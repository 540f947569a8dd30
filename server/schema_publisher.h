// Publishing: changed schemas become the ones in force, in one transaction with the conversion of the records that are there.
// The one way for the API and the command line.
#pragma once

#include <string>
#include <vector>

#include "server/instance.h"
#include "shared/policy/principal.h"
#include "shared/schema/schema_check.h"

namespace kedang {

struct PublishOrder {
  std::uint32_t base = 0;        // version of the set the author worked on
  std::vector<Schema> schemas;   // the changed ones, whole
  Principal author;
  std::string source;            // "api" or "command"
};

enum class PublishOutcome : std::uint8_t {
  kPublished,
  kUnchanged,  // nothing differs from what is in force
  kConflict,   // somebody else published meanwhile
  kInvalid,    // see problems
};

struct PublishResult {
  PublishOutcome outcome = PublishOutcome::kPublished;
  std::uint32_t version = 0;      // in force now
  std::uint64_t converted = 0;    // values of retyped fields
  std::uint64_t emptied = 0;      // values that could not be converted; history has them
  std::vector<SchemaProblem> problems;  // warnings, too
};

// kPermissionDenied for who is no administrator. The records of retyped fields are all rewritten: others that write wait, at
// some 15,000 records a second.
Result<PublishResult> PublishSchemas(Instance& instance, const PublishOrder& request);

}  // namespace kedang
