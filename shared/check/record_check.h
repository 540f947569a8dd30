// CheckRecord: the verdict on a whole record: required fields, every value by its type, uniqueness, and rules between
// fields (a telephone area code must fit the region). The same function while typing, at import, at the API and at sync.
#pragma once

#include "shared/check/check_context.h"
#include "shared/model/issue.h"
#include "shared/model/record.h"
#include "shared/model/schema.h"

namespace kedang {

// In the order of the schema's fields. Retired fields are not judged. A taken unique value is "unique_taken" with the
// other record's id in detail "other".
Issues CheckRecord(const Schema& schema, const Record& record, const CheckContext& context);

}  // namespace kedang
