#include "shared/field/rating.h"

#include <string>

#include "shared/field/chinese_number.h"
#include "shared/field/number_text.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

std::optional<std::int64_t> ReadCount(std::string_view text) {
  if (const auto number = ReadChineseNumber(text)) return number;
  const NumberText read = ReadNumber(text);
  if (!read.number.has_value() || read.number->scale != 0) return std::nullopt;
  return read.number->units;
}

}  // namespace

std::int64_t MostStars(std::string_view format) {
  const auto number = IsAllDigits(format) && format.size() <= 2 ? ReadCount(format) : std::nullopt;
  return number.has_value() && *number >= 2 && *number <= kMostStars ? *number : kDefaultRating;
}

std::optional<RatingText> ReadRating(std::string_view typed) {
  const std::string plain = LowerAscii(PlainText(typed));
  std::string_view text = plain;
  RatingText rating;
  std::int64_t empty = 0;
  while (text.starts_with("★") || text.starts_with("⭐") || text.starts_with("☆")) {
    const bool is_empty = text.starts_with("☆");
    if (!is_empty && empty > 0) return std::nullopt;
    ++(is_empty ? empty : rating.stars);
    text.remove_prefix(3);
    if (text.starts_with("\xEF\xB8\x8F")) text.remove_prefix(3);  // shown as a picture
  }
  if (rating.stars + empty > 0) {
    if (!text.empty()) return std::nullopt;
    rating.most = empty > 0 ? rating.stars + empty : 0;
    return rating;
  }
  for (const std::string_view end : {"颗星", "个星", "星级", "星", "分", "stars", "star"}) {
    if (text.size() > end.size() && text.ends_with(end)) {
      text.remove_suffix(end.size());
      break;
    }
  }
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    const auto most = ReadCount(text.substr(slash + 1));
    if (!most.has_value() || *most < 1) return std::nullopt;
    rating.most = *most;
    text = text.substr(0, slash);
  }
  const auto stars = ReadCount(text);
  if (!stars.has_value()) return std::nullopt;
  rating.stars = *stars;
  return rating;
}

}  // namespace kedang
