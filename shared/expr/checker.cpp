#include "shared/expr/checker.h"

#include <algorithm>

#include "shared/expr/lexer.h"
#include "shared/expr/nearest.h"

namespace kedang {
namespace {

constexpr ExpressionType kBooleanType{ExpressionKind::kBoolean, false, nullptr, nullptr};
constexpr ExpressionType kNumberType{ExpressionKind::kNumber, false, nullptr, nullptr};
constexpr ExpressionType kDateType{ExpressionKind::kDate, false, nullptr, nullptr};
constexpr ExpressionType kTextType{ExpressionKind::kText, false, nullptr, nullptr};

bool IsScalar(const ExpressionType& type, ExpressionKind kind) {
  return !type.is_list && (type.kind == kind || type.kind == ExpressionKind::kNull);
}

// How a name is written in an expression: in braces when it holds more than letters.
std::string WriteName(const std::string& name) {
  for (const char c : name) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                         static_cast<unsigned char>(c) >= 0x80;
    if (!is_word) return "{" + name + "}";
  }
  return name;
}

bool HasCodes(const ExpressionType& type) {
  return type.field != nullptr &&
         (type.field->type == FieldType::kRegion || type.field->type == FieldType::kIndustry);
}

}  // namespace

Checker::Checker(std::string_view source, const ExpressionScope& scope, SyntaxTree& tree, ExpressionError& error)
    : source_(source), scope_(scope), tree_(tree), error_(error) {}

bool Checker::Check(const ExpressionType* wanted) {
  frames_.assign(1, scope_.schema);
  if (!CheckNode(tree_.root, wanted != nullptr && wanted->is_list ? Hint::kList : Hint::kValue)) return false;
  if (wanted == nullptr) return true;
  if (wanted->kind == ExpressionKind::kText && !wanted->is_list) ToTitle(tree_.root);
  if (!Adapt(tree_.root, *wanted)) return false;
  return AreCompatible(tree_[tree_.root].type, *wanted) || FailType(tree_.root, TypeName(*wanted));
}

bool Checker::CheckNode(NodeIndex index, Hint hint) {
  switch (tree_[index].kind) {
    case NodeKind::kNull: return true;
    case NodeKind::kBoolean: tree_[index].type = kBooleanType; return true;
    case NodeKind::kNumber: tree_[index].type = kNumberType; return true;
    case NodeKind::kDate: tree_[index].type = kDateType; return true;
    case NodeKind::kText: tree_[index].type = kTextType; return true;
    case NodeKind::kList: return CheckListLiteral(index);
    case NodeKind::kName: return CheckName(index, hint);
    case NodeKind::kMember: return CheckMember(index);
    case NodeKind::kUnary: return CheckUnary(index);
    case NodeKind::kBinary: return CheckBinary(index);
    case NodeKind::kCall: return CheckCall(index);
  }
  return true;
}

void Checker::SetField(NodeIndex index, const Schema& schema, const Field& field, bool is_list) {
  SyntaxNode& node = tree_[index];
  node.meaning = Meaning::kField;
  node.field = field.id;
  node.type = TypeInScope(scope_, schema, field, &node.form);
  node.type.is_list = node.type.is_list || is_list;
}

bool Checker::CheckName(NodeIndex index, Hint hint) {
  const std::string name = tree_[index].text;
  for (std::size_t frame = frames_.size(); frame-- > 0;) {
    const Schema* schema = frames_[frame];
    if (schema == nullptr) continue;
    const Field* field = FindFieldNamed(*schema, name);
    std::optional<Relation> relation;
    if (scope_.schemas != nullptr) relation = FindRelationNamed(*scope_.schemas, *schema, name);
    if (field == nullptr && !relation.has_value()) continue;
    // 联系人 may be a field and the related contacts: what stands before a dot or is counted means the records.
    bool is_field = field != nullptr;
    if (is_field && relation.has_value()) {
      const ExpressionType type = TypeInScope(scope_, *schema, *field);
      if (hint == Hint::kList) is_field = type.is_list;
      if (hint == Hint::kMemberBase) is_field = type.kind == ExpressionKind::kRecord;
    }
    tree_[index].frame = static_cast<std::uint8_t>(frame);
    if (is_field) {
      SetField(index, *schema, *field, false);
      return true;
    }
    SyntaxNode& node = tree_[index];
    node.meaning = Meaning::kRelated;
    node.schema = relation->schema->id;
    node.field = relation->reference->id;
    node.type = {ExpressionKind::kRecord, true, relation->schema, nullptr};
    return true;
  }
  return FailName(index, frames_.back());
}

bool Checker::CheckMember(NodeIndex index) {
  const NodeIndex base = tree_[index].first;
  if (!CheckNode(base, Hint::kMemberBase)) return false;
  const ExpressionType type = tree_[base].type;
  if (type.kind != ExpressionKind::kRecord) return FailType(base, "record");
  const std::string name = tree_[index].text;
  if (const Field* field = FindFieldNamed(*type.schema, name)) {
    SetField(index, *type.schema, *field, type.is_list);
    return true;
  }
  const auto relation = FindRelationNamed(*scope_.schemas, *type.schema, name);
  if (!relation.has_value()) return FailName(index, type.schema);
  SyntaxNode& node = tree_[index];
  node.meaning = Meaning::kRelated;
  node.schema = relation->schema->id;
  node.field = relation->reference->id;
  node.type = {ExpressionKind::kRecord, true, relation->schema, nullptr};
  return true;
}

bool Checker::CheckListLiteral(NodeIndex index) {
  const std::vector<NodeIndex> items = tree_.ChildrenOf(index);
  for (const NodeIndex item : items) {
    if (!CheckNode(item, Hint::kValue)) return false;
    if (tree_[item].type.is_list) return FailType(item, "scalar");
    ToTitle(item);
  }
  ExpressionType unified;
  if (!CheckSame(items, unified)) return false;
  unified.is_list = true;
  tree_[index].type = unified;
  return true;
}

bool Checker::CheckUnary(NodeIndex index) {
  const NodeIndex operand = tree_[index].first;
  if (!CheckNode(operand, Hint::kValue)) return false;
  if (tree_[index].op == Operator::kNot) {
    tree_[index].type = kBooleanType;
    return RequireCondition(operand);
  }
  if (!IsScalar(tree_[operand].type, ExpressionKind::kNumber)) return FailType(operand, "number");
  tree_[index].type = kNumberType;
  return true;
}

bool Checker::CheckBinary(NodeIndex index) {
  std::vector<NodeIndex> spine;
  NodeIndex left = index;
  for (; tree_[left].kind == NodeKind::kBinary; left = tree_[left].first) spine.push_back(left);
  if (!CheckNode(left, Hint::kValue)) return false;
  for (std::size_t i = spine.size(); i-- > 0;) {
    const NodeIndex first = tree_[spine[i]].first;
    const bool is_in = tree_[spine[i]].op == Operator::kIn || tree_[spine[i]].op == Operator::kNotIn;
    if (!CheckNode(tree_[first].next, is_in ? Hint::kList : Hint::kValue) || !CheckOperator(spine[i])) return false;
  }
  return true;
}

bool Checker::CheckOperator(NodeIndex index) {
  const NodeIndex left = tree_[index].first;
  const NodeIndex right = tree_[left].next;
  tree_[index].type = kBooleanType;
  switch (tree_[index].op) {
    case Operator::kOr:
    case Operator::kAnd: return RequireCondition(left) && RequireCondition(right);
    case Operator::kEqual:
    case Operator::kNotEqual: return CheckEquality(index, left, right);
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual: return CheckOrder(index, left, right);
    case Operator::kIn:
    case Operator::kNotIn: return CheckIn(index, left, right);
    case Operator::kContains:
    case Operator::kNotContains: return CheckContains(index, left, right);
    case Operator::kJoin:
      tree_[index].type = kTextType;
      for (const NodeIndex side : {left, right}) {
        ToTitle(side);
        if (tree_[side].type.kind == ExpressionKind::kRecord) return FailType(side, "text");
      }
      return true;
    case Operator::kAdd:
    case Operator::kSubtract:
    case Operator::kMultiply:
    case Operator::kDivide: return CheckArithmetic(index, left, right);
    case Operator::kNone:
    case Operator::kNot: return true;
  }
  return true;
}

bool Checker::CheckEquality(NodeIndex index, NodeIndex left, NodeIndex right) {
  // A record next to a text is its title, unless the text is an id.
  for (const auto& [record, text] : {std::pair{left, right}, std::pair{right, left}}) {
    if (tree_[record].type.kind == ExpressionKind::kRecord && tree_[text].type.kind == ExpressionKind::kText) {
      if (ToId(text, tree_[record].type)) return true;
      ToTitle(record);
    }
  }
  if (!Adapt(right, tree_[left].type) || !Adapt(left, tree_[right].type)) return false;
  const ExpressionType a = tree_[left].type, b = tree_[right].type;
  if (AreCompatible(a, b)) return true;
  const bool is_item = a.is_list && !b.is_list && a.kind == b.kind;
  // In the words of whoever wrote it.
  const bool is_ascii = std::all_of(source_.begin(), source_.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return FailOperator(index, TypeName(a), TypeName(b), !is_item ? "" : is_ascii ? "contains" : "包含");
}

bool Checker::CheckOrder(NodeIndex index, NodeIndex left, NodeIndex right) {
  if (!Adapt(right, tree_[left].type) || !Adapt(left, tree_[right].type)) return false;
  const ExpressionType a = tree_[left].type, b = tree_[right].type;
  if (a.is_list || b.is_list || !AreCompatible(a, b)) return FailOperator(index, TypeName(a), TypeName(b), "");
  for (const NodeIndex side : {left, right}) {
    const ExpressionKind kind = tree_[side].type.kind;
    if (kind == ExpressionKind::kBoolean || kind == ExpressionKind::kRecord) return FailType(side, "number");
  }
  // Choices are in the order of their list: 阶段 >= "谈判" is "from negotiation on".
  const Field* field = a.field != nullptr ? a.field : b.field;
  if (field == nullptr || field->type != FieldType::kChoice) return true;
  for (const NodeIndex side : {left, right}) {
    if (tree_[side].type.is_null()) continue;
    if (tree_[side].type.field != field) return FailOperator(index, TypeName(a), TypeName(b), "");
    tree_[side].conversion = Conversion::kRank;
  }
  return true;
}

bool Checker::CheckIn(NodeIndex index, NodeIndex left, NodeIndex right) {
  const ExpressionType item = tree_[left].type;
  if (item.is_list) return FailType(left, "scalar");
  if (HasCodes(item)) {
    if (!Adapt(right, item, true)) return false;
    if (!tree_[right].type.is_null() && tree_[right].type.kind != ExpressionKind::kText) return FailType(right, "text_list");
    tree_[index].meaning = Meaning::kWithin;
    return true;
  }
  if (tree_[right].type.is_null()) return true;
  if (!tree_[right].type.is_list) return FailType(right, "list");
  ExpressionType element = tree_[right].type;
  element.is_list = false;
  if (element.kind == ExpressionKind::kText) ToTitle(left);
  if (!Adapt(right, item) || !Adapt(left, element)) return false;
  element = tree_[right].type;
  element.is_list = false;
  return AreCompatible(tree_[left].type, element) ||
         FailOperator(index, TypeName(tree_[left].type), TypeName(tree_[right].type), "");
}

bool Checker::CheckContains(NodeIndex index, NodeIndex left, NodeIndex right) {
  ExpressionType element = tree_[left].type;
  if (!element.is_list) {
    ToTitle(left);
    ToTitle(right);
    if (!IsScalar(tree_[left].type, ExpressionKind::kText)) return FailType(left, "text");
    return IsScalar(tree_[right].type, ExpressionKind::kText) || FailType(right, "text");
  }
  element.is_list = false;
  if (element.kind == ExpressionKind::kRecord && tree_[right].type.kind == ExpressionKind::kText) {
    if (!ToId(right, element)) {
      ToTitles(left);
      element = tree_[left].type;
      element.is_list = false;
    }
  }
  if (element.kind == ExpressionKind::kText) ToTitle(right);
  if (!Adapt(right, element)) return false;
  return AreCompatible(element, tree_[right].type) ||
         FailOperator(index, TypeName(tree_[left].type), TypeName(tree_[right].type), "");
}

bool Checker::CheckArithmetic(NodeIndex index, NodeIndex left, NodeIndex right) {
  const ExpressionType a = tree_[left].type, b = tree_[right].type;
  const Operator op = tree_[index].op;
  ExpressionType& type = tree_[index].type;
  type = kNumberType;
  const bool is_sum = op == Operator::kAdd || op == Operator::kSubtract;
  if (is_sum && IsScalar(a, ExpressionKind::kDate) && IsScalar(b, ExpressionKind::kNumber) && !a.is_null()) {
    type = kDateType;
    return true;
  }
  if (op == Operator::kAdd && IsScalar(a, ExpressionKind::kNumber) && IsScalar(b, ExpressionKind::kDate) && !b.is_null()) {
    type = kDateType;
    return true;
  }
  if (op == Operator::kSubtract && (a.kind == ExpressionKind::kDate || b.kind == ExpressionKind::kDate)) {
    if (!Adapt(left, kDateType) || !Adapt(right, kDateType)) return false;
    if (IsScalar(tree_[left].type, ExpressionKind::kDate) && IsScalar(tree_[right].type, ExpressionKind::kDate)) return true;
  }
  if (IsScalar(a, ExpressionKind::kNumber) && IsScalar(b, ExpressionKind::kNumber)) return true;
  const bool is_text = a.kind == ExpressionKind::kText || b.kind == ExpressionKind::kText;
  if (is_text && op == Operator::kAdd) return FailOperator(index, "number", "text", "&");
  const NodeIndex wrong = IsScalar(a, ExpressionKind::kNumber) ? right : left;
  return FailType(wrong, "number");
}

bool Checker::RequireCondition(NodeIndex index) {
  return IsScalar(tree_[index].type, ExpressionKind::kBoolean) || FailType(index, "boolean");
}

bool Checker::Fail(ExpressionCode code, std::uint32_t offset, std::uint32_t length) {
  error_ = ExpressionError{code, offset, length, {}, {}};
  return false;
}

bool Checker::FailName(NodeIndex index, const Schema* schema) {
  const SyntaxNode& node = tree_[index];
  Fail(ExpressionCode::kUnknownName, node.name_offset, node.name_length);
  error_.details.emplace_back("name", node.text);
  if (schema == nullptr) return false;
  const std::string nearest = NearestWord(node.text, NamesOf(scope_, *schema));
  if (!nearest.empty()) error_.suggestion = WriteName(nearest);
  return false;
}

bool Checker::FailType(NodeIndex index, std::string_view expected) {
  const SyntaxNode& node = tree_[index];
  Fail(ExpressionCode::kWrongType, node.offset, node.length);
  error_.details = {{"expected", std::string(expected)}, {"found", std::string(TypeName(node.type))}};
  std::size_t length = 0;
  if (expected == "number" && node.kind == NodeKind::kText && ReadNumberLiteral(node.text, length).has_value() &&
      length == node.text.size()) {
    error_.suggestion = node.text;
  }
  if (expected == "text" && node.kind == NodeKind::kNumber) {
    error_.suggestion = "\"" + std::string(source_.substr(node.offset, node.length)) + "\"";
  }
  return false;
}

bool Checker::FailOperator(NodeIndex index, std::string_view expected, std::string_view found,
                           std::string_view suggestion) {
  // Between a literal and something else the literal is what to change.
  const NodeIndex left = tree_[index].first, right = tree_[left].next;
  for (const auto& [literal, other] : {std::pair{right, left}, std::pair{left, right}}) {
    const NodeKind kind = tree_[literal].kind;
    const ExpressionType& type = tree_[other].type;
    if (!type.is_list && suggestion.empty() && (kind == NodeKind::kText || kind == NodeKind::kNumber)) {
      return FailType(literal, TypeName(type));
    }
  }
  const SyntaxNode& node = tree_[index];
  Fail(ExpressionCode::kWrongType, node.name_offset, node.name_length);
  error_.details = {{"expected", std::string(expected)}, {"found", std::string(found)}};
  error_.suggestion = suggestion;
  return false;
}

}  // namespace kedang
