#include "server/command_quality.h"

#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "server/file.h"
#include "server/pool.h"
#include "server/quality_job.h"
#include "server/quality_ledger.h"
#include "shared/field/field_types.h"
#include "shared/quality/quality_trend.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownWork = 20;
constexpr int kZoneMinutes = 8 * 60;

// Two decimals are enough for people and keep answers short.
double Rounded(double value) { return std::round(value * 100) / 100; }

Json TallyJson(const QualityTally& tally) {
  Json parts = Json::object();
  for (std::size_t i = 0; i < kQualityParts; ++i) {
    const auto part = static_cast<QualityPart>(i);
    parts[std::string(QualityPartName(part))] = tally.counts(part) ? Json(std::round(tally.part(part) * 1e4) / 1e4) : Json();
  }
  return {{"records", tally.records()}, {"score", Rounded(tally.score())}, {"parts", std::move(parts)}};
}

Json WorkJson(const Schema& schema, const QualityWork& work) {
  Json first = Json::array();
  for (const auto& [gain, id] : work.first) first.push_back({{"id", FormatId(id)}, {"gain", Rounded(gain)}});
  const Field* field = schema.Find(work.field);
  return {{"part", QualityPartName(work.part)}, {"code", work.code}, {"field", field == nullptr ? Json() : Json(field->key)},
          {"records", work.records}, {"gain", Rounded(work.gain)}, {"first", std::move(first)}};
}

// The field of --by; 0 for none.
Result<FieldId> ByField(const Schema& schema, const std::string& by) {
  if (by.empty()) return FieldId(0);
  std::string known;
  for (const FieldId id : QualityReport::UsualGroups(schema)) {
    const Field* field = schema.Find(id);
    const char* role = id == schema.owner ? "owner" : field->type == FieldType::kDepartment ? "department" : "source";
    if (by == role || by == field->key) return id;
    known += std::string(known.empty() ? "" : ", ") + role;
  }
  return Error{ErrorCode::kInvalidArgument, "--by: '" + by + "' is none of " + (known.empty() ? "the fields of this schema" : known)};
}

void PrintLine(const QualityTally& tally, const std::string& name) {
  std::printf("%6.1f\t%llu", tally.score(), static_cast<unsigned long long>(tally.records()));
  for (std::size_t i = 0; i < kQualityParts; ++i) {
    const auto part = static_cast<QualityPart>(i);
    if (tally.counts(part)) std::printf("\t%.0f", tally.part(part) * 100);
    else std::printf("\t-");
  }
  std::printf("\t%s\n", name.c_str());
}

Json FigureJson(const QualityFigure& figure) {
  Json parts = Json::object();
  for (std::size_t i = 0; i < kQualityParts; ++i) {
    parts[std::string(QualityPartName(static_cast<QualityPart>(i)))] = figure.parts[i] < 0 ? Json() : Json(figure.parts[i] / 100.0);
  }
  return {{"records", figure.records}, {"score", figure.score}, {"parts", std::move(parts)}};
}

Status Keep(const CommonOptions& common, Instance& instance, const Schema& schema) {
  Progress progress(common);
  KEDANG_ASSIGN(const QualitySnapshot kept, KeepSnapshot(instance, schema, [&](std::string_view what, std::uint64_t done, std::uint64_t total) {
                  progress.Show(what, done, total);
                  return true;
                }));
  if (common.is_json) {
    Json json{{"schema", schema.key}, {"day", FormatDate(kept.day)}};
    json.update(FigureJson(kept.all));
    PrintJson(json);
    return {};
  }
  std::printf("%s\t%6.1f\t%llu\n", FormatDate(kept.day).c_str(), kept.all.score, static_cast<unsigned long long>(kept.all.records));
  return {};
}

Status Trend(const CommonOptions& common, Instance& instance, const Schema& schema) {
  KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
  KEDANG_ASSIGN(std::vector<QualitySnapshot> snapshots, ReadSnapshots(*reader, instance.schemas(), schema));
  const QualityTrend trend = QualityTrend::Of(std::move(snapshots), DateOf(instance.clock().NowMs(), kZoneMinutes));
  KEDANG_ASSIGN(const PoolNames names, PoolNames::Load(*reader, instance.schemas()));
  FormatContext format;
  format.lexicon = &instance.lexicon();
  format.names = &names;
  const auto name_of = [&](const QualityFall& fall) {
    const Field* field = schema.Find(fall.field);
    if (field == nullptr || fall.value.empty()) return fall.field.empty() ? schema.label.en : std::string("-");
    return FormatField(*field, Value::Text(fall.value), format);
  };
  if (common.is_json) {
    Json points = Json::array(), falls = Json::array();
    for (const QualityPoint& point : trend.points) points.push_back({{"day", FormatDate(point.day)}, {"score", point.score}, {"records", point.records}});
    for (const QualityFall& fall : trend.falls) {
      falls.push_back({{"by", fall.field.empty() ? Json() : Json(fall.field)}, {"value", fall.value.empty() ? Json() : Json(fall.value)}, {"name", name_of(fall)},
                       {"before", FigureJson(fall.before)}, {"now", FigureJson(fall.now)}});
    }
    const auto change = [](const std::optional<double>& points_more) { return points_more ? Json(Rounded(*points_more)) : Json(); };
    PrintJson({{"schema", schema.key}, {"points", std::move(points)}, {"since_week", change(trend.since_week)}, {"since_month", change(trend.since_month)},
               {"falls", std::move(falls)}});
    return {};
  }
  for (const QualityPoint& point : trend.points) {
    std::printf("%s\t%6.1f\t%llu\n", FormatDate(point.day).c_str(), point.score, static_cast<unsigned long long>(point.records));
  }
  if (trend.since_week) std::printf("week\t%+6.1f\n", *trend.since_week);
  if (trend.since_month) std::printf("month\t%+6.1f\n", *trend.since_month);
  for (const QualityFall& fall : trend.falls) std::printf("fell\t%+6.1f\t%s\n", -fall.points(), name_of(fall).c_str());
  return {};
}

Status Quality(const CommonOptions& common, const QualityCommandOptions& options) {
  KEDANG_ASSIGN(const auto instance, OpenInstance(common));
  QualityRequest request;
  KEDANG_ASSIGN(request.schema, SchemaFor(*instance, options.schema));
  const Schema& schema = *request.schema;
  if (options.keeps) return Keep(common, *instance, schema);
  if (options.shows_trend) return Trend(common, *instance, schema);
  KEDANG_ASSIGN(const FieldId by, ByField(schema, options.by));
  KEDANG_ASSIGN(request.principal, PrincipalFor(*instance, options.as_user));
  request.keep = options.keep;
  request.finds_duplicates = !options.skips_duplicates;
  request.policy = QualityPolicy::Of(schema);
  if (!options.policy.empty()) {
    KEDANG_ASSIGN(const auto text, ReadWholeFile(options.policy));
    const auto read = QualityPolicy::FromJson(schema, AsText(text));
    if (!read.ok()) return Error{ErrorCode::kInvalidArgument, "--policy: " + read.error().message};
    request.policy = *read;
  }
  Progress progress(common);
  KEDANG_ASSIGN(const QualityAnswer answer, RunQuality(*instance, request, [&](std::string_view what, std::uint64_t done, std::uint64_t total) {
                  progress.Show(what, done, total);
                  return true;
                }));
  const std::vector<QualityWork> work = answer.report.Work();
  KEDANG_ASSIGN(const Instance::Reader reader, instance->Read());
  KEDANG_ASSIGN(const PoolNames names, PoolNames::Load(*reader, instance->schemas()));
  FormatContext format;
  format.lexicon = &instance->lexicon();
  format.names = &names;
  const auto name_of = [&](const std::string& value) {
    return value.empty() ? std::string() : FormatField(*schema.Find(by), Value::Text(value), format);
  };
  if (common.is_json) {
    Json json{{"schema", schema.key}, {"day", FormatDate(answer.day)}, {"all", TallyJson(answer.report.all())}};
    if (by != 0) {
      Json groups = Json::array();
      for (const auto& [value, tally] : answer.report.Groups(by)) {
        Json group{{"value", value.empty() ? Json() : Json(value)}, {"name", name_of(value)}};
        group.update(TallyJson(tally));
        groups.push_back(std::move(group));
      }
      json["by"] = schema.Find(by)->key;
      json["groups"] = std::move(groups);
    }
    Json list = Json::array();
    for (const QualityWork& one : work) list.push_back(WorkJson(schema, one));
    json["work"] = std::move(list);
    json["seconds"] = answer.seconds;
    PrintJson(json);
    return {};
  }
  std::printf(" score\trecords\tcomplete\tvalid\tunique\ttimely\tconsistent\n");
  PrintLine(answer.report.all(), schema.label.en);
  if (by != 0) {
    for (const auto& [value, tally] : answer.report.Groups(by)) PrintLine(tally, value.empty() ? "-" : name_of(value));
  }
  const double records = static_cast<double>(std::max<std::uint64_t>(answer.report.all().records(), 1));
  std::size_t shown = 0;
  for (const QualityWork& one : work) {
    if (shown++ == kShownWork) break;
    const Field* field = schema.Find(one.field);
    std::printf("%+6.2f\t%llu\t%s\t%s\t%s\n", one.gain / records, static_cast<unsigned long long>(one.records),
                std::string(QualityPartName(one.part)).c_str(), one.code.c_str(), field == nullptr ? "-" : field->key.c_str());
  }
  return {};
}

}  // namespace

int RunQualityCommand(const CommonOptions& common, const QualityCommandOptions& options) {
  const Status status = Quality(common, options);
  return status.ok() ? kDone : Fail(status.error());
}

}  // namespace kedang
