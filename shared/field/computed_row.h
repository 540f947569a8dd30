// What the rows of all computed types share: nothing can be typed into such a field, and a value that claims to be one is
// refused. Their values are shown by the row of the type they have (ShownField).
#pragma once

#include "shared/field/checked.h"
#include "shared/field/field_type_row.h"

namespace kedang {

inline Parsed RefuseComputed(const Field&, std::string_view, const CheckContext&) {
  return Parsed{Value(), {MakeIssue(Severity::kBlock, "field_computed")}};
}
inline std::string FormatComputed(const Field&, const Value& value, const FormatContext&) { return FormatPlain(value); }
inline std::string ComputedForm(const Field&, const Value& value) { return FormatPlain(value); }
inline void SearchComputed(const Field&, const Value& value, const FormatContext&, std::string& out) { out += FormatPlain(value); }
inline void BlockComputed(const Field&, const Value&, const CheckContext&, Issues& issues) {
  issues.push_back(MakeIssue(Severity::kBlock, "field_computed"));
}

inline constexpr FieldTypeRow kComputedRow = {RefuseComputed, FormatComputed, FormatComputed, ComputedForm, SearchComputed, BlockComputed};

}  // namespace kedang
