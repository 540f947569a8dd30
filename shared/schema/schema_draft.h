// SchemaDraft: changed schemas put into a set, as publishing does it.
#pragma once

#include <span>

#include "shared/model/schema.h"

namespace kedang {

// `current` with each changed schema in place of the one with its number, or behind the others when the number is new. The
// set's version rises by one, a schema's when it differs from what it was. What a draft forgot about numbers of rules that
// are gone is kept. Without any difference the result is `current`, version and all.
SchemaSet WithChanges(const SchemaSet& current, std::span<const Schema> changed);

}  // namespace kedang
