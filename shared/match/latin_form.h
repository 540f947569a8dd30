// Folded text of other alphabets in plain Latin letters, so that "Лавров" and "Lavrov", "Erdoğan" and "Erdogan" can be
// compared: Latin with marks, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic, Devanagari, kana and hangul. Hanzi and
// what has no table stay as they are; apostrophes go. A reading aid for comparison, not a transliteration to show.
#pragma once

#include <string>
#include <string_view>

namespace kedang {

// `folded` is the result of Fold (fold.h).
std::string LatinForm(std::string_view folded);

}  // namespace kedang
