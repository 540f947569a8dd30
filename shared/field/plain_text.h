// Text of codes and numbers (phones, e-mails, credit codes, dates, amounts) as people really type it: full width, odd
// dashes and blanks, invisible characters. The result is what the validators read.
#pragma once

#include <string>
#include <string_view>

#include "shared/text/text_change.h"

namespace kedang {

// Full-width forms become ASCII, every kind of dash '-', every kind of blank ' ', zero-width and direction marks go;
// blanks at both ends go. Line breaks and other control characters stay: they are errors in a code. Idempotent.
std::string PlainText(std::string_view text, TextChanges* changes = nullptr);
// PlainText in capitals without blanks, dashes and dots, as printed codes are compared.
std::string PlainCode(std::string_view text, TextChanges* changes = nullptr);

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsAllDigits(std::string_view text);  // false for empty text
std::string LowerAscii(std::string_view text);
std::string UpperAscii(std::string_view text);

// What people and exports write for "nothing": N/A and NULL anywhere, and - 无 暂无 … where they can be no text.
bool IsEmptyMark(std::string_view text);
bool IsPlaceHolder(std::string_view text);

// True for letters of other scripts, as they stand in international host names and mailboxes: no blanks, punctuation,
// symbols, control pictures or private characters.
bool IsForeignLetter(char32_t character);

}  // namespace kedang
