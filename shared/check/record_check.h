// CheckRecord: the verdict on a whole record: required fields, every value by its type, uniqueness, relations between
// fields (a telephone area code must fit the region), and the schema's stages and rules. The same function while typing, at
// import, at the API and at sync.
#pragma once

#include "shared/check/record_change.h"
#include "shared/field/check_context.h"
#include "shared/model/issue.h"
#include "shared/model/record.h"
#include "shared/model/schema.h"

namespace kedang {

// Fields first, in the order of the schema, then stages and rules (see RuleSet::Judge). Retired fields are not judged. A
// taken unique value is "unique_taken" with the other record's id in detail "other".
Issues CheckRecord(const Schema& schema, const Record& record, const CheckContext& context, const RecordChange& change);
// The verdict on a record as it stands: nothing changes.
Issues CheckRecord(const Schema& schema, const Record& record, const CheckContext& context);

// Stages and rules say themselves which changes they block, whatever field they are shown at; issues of fields block only
// who touches the field.
bool IsOfRules(const Issue& issue);

}  // namespace kedang
