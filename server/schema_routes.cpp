#include "server/schema_routes.h"

#include <nlohmann/json.hpp>

#include "server/log.h"
#include "server/schema_publisher.h"
#include "server/schema_table.h"
#include "shared/schema/schema_package.h"
#include "shared/schema/schema_problem.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

HttpResponse Answer(int status, const Json& body) {
  return JsonResponse(status, body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

HttpResponse Failed(const Error& error) {
  const int status = StatusOf(error.code);
  if (status >= 500) LogError("schemas: " + error.message);
  return ProblemResponse(status, ErrorCodeName(error.code));
}

HttpResponse Invalid(const SchemaSet& draft, const std::vector<SchemaProblem>& problems) {
  HttpResponse response = Answer(422, Json{{"type", "about:blank"},
                                           {"title", "Unprocessable Content"},
                                           {"status", 422},
                                           {"code", "schema_invalid"},
                                           {"problems", ProblemsJson(draft, problems)}});
  response.type = "application/problem+json";
  return response;
}

}  // namespace

Json ProblemsJson(const SchemaSet& draft, const std::vector<SchemaProblem>& problems) {
  Json list = Json::array();
  for (const SchemaProblem& problem : problems) {
    Json item{{"severity", problem.severity == Severity::kBlock ? "block" : "warn"},
              {"code", problem.code},
              {"message", FormatSchemaProblem(draft, problem)}};
    if (const Schema* schema = draft.Find(problem.schema)) item["schema"] = schema->key;
    if (problem.field != 0) item["field"] = problem.field;
    if (!problem.key.empty()) item["key"] = problem.key;
    if (!problem.part.empty()) item["part"] = problem.part;
    if (problem.code.rfind("expr.", 0) == 0) {
      item["offset"] = problem.offset;
      item["length"] = problem.length;
    }
    Json details = Json::object();
    for (const auto& [name, value] : problem.details) details[name] = value;
    if (!details.empty()) item["details"] = std::move(details);
    if (!problem.suggestion.empty()) item["suggestion"] = problem.suggestion;
    list.push_back(std::move(item));
  }
  return list;
}

void SchemaRoutes::AddRoutes(HttpRouter& router) {
  router.Add("GET", "/api/v1/schemas", [this](const HttpRequest& request) { return Get(request); });
  router.Add("GET", "/api/v1/schemas/history", [this](const HttpRequest& request) { return History(request); });
  router.Add("POST", "/api/v1/schemas", [this](const HttpRequest& request) { return Post(request); });
}

Result<Principal> SchemaRoutes::Administrator(const HttpRequest& request, HttpResponse& refusal) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) {
    refusal = Failed(signed_in.error());
    return signed_in.error();
  }
  if (!signed_in.value()) {
    refusal = ProblemResponse(401, "signed_out");
    return Error{ErrorCode::kUnauthenticated, "sign in first"};
  }
  const Principal principal = PrincipalOf((*signed_in)->user);
  if (MayAdminister(principal)) return principal;
  refusal = ProblemResponse(403, "permission_denied");
  return Error{ErrorCode::kPermissionDenied, "for administrators"};
}

HttpResponse SchemaRoutes::Get(const HttpRequest& request) {
  HttpResponse refusal;
  if (!Administrator(request, refusal).ok()) return refusal;
  auto reader = instance_.Read();
  if (!reader.ok()) return Failed(reader.error());
  const auto edition = instance_.EditionAt((*reader)->connection());
  if (!edition.ok()) return Failed(edition.error());
  return JsonResponse(200, FormatSchemaSet((*edition)->schemas()));
}

HttpResponse SchemaRoutes::History(const HttpRequest& request) {
  HttpResponse refusal;
  if (!Administrator(request, refusal).ok()) return refusal;
  auto reader = instance_.Read();
  if (!reader.ok()) return Failed(reader.error());
  const auto publications = ListPublications((*reader)->connection());
  if (!publications.ok()) return Failed(publications.error());
  Json versions = Json::array();
  for (const Publication& publication : *publications) {
    versions.push_back(Json{{"version", publication.version},
                            {"at_ms", publication.at_ms},
                            {"author", publication.author},
                            {"source", publication.source},
                            {"converted", publication.converted},
                            {"emptied", publication.emptied}});
  }
  return Answer(200, Json{{"versions", std::move(versions)}});
}

HttpResponse SchemaRoutes::Post(const HttpRequest& request) {
  HttpResponse refusal;
  const auto administrator = Administrator(request, refusal);
  if (!administrator.ok()) return refusal;
  if (IsNestedTooDeep(request.body)) return ProblemResponse(400, "bad_json");
  const Json body = Json::parse(request.body, nullptr, false);
  const auto base = body.is_object() ? body.find("base") : body.end();
  const auto list = body.is_object() ? body.find("schemas") : body.end();
  const bool is_usable = body.is_object() && base != body.end() && base->is_number_unsigned() && *base <= 0x7FFFFFFFu &&
                         list != body.end() && list->is_array();
  if (!is_usable) return ProblemResponse(400, "bad_json");
  PublishOrder publish;
  publish.base = base->get<std::uint32_t>();
  publish.author = *administrator;
  publish.source = "api";
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto schema = ParseSchema((*list)[i].dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!schema.ok()) {
      const std::string where = "schemas[" + std::to_string(i) + "]: ";
      return Invalid(SchemaSet(), {MakeSchemaProblem(Severity::kBlock, "schema.unreadable", {{"error", where + schema.error().message}})});
    }
    publish.schemas.push_back(std::move(schema).value());
  }
  const auto answer = PublishSchemas(instance_, publish);
  if (!answer.ok()) return Failed(answer.error());
  switch (answer->outcome) {
    case PublishOutcome::kConflict: {
      HttpResponse response = Answer(409, Json{{"type", "about:blank"},
                                               {"title", "Conflict"},
                                               {"status", 409},
                                               {"code", "schema_conflict"},
                                               {"version", answer->version}});
      response.type = "application/problem+json";
      return response;
    }
    case PublishOutcome::kInvalid: {
      SchemaSet draft;
      draft.schemas = publish.schemas;
      return Invalid(draft, answer->problems);
    }
    case PublishOutcome::kPublished:
    case PublishOutcome::kUnchanged: break;
  }
  SchemaSet draft;
  draft.schemas = publish.schemas;
  LogInfo("schemas: version " + std::to_string(answer->version) + " is in force, by " + administrator->name);
  return Answer(200, Json{{"version", answer->version},
                          {"converted", answer->converted},
                          {"emptied", answer->emptied},
                          {"problems", ProblemsJson(draft, answer->problems)}});
}

}  // namespace kedang
