#include "shared/expr/compiler.h"

#include <algorithm>
#include <new>

#include "shared/expr/checker.h"
#include "shared/expr/expression.h"
#include "shared/expr/parser.h"
#include "shared/model/computed_field.h"

namespace kedang {

bool Compiler::Compile() {
  frames_.assign(1, scope_.schema);
  Emit(tree_.root);
  const ExpressionType& type = tree_[tree_.root].type;
  program_.type_ = {type.kind, type.is_list, type.schema != nullptr ? type.schema->id : 0};
  return error_.code == ExpressionCode::kNone;
}

std::size_t Compiler::Add(OpCode op, int change, std::uint8_t a, std::size_t b, std::size_t c) {
  depth_ = static_cast<std::size_t>(static_cast<int>(depth_) + change);
  if ((depth_ > kMaxExpressionStack || b > 0xFFFF) && error_.code == ExpressionCode::kNone) {
    error_.code = ExpressionCode::kTooBig;
    error_.details.emplace_back("limit", std::to_string(kMaxExpressionStack));
  }
  program_.code_.push_back(Instruction{op, a, static_cast<std::uint16_t>(b), static_cast<std::uint32_t>(c)});
  return program_.code_.size() - 1;
}

void Compiler::AddConstant(const Datum& value) {
  program_.constants_.push_back(value);
  Add(OpCode::kConstant, 1, 0, 0, program_.constants_.size() - 1);
}

std::size_t Compiler::AddRelation(SchemaId schema, FieldId field) {
  program_.relations_.push_back({schema, field});
  program_.is_volatile_ = true;
  if (scope_.schemas != nullptr) Reads(scope_.schemas->Find(schema), field, false);
  return program_.relations_.size() - 1;
}

std::size_t Compiler::AddChoices(const Field& field) {
  Program::ChoiceList list;
  for (const Choice& choice : field.choices) {
    list.keys.push_back(choice.key);
    list.labels.push_back(choice.label);
  }
  program_.choices_.push_back(std::move(list));
  return program_.choices_.size() - 1;
}

void Compiler::Reads(const Schema* schema, FieldId field, bool is_own) {
  if (schema == nullptr) return;
  const FieldRead read{schema->id, field, is_own};
  if (std::find(program_.reads_.begin(), program_.reads_.end(), read) == program_.reads_.end()) {
    program_.reads_.push_back(read);
  }
}

std::size_t Compiler::FlagsOf(const Schema* schema, FieldId field, CellForm form) const {
  const Field* found = schema != nullptr ? schema->Find(field) : nullptr;
  const bool is_computed = found != nullptr && IsComputed(found->type);
  const auto bit = [](Value::Kind kind) { return std::size_t{1} << (kHoldsShift + static_cast<unsigned>(kind)); };
  const std::size_t numbers = bit(Value::Kind::kInteger) | bit(Value::Kind::kDecimal);
  std::size_t holds = std::size_t{0x7F} << kHoldsShift;
  if (found != nullptr) holds = (bit(KindOf(found->type)) & numbers) != 0 ? numbers : bit(KindOf(found->type));
  return static_cast<std::size_t>(form) | (is_computed ? std::size_t{kReadsComputed} : 0) | holds;
}

void Compiler::Emit(NodeIndex index) {
  EmitValue(index);
  const SyntaxNode& node = tree_[index];
  switch (node.conversion) {
    case Conversion::kNone: break;
    case Conversion::kTitle:
      program_.is_volatile_ = true;
      Reads(scope_.schemas->Find(node.conversion_schema), node.conversion_field, false);
      Add(OpCode::kMember, 0, node.type.is_list ? 1 : 0,
          FlagsOf(scope_.schemas->Find(node.conversion_schema), node.conversion_field, CellForm::kPlain), node.conversion_field);
      break;
    case Conversion::kRank:
      if (node.type.field != nullptr) Add(OpCode::kRank, 0, 0, 0, AddChoices(*node.type.field));
      break;
  }
}

void Compiler::EmitValue(NodeIndex index) {
  switch (tree_[index].kind) {
    case NodeKind::kNull:
    case NodeKind::kBoolean:
    case NodeKind::kNumber:
    case NodeKind::kDate:
    case NodeKind::kText: return AddConstant(ConstantOf(index));
    case NodeKind::kList: return EmitList(index);
    case NodeKind::kName: return EmitName(index);
    case NodeKind::kMember: return EmitMember(index);
    case NodeKind::kUnary: {
      const NodeIndex operand = tree_[index].first;
      Emit(operand);
      Add(tree_[index].op == Operator::kNot ? OpCode::kNot : OpCode::kNegate, 0);
      return;
    }
    case NodeKind::kBinary: return EmitBinary(index);
    case NodeKind::kCall: return EmitCall(index);
  }
}

bool Compiler::IsConstant(NodeIndex index) const {
  switch (tree_[index].kind) {
    case NodeKind::kNull:
    case NodeKind::kBoolean:
    case NodeKind::kNumber:
    case NodeKind::kDate:
    case NodeKind::kText: return true;
    default: return false;
  }
}

Datum Compiler::ConstantOf(NodeIndex index) {
  const SyntaxNode& node = tree_[index];
  switch (node.kind) {
    case NodeKind::kBoolean: return Datum::Of(node.number.units != 0);
    case NodeKind::kNumber: return Datum::Of(node.number);
    case NodeKind::kDate: return Datum::Of(Date{static_cast<std::int32_t>(node.number.units)});
    case NodeKind::kText:
      return Datum::OfText(program_.texts_.CopyText(node.text),
                           node.type.kind == ExpressionKind::kRecord ? Datum::Kind::kReference : Datum::Kind::kText);
    default: return {};
  }
}

void Compiler::EmitName(NodeIndex index) {
  const SyntaxNode& node = tree_[index];
  if (node.meaning == Meaning::kRelated) {
    Add(OpCode::kRelated, 1, node.frame, 0, AddRelation(node.schema, node.field));
    return;
  }
  Reads(SchemaOfFrame(node.frame), node.field, node.frame == 0);
  Add(OpCode::kField, 1, node.frame, FlagsOf(SchemaOfFrame(node.frame), node.field, node.form), node.field);
}

void Compiler::EmitMember(NodeIndex index) {
  const SyntaxNode& node = tree_[index];
  const ExpressionType base = tree_[node.first].type;
  Emit(node.first);
  program_.is_volatile_ = true;
  if (node.meaning == Meaning::kRelated) {
    Add(OpCode::kMemberRelated, 0, base.is_list ? 1 : 0, 0, AddRelation(node.schema, node.field));
    return;
  }
  Reads(base.schema, node.field, false);
  Add(OpCode::kMember, 0, base.is_list ? 1 : 0, FlagsOf(base.schema, node.field, node.form), node.field);
}

void Compiler::EmitBinary(NodeIndex index) {
  std::vector<NodeIndex> spine;
  NodeIndex left = index;
  for (; tree_[left].kind == NodeKind::kBinary; left = tree_[left].first) spine.push_back(left);
  Emit(left);
  for (std::size_t i = spine.size(); i-- > 0;) {
    const SyntaxNode& node = tree_[spine[i]];
    const NodeIndex right = tree_[node.first].next;
    if (node.op == Operator::kAnd || node.op == Operator::kOr) {
      const std::size_t jump = Add(node.op == Operator::kAnd ? OpCode::kAndJump : OpCode::kOrJump, -1);
      Emit(right);
      Add(OpCode::kTruth, 0);
      JumpHere(jump);
    } else {
      Emit(right);
      EmitOperator(node);
    }
  }
}

void Compiler::EmitOperator(const SyntaxNode& node) {
  switch (node.op) {
    case Operator::kEqual: Add(OpCode::kEqual, -1); break;
    case Operator::kNotEqual: Add(OpCode::kNotEqual, -1); break;
    case Operator::kLess: Add(OpCode::kLess, -1); break;
    case Operator::kLessEqual: Add(OpCode::kLessEqual, -1); break;
    case Operator::kGreater: Add(OpCode::kGreater, -1); break;
    case Operator::kGreaterEqual: Add(OpCode::kGreaterEqual, -1); break;
    case Operator::kIn:
    case Operator::kNotIn: Add(node.meaning == Meaning::kWithin ? OpCode::kWithin : OpCode::kIn, -1); break;
    case Operator::kContains:
    case Operator::kNotContains: Add(OpCode::kContains, -1); break;
    case Operator::kJoin: Add(OpCode::kJoin, -1, 0, 2); break;
    case Operator::kAdd: Add(OpCode::kAdd, -1); break;
    case Operator::kSubtract: Add(OpCode::kSubtract, -1); break;
    case Operator::kMultiply: Add(OpCode::kMultiply, -1); break;
    case Operator::kDivide: Add(OpCode::kDivide, -1); break;
    case Operator::kNone:
    case Operator::kOr:
    case Operator::kAnd:
    case Operator::kNot: break;
  }
  if (node.op == Operator::kNotIn || node.op == Operator::kNotContains) Add(OpCode::kNot, 0);
}

void Compiler::EmitList(NodeIndex index) {
  const std::vector<NodeIndex> items = tree_.ChildrenOf(index);
  if (items.empty()) return AddConstant({});
  if (!std::all_of(items.begin(), items.end(), [this](NodeIndex item) { return IsConstant(item); })) {
    for (const NodeIndex item : items) Emit(item);
    Add(OpCode::kList, 1 - static_cast<int>(items.size()), 0, 0, items.size());
    return;
  }
  auto* made = static_cast<Datum*>(program_.texts_.Allocate(items.size() * sizeof(Datum)));
  std::size_t count = 0;
  for (const NodeIndex item : items) {
    const Datum value = ConstantOf(item);
    if (!value.is_null()) new (made + count++) Datum(value);
  }
  AddConstant(count == 0 ? Datum() : Datum::OfList(made, count));
}

void Compiler::EmitEach(NodeIndex list, NodeIndex condition, EachMode mode) {
  Emit(list);
  frames_.push_back(tree_[list].type.schema);
  const std::size_t each = Add(OpCode::kEach, 0, static_cast<std::uint8_t>(mode), frames_.size() - 1);
  Emit(condition);
  --depth_;  // the body's value is taken by the loop
  program_.code_[each].c = static_cast<std::uint32_t>(program_.code_.size() - each - 1);
  frames_.pop_back();
}

void Compiler::EmitIf(NodeIndex index) {
  const std::vector<NodeIndex> arguments = tree_.ChildrenOf(index);
  std::vector<std::size_t> ends;
  std::size_t i = 0;
  for (; i + 1 < arguments.size(); i += 2) {
    Emit(arguments[i]);
    const std::size_t jump = Add(OpCode::kJumpIfFalse, -1);
    Emit(arguments[i + 1]);
    ends.push_back(Add(OpCode::kJump, -1));
    JumpHere(jump);
  }
  if (i < arguments.size()) Emit(arguments[i]);
  else AddConstant({});
  for (const std::size_t end : ends) JumpHere(end);
}

void Compiler::EmitCall(NodeIndex index) {
  const SyntaxNode& node = tree_[index];
  const std::vector<NodeIndex> arguments = tree_.ChildrenOf(index);
  if (node.meaning == Meaning::kFilter) return EmitEach(arguments[0], arguments[1], EachMode::kFilter);
  const FunctionRow& row = *FunctionTable()[node.function];
  switch (row.form) {
    case FunctionForm::kIf: return EmitIf(index);
    case FunctionForm::kCoalesce: {
      std::vector<std::size_t> ends;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        Emit(arguments[i]);
        if (i + 1 < arguments.size()) ends.push_back(Add(OpCode::kValueJump, -1));
      }
      for (const std::size_t end : ends) JumpHere(end);
      return;
    }
    case FunctionForm::kLabel:
      Emit(arguments[0]);
      Add(OpCode::kLabel, 0, 0, 0, AddChoices(*tree_[arguments[0]].type.field));
      return;
    case FunctionForm::kAny:
    case FunctionForm::kAll:
    case FunctionForm::kLatest:
      if (arguments.size() != 2) break;
      return EmitEach(arguments[0], arguments[1],
                      row.form == FunctionForm::kAny   ? EachMode::kAny
                      : row.form == FunctionForm::kAll ? EachMode::kAll
                                                       : EachMode::kLatest);
    default: break;
  }
  const Signature signature = ReadSignature(row);
  Program::Call call{&row, static_cast<std::uint32_t>(arguments.size()), 0};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    Emit(arguments[i]);
    const char letter = signature.parameters[std::min(i, signature.parameters.size() - 1)].letter;
    const bool is_strict = row.form == FunctionForm::kPlain && (letter == 'n' || letter == 'd');
    if (is_strict && i < 64) call.strict |= std::uint64_t{1} << i;
  }
  if (row.is_volatile) program_.is_volatile_ = true;
  program_.calls_.push_back(call);
  Add(OpCode::kCall, 1 - static_cast<int>(arguments.size()), 0, 0, program_.calls_.size() - 1);
}

Compilation CompileExpression(std::string_view source, const ExpressionScope& scope, const ExpressionGoal& goal) {
  Compilation compilation;
  SyntaxTree tree;
  KnownNames names(scope);
  if (!ParseExpression(source, tree, compilation.error, &names)) return compilation;
  std::optional<ExpressionType> wanted;
  if (goal.field != nullptr && scope.schema != nullptr) wanted = TypeInScope(scope, *scope.schema, *goal.field);
  else if (goal.field != nullptr) wanted = TypeOfField(*goal.field, TargetOf(scope, *goal.field));
  else if (goal.kind.has_value()) wanted = ExpressionType{*goal.kind, goal.is_list, nullptr, nullptr};
  if (!Checker(source, scope, tree, compilation.error).Check(wanted.has_value() ? &*wanted : nullptr)) return compilation;
  Program program;
  if (Compiler(tree, scope, program, compilation.error).Compile()) {
    compilation.program = std::move(program);
  } else {
    compilation.error.length = static_cast<std::uint32_t>(source.size());
  }
  return compilation;
}

}  // namespace kedang
