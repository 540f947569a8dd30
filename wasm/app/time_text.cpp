#include "wasm/app/time_text.h"

#include <cstdlib>

#include "wasm/ui/strings.h"

namespace kedang {
namespace {

std::string Counted(std::string_view key, std::int64_t count) {
  return ui::TF(key, {{"count", std::to_string(count)}});
}

std::string ClockOf(TimeMs time, int zone_minutes) { return ExactTime(time, zone_minutes).substr(11); }

}  // namespace

std::string ExactTime(TimeMs time, int zone_minutes) {
  std::string text = FormatTimeUtc(time + TimeMs{zone_minutes} * 60'000).substr(0, 16);
  text[10] = ' ';
  return text;
}

std::string RelativeDay(Date day, Date today) {
  const int days = today.days - day.days;
  const int distance = std::abs(days);
  if (distance > 365) return FormatDate(day);
  if (days == 0) return std::string(ui::T("time.today"));
  if (days == 1) return std::string(ui::T("time.yesterday"));
  if (days == -1) return std::string(ui::T("time.tomorrow"));
  if (distance < 60) return Counted(days > 0 ? "time.days_ago" : "time.days_ahead", distance);
  return Counted(days > 0 ? "time.months_ago" : "time.months_ahead", distance / 30);
}

std::string RelativeTime(TimeMs time, TimeMs now, int zone_minutes) {
  const TimeMs minutes = (now - time) / 60'000;
  if (minutes < 0) return ExactTime(time, zone_minutes);
  if (minutes < 1) return std::string(ui::T("time.just_now"));
  if (minutes < 60) return Counted("time.minutes_ago", minutes);
  const Date day = DateOf(time, zone_minutes), today = DateOf(now, zone_minutes);
  if (day == today) return std::string(ui::T("time.today")) + " " + ClockOf(time, zone_minutes);
  return RelativeDay(day, today);
}

}  // namespace kedang
