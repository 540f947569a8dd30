// Functions that the rows of all computed types share: nothing can be typed into such a field, and a value that claims to be
// one is refused. Their values are shown by the row of the type they have (ShownField).
#pragma once

#include "shared/field/types/plain_value.h"

namespace kedang {

inline Parsed RefuseComputed(const Field&, std::string_view, const CheckContext&) {
  return Parsed{Value(), {MakeIssue(Severity::kBlock, "field_computed")}};
}
inline void BlockComputed(const Field&, const Value&, const CheckContext&, Issues& issues) {
  issues.push_back(MakeIssue(Severity::kBlock, "field_computed"));
}

constexpr FieldTypeRow ComputedRow(std::string_view icon) {
  return {.parse = RefuseComputed,
          .format = ShowPlain,
          .edit = ShowPlain,
          .normal_form = PlainForm,
          .search = SearchPlain,
          .check = BlockComputed,
          .traits = {.editor = EditorKind::kNone, .palette = Palette::kComputed, .icon = icon, .is_assigned = true}};
}

}  // namespace kedang
