// How letters found a Chinese name: its pinyin with the letters that were typed marked.
#pragma once

#include <string>
#include <vector>

#include "shared/search/search_words.h"
#include "shared/text/pinyin.h"
#include "wasm/ui/text.h"

namespace kedang {

struct SpelledMatch {
  std::string text;              // "hangzhouyunjin"; empty: no letters matched hanzi, or not in one piece
  std::vector<ui::Mark> marks;   // the typed letters in it
};

// `ranges` are where the query matched `title`.
SpelledMatch SpellMatch(const PinyinTable& pinyin, const SearchWords& query, std::string_view title,
                        const std::vector<ui::Mark>& ranges);

}  // namespace kedang
