#include <cmath>

#include <nlohmann/json.hpp>

#include "shared/match/match_model.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

Error Wrong(const std::string& what) { return {ErrorCode::kInvalidArgument, "match configuration: " + what}; }

Json LevelsJson(const std::array<double, kMostLevels>& levels, int count) {
  Json json = Json::array();
  for (int level = 0; level < count; ++level)
    json.push_back(std::round(levels[static_cast<std::size_t>(level)] * 1e6) / 1e6);
  return json;
}

// Shares of the levels: as many numbers above 0 as the kind has levels, made to sum to 1.
Status ReadLevels(const Json& field, const char* key, int count, std::array<double, kMostLevels>& levels) {
  if (!field.contains(key)) return {};
  const Json& list = field[key];
  if (!list.is_array() || list.size() != static_cast<std::size_t>(count)) {
    return Wrong(std::string("\"") + key + "\" of field \"" + field.value("name", "") + "\" must be " +
                 std::to_string(count) + " numbers");
  }
  double sum = 0;
  for (const Json& share : list) {
    if (!share.is_number() || share.get<double>() <= 0)
      return Wrong(std::string("\"") + key + "\" of field \"" + field.value("name", "") +
                   "\" must hold numbers above 0");
    sum += share.get<double>();
  }
  levels = {};
  for (std::size_t level = 0; level < list.size(); ++level) levels[level] = list[level].get<double>() / sum;
  return {};
}

bool IsText(const Json& json, const char* key) { return json.contains(key) && json[key].is_string(); }

}  // namespace

std::string MatchModel::ToJson() const {
  Json json;
  json["threshold"] = threshold_;
  json["prior"] = std::round(prior_ * 1e6) / 1e6;
  json["fields"] = Json::array();
  for (const FieldModel& model : fields_) {
    const int count = LevelCount(model.field.kind);
    json["fields"].push_back({{"name", model.field.name},
                              {"kind", MatchKindName(model.field.kind)},
                              {"columns", model.field.columns},
                              {"m", LevelsJson(model.m, count)},
                              {"u", LevelsJson(model.u, count)}});
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

Result<MatchModel> MatchModel::FromJson(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("fields") || !json["fields"].is_array())
    return Wrong("must be an object with a list \"fields\"");
  if (json["fields"].size() > 250) return Wrong("at most 250 fields");
  std::vector<MatchField> fields;
  for (const Json& field : json["fields"]) {
    if (!field.is_object() || !IsText(field, "name") || !IsText(field, "kind"))
      return Wrong("each field must have \"name\" and \"kind\"");
    const auto kind = ParseMatchKind(field["kind"].get<std::string>());
    if (!kind) return Wrong("unknown kind \"" + field["kind"].get<std::string>() + "\"");
    MatchField one{field["name"].get<std::string>(), *kind, {}};
    if (field.contains("columns")) {
      if (!field["columns"].is_array()) return Wrong("\"columns\" must be a list of numbers");
      for (const Json& column : field["columns"]) {
        if (!column.is_number_unsigned() || column.get<std::size_t>() > 20'000)
          return Wrong("\"columns\" must be a list of numbers from 0");
        one.columns.push_back(column.get<std::size_t>());
      }
    }
    fields.push_back(std::move(one));
  }
  MatchModel model(std::move(fields));
  for (std::size_t i = 0; i < model.fields_.size(); ++i) {
    const int count = LevelCount(model.fields_[i].field.kind);
    auto m = model.fields_[i].m, u = model.fields_[i].u;
    KEDANG_RETURN_IF_ERROR(ReadLevels(json["fields"][i], "m", count, m));
    KEDANG_RETURN_IF_ERROR(ReadLevels(json["fields"][i], "u", count, u));
    model.SetLevels(i, m, u);
  }
  for (const char* key : {"prior", "threshold"}) {
    if (!json.contains(key)) continue;
    if (!json[key].is_number() || json[key].get<double>() <= 0 || json[key].get<double>() >= 1)
      return Wrong(std::string("\"") + key + "\" must be a number between 0 and 1");
    if (key[0] == 'p')
      model.prior_ = json[key].get<double>();
    else
      model.threshold_ = json[key].get<double>();
  }
  return model;
}

}  // namespace kedang
