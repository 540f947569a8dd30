#include "shared/quality/quality_trend.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr int kWeek = 7, kWeekAtMost = 14, kMonth = 30, kMonthAtMost = 45;

// The last one that is at least `least` and less than `most` days older than the newest. Snapshots are sorted by day.
const QualitySnapshot* LastBefore(const std::vector<QualitySnapshot>& snapshots, int least, int most) {
  const Date newest = snapshots.back().day;
  for (auto snapshot = snapshots.rbegin(); snapshot != snapshots.rend(); ++snapshot) {
    const int age = newest.days - snapshot->day.days;
    if (age >= least) return age < most ? &*snapshot : nullptr;
  }
  return nullptr;
}

void AddFall(const std::string& field, const std::string& value, const QualityFigure& before, const QualityFigure& now, std::vector<QualityFall>& falls) {
  QualityFall fall{field, value, before, now};
  if (std::min(before.records, now.records) >= QualityTrend::kFewest && fall.points() >= QualityTrend::kAlarm) falls.push_back(std::move(fall));
}

}  // namespace

QualityTrend QualityTrend::Of(std::vector<QualitySnapshot> snapshots, Date today) {
  QualityTrend trend;
  std::erase_if(snapshots, [today](const QualitySnapshot& snapshot) { return today < snapshot.day; });
  std::stable_sort(snapshots.begin(), snapshots.end(), [](const auto& a, const auto& b) { return a.day < b.day; });
  for (const QualitySnapshot& snapshot : snapshots) {
    if (today.days - snapshot.day.days < kDays) trend.points.push_back({snapshot.day, snapshot.all.score, snapshot.all.records});
  }
  // What was measured long ago alarms nobody any more.
  if (trend.points.empty() || today.days - snapshots.back().day.days >= kWeek) return trend;
  const QualitySnapshot& now = snapshots.back();
  if (const QualitySnapshot* month = LastBefore(snapshots, kMonth, kMonthAtMost)) trend.since_month = now.all.score - month->all.score;
  const QualitySnapshot* const week = LastBefore(snapshots, kWeek, kWeekAtMost);
  if (week == nullptr) return trend;
  trend.since_week = now.all.score - week->all.score;
  AddFall("", "", week->all, now.all, trend.falls);
  for (const auto& [field, values] : now.groups) {
    const auto before = week->groups.find(field);
    if (before == week->groups.end()) continue;
    for (const auto& [value, figure] : values) {
      const auto then = before->second.find(value);
      if (then != before->second.end()) AddFall(field, value, then->second, figure, trend.falls);
    }
  }
  std::stable_sort(trend.falls.begin(), trend.falls.end(), [](const auto& a, const auto& b) { return a.points() > b.points(); });
  return trend;
}

}  // namespace kedang
