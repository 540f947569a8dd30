// Text of a query to its tree. Any bytes give a tree, and problems where something is not as it should be.
//
//   杭州 软件            both words            "杭州 云锦" “…” ‘…’   as it is written
//   -上海  -阶段:谈判  -(a 或 b)   not           a 或 b   a OR b   a | b   either; looser than side by side. a|b   of two words
//   阶段:谈判|签约       one of these           阶段:!=谈判   金额:>10万   金额>=10万   金额:1万..5万   名称:=云锦
//   更新:最近7天  签订日期:2025-03  地区:浙江  负责人:我  标签:重点客户
//   缺:手机  有:邮箱     field empty, filled     重复:是   equal to another record      尾号5678   ends with these digits
// ： ｜ （ ） － ＞ “ ” and blanks of full width mean the same. A name with blanks is written in quotes: "Short name":x.
#pragma once

#include <string_view>
#include <vector>

#include "shared/query/query.h"
#include "shared/query/query_problem.h"
#include "shared/query/query_scope.h"

namespace kedang {

struct ParsedQuery {
  Query query;
  std::vector<QueryProblem> problems;  // in order of their places
};

ParsedQuery ParseQuery(std::string_view text, const QueryScope& scope);

// The same text asked of records of one schema.
struct SchemaQuery {
  SchemaId schema = 0;
  Query query;
};
// For records of all schemas: one query for each that can have hits. A schema without a field of that name has none; a name
// that no schema has is a problem, and is searched as words. `scope.schema` is not read.
struct ParsedQueries {
  std::vector<SchemaQuery> queries;
  std::vector<QueryProblem> problems;
};
ParsedQueries ParseQueries(std::string_view text, const QueryScope& scope);

}  // namespace kedang
