// Compiler: a checked syntax tree to a program.
#pragma once

#include "shared/expr/expression_error.h"
#include "shared/expr/program.h"
#include "shared/expr/scope.h"
#include "shared/expr/syntax_tree.h"

namespace kedang {

class Compiler {
 public:
  Compiler(const SyntaxTree& tree, const ExpressionScope& scope, Program& program, ExpressionError& error)
      : tree_(tree), scope_(scope), program_(program), error_(error) {}

  // False: kTooBig, when it needs more than kMaxExpressionStack values at once or 65,535 arguments.
  bool Compile();

 private:
  void Emit(NodeIndex index);
  void EmitValue(NodeIndex index);
  void EmitName(NodeIndex index);
  void EmitMember(NodeIndex index);
  void EmitBinary(NodeIndex index);
  void EmitOperator(const SyntaxNode& node);
  void EmitList(NodeIndex index);
  void EmitCall(NodeIndex index);
  void EmitIf(NodeIndex index);
  void EmitEach(NodeIndex list, NodeIndex condition, EachMode mode);

  // Appends an instruction after which the stack holds `change` more values; returns its place.
  std::size_t Add(OpCode op, int change, std::uint8_t a = 0, std::size_t b = 0, std::size_t c = 0);
  void AddConstant(const Datum& value);
  void JumpHere(std::size_t place) { program_.code_[place].c = static_cast<std::uint32_t>(program_.code_.size()); }
  bool IsConstant(NodeIndex index) const;
  Datum ConstantOf(NodeIndex index);
  const Schema* SchemaOfFrame(std::uint8_t frame) const { return frame < frames_.size() ? frames_[frame] : nullptr; }
  std::size_t AddRelation(SchemaId schema, FieldId field);
  std::size_t AddChoices(const Field& field);
  // How instruction kField and kMember read that field: `b`.
  std::size_t FlagsOf(const Schema* schema, FieldId field, CellForm form) const;
  void Reads(const Schema* schema, FieldId field, bool is_own);

  const SyntaxTree& tree_;
  const ExpressionScope& scope_;
  Program& program_;
  ExpressionError& error_;
  std::vector<const Schema*> frames_;
  std::size_t depth_ = 0;  // values on the stack here
};

}  // namespace kedang
