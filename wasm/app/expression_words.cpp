#include "wasm/app/expression_words.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/expr/checker.h"
#include "shared/expr/function_docs.h"
#include "shared/expr/lexer.h"
#include "shared/expr/parser.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

// Words of a tree that was checked.
class Speaker {
 public:
  Speaker(const SyntaxTree& tree, const ExpressionScope& scope, bool is_english, const WordSource& words)
      : tree_(tree), scope_(scope), is_english_(is_english), words_(words) {}

  std::string Say(NodeIndex index, bool is_negated = false) const {
    const SyntaxNode& node = tree_[index];
    switch (node.kind) {
      case NodeKind::kNull: return Word("words.null");
      case NodeKind::kBoolean: return Word((node.number.units != 0) != is_negated ? "words.true" : "words.false");
      case NodeKind::kNumber: return FormatDecimal(node.number);
      case NodeKind::kDate: return FormatDate(Date{static_cast<std::int32_t>(node.number.units)});
      case NodeKind::kText: return SayText(node);
      case NodeKind::kList: return Join(tree_.ChildrenOf(index), Word("words.list_join"));
      case NodeKind::kName: return IsTruth(node) ? SayTruth(SayName(node), is_negated) : SayName(node);
      case NodeKind::kMember: {
        std::string text = Say(node.first) + Word("words.of") + SayName(node);
        return IsTruth(node) ? SayTruth(text, is_negated) : text;
      }
      case NodeKind::kUnary:
        if (node.op == Operator::kNot) return Say(node.first, !is_negated);
        return "−" + Say(node.first);
      case NodeKind::kBinary: return SayBinary(index, is_negated);
      case NodeKind::kCall: return is_negated ? Word("words.not") + SayCall(index) : SayCall(index);
    }
    return "";
  }

 private:
  std::string Word(std::string_view key) const { return std::string(words_(key)); }
  std::string Join(const std::vector<NodeIndex>& nodes, std::string_view between) const {
    std::string text;
    for (const NodeIndex node : nodes) text += (text.empty() ? "" : std::string(between)) + Say(node);
    return text;
  }
  static bool IsTruth(const SyntaxNode& node) {
    return node.meaning == Meaning::kField && node.type.kind == ExpressionKind::kBoolean && !node.type.is_list;
  }
  std::string SayTruth(const std::string& name, bool is_negated) const {
    return name + Word(is_negated ? "words.is_false" : "words.is_true");
  }

  std::string SayText(const SyntaxNode& node) const {
    if (node.type.field != nullptr) {
      for (const Choice& choice : node.type.field->choices) {
        if (choice.key == node.text) return choice.label.In(is_english_);
      }
      if (node.type.field->type == FieldType::kRegion && scope_.lexicon != nullptr) {
        if (const Region* region = scope_.lexicon->regions().FindText(node.text)) return region->name;
      }
    }
    return "“" + node.text + "”";
  }

  std::string SayName(const SyntaxNode& node) const {
    if (node.meaning == Meaning::kRelated) {
      const Schema* related = scope_.schemas != nullptr ? scope_.schemas->Find(node.schema) : nullptr;
      return related != nullptr ? related->label.In(is_english_) : node.text;
    }
    if (node.meaning != Meaning::kField) return node.text;
    // Inside conditions names may be those of other records: they stay as written.
    const Schema* schema = node.kind == NodeKind::kMember ? tree_[node.first].type.schema : node.frame == 0 ? scope_.schema : nullptr;
    const Field* field = schema != nullptr ? schema->Find(node.field) : nullptr;
    return field != nullptr ? field->label.In(is_english_) : node.text;
  }

  std::string SayCall(NodeIndex index) const {
    const SyntaxNode& node = tree_[index];
    const std::vector<NodeIndex> arguments = tree_.ChildrenOf(index);
    if (node.meaning == Meaning::kFilter && arguments.size() == 2) {
      return Say(arguments[0]) + Word("words.where") + Say(arguments[1]) + Word("words.where_end");
    }
    std::string name = node.text;
    if (node.meaning == Meaning::kFunction && node.function < FunctionTable().size()) {
      const FunctionRow& row = *FunctionTable()[node.function];
      name = is_english_ ? row.name : row.zh;
    }
    return name + (is_english_ ? "(" : "（") + Join(arguments, Word("words.list_join")) + (is_english_ ? ")" : "）");
  }

  bool IsNull(NodeIndex index) const { return tree_[index].kind == NodeKind::kNull; }

  // Whether the node says what must not be, so that "or" behind it reads as "if … then".
  bool IsDenial(NodeIndex index) const {
    const SyntaxNode& node = tree_[index];
    if (node.kind == NodeKind::kUnary) return node.op == Operator::kNot;
    if (node.kind != NodeKind::kBinary) return false;
    switch (node.op) {
      case Operator::kNotEqual: return !IsNull(tree_[node.first].next);
      case Operator::kEqual: return IsNull(tree_[node.first].next);
      case Operator::kNotIn:
      case Operator::kNotContains: return true;
      default: return false;
    }
  }

  std::string SayBinary(NodeIndex index, bool is_negated) const {
    // A chain leans to the left: gather the operands of one operator.
    const Operator op = tree_[index].op;
    if (op == Operator::kAnd || op == Operator::kOr) {
      std::vector<NodeIndex> parts;
      NodeIndex at = index;
      for (; tree_[at].kind == NodeKind::kBinary && tree_[at].op == op; at = tree_[at].first) {
        parts.insert(parts.begin(), tree_[tree_[at].first].next);
      }
      parts.insert(parts.begin(), at);
      if (op == Operator::kOr && !is_negated) return SayOr(parts);
      return Chain(parts, Word((op == Operator::kAnd) != is_negated ? "words.and" : "words.or"), is_negated);
    }
    const NodeIndex left = tree_[index].first, right = tree_[left].next;
    if (IsNull(right) && (op == Operator::kEqual || op == Operator::kNotEqual)) {
      return Say(left) + Word((op == Operator::kEqual) != is_negated ? "words.is_empty" : "words.is_filled");
    }
    std::string_view key = SignKey(op, is_negated);
    if (tree_[index].meaning == Meaning::kWithin) key = (op == Operator::kIn) != is_negated ? "words.within" : "words.not_within";
    if (key.empty()) return (is_negated ? Word("words.not") : "") + Say(left) + std::string(SignOf(op)) + Say(right);
    return Say(left) + Word(key) + Say(right);
  }

  // 不是甲 或 乙 → 如果甲，那么乙.
  std::string SayOr(const std::vector<NodeIndex>& parts) const {
    std::vector<NodeIndex> premises, rest;
    for (const NodeIndex part : parts) (rest.empty() && IsDenial(part) ? premises : rest).push_back(part);
    if (premises.empty() || rest.empty()) return Chain(parts, Word("words.or"), false);
    return Word("words.if") + Chain(premises, Word("words.and"), true) + Word("words.then") + Chain(rest, Word("words.or"), false);
  }

  std::string Chain(const std::vector<NodeIndex>& parts, std::string_view between, bool is_negated) const {
    std::string text;
    for (const NodeIndex part : parts) {
      const SyntaxNode& node = tree_[part];
      const bool is_nested = parts.size() > 1 && node.kind == NodeKind::kBinary && (node.op == Operator::kOr || node.op == Operator::kAnd);
      const std::string words = Say(part, is_negated);
      if (!text.empty()) text += between;
      text += is_nested ? (is_english_ ? "(" + words + ")" : "（" + words + "）") : words;
    }
    return text;
  }

  static std::string_view SignKey(Operator op, bool is_negated) {
    switch (op) {
      case Operator::kEqual: return is_negated ? "words.not_equal" : "words.equal";
      case Operator::kNotEqual: return is_negated ? "words.equal" : "words.not_equal";
      case Operator::kLess: return is_negated ? "words.greater_equal" : "words.less";
      case Operator::kLessEqual: return is_negated ? "words.greater" : "words.less_equal";
      case Operator::kGreater: return is_negated ? "words.less_equal" : "words.greater";
      case Operator::kGreaterEqual: return is_negated ? "words.less" : "words.greater_equal";
      case Operator::kIn: return is_negated ? "words.not_in" : "words.in";
      case Operator::kNotIn: return is_negated ? "words.in" : "words.not_in";
      case Operator::kContains: return is_negated ? "words.not_contains" : "words.contains";
      case Operator::kNotContains: return is_negated ? "words.contains" : "words.not_contains";
      default: return "";
    }
  }
  static std::string_view SignOf(Operator op) {
    switch (op) {
      case Operator::kAdd: return " + ";
      case Operator::kSubtract: return " − ";
      case Operator::kMultiply: return " × ";
      case Operator::kDivide: return " ÷ ";
      default: return " & ";
    }
  }

  const SyntaxTree& tree_;
  const ExpressionScope& scope_;
  bool is_english_;
  const WordSource& words_;
};

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::size_t WordBegin(std::string_view source, std::size_t cursor) {
  while (cursor > 0 && IsWordByte(source[cursor - 1])) --cursor;
  return cursor;
}

// The field before the operator that stands before the word: what its choices are offered for.
const Field* ComparedField(std::string_view source, std::size_t end, const ExpressionScope& scope) {
  KnownNames names(scope);
  Lexer lexer(source.substr(0, end), &names);
  const Field* last = nullptr;
  const Field* compared = nullptr;
  Token token;
  while (lexer.Next(token) && token.kind != TokenKind::kEnd) {
    if (token.kind == TokenKind::kName) {
      last = FindFieldNamed(*scope.schema, token.text);
      compared = nullptr;
      continue;
    }
    const bool compares = token.kind == TokenKind::kOperator &&
                          (token.op == Operator::kEqual || token.op == Operator::kNotEqual || token.op == Operator::kIn ||
                           token.op == Operator::kNotIn || token.op == Operator::kContains || token.op == Operator::kNotContains);
    if (compares) {
      compared = last;
    } else if (token.kind != TokenKind::kListOpen && token.kind != TokenKind::kComma && token.kind != TokenKind::kText) {
      compared = nullptr;
    }
  }
  return compared;
}

bool NeedsBraces(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) { return !IsWordByte(c); });
}

}  // namespace

std::string ExpressionWords(std::string_view source, const ExpressionScope& scope, bool is_english, const WordSource& words) {
  SyntaxTree tree;
  ExpressionError error;
  KnownNames names(scope);
  if (source.empty() || !ParseExpression(source, tree, error, &names)) return "";
  if (!Checker(source, scope, tree, error).Check(nullptr)) return "";
  return Speaker(tree, scope, is_english, words).Say(tree.root);
}

Completions CompletionsAt(std::string_view source, std::size_t cursor, const ExpressionScope& scope, bool is_english, std::size_t most) {
  Completions found;
  cursor = std::min(cursor, source.size());
  found.begin = WordBegin(source, cursor);
  if (scope.schema == nullptr) return found;
  std::vector<Completion> all;
  const Field* compared = ComparedField(source, found.begin, scope);
  if (compared != nullptr) {
    for (const Choice& choice : compared->choices) {
      const std::string& label = choice.label.In(is_english);
      all.push_back({Completion::Kind::kChoice, label, choice.key, "\"" + label + "\""});
    }
  }
  for (const Field& field : scope.schema->fields) {
    if (field.is_retired) continue;
    const std::string& label = field.label.In(is_english);
    all.push_back({Completion::Kind::kField, label, field.key, NeedsBraces(label) ? "{" + label + "}" : label});
  }
  if (scope.schemas != nullptr) {
    for (const Schema& other : scope.schemas->schemas) {
      if (!FindRelationNamed(*scope.schemas, *scope.schema, other.key).has_value()) continue;
      const std::string& label = other.label.In(is_english);
      all.push_back({Completion::Kind::kRelation, label, other.key, NeedsBraces(label) ? "{" + label + "}" : label});
    }
  }
  for (const FunctionRow* row : FunctionTable()) {
    const std::string name(is_english ? row->name : row->zh);
    all.push_back({Completion::Kind::kFunction, name, FunctionUsage(*row, is_english), name + "("});
  }
  // Chinese runs on without blanks: what is typed may be the end of the run only. The longest end that fits wins.
  for (std::size_t begin = found.begin; begin < cursor || begin == found.begin;) {
    const std::string typed = Fold(source.substr(begin, cursor - begin));
    const auto fits = [&](const Completion& one) {
      if (typed.empty()) return one.kind == Completion::Kind::kChoice || compared == nullptr;
      const std::string text = Fold(one.text);
      if (text == typed) return false;  // it stands there already
      if (text.rfind(typed, 0) == 0 || Fold(one.detail).rfind(typed, 0) == 0) return true;
      return scope.lexicon != nullptr && scope.lexicon->pinyin().Initials(one.text).rfind(typed, 0) == 0;
    };
    for (const Completion& one : all) {
      if (found.items.size() < most && fits(one)) found.items.push_back(one);
    }
    if (!found.items.empty() || begin >= cursor) {
      found.begin = begin;
      break;
    }
    (void)DecodeUtf8(source, begin);
  }
  return found;
}

}  // namespace kedang
