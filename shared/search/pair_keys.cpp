#include "shared/search/pair_keys.h"

namespace kedang {
namespace {

template <typename Visit>
void ForEachLetter(std::uint32_t letters, Visit visit) {
  for (; letters != 0; letters &= letters - 1) visit(static_cast<unsigned>(__builtin_ctz(letters)));
}

}  // namespace

void EmitPairs(std::span<const Symbol> head, EndingTable::Ending ending, bool is_name, const SymbolTable& symbols,
               const EndingTable& endings, const Matcher& matcher, PairPostingsBuilder& builder) {
  const bool has_ending = ending != EndingTable::kNone;
  const Symbol behind = has_ending ? endings.FirstOf(ending) : kNoSymbol;
  const auto letters_of = [&](Symbol symbol) {
    return symbol == kNoSymbol ? 0u : matcher.LettersOf(symbols.CharacterOf(symbol));
  };
  if (has_ending) builder.Add(EndingKey(ending), 0);
  if (is_name) {
    const Symbol first = head.empty() ? behind : head[0];
    if (first != kNoSymbol) builder.Add(kStartKey, SymbolKey(first));
    ForEachLetter(letters_of(first), [&](unsigned letter) { builder.Add(kStartKey, LetterKey(letter)); });
  }
  std::uint32_t letters = head.empty() ? 0 : letters_of(head[0]);
  for (std::size_t i = 0; i < head.size(); ++i) {
    const Symbol symbol = head[i];
    const Symbol next = i + 1 < head.size() ? head[i + 1] : behind;
    const std::uint32_t next_letters = letters_of(next);
    const bool is_in_class = (IsLetterSymbol(symbol) && IsLetterSymbol(next)) || (IsDigitSymbol(symbol) && IsDigitSymbol(next));
    if (!is_in_class) builder.Add(SymbolKey(symbol), next == kNoSymbol ? kEndKey : SymbolKey(next));
    ForEachLetter(letters, [&](unsigned letter) {
      if (next_letters == 0) builder.Add(LetterKey(letter), next == kNoSymbol ? kOtherKey : SymbolKey(next));
      ForEachLetter(next_letters, [&](unsigned second) { builder.Add(LetterKey(letter), LetterKey(second)); });
    });
    letters = next_letters;
    if (!IsDigitSymbol(symbol)) continue;
    std::size_t after = i + 1;
    while (after < head.size() && IsDigitSeparator(symbols.CharacterOf(head[after]))) ++after;
    const bool has_digit = after < head.size() && IsDigitSymbol(head[after]);
    builder.Add(DigitKey(symbol - '0'), has_digit ? DigitKey(head[after] - '0') : kOtherKey);
  }
}

}  // namespace kedang
