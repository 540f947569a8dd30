// Moments as people write them where they are: 2026-11-22 18:47, 2026年11月22日下午6点半, 11/22/2026 6:47 PM,
// 2026-11-22T10:47:00Z, 20261122184700. Without a zone the clock of the reader is meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/field/date_text.h"
#include "shared/model/issue.h"

namespace kedang {

struct DateTimeText {
  std::optional<TimeMs> time;
  Issues issues;
};

// A date without a time of day is its midnight. `offset_minutes` is the reader's clock, east of UTC.
DateTimeText ReadDateTime(std::string_view text, int offset_minutes, DateOrder order = DateOrder::kUnknown);

// "2026-11-22 18:47", with seconds and thousandths where there are any.
std::string WriteDateTime(TimeMs time, int offset_minutes);

// "2026-11-22T18:47:00+08:00", thousandths where there are any.
std::string WriteDateTimeIso(TimeMs time, int offset_minutes);

// Whether ReadDateTime can give it anywhere on earth.
bool IsWritableTime(TimeMs time);

}  // namespace kedang
