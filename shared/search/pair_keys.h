// What the index lists of a row (PairPostings): keys of pairs, and EmitPairs, which names all pairs of one value. The same
// keys are asked for by TermPlan, so this page is the contract between building and searching.
//
// A value is its head, symbol by symbol, and perhaps an ending by number (ending_table.h). Of the head, next to what follows
// it, the first symbol of the ending included:
//   - letters: for each two neighbours, every letter the first can be read as (LettersOf) before every letter of the second,
//     or before a symbol without letters, or kOtherKey at the end; so two initials, two Latin letters, and mixtures;
//   - digits: each before the next one, separators between them left out, or before kOtherKey;
//   - symbols: each before the next one or kEndKey, except letter before letter and digit before digit;
// the ending itself; and for name-like fields the first symbol and its letters before them kStartKey.
#pragma once

#include <span>

#include "shared/search/ending_table.h"
#include "shared/search/matcher.h"
#include "shared/search/pair_postings.h"
#include "shared/search/symbol_table.h"

namespace kedang {

inline constexpr PairKey kOtherKey = 36;
inline constexpr PairKey kEndKey = 37;
inline constexpr PairKey kStartKey = 38;
inline PairKey LetterKey(unsigned letter) { return letter; }  // 0 = a
inline PairKey DigitKey(unsigned digit) { return 26 + digit; }
inline PairKey EndingKey(EndingTable::Ending ending) { return 0x100u + ending; }
inline PairKey SymbolKey(Symbol symbol) { return 0x20000u + symbol; }

inline bool IsLetterSymbol(Symbol symbol) { return symbol >= 'a' && symbol <= 'z'; }
inline bool IsDigitSymbol(Symbol symbol) { return symbol >= '0' && symbol <= '9'; }

// `ending` may be kNone; the head may be empty then or otherwise.
void EmitPairs(std::span<const Symbol> head, EndingTable::Ending ending, bool is_name, const SymbolTable& symbols,
               const EndingTable& endings, const Matcher& matcher, PairPostingsBuilder& builder);

}  // namespace kedang
