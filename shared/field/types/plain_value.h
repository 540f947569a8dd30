// Functions that rows of several types share: values that are shown, found and compared as they are kept.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "shared/field/checked.h"
#include "shared/field/field_type_row.h"
#include "shared/text/fold.h"

namespace kedang {

inline std::string ShowPlain(const Field&, const Value& value, const FormatContext&) { return FormatPlain(value); }
inline std::string PlainForm(const Field&, const Value& value) { return FormatPlain(value); }
// Two spellings of a text that differ in width, case or traditional characters are the same.
inline std::string FoldedForm(const Field&, const Value& value) { return Fold(value.text()); }
inline void SearchPlain(const Field&, const Value& value, const FormatContext&, std::string& out) {
  out += FormatPlain(value);
}
inline void SearchNothing(const Field&, const Value&, const FormatContext&, std::string&) {}
// A number one below what digits can be read to has no text that leads back to it.
inline void CheckLowest(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  const bool is_lowest = value.integer() == INT64_MIN || value.decimal().units == INT64_MIN;
  if (is_lowest) issues.push_back(MakeIssue(Severity::kBlock, "number_too_large"));
}
inline void CheckNothing(const Field&, const Value&, const CheckContext&, Issues&) {}

// What a validator says of a text, as the outcome of parsing: the text stays even when it is refused.
inline Parsed ParsedText(const Field& field, Checked checked) {
  CheckLength(field, checked.value, checked.issues);
  return Parsed{Value::Text(std::move(checked.value)), std::move(checked.issues)};
}
inline void TakeIssues(Checked checked, Issues& issues) {
  for (Issue& issue : checked.issues) issues.push_back(std::move(issue));
}

}  // namespace kedang
