#include "shared/expr/parser.h"

#include "shared/base/utf8.h"
#include "shared/expr/lexer.h"

namespace kedang {
namespace {

constexpr int kNotLevel = 3;
constexpr int kComparisonLevel = 4;
constexpr int kUnaryLevel = 8;

// How tightly an operator binds; 0 for what joins nothing.
int LevelOf(Operator op) {
  switch (op) {
    case Operator::kOr: return 1;
    case Operator::kAnd: return 2;
    case Operator::kEqual:
    case Operator::kNotEqual:
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
    case Operator::kIn:
    case Operator::kNotIn:
    case Operator::kContains:
    case Operator::kNotContains: return kComparisonLevel;
    case Operator::kJoin: return 5;
    case Operator::kAdd:
    case Operator::kSubtract: return 6;
    case Operator::kMultiply:
    case Operator::kDivide: return 7;
    case Operator::kNone:
    case Operator::kNot: return 0;
  }
  return 0;
}

class Parser {
 public:
  Parser(std::string_view source, SyntaxTree& tree, ExpressionError& error, KnownNames* names)
      : source_(source), lexer_(source, names), tree_(tree), error_(error) {}

  bool Parse() {
    if (source_.size() > kMaxExpressionBytes) {
      return FailLimit(ExpressionCode::kTooLong, kMaxExpressionBytes, kMaxExpressionBytes, source_.size());
    }
    const std::size_t invalid = FindInvalidUtf8(source_);
    if (invalid != std::string_view::npos) return Fail(ExpressionCode::kBadText, invalid, invalid + 1);
    if (!Advance()) return false;
    tree_.nodes.clear();
    if (!ParseLevel(1, tree_.root)) return false;
    return token_.kind == TokenKind::kEnd || FailUnexpected();
  }

 private:
  bool Fail(ExpressionCode code, std::size_t from, std::size_t to) {
    error_ = ExpressionError{code, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to - from), {}, {}};
    return false;
  }
  bool FailLimit(ExpressionCode code, std::size_t limit, std::size_t from, std::size_t to) {
    Fail(code, from, to);
    error_.details.emplace_back("limit", std::to_string(limit));
    return false;
  }
  bool FailUnexpected() {
    Fail(ExpressionCode::kUnexpected, token_.offset, token_.offset + token_.length);
    error_.details.emplace_back("found", source_.substr(token_.offset, token_.length));
    return false;
  }
  bool Advance() {
    last_end_ = token_.offset + token_.length;
    if (lexer_.Next(token_)) return true;
    error_ = lexer_.error();
    return false;
  }
  bool Expect(TokenKind kind) {
    if (token_.kind != kind) return FailUnexpected();
    return Advance();
  }

  bool Make(SyntaxNode node, NodeIndex& made) {
    if (tree_.nodes.size() >= kMaxExpressionNodes) {
      return FailLimit(ExpressionCode::kTooBig, kMaxExpressionNodes, node.offset, last_end_);
    }
    node.length = last_end_ - node.offset;
    made = static_cast<NodeIndex>(tree_.nodes.size());
    tree_.nodes.push_back(std::move(node));
    return true;
  }
  bool Enter() {
    if (++depth_ <= kMaxExpressionDepth) return true;
    return FailLimit(ExpressionCode::kTooDeep, kMaxExpressionDepth, token_.offset, token_.offset + token_.length);
  }
  void Leave() { --depth_; }

  // Operators of `level` and tighter ones.
  bool ParseLevel(int level, NodeIndex& made) {
    if (!ParseUnary(made)) return false;
    bool had_comparison = false;
    while (token_.kind == TokenKind::kOperator) {
      SyntaxNode node;
      node.kind = NodeKind::kBinary;
      node.op = token_.op;
      node.offset = tree_[made].offset;
      node.name_offset = token_.offset;
      const Token sign = token_;
      if (token_.op == Operator::kNot) {  // not in, not contains
        if (level > kComparisonLevel) break;
        if (!Advance()) return false;
        if (token_.kind != TokenKind::kOperator) return FailUnexpected();
        if (token_.op == Operator::kIn) node.op = Operator::kNotIn;
        else if (token_.op == Operator::kContains) node.op = Operator::kNotContains;
        else return FailUnexpected();
      }
      const int binding = LevelOf(node.op);
      if (binding < level) break;
      // a < b < c has no meaning that two people would agree on.
      if (binding == kComparisonLevel && had_comparison) return FailUnexpected();
      had_comparison = binding == kComparisonLevel;
      node.name_length = token_.offset + token_.length - sign.offset;
      NodeIndex right = kNoNode;
      if (!Advance() || !ParseLevel(binding + 1, right)) return false;
      node.first = made;
      tree_[made].next = right;
      if (!Make(std::move(node), made)) return false;
    }
    return true;
  }

  bool ParseUnary(NodeIndex& made) {
    const bool is_not = token_.kind == TokenKind::kOperator && token_.op == Operator::kNot;
    const bool is_minus = token_.kind == TokenKind::kOperator && token_.op == Operator::kSubtract;
    if (!is_not && !is_minus) return ParsePostfix(made);
    SyntaxNode node;
    node.kind = NodeKind::kUnary;
    node.op = token_.op;
    node.offset = node.name_offset = token_.offset;
    node.name_length = token_.length;
    if (!Enter() || !Advance()) return false;
    // not a = b is not (a = b); -a * b is (-a) * b.
    if (!ParseLevel(is_not ? kNotLevel + 1 : kUnaryLevel, node.first)) return false;
    Leave();
    return Make(std::move(node), made);
  }

  bool ParsePostfix(NodeIndex& made) {
    if (!ParsePrimary(made)) return false;
    for (std::size_t chain = 1; token_.kind == TokenKind::kDot; ++chain) {
      if (chain > kMaxMemberChain) {
        return FailLimit(ExpressionCode::kTooDeep, kMaxMemberChain, token_.offset, token_.offset + token_.length);
      }
      if (!Advance()) return false;
      if (token_.kind != TokenKind::kName) return FailUnexpected();
      SyntaxNode node;
      node.kind = NodeKind::kMember;
      node.offset = tree_[made].offset;
      node.name_offset = token_.offset;
      node.name_length = token_.length;
      node.text = std::move(token_.text);
      node.first = made;
      if (!Advance() || !Make(std::move(node), made)) return false;
    }
    return true;
  }

  bool ParsePrimary(NodeIndex& made) {
    SyntaxNode node;
    node.offset = node.name_offset = token_.offset;
    node.name_length = token_.length;
    switch (token_.kind) {
      case TokenKind::kNumber:
        node.kind = NodeKind::kNumber;
        node.number = token_.number;
        break;
      case TokenKind::kText:
        node.kind = token_.text.empty() ? NodeKind::kNull : NodeKind::kText;  // an empty text is null
        node.text = std::move(token_.text);
        break;
      case TokenKind::kTrue:
      case TokenKind::kFalse:
        node.kind = NodeKind::kBoolean;
        node.number.units = token_.kind == TokenKind::kTrue ? 1 : 0;
        break;
      case TokenKind::kNull: break;
      case TokenKind::kName: {
        node.kind = NodeKind::kName;
        node.text = std::move(token_.text);
        if (!Advance()) return false;
        if (token_.kind != TokenKind::kOpen) return Make(std::move(node), made);
        node.kind = NodeKind::kCall;
        if (!ParseItems(TokenKind::kClose, node.first)) return false;
        return Make(std::move(node), made);
      }
      case TokenKind::kListOpen:
        node.kind = NodeKind::kList;
        if (!ParseItems(TokenKind::kListClose, node.first)) return false;
        return Make(std::move(node), made);
      case TokenKind::kOpen:
        if (!Enter() || !Advance() || !ParseLevel(1, made)) return false;
        Leave();
        return Expect(TokenKind::kClose);
      case TokenKind::kEnd:
      case TokenKind::kOperator:
      case TokenKind::kClose:
      case TokenKind::kListClose:
      case TokenKind::kComma:
      case TokenKind::kDot: return FailUnexpected();
    }
    if (!Advance()) return false;
    return Make(std::move(node), made);
  }

  // The items between an opening bracket, which is the current token, and `close`.
  bool ParseItems(TokenKind close, NodeIndex& first) {
    if (!Enter() || !Advance()) return false;
    NodeIndex last = kNoNode;
    while (token_.kind != close) {
      NodeIndex item = kNoNode;
      if (!ParseLevel(1, item)) return false;
      if (last == kNoNode) first = item;
      else tree_[last].next = item;
      last = item;
      if (token_.kind == close) break;
      if (!Expect(TokenKind::kComma)) return false;
      if (token_.kind == close) return FailUnexpected();
    }
    Leave();
    return Advance();
  }

  std::string_view source_;
  Lexer lexer_;
  SyntaxTree& tree_;
  ExpressionError& error_;
  Token token_;
  std::uint32_t last_end_ = 0;  // where the token before the current one ended
  std::size_t depth_ = 0;
};

}  // namespace

std::vector<NodeIndex> SyntaxTree::ChildrenOf(NodeIndex parent) const {
  std::vector<NodeIndex> children;
  for (NodeIndex child = nodes[parent].first; child != kNoNode; child = nodes[child].next) children.push_back(child);
  return children;
}

bool ParseExpression(std::string_view source, SyntaxTree& tree, ExpressionError& error, KnownNames* names) {
  return Parser(source, tree, error, names).Parse();
}

}  // namespace kedang
