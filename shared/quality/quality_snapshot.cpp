#include "shared/quality/quality_snapshot.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace kedang {
namespace {

using nlohmann::json;

constexpr int kDaily = 100, kWeek = 7;
constexpr double kHundred = 100;

json FigureJson(const QualityFigure& figure) {
  json list = json::array({figure.records, figure.score});
  for (const int part : figure.parts) list.push_back(part);
  return list;
}

std::optional<QualityFigure> ReadFigure(const json& list) {
  if (!list.is_array() || list.size() != 2 + kQualityParts) return std::nullopt;
  if (!std::all_of(list.begin(), list.end(), [](const json& number) { return number.is_number(); })) return std::nullopt;
  QualityFigure figure;
  figure.records = static_cast<std::uint64_t>(std::clamp(list[0].get<double>(), 0.0, 1e12));
  figure.score = std::clamp(list[1].get<double>(), 0.0, kHundred);
  for (std::size_t i = 0; i < kQualityParts; ++i) figure.parts[i] = static_cast<int>(std::clamp(list[2 + i].get<double>(), -1.0, kHundred));
  return figure;
}

double FigureIn(const Value& value) {
  if (value.kind() == Value::Kind::kInteger) return static_cast<double>(value.integer());
  return value.kind() == Value::Kind::kDecimal ? static_cast<double>(value.decimal().units) / std::pow(10, value.decimal().scale) : 0;
}

void ReadGroups(const std::string& text, QualitySnapshot& snapshot) {
  const json groups = json::parse(text, nullptr, false);
  if (!groups.is_object()) return;
  for (const auto& [field, values] : groups.items()) {
    if (!values.is_object()) continue;
    for (const auto& [value, list] : values.items()) {
      if (const auto figure = ReadFigure(list)) snapshot.groups[field].emplace(value, *figure);
    }
  }
}

}  // namespace

QualityFigure QualityFigure::Of(const QualityTally& tally) {
  QualityFigure figure;
  figure.records = tally.records();
  figure.score = std::round(tally.score() * kHundred) / kHundred;
  for (std::size_t i = 0; i < kQualityParts; ++i) {
    const auto part = static_cast<QualityPart>(i);
    if (tally.counts(part)) figure.parts[i] = static_cast<int>(std::lround(tally.part(part) * kHundred));
  }
  return figure;
}

QualitySnapshot QualitySnapshot::Of(const Schema& schema, const QualityReport& report, Date day) {
  QualitySnapshot snapshot;
  snapshot.schema = schema.key;
  snapshot.day = day;
  snapshot.all = QualityFigure::Of(report.all());
  for (const FieldId by : QualityReport::UsualGroups(schema)) {
    const Field* field = schema.Find(by);
    std::vector<std::pair<std::string, QualityFigure>> found;
    for (const auto& [value, tally] : report.Groups(by)) found.emplace_back(value, QualityFigure::Of(tally));
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.second.records > b.second.records; });
    if (found.size() > kMostGroups) found.resize(kMostGroups);
    snapshot.groups[field->key] = {found.begin(), found.end()};
  }
  return snapshot;
}

std::optional<QualitySnapshot> ReadSnapshot(const Schema& schema, const Record& record) {
  if (record.is_deleted || record.schema != schema.id) return std::nullopt;
  const Value& day = CellOf(schema, record, "day");
  QualitySnapshot snapshot;
  snapshot.id = record.id;
  snapshot.schema = CellOf(schema, record, "schema").text();
  if (snapshot.schema.empty() || day.kind() != Value::Kind::kDate) return std::nullopt;
  snapshot.day = day.date();
  snapshot.all.records = static_cast<std::uint64_t>(std::max(FigureIn(CellOf(schema, record, "records")), 0.0));
  snapshot.all.score = std::clamp(FigureIn(CellOf(schema, record, "score")), 0.0, kHundred);
  for (std::size_t i = 0; i < kQualityParts; ++i) {
    const Value& part = CellOf(schema, record, QualityPartName(static_cast<QualityPart>(i)));
    if (!part.is_null()) snapshot.all.parts[i] = static_cast<int>(std::clamp(FigureIn(part), 0.0, kHundred));
  }
  ReadGroups(CellOf(schema, record, "groups").text(), snapshot);
  return snapshot;
}

CellList SnapshotCells(const Schema& schema, const QualitySnapshot& snapshot) {
  CellWriter cells(schema);
  cells.Add("name", Value::Text(snapshot.schema + " " + FormatDate(snapshot.day)));
  cells.Add("schema", Value::Text(snapshot.schema));
  cells.Add("day", Value::Of(snapshot.day));
  cells.Add("records", snapshot.all.records);
  if (const auto score = NormalizeDecimal({std::llround(snapshot.all.score * kHundred), 2})) cells.Add("score", Value::Of(*score));
  for (std::size_t i = 0; i < kQualityParts; ++i) {
    if (snapshot.all.parts[i] >= 0) cells.Add(QualityPartName(static_cast<QualityPart>(i)), Value::Integer(snapshot.all.parts[i]));
  }
  json groups = json::object();
  for (const auto& [field, values] : snapshot.groups) {
    json& object = groups[field] = json::object();
    for (const auto& [value, figure] : values) object[value] = FigureJson(figure);
  }
  cells.Add("groups", Value::Text(groups.dump(-1, ' ', false, json::error_handler_t::replace)));
  return cells.Take();
}

std::vector<Date> SpentDays(const std::vector<Date>& days, Date today) {
  std::vector<Date> spent;
  int last_week = -1;
  for (const Date day : days) {
    const int week = day.days / kWeek;
    if (today.days - day.days <= kDaily) break;
    if (week == last_week) spent.push_back(day);
    last_week = week;
  }
  return spent;
}

}  // namespace kedang
