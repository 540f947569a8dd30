// Where a query matches a shown text, for the marks behind it.
#pragma once

#include <string_view>
#include <vector>

#include "shared/search/matcher.h"

namespace kedang {

struct TextRange {
  std::size_t begin = 0;  // bytes
  std::size_t end = 0;

  bool operator==(const TextRange&) const = default;
};

// Every place where any term matches, joined where they touch, in order. Byte ranges of `text` on character borders.
std::vector<TextRange> Highlight(const Matcher& matcher, const SearchWords& query, std::string_view text);

}  // namespace kedang
