// Times as people say them: "3 天前", "今天 09:12", and the exact one behind.
#pragma once

#include <string>

#include "shared/base/date.h"

namespace kedang {

// 刚刚, 5 分钟前, 今天 09:12, 昨天, 3 天前, 2 个月前, 1 年前 (English: just now, 5 min ago, …).
std::string RelativeTime(TimeMs time, TimeMs now, int zone_minutes);
// "2026-11-19 16:42".
std::string ExactTime(TimeMs time, int zone_minutes);
// A day against today: 今天, 昨天, 3 天前, 明天, 5 天后; farther than a year the date itself.
std::string RelativeDay(Date day, Date today);

}  // namespace kedang
