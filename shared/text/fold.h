// Folded text: what search and comparison see. Two spellings of one text that differ only in width (ＡＢＣ, ｱ), case,
// traditional or simplified characters, compatibility forms (①, ㈱, ﬁ), kinds of blank, dash, quote or middle dot fold
// to the same bytes. Fold is idempotent, and a folded text never holds control characters, zero-width characters, two
// blanks in a row, or a blank at either end. Nothing here reads files or keeps state; safe from any thread.
// The only door to utf8proc.h is fold.cpp's helper text/normal_form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/text/text_change.h"

namespace kedang {

// The search and comparison form of well-formed UTF-8. Ill-formed bytes become U+FFFD.
std::string Fold(std::string_view utf8);

// Fold(utf8) == folded, for a folded text: names that begin otherwise are told apart without folding the whole of them.
bool FoldsTo(std::string_view utf8, std::string_view folded);

struct FoldedText {
  std::string text;                   // Fold(source)
  std::vector<std::uint32_t> offset;  // per byte of text: where its source character starts; one more entry at the
                                      // end: the source size. Never decreases.
};

// Fold, and where each folded byte came from: source bytes [offset[a], offset[b]) show folded bytes [a, b), for a and
// b on character borders of the folded text.
FoldedText FoldWithOffsets(std::string_view utf8);

// True for text that folds to itself, byte for byte, as far as a glance can tell: no blanks, capitals, traditional or
// unusual characters. False says nothing.
bool IsPlainFolded(std::string_view utf8);

// The stored form of one line of text: composed (NFC), trimmed, every run of blanks and line breaks one space, without
// control and zero-width characters; wide digits, letters and the signs of codes and addresses (＠－．＿＋／＆ …) become
// ASCII. Case, traditional characters and Chinese punctuation, （） included, stay as written. Idempotent.
std::string NormalizeText(std::string_view utf8, TextChanges* changes = nullptr);

// True for text that is its own stored form, as far as a glance can tell: visible ASCII and the ideographs U+4E00 to U+9FFF
// with single blanks between. Most of what is stored; false says nothing.
bool IsPlainLine(std::string_view utf8);

// The same line by line: line breaks become \n, blank lines at both ends go, at most one blank line stays in a row.
std::string NormalizeLines(std::string_view utf8, TextChanges* changes = nullptr);

// The simplified form of one traditional character (first choice of OpenCC), or the character itself.
char32_t ToSimplified(char32_t character);

// True where an ideograph U+4E00 to U+9FFF, three bytes, starts at `position` of any bytes.
inline bool IsCommonHanzi(std::string_view text, std::size_t position) {
  if (text.size() - position < 3) return false;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
  const unsigned char first = byte(0), second = byte(1);
  if (first < 0xE4 || first > 0xE9 || (first == 0xE4 && second < 0xB8)) return false;
  return (second & 0xC0) == 0x80 && (byte(2) & 0xC0) == 0x80;
}

// True for ideographs of the Unified, Extension and Compatibility blocks, 〇 and 々.
bool IsHanzi(char32_t character);

}  // namespace kedang
