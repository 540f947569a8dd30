#include "shared/query/query_problem.h"

#include <array>

namespace kedang {

std::string_view QueryCodeName(QueryCode code) {
  static constexpr std::array<std::string_view, kQueryCodeCount> kNames = {
      "unknown_field",  "unknown_value",  "ambiguous_value", "bad_number",   "bad_date", "missing_value", "wrong_operator", "unclosed_quote",
      "unclosed_group", "stray_close",    "missing_part",    "too_long",     "too_deep", "too_many",      "bad_text"};
  return kNames[static_cast<std::size_t>(code)];
}

std::string FormatQueryProblem(const QueryProblem& problem) {
  std::string line;
  for (const char c : QueryCodeName(problem.code)) line += c == '_' ? ' ' : c;
  line += " at " + std::to_string(problem.offset);
  if (!problem.text.empty()) line += ": " + problem.text;
  if (!problem.field.empty()) line += " (" + (problem.field_en.empty() ? problem.field : problem.field_en) + ")";
  if (!problem.suggestion.empty()) line += " (did you mean " + problem.suggestion + "?)";
  return line;
}

}  // namespace kedang
