// Checker: gives every node of a syntax tree its meaning and type in a scope. Literals become what they are compared with
// (literal.h), calls with conditions become filters, and what does not fit is an error with its place.
#pragma once

#include <string_view>
#include <vector>

#include "shared/expr/expression_error.h"
#include "shared/expr/function_table.h"
#include "shared/expr/scope.h"
#include "shared/expr/syntax_tree.h"

namespace kedang {

class Checker {
 public:
  // All outlive the checker; the tree keeps pointers into the scope's schemas.
  Checker(std::string_view source, const ExpressionScope& scope, SyntaxTree& tree, ExpressionError& error);

  // False: see the error. `wanted`: what the whole expression has to give; null = anything.
  bool Check(const ExpressionType* wanted);

 private:
  // What a name is looked for as, where it could be a field and related records.
  enum class Hint { kValue, kList, kMemberBase };

  bool CheckNode(NodeIndex index, Hint hint);
  bool CheckName(NodeIndex index, Hint hint);
  bool CheckMember(NodeIndex index);
  bool CheckListLiteral(NodeIndex index);
  bool CheckUnary(NodeIndex index);
  bool CheckBinary(NodeIndex index);
  bool CheckOperator(NodeIndex index);
  bool CheckEquality(NodeIndex index, NodeIndex left, NodeIndex right);
  bool CheckOrder(NodeIndex index, NodeIndex left, NodeIndex right);
  bool CheckIn(NodeIndex index, NodeIndex left, NodeIndex right);
  bool CheckContains(NodeIndex index, NodeIndex left, NodeIndex right);
  bool CheckArithmetic(NodeIndex index, NodeIndex left, NodeIndex right);

  // checker_calls.cpp
  bool CheckCall(NodeIndex index);
  bool CheckPlainCall(NodeIndex index, const FunctionRow& row);
  bool CheckParameter(NodeIndex argument, char letter, const ExpressionType& first_list, ExpressionType& unified);
  bool CheckIf(NodeIndex index);
  bool CheckSame(const std::vector<NodeIndex>& values, ExpressionType& unified);
  bool CheckListCall(NodeIndex index, const FunctionRow& row);
  bool CheckListArgument(NodeIndex call, const FunctionRow& row, NodeIndex list);
  bool CheckCondition(NodeIndex base, NodeIndex condition, bool is_key);
  bool CheckRecordCall(NodeIndex index, const FunctionRow& row);
  bool FailCount(NodeIndex index, const FunctionRow& row, std::size_t found);

  // Makes literals in `index` what `wanted` needs them to be. `is_prefix`: see ReadFieldLiteral.
  bool Adapt(NodeIndex index, const ExpressionType& wanted, bool is_prefix = false);
  bool AdaptText(NodeIndex index, const ExpressionType& wanted, bool is_prefix);
  // Boolean, or null.
  bool RequireCondition(NodeIndex index);
  // A text that is the id of a record becomes that record.
  bool ToId(NodeIndex index, const ExpressionType& record);
  // A record becomes its title; a list of them, or a record, their titles.
  void ToTitle(NodeIndex index);
  void ToTitles(NodeIndex index);

  bool Fail(ExpressionCode code, std::uint32_t offset, std::uint32_t length);
  bool FailName(NodeIndex index, const Schema* schema);
  bool FailType(NodeIndex index, std::string_view expected);
  bool FailOperator(NodeIndex index, std::string_view expected, std::string_view found, std::string_view suggestion);
  void SetField(NodeIndex index, const Schema& schema, const Field& field, bool is_list);
  NodeIndex MakeFilter(NodeIndex base, NodeIndex condition);

  std::string_view source_;
  const ExpressionScope& scope_;
  SyntaxTree& tree_;
  ExpressionError& error_;
  std::vector<const Schema*> frames_;
};

}  // namespace kedang
