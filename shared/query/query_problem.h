// What is wrong with the text of a query, where, and what would be right. Users read the locale key "query.problem_<code>"
// with the details filled in. The rest of the query is answered all the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kedang {

enum class QueryCode : std::uint8_t {
  kUnknownField,    // {text}: no field has this name; searched as words
  kUnknownValue,    // {text} {field}: no choice, region, industry or person
  kAmbiguousValue,  // {text} {field}: fits several
  kBadNumber,       // {text} {field}
  kBadDate,         // {text} {field}
  kMissingValue,    // {field}: nothing behind the colon; the condition is left out
  kWrongOperator,   // {text} {field}: values of this field have no order
  kUnclosedQuote,
  kUnclosedGroup,   // a parenthesis without its partner
  kStrayClose,
  kMissingPart,     // nothing to negate, or nothing beside an "or"
  kTooLong,         // {text}: the limit
  kTooDeep,
  kTooMany,
  kBadText,         // not UTF-8
};
inline constexpr int kQueryCodeCount = 15;

// "unknown_field", …
std::string_view QueryCodeName(QueryCode code);

struct QueryProblem {
  QueryCode code = QueryCode::kUnknownField;
  std::uint32_t offset = 0;  // bytes of the text
  std::uint32_t length = 0;
  std::string text;          // what was typed there, or the limit
  std::string field;         // label of the field, in Chinese
  std::string field_en;
  std::string suggestion;    // what to put in place of the marked part; empty = none

  bool operator==(const QueryProblem&) const = default;
};

// One English line for the command line: "unknown field at 0: amout (did you mean amount?)".
std::string FormatQueryProblem(const QueryProblem& problem);

}  // namespace kedang
