// Unicode normal forms of short pieces of text: the only door to utf8proc.h. Its caller, fold.cpp, handles the common
// characters itself and comes here for the rest, one character with its combining marks at a time.
#pragma once

#include <string>
#include <string_view>

namespace kedang {

// True for a character that belongs to the one before it: combining marks, vowel signs, jamo that compose, and what is
// not visible at all. Text may be cut before every other character without changing its normal forms.
bool ContinuesCharacter(char32_t character);

// True for zero-width and other default ignorable characters.
bool IsIgnorable(char32_t character);

// True for blanks and line breaks of every kind.
bool IsBlank(char32_t character);

// True for C0 and C1 controls that are no blanks.
bool IsControl(char32_t character);

// NFKC with full case folding and without ignorable characters, repeated until nothing changes any more.
std::u32string CompatibilityFold(std::u32string_view piece);

// NFC.
std::u32string Compose(std::u32string_view piece);

}  // namespace kedang
