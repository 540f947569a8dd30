// Expressions: the one language of rules, formulas, filters, default values, permissions, automation and reports.
//
//   合同金额 > 10万 且 阶段 = "谈判"          amount > 100000 and stage = "negotiation"
//   count(合同, 状态 = "已签") >= 2 或 属于 …   sum(contract.amount, signed_on >= today() - 365)
//
// GRAMMAR  (loosest first; full-width punctuation and either language's words mean the same)
//   or: and { or|或|或者|\|\| and }             and: not { and|且|并且|&& not }        not: [not|非|!] comparison
//   comparison: join [ = == 等于 | != <> ≠ 不等于 | < 小于 | <= ≤ 不大于 | > 大于 | >= ≥ 不小于 |
//                      [not] in 属于 不属于 | [not] contains 包含 不包含  join ]
//   join: sum { & sum }     sum: product { +|- product }     product: unary { *|/ unary }     unary: [-] postfix
//   postfix: primary { . name }
//   primary: number | text | true 真 是 | false 假 否 | null 空 | name | name( … ) | [ … ] | ( or )
//   number: 12  1.5  10万  2亿  5%     text: "…" with "" or \" \\ \n \t inside, or “…”     name: word or {any text}
// Chinese needs no blanks: 金额大于10万且阶段="谈判" is 金额 大于 10万 且 阶段 = "谈判". After an operand a Chinese operator
// begins at once; a word that is no name ends behind the longest name in it that such an operator follows.
//
// NAMES are keys, labels (either language) or clear synonyms of fields, compared without regard to width, case and
// traditional characters. a.b follows a reference. The key or label of a schema that has a reference to this one names the
// related records, oldest first; where a field has the same name, the records are meant before a dot and where a list is
// wanted. Inside a condition (the last argument of count, sum, filter …) names are first those of the related record, then
// those of the record around it.
//
// TYPES  boolean; number: exact decimal, nine places, half away from zero; date; text; record; lists of one of them.
//   number + - * / number, date ± number of days, date - date = days, text & anything.
//   x = y, x in list, list contains x: for all types.  < <= > >=: number, date, text by code point, choices by their order.
//   A record where a text is wanted is its title. Empty texts and empty lists are null.
//   A text literal next to a choice, region, industry, user or date is read as one when the expression is compiled; a region
//   or industry `in` another one lies within it.
//
// NULL  Arithmetic with null, overflow, division by zero: null. = and <> treat null as a value. Ordering with null is
//   false. and, or, not and conditions count null as false and give true or false. & and text functions take null as
//   empty. Number and date functions of null are null. Aggregates and a.b over records skip null; an aggregate of nothing
//   is null, but count is 0, any false, all true.
//
// LIMITS  64 KiB of source, 100 levels, 20,000 nodes; an evaluation ends with kTooCostly after context.step_limit.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "shared/expr/expression_error.h"
#include "shared/expr/program.h"
#include "shared/expr/scope.h"

namespace kedang {

// What the expression has to give.
struct ExpressionGoal {
  std::optional<ExpressionKind> kind;  // none: anything
  bool is_list = false;
  // A formula's or default's own field: its kind is wanted and literals are read as its values. Over `kind`.
  const Field* field = nullptr;
};
inline constexpr ExpressionGoal kConditionGoal{ExpressionKind::kBoolean, false, nullptr};

struct Compilation {
  Program program;  // empty when there is an error
  ExpressionError error;

  bool ok() const { return error.code == ExpressionCode::kNone; }
};

Compilation CompileExpression(std::string_view source, const ExpressionScope& scope, const ExpressionGoal& goal = {});

}  // namespace kedang
