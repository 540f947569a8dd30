// QualityTrend: how the score of a schema's records moved, and whose fell: told from its snapshots alone, so the same wherever
// they are known.
#pragma once

#include "shared/quality/quality_snapshot.h"

namespace kedang {

struct QualityPoint {
  Date day;
  double score = 0;
  std::uint64_t records = 0;
};

// The score of a group is at least kAlarm lower than a week before.
struct QualityFall {
  std::string field;  // its key; empty: all records together
  std::string value;  // of the field, as in QualitySnapshot
  QualityFigure before, now;

  double points() const { return before.score - now.score; }
};

struct QualityTrend {
  std::vector<QualityPoint> points;  // the last kDays days, the oldest first
  // By how much the newest score is above that of a week, of a month before; nothing when it is not known.
  std::optional<double> since_week, since_month;
  std::vector<QualityFall> falls;    // the deepest first

  static constexpr int kDays = 90;
  static constexpr double kAlarm = 5;
  static constexpr std::uint64_t kFewest = 5;  // records of a group; of fewer, one that comes or goes is no trend

  // Snapshots of one schema in any order; those of days after `today` do not count. Servers rest: in place of the day a week
  // before stands the last one known, as long as it is less than two weeks ago; of the month, less than 45 days.
  static QualityTrend Of(std::vector<QualitySnapshot> snapshots, Date today);
};

}  // namespace kedang
