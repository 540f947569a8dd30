// Lexer: source text to tokens, one at a time. ASCII and full-width punctuation mean the same, words of operators and
// literals are known in English (any case) and Chinese.
#pragma once

#include <string_view>

#include "shared/expr/expression_error.h"
#include "shared/expr/scope.h"
#include "shared/expr/token.h"

namespace kedang {

class Lexer {
 public:
  // `source` is well-formed UTF-8; both outlive the lexer. Without `names` a word ends only where its letters end.
  explicit Lexer(std::string_view source, KnownNames* names = nullptr) : source_(source), names_(names) {}

  // The next token; kEnd at the end, again and again. False: see error().
  bool Next(Token& token);
  const ExpressionError& error() const { return error_; }

 private:
  bool ReadText(Token& token, char32_t quote);
  bool ReadBraced(Token& token);
  bool ReadNumber(Token& token);
  bool ReadWord(Token& token);
  void SplitWord(std::size_t begin);
  void Classify(std::string_view word, Token& token) const;
  bool ReadSign(Token& token, char32_t sign);
  bool Fail(ExpressionCode code, std::size_t from, std::size_t to);
  // The code point at the position, in its ASCII form; 0 at the end. Moves behind it.
  char32_t Take();
  char32_t Peek() const;

  std::string_view source_;
  KnownNames* names_;
  std::size_t position_ = 0;
  bool is_after_operand_ = false;  // only an operator can follow
  bool is_after_dot_ = false;      // only a name can follow
  ExpressionError error_;
};

// "3", "1.5", "10万", "2亿", "5%", digits of any width. Nothing for other text or what no Decimal holds. `length` is
// set to the bytes read and may be shorter than the text.
std::optional<Decimal> ReadNumberLiteral(std::string_view text, std::size_t& length);

}  // namespace kedang
