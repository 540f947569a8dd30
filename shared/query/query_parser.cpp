#include "shared/query/query_parser.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/query/query_reader.h"

namespace kedang {

ParsedQuery ParseQuery(std::string_view text, const QueryScope& scope) {
  ParsedQuery parsed;
  std::string repaired;
  if (text.size() > kMaxQueryBytes) {
    const std::string_view kept = TruncateUtf8(text, kMaxQueryBytes);
    QueryProblem problem{QueryCode::kTooLong, static_cast<std::uint32_t>(kept.size()), 0, std::to_string(kMaxQueryBytes), {}, {}, {}};
    parsed.problems.push_back(std::move(problem));
    text = kept;
  }
  if (const std::size_t bad = FindInvalidUtf8(text); bad != std::string_view::npos) {
    QueryProblem problem{QueryCode::kBadText, static_cast<std::uint32_t>(bad), 1, {}, {}, {}, {}};
    parsed.problems.push_back(std::move(problem));
    repaired = RepairUtf8(text);
    text = repaired;
  }
  QueryReader reader(text, scope, parsed.problems);
  parsed.query = reader.Read();
  Normalize(parsed.query);
  std::stable_sort(parsed.problems.begin(), parsed.problems.end(),
                   [](const QueryProblem& a, const QueryProblem& b) { return a.offset < b.offset; });
  return parsed;
}

ParsedQueries ParseQueries(std::string_view text, const QueryScope& scope) {
  ParsedQueries all;
  if (scope.schemas == nullptr) return all;
  std::vector<ParsedQuery> parsed;
  for (const Schema& schema : scope.schemas->schemas) {
    QueryScope one = scope;
    one.schema = &schema;
    parsed.push_back(ParseQuery(text, one));
  }
  const auto is_in_all = [&](const QueryProblem& problem) {
    return std::all_of(parsed.begin(), parsed.end(), [&](const ParsedQuery& one) {
      return std::any_of(one.problems.begin(), one.problems.end(), [&](const QueryProblem& other) {
        return other.code == problem.code && other.offset == problem.offset;
      });
    });
  };
  const auto knows_all = [&](const ParsedQuery& one) {
    return std::all_of(one.problems.begin(), one.problems.end(), [&](const QueryProblem& problem) {
      return problem.code != QueryCode::kUnknownField || is_in_all(problem);
    });
  };
  // What is wrong wherever it is asked; the first schema that knows all names tells.
  bool has_told = false;
  for (std::size_t i = 0; i < parsed.size(); ++i) {
    if (!knows_all(parsed[i]) || scope.schemas->schemas[i].is_system) continue;
    all.queries.push_back({scope.schemas->schemas[i].id, parsed[i].query});
    if (std::exchange(has_told, true)) continue;
    for (const QueryProblem& problem : parsed[i].problems) {
      if (is_in_all(problem)) all.problems.push_back(problem);
    }
  }
  return all;
}

}  // namespace kedang
