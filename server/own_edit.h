// OwnEdit: an edit that the server itself makes of the program's own records, judged like any other.
#pragma once

#include "server/instance.h"
#include "shared/policy/principal.h"
#include "shared/sync/record_merge.h"

namespace kedang {

// Through ApplyGroup, within a write transaction of `store`; what stands against it is an error: kPermissionDenied, or what it broke.
Status ApplyOwnEdit(Instance& instance, const Principal& author, SqliteStore& store, const SchemaSet& schemas, const Provenance& provenance, Mutation mutation);

// The schema of that key, as long as it is the program's; null when an administrator gave the name away.
const Schema* SystemSchema(const SchemaSet& schemas, std::string_view key);

}  // namespace kedang
