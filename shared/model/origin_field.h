// OriginField: where a record says which registered source (来源, a record of the system schema `source`) it is from.
#pragma once

#include <string_view>

#include "shared/model/schema.h"

namespace kedang {

inline constexpr std::string_view kSourceSchema = "source";

// The first field that points to `source`. Null: records of the schema do not say it.
const Field* OriginField(const Schema& schema);

}  // namespace kedang
