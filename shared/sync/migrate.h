// MigrateMutation: an edit made under other schemas than those in force, as it would have been made under these. Browsers
// that were away, or whose editor was open, while an administrator published bring such edits; none of them is lost.
#pragma once

#include "shared/field/check_context.h"
#include "shared/model/mutation.h"

namespace kedang {

// Rewrites values and bases of edits whose fields got another type or lost choices in between (`then` → `now`). A renamed
// field is the same field; a retired one takes the value, which history keeps. The issue, when there is one, says why the
// mutation cannot be taken: "value_not_convertible" (details field, field.en, value), "schema_newer" for a field that these
// schemas do not know. `then` is null when that version was never in force here.
std::optional<Issue> MigrateMutation(const SchemaSet* then, const SchemaSet& now, const CheckContext& context,
                                     Mutation& mutation);

}  // namespace kedang
