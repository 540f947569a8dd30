// Expressions for people who did not write them: what one says in plain words, and what could be written next.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/expr/expression.h"

namespace kedang {

// The text of a key of assets/locale: "words.equal" …
using WordSource = std::function<std::string_view(std::string_view key)>;

// "如果 客户类型 属于 企业、个体工商户，那么 信用代码 有值". Empty when the expression is wrong.
std::string ExpressionWords(std::string_view source, const ExpressionScope& scope, bool is_english, const WordSource& words);

struct Completion {
  enum class Kind : std::uint8_t { kField, kRelation, kFunction, kChoice, kWord };
  Kind kind = Kind::kField;
  std::string text;    // what is shown
  std::string detail;  // key of the field, usage of the function
  std::string insert;  // what is written
};
struct Completions {
  std::size_t begin = 0;  // bytes of the source from here to the cursor are replaced
  std::vector<Completion> items;  // best first, at most `most`
};
// What may stand at the cursor: names that begin with what is typed there (or whose pinyin initials do), functions, the
// choices of what is compared.
Completions CompletionsAt(std::string_view source, std::size_t cursor, const ExpressionScope& scope, bool is_english, std::size_t most);

}  // namespace kedang
