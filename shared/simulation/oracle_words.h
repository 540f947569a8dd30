// How the oracle compares and names things.
#pragma once

#include <algorithm>
#include <string>

#include "shared/simulation/scene.h"

namespace kedang {

// Values are compared as texts: a field's type may change on the way, what was typed does not.
inline bool IsSame(const Value& a, const Value& b) { return a == b || FormatPlain(a) == FormatPlain(b); }

inline bool Contains(const TextList& list, const std::string& item) { return std::find(list.begin(), list.end(), item) != list.end(); }

inline bool IsList(SchemaId schema, FieldId field) { return schema == kCustomer && field == kTags; }

inline std::string Name(std::uint32_t group) { return "e" + std::to_string(group); }

inline std::string Place(Id record, FieldId field) { return FormatId(record).substr(20) + "." + std::to_string(field); }

}  // namespace kedang
