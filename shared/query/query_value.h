// Values of conditions: read in the light of the field they stand behind, and shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/query/query.h"
#include "shared/query/query_problem.h"
#include "shared/query/query_scope.h"

namespace kedang {

// What conditions on a field can be: which operators fit, how its values read.
enum class QueryForm : std::uint8_t {
  kText,     // holds the text
  kDigits,   // a text of digits in whatever format: phones
  kChoice,   // one of Field::choices, in their order
  kChoices,  // several
  kTags,     // free words, some of them in Field::choices
  kRegion,
  kIndustry,
  kPerson,
  kRecord,
  kRecords,
  kNumber,
  kDate,
  kBoolean,
  kFiles,
  kFlag,     // @duplicate
};
QueryForm FormOfQueryField(const Field& shown, std::string_view key);
bool HasOrder(QueryForm form);

// Reads one value; several where a name is that of several people. A problem's place is the caller's. With an unknown one
// the value stays as typed.
std::vector<QueryValue> ReadQueryValue(const QueryScope& scope, std::string_view key, std::string_view text,
                                       std::vector<QueryProblem>& problems);
// As people read it: 谈判, 浙江省, 张三, 最近7天, 100000.
std::string TextOfQueryValue(const QueryScope& scope, std::string_view key, const QueryValue& value);
// Keys of the choices an unknown value stands for: those whose label or synonym holds it.
std::vector<std::string> ChoicesLike(const Field& shown, std::string_view text);

}  // namespace kedang
