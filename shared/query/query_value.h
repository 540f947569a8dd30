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
// As people read and type it: 谈判, 浙江省, 张三, 最近7天, 100000. It may belong to others, too: the writer looks.
std::string TextOfQueryValue(const QueryScope& scope, std::string_view key, const QueryValue& value);
// The choices, regions or industries a value means that is none by itself: those whose label holds it (阶段:谈), regions that
// begin so.
std::vector<std::string> AlikeOf(const QueryScope& scope, const Field& shown, std::string_view text);

}  // namespace kedang
