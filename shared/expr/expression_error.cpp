#include "shared/expr/expression_error.h"

#include <array>

namespace kedang {
namespace {

constexpr std::array<std::string_view, kExpressionCodeCount> kNames = {
    "none",           "unexpected",       "unclosed_text", "bad_text",    "bad_number", "bad_date",
    "unknown_name",   "unknown_function", "unknown_choice", "ambiguous_choice", "wrong_type", "wrong_count",
    "too_long",       "too_deep",         "too_big",        "too_costly",  "no_records",
};

}  // namespace

std::string_view ExpressionCodeName(ExpressionCode code) { return kNames[static_cast<std::size_t>(code)]; }

std::string FormatExpressionError(const ExpressionError& error) {
  std::string line = std::string(ExpressionCodeName(error.code)) + " at " + std::to_string(error.offset) + ":";
  for (const auto& [name, value] : error.details) line += " " + name + "=" + value;
  if (!error.suggestion.empty()) line += " (did you mean " + error.suggestion + "?)";
  return line;
}

}  // namespace kedang
