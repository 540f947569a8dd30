// QualitySnapshot: how good a schema's records were on a day, all together and by source, owner and department: a record of the
// system schema `quality_snapshot`, so trends are known offline, too. It is measured of what everybody may see, without the search
// for duplicates, so every day the same way; nobody hears of a record by it. Only the program and administrators write it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/model/keyed_cells.h"
#include "shared/quality/quality_report.h"

namespace kedang {

inline constexpr std::string_view kSnapshotSchema = "quality_snapshot";

struct QualityFigure {
  std::uint64_t records = 0;
  double score = 100;                              // two decimals
  std::array<int, kQualityParts> parts = {-1, -1, -1, -1, -1};  // hundredths; -1: says nothing about such records

  static QualityFigure Of(const QualityTally& tally);
  bool operator==(const QualityFigure&) const = default;
};

struct QualitySnapshot {
  Id id;
  std::string schema;  // key of the template
  Date day;
  QualityFigure all;
  // By key of the field and text of its value, empty for records without one: the largest groups of each field.
  std::map<std::string, std::map<std::string, QualityFigure>> groups;

  static constexpr std::size_t kMostGroups = 20;  // of a field

  static QualitySnapshot Of(const Schema& schema, const QualityReport& report, Date day);
};

// `schema` is that of snapshots. Of a live record that says which schema and day it is of; groups that are not readable are none.
std::optional<QualitySnapshot> ReadSnapshot(const Schema& schema, const Record& record);
CellList SnapshotCells(const Schema& schema, const QualitySnapshot& snapshot);

// Which of the days, ascending, need not be kept any longer: of what is older than a hundred days one a week is enough.
std::vector<Date> SpentDays(const std::vector<Date>& days, Date today);

}  // namespace kedang
