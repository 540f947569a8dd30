// StoredForm: what a stored value would become if it were typed today. Values come in by many ways, and normalisers learn:
// what stands in another form than the normal one is found and mended by this.
#pragma once

#include <optional>

#include "shared/field/check_context.h"
#include "shared/model/schema.h"
#include "shared/model/value.h"

namespace kedang {

// The other value; nothing when the value stands as it should, when it is not read any more, and for fields whose text is
// nobody's to normalise (prose, closed lists, numbers).
std::optional<Value> OtherStoredForm(const Field& field, const Value& value, const CheckContext& context);

}  // namespace kedang
