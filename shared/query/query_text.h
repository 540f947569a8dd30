// The characters of the query language: which mean the same, which end a word, what has to be quoted. Used by the parser, the
// writer and completion.
#pragma once

#include <string>
#include <string_view>

namespace kedang {

// The character at `position` (moved behind it) in its ASCII form where it is a sign of the language: ： → ':', “ → '"', 　 → ' '.
char32_t TakeQuerySign(std::string_view text, std::size_t& position);
bool IsQueryBlank(char32_t sign);

// Whether the text, standing alone, reads as one plain word.
bool IsPlainQueryWord(std::string_view text);
// Whether it can stand before a colon without quotes.
bool IsPlainQueryName(std::string_view text);
// Whether it can stand behind a colon without quotes. `has_ranges`: ".." would divide it.
bool IsPlainQueryValue(std::string_view text, bool has_ranges);
// In quotes, quotes in it doubled.
std::string QuoteQueryText(std::string_view text);

enum class QueryJoint : std::uint8_t { kNone, kAnd, kOr, kNot };
// 或 OR 且 AND 非 NOT, as a whole word.
QueryJoint FindQueryJoint(std::string_view word);
// The digits of 尾号5678; empty for other words.
std::string_view SuffixDigits(std::string_view word);

// Where a word that begins at `begin` ends: at a blank, a bar, or a parenthesis that was not opened in it. `stops_at_colon`: at
// a colon, too.
std::size_t EndOfQueryWord(std::string_view text, std::size_t begin, bool stops_at_colon);

}  // namespace kedang
