// RegionFromAddress: the region of a record whose address says it (浙江省杭州市滨江区网商路699号) and whose region field is empty.
#pragma once

#include <optional>
#include <span>
#include <utility>

#include "shared/field/check_context.h"
#include "shared/model/record.h"

namespace kedang {

// The first region field in use with the division that one of `said` names, cells of the record that came with it; nothing when
// the record says its region already, when no address begins with one certain division, or without a lexicon.
std::optional<std::pair<FieldId, Value>> RegionFromAddress(const Schema& schema, const Record& record,
                                                           std::span<const std::pair<FieldId, Value>> said, const Lexicon* lexicon);

}  // namespace kedang
