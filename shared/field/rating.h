// Stars: 4, 4星, 四颗星, ★★★★☆, 4/5.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kedang {

inline constexpr std::int64_t kDefaultRating = 5;
inline constexpr std::int64_t kMostStars = 10;

// The most stars a field with this format has: the number it holds, 2 to 10, else 5.
std::int64_t MostStars(std::string_view format);

// How many stars a text gives, and out of how many where it says so. Nothing for other text.
struct RatingText {
  std::int64_t stars = 0;
  std::int64_t most = 0;  // 0: not said
};
std::optional<RatingText> ReadRating(std::string_view text);

}  // namespace kedang
