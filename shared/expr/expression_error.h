// What is wrong with an expression, where, and what would be right. Users read the text of the locale key
// "expr.<code>" with the details filled in; a detail named "expected" or "found" holds a type, whose word is
// "expr.type_<type>".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kedang {

enum class ExpressionCode : std::uint8_t {
  kNone,
  kUnexpected,       // {found}: something that cannot stand here; empty = the end
  kUnclosedText,     // a quote or brace without its partner
  kBadText,          // not UTF-8
  kBadNumber,        // more than nine places or too large
  kBadDate,          // {text} compared with a date is none
  kUnknownName,      // {name} is no field or related schema here
  kUnknownFunction,  // {name}
  kUnknownChoice,    // {text} is no choice, region, industry or user of {field}
  kAmbiguousChoice,  // {text} fits several of {field}
  kWrongType,        // {expected} {found}
  kWrongCount,       // {function} {expected} {found}: number of arguments
  kTooLong,          // {limit} bytes of source
  kTooDeep,          // {limit} levels of nesting
  kTooBig,           // {limit} nodes
  kTooCostly,        // evaluation: the limit of work or memory was reached
  kNoRecords,        // evaluation: needs other records where none can be had
};
inline constexpr int kExpressionCodeCount = 17;

// "unknown_name", … ; "none".
std::string_view ExpressionCodeName(ExpressionCode code);

struct ExpressionError {
  ExpressionCode code = ExpressionCode::kNone;
  std::uint32_t offset = 0;  // bytes of the source
  std::uint32_t length = 0;  // bytes; 0 at the end of the source
  std::vector<std::pair<std::string, std::string>> details;
  std::string suggestion;  // what to put in place of the marked part; empty = none

  bool operator==(const ExpressionError&) const = default;
};

// One English line for the command line and logs: "unknown_name at 0: name=amout (did you mean amount?)".
std::string FormatExpressionError(const ExpressionError& error);

}  // namespace kedang
