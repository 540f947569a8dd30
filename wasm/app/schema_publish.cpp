#include "wasm/app/schema_publish.h"

#include <nlohmann/json.hpp>

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

std::string TextAt(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return "";
  return found->is_string() ? found->get<std::string>() : found->is_number() ? found->dump() : "";
}

std::uint64_t NumberAt(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

SchemaProblem ReadProblem(const Json& item, const SchemaSet& set) {
  SchemaProblem problem;
  if (!item.is_object()) return problem;
  problem.code = TextAt(item, "code");
  const Schema* schema = set.Find(std::string_view(TextAt(item, "schema")));
  problem.schema = schema != nullptr ? schema->id : 0;
  problem.severity = TextAt(item, "severity") == "warn" ? Severity::kWarn : Severity::kBlock;
  problem.field = static_cast<FieldId>(NumberAt(item, "field"));
  problem.key = TextAt(item, "key");
  problem.part = TextAt(item, "part");
  problem.message = TextAt(item, "message");
  problem.offset = static_cast<std::size_t>(NumberAt(item, "offset"));
  problem.length = static_cast<std::size_t>(NumberAt(item, "length"));
  problem.suggestion = TextAt(item, "suggestion");
  const auto details = item.find("details");
  if (details != item.end() && details->is_object()) {
    for (const auto& [name, value] : details->items()) {
      problem.details.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return problem;
}

}  // namespace

std::string PublishRequest(const SchemaDraft& draft) {
  Json body = Json::object();
  body["base"] = draft.base().version;
  body["schemas"] = Json::array();
  for (const SchemaId id : draft.ChangedSchemas()) {
    body["schemas"].push_back(Json::parse(FormatSchema(*draft.Find(id)), nullptr, false));
  }
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

PublishAnswer ParsePublishAnswer(int status, std::string_view body, const SchemaSet& set) {
  PublishAnswer answer;
  using Kind = PublishAnswer::Kind;
  const Json json = Json::parse(body, nullptr, false);
  const bool is_object = json.is_object();
  answer.version = is_object ? static_cast<std::uint32_t>(NumberAt(json, "version")) : 0;
  switch (status) {
    case 200:
      answer.kind = is_object ? Kind::kPublished : Kind::kFailed;
      if (!is_object) return answer;
      answer.converted = NumberAt(json, "converted");
      answer.emptied = NumberAt(json, "emptied");
      return answer;
    case 409: answer.kind = Kind::kConflict; return answer;
    case 422:
      answer.kind = Kind::kInvalid;
      if (is_object && json.contains("problems") && json["problems"].is_array()) {
        for (const Json& item : json["problems"]) answer.problems.push_back(ReadProblem(item, set));
      }
      return answer;
    case 401:
    case 403: answer.kind = Kind::kForbidden; return answer;
    case 0: answer.kind = Kind::kUnreachable; return answer;
    default: answer.kind = status >= 502 ? Kind::kUnreachable : Kind::kFailed; return answer;
  }
}

}  // namespace kedang
