#include "shared/expr/lexer.h"

#include <array>
#include <utility>

#include "shared/base/decimal_math.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

// The ASCII sign a character stands for; itself when it stands for none.
char32_t ToAscii(char32_t c) {
  if (c < 0x80) return c;
  if (c >= 0xFF01 && c <= 0xFF5E && c != 0xFF02) return c - 0xFEE0;
  switch (c) {
    case 0x00A0: case 0x3000: case 0x2002: case 0x2003: case 0x2009: case 0xFEFF: return ' ';
    case 0x3001: return ',';                            // 、
    case 0x3002: return '.';                            // 。
    case 0x3010: return '[';                            // 【
    case 0x3011: return ']';                            // 】
    case 0x2212: case 0x2013: case 0x2014: return '-';  // − – —
    case 0x00D7: return '*';                            // ×
    case 0x00F7: return '/';                            // ÷
    case 0x201D: case 0xFF02: return 0x201C;            // ” ＂ open and close like “
    default: return c;
  }
}

bool IsBlank(char32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsWord(char32_t c) {
  if (c < 0x80) return IsDigit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return c != 0x201C && c != 0x2260 && c != 0x2264 && c != 0x2265 && c != kReplacementCharacter;
}

struct Word {
  std::string_view text;
  TokenKind kind;
  Operator op = Operator::kNone;
};

// Chinese words that start with another one come before it: the first that fits is taken.
constexpr std::array kWords = {
    Word{"or", TokenKind::kOperator, Operator::kOr},
    Word{"或者", TokenKind::kOperator, Operator::kOr},
    Word{"或", TokenKind::kOperator, Operator::kOr},
    Word{"and", TokenKind::kOperator, Operator::kAnd},
    Word{"并且", TokenKind::kOperator, Operator::kAnd},
    Word{"而且", TokenKind::kOperator, Operator::kAnd},
    Word{"且", TokenKind::kOperator, Operator::kAnd},
    Word{"not", TokenKind::kOperator, Operator::kNot},
    Word{"非", TokenKind::kOperator, Operator::kNot},
    Word{"in", TokenKind::kOperator, Operator::kIn},
    Word{"属于", TokenKind::kOperator, Operator::kIn},
    Word{"不属于", TokenKind::kOperator, Operator::kNotIn},
    Word{"contains", TokenKind::kOperator, Operator::kContains},
    Word{"包含", TokenKind::kOperator, Operator::kContains},
    Word{"不包含", TokenKind::kOperator, Operator::kNotContains},
    Word{"不等于", TokenKind::kOperator, Operator::kNotEqual},
    Word{"等于", TokenKind::kOperator, Operator::kEqual},
    Word{"大于等于", TokenKind::kOperator, Operator::kGreaterEqual},
    Word{"小于等于", TokenKind::kOperator, Operator::kLessEqual},
    Word{"不小于", TokenKind::kOperator, Operator::kGreaterEqual},
    Word{"不大于", TokenKind::kOperator, Operator::kLessEqual},
    Word{"大于", TokenKind::kOperator, Operator::kGreater},
    Word{"小于", TokenKind::kOperator, Operator::kLess},
    Word{"true", TokenKind::kTrue},
    Word{"真", TokenKind::kTrue},
    Word{"是", TokenKind::kTrue},
    Word{"false", TokenKind::kFalse},
    Word{"假", TokenKind::kFalse},
    Word{"否", TokenKind::kFalse},
    Word{"null", TokenKind::kNull},
    Word{"空", TokenKind::kNull},
};

// A Chinese operator `text` starts with; null when there is none.
const Word* OperatorAt(std::string_view text) {
  for (const Word& word : kWords) {
    const bool is_chinese = static_cast<unsigned char>(word.text[0]) >= 0x80;
    // 非 only ever stands before an operand.
    if (is_chinese && word.kind == TokenKind::kOperator && word.op != Operator::kNot && text.starts_with(word.text)) {
      return &word;
    }
  }
  return nullptr;
}

// Longer words are no labels; looking for operators in them would cost.
constexpr std::size_t kLongestSplitWord = 256;

bool EndsOperand(TokenKind kind) {
  switch (kind) {
    case TokenKind::kNumber: case TokenKind::kText: case TokenKind::kName: case TokenKind::kTrue:
    case TokenKind::kFalse: case TokenKind::kNull: case TokenKind::kClose: case TokenKind::kListClose: return true;
    case TokenKind::kEnd: case TokenKind::kOperator: case TokenKind::kOpen: case TokenKind::kListOpen:
    case TokenKind::kComma: case TokenKind::kDot: return false;
  }
  return false;
}

}  // namespace

std::optional<Decimal> ReadNumberLiteral(std::string_view text, std::size_t& length) {
  std::string digits;
  std::size_t position = 0;
  const auto peek = [&text](std::size_t at) { return at < text.size() ? ToAscii(DecodeUtf8(text, at)) : U'\0'; };
  const auto take = [&text, &digits](std::size_t& at) { digits += static_cast<char>(ToAscii(DecodeUtf8(text, at))); };
  while (IsDigit(peek(position))) take(position);
  length = position;
  if (digits.empty()) return std::nullopt;
  if (peek(position) == '.') {
    std::size_t after = position;
    DecodeUtf8(text, after);
    if (IsDigit(peek(after))) {
      take(position);
      while (IsDigit(peek(position))) take(position);
    }
  }
  std::optional<Decimal> number = ParseDecimal(digits);
  std::optional<Decimal> factor;
  while (number.has_value()) {
    const char32_t suffix = peek(position);
    if (suffix == U'万' || suffix == U'萬') factor = Decimal{10'000, 0};
    else if (suffix == U'亿' || suffix == U'億') factor = Decimal{100'000'000, 0};
    else if (suffix == '%') factor = Decimal{1, 2};
    else break;
    DecodeUtf8(text, position);
    // 5% of a ninth digit would have to be rounded: refuse rather than change what was written.
    if (suffix == '%' && number->scale > kMaxDecimalScale - 2) number.reset();
    else number = MultiplyDecimal(*number, *factor);
    if (suffix == '%') break;
  }
  length = position;
  return number;
}

bool Lexer::Fail(ExpressionCode code, std::size_t from, std::size_t to) {
  error_ = ExpressionError{code, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to - from), {}, {}};
  return false;
}

char32_t Lexer::Peek() const {
  std::size_t at = position_;
  return at < source_.size() ? ToAscii(DecodeUtf8(source_, at)) : U'\0';
}

char32_t Lexer::Take() { return position_ < source_.size() ? ToAscii(DecodeUtf8(source_, position_)) : U'\0'; }

bool Lexer::Next(Token& token) {
  while (position_ < source_.size() && IsBlank(Peek())) Take();
  token = Token();
  token.offset = static_cast<std::uint32_t>(position_);
  if (position_ >= source_.size()) return true;
  const char32_t c = Peek();
  bool ok = false;
  if (IsDigit(c)) {
    ok = ReadNumber(token);
  } else if (c == '"' || c == 0x201C) {
    Take();
    ok = ReadText(token, c);
  } else if (c == '{') {
    Take();
    ok = ReadBraced(token);
  } else if (IsWord(c)) {
    ok = ReadWord(token);
  } else {
    Take();
    ok = ReadSign(token, c);
  }
  token.length = static_cast<std::uint32_t>(position_) - token.offset;
  is_after_operand_ = EndsOperand(token.kind);
  is_after_dot_ = token.kind == TokenKind::kDot;
  return ok;
}

bool Lexer::ReadNumber(Token& token) {
  token.kind = TokenKind::kNumber;
  std::size_t length = 0;
  const std::optional<Decimal> number = ReadNumberLiteral(source_.substr(position_), length);
  position_ += length;
  // 1.2.3 and 1..2: a number has one point, and no field follows it.
  if (!number.has_value() || Peek() == '.') return Fail(ExpressionCode::kBadNumber, token.offset, position_);
  token.number = *number;
  return true;
}

bool Lexer::ReadText(Token& token, char32_t quote) {
  token.kind = TokenKind::kText;
  while (position_ < source_.size()) {
    const std::size_t before = position_;
    const char32_t raw = DecodeUtf8(source_, position_);
    const char32_t c = raw == '"' ? raw : (ToAscii(raw) == 0x201C ? 0x201C : raw);
    if (c == quote) {
      const std::size_t after = position_;
      if (quote == '"' && Peek() == '"') {
        Take();
        token.text += '"';
        continue;
      }
      position_ = after;
      return true;
    }
    if (c == '\\' && position_ < source_.size()) {
      const std::size_t escaped = position_;
      const char32_t next = DecodeUtf8(source_, position_);
      if (next == 'n') token.text += '\n';
      else if (next == 't') token.text += '\t';
      else if (next == '\\') token.text += '\\';
      else if (next == '"' || ToAscii(next) == 0x201C) token.text += source_.substr(escaped, position_ - escaped);
      else token.text += source_.substr(before, position_ - before);
      continue;
    }
    token.text += source_.substr(before, position_ - before);
  }
  return Fail(ExpressionCode::kUnclosedText, token.offset, source_.size());
}

bool Lexer::ReadBraced(Token& token) {
  token.kind = TokenKind::kName;
  const std::size_t begin = position_;
  while (position_ < source_.size()) {
    const std::size_t before = position_;
    if (Take() == '}') {
      token.text = source_.substr(begin, before - begin);
      return true;
    }
  }
  return Fail(ExpressionCode::kUnclosedText, token.offset, source_.size());
}

// What a whole word is: an operator, a literal, else a name.
void Lexer::Classify(std::string_view word, Token& token) const {
  token.kind = TokenKind::kName;
  token.text = word;
  if (is_after_dot_) return;
  std::string lower;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = ToAscii(DecodeUtf8(word, at));
    AppendUtf8(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c, lower);
  }
  for (const Word& known : kWords) {
    if (known.text != lower) continue;
    token.kind = known.kind;
    token.op = known.op;
    token.text.clear();
    return;
  }
}

// Ends the word that starts at `begin` earlier, where it is a name or literal, a Chinese operator and more: 金额大于 is
// 金额 and 大于. Of several such names the longest. A word that is a name as it stands stays whole.
void Lexer::SplitWord(std::size_t begin) {
  const std::string_view word = source_.substr(begin, position_ - begin);
  if (names_ == nullptr || word.size() > kLongestSplitWord) return;
  bool is_known = false, was_asked = false;
  for (std::size_t at = word.size() - 1; at > 0; --at) {
    if ((static_cast<unsigned char>(word[at]) & 0xC0) == 0x80 || OperatorAt(word.substr(at)) == nullptr) continue;
    if (!was_asked) {
      is_known = names_->Has(word);
      was_asked = true;
    }
    if (is_known) return;
    Token head;
    Classify(word.substr(0, at), head);
    const bool is_literal = head.kind != TokenKind::kName && head.kind != TokenKind::kOperator;
    if (!is_literal && !names_->Has(word.substr(0, at))) continue;
    position_ = begin + at;
    return;
  }
}

bool Lexer::ReadWord(Token& token) {
  const std::size_t begin = position_;
  const std::string_view rest = source_.substr(begin);
  // After an operand only an operator can come, so 10且阶段 is 10 且 阶段: Chinese is written without blanks.
  if (is_after_operand_) {
    if (const Word* known = OperatorAt(rest)) {
      position_ += known->text.size();
      token.kind = known->kind;
      token.op = known->op;
      return true;
    }
  }
  while (position_ < source_.size() && IsWord(Peek())) Take();
  if (!is_after_operand_) SplitWord(begin);
  const std::string_view word = source_.substr(begin, position_ - begin);
  constexpr std::string_view kNot = "非";
  const bool is_negation = names_ != nullptr && !is_after_operand_ && !is_after_dot_ && word.size() > kNot.size() &&
                           word.size() <= kLongestSplitWord && word.starts_with(kNot) && !names_->Has(word);
  if (is_negation) position_ = begin + kNot.size();
  Classify(source_.substr(begin, position_ - begin), token);
  return true;
}

bool Lexer::ReadSign(Token& token, char32_t sign) {
  const auto operation = [&token](Operator op) {
    token.kind = TokenKind::kOperator;
    token.op = op;
    return true;
  };
  const auto kind = [&token](TokenKind of) {
    token.kind = of;
    return true;
  };
  const auto follows = [this](char32_t c) {
    if (Peek() != c) return false;
    Take();
    return true;
  };
  switch (sign) {
    case '(': return kind(TokenKind::kOpen);
    case ')': return kind(TokenKind::kClose);
    case '[': return kind(TokenKind::kListOpen);
    case ']': return kind(TokenKind::kListClose);
    case ',': return kind(TokenKind::kComma);
    case '.': return kind(TokenKind::kDot);
    case '+': return operation(Operator::kAdd);
    case '-': return operation(Operator::kSubtract);
    case '*': return operation(Operator::kMultiply);
    case '/': return operation(Operator::kDivide);
    case '&': return operation(follows('&') ? Operator::kAnd : Operator::kJoin);
    case '|':
      if (follows('|')) return operation(Operator::kOr);
      break;
    case '=':
      follows('=');
      return operation(Operator::kEqual);
    case '!': return operation(follows('=') ? Operator::kNotEqual : Operator::kNot);
    case '<':
      if (follows('=')) return operation(Operator::kLessEqual);
      return operation(follows('>') ? Operator::kNotEqual : Operator::kLess);
    case '>': return operation(follows('=') ? Operator::kGreaterEqual : Operator::kGreater);
    case 0x2260: return operation(Operator::kNotEqual);
    case 0x2264: return operation(Operator::kLessEqual);
    case 0x2265: return operation(Operator::kGreaterEqual);
    default: break;
  }
  Fail(ExpressionCode::kUnexpected, token.offset, position_);
  error_.details.emplace_back("found", source_.substr(token.offset, position_ - token.offset));
  return false;
}

}  // namespace kedang
