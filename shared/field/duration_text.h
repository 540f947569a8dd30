// Lengths of time in minutes as people write them: 2小时30分, 1h30m, 90 分钟, 1:30, 一个半小时, 两天. A bare number is minutes, a day is
// 24 hours.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/model/issue.h"

namespace kedang {

inline constexpr std::int64_t kMaxDurationMinutes = 100LL * 366 * 24 * 60;

struct DurationText {
  std::optional<std::int64_t> minutes;  // 0 … kMaxDurationMinutes
  Issues issues;
};

// Seconds are rounded to minutes, with a warning.
DurationText ReadDuration(std::string_view text);
// 2小时30分钟, 2h 30m; hours are not counted into days.
std::string WriteDuration(std::int64_t minutes, bool is_english);

}  // namespace kedang
