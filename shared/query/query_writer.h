// The text of a query: labels in the scope's language where they read back as what they are of, else keys. For every query in
// normal form whose fields the scope knows, ParseQuery(WriteQuery(query, scope), scope) is that query again.
#pragma once

#include <string>

#include "shared/query/query.h"
#include "shared/query/query_scope.h"

namespace kedang {

std::string WriteQuery(const Query& query, const QueryScope& scope);
// One value as it stands in the text, in quotes where it must, and as people read it.
std::string WriteQueryValue(const QueryCondition& condition, const QueryValue& value, const QueryScope& scope);
std::string ShowQueryValue(const QueryCondition& condition, const QueryValue& value, const QueryScope& scope);

}  // namespace kedang
