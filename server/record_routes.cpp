#include "server/record_routes.h"

#include <nlohmann/json.hpp>

#include "server/log.h"
#include "server/record_page.h"
#include "server/visible_lookup.h"
#include "shared/base/date.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPrefix = "/api/v1/records/";

HttpResponse Answer(int status, const Json& body) {
  return JsonResponse(status, body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

HttpResponse Failed(const Error& error) {
  if (error.code == ErrorCode::kInvalidArgument) {
    HttpResponse response = Answer(400, Json{{"type", "about:blank"}, {"title", "Bad Request"}, {"status", 400},
                                             {"code", "bad_parameter"}, {"detail", error.message}});
    response.type = "application/problem+json";
    return response;
  }
  const int status = StatusOf(error.code);
  if (status >= 500) LogError("records: " + error.message);
  return ProblemResponse(status, ErrorCodeName(error.code));
}

HttpResponse NotUnderstood(const RecordPage& page) {
  Json problems = Json::array();
  for (const TextProblem& problem : page.problems) {
    Json item{{"code", problem.code}, {"offset", problem.offset}, {"length", problem.length}, {"message", problem.message}};
    if (!problem.suggestion.empty()) item["suggestion"] = problem.suggestion;
    problems.push_back(std::move(item));
  }
  HttpResponse response = Answer(400, Json{{"type", "about:blank"}, {"title", "Bad Request"}, {"status", 400}, {"code", page.bad},
                                           {"problems", std::move(problems)}});
  response.type = "application/problem+json";
  return response;
}

}  // namespace

void RecordRoutes::AddRoutes(HttpRouter& router) {
  router.AddPrefix("GET", std::string(kPrefix), [this](const HttpRequest& request) { return Get(request); });
}

HttpResponse RecordRoutes::Get(const HttpRequest& request) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  if (!signed_in.value()) return ProblemResponse(401, "signed_out");
  const Principal principal = PrincipalOf((*signed_in)->user);
  const std::string_view rest = std::string_view(request.path).substr(kPrefix.size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return List(principal, std::string(rest), request.query);
  const auto id = ParseId(rest.substr(slash + 1));
  return id ? One(principal, std::string(rest.substr(0, slash)), *id) : ProblemResponse(404, "not_found");
}

HttpResponse RecordRoutes::List(const Principal& principal, const std::string& key, const std::string& query) {
  const auto parameters = ParseQueryString(query);
  if (!parameters.ok()) return Failed(parameters.error());
  const auto wanted = ReadPageRequest(*parameters);
  if (!wanted.ok()) return Failed(wanted.error());
  HttpResponse response = ProblemResponse(404, "not_found");
  const Status status = pool_.Ask(principal, [&](const PoolView& view) -> Status {
    const Schema* schema = view.edition.schemas().Find(key);
    if (schema == nullptr) return {};
    KEDANG_ASSIGN(const RecordPage page, FindPage(view, *schema, *wanted));
    if (!page.bad.empty()) {
      response = NotUnderstood(page);
      return {};
    }
    Json records = Json::array();
    for (const Row row : page.rows) {
      const auto record = view.records.RecordAt(row);
      if (!record) continue;
      Json answer = RecordAnswer(*schema, *record, view.computed, view.context);
      if (!page.words.is_empty()) answer["highlights"] = HighlightsOf(view, *schema, *record, page.words);
      records.push_back(std::move(answer));
      view.world.release();
    }
    Json body{{"count", page.count}, {"approximate", page.is_approximate}, {"records", std::move(records)}};
    const std::size_t end = wanted->offset + page.rows.size();
    if (!page.rows.empty() && end < page.count) body["next"] = std::to_string(end);
    response = Answer(200, body);
    return {};
  });
  return status.ok() ? response : Failed(status.error());
}

HttpResponse RecordRoutes::One(const Principal& principal, const std::string& key, Id id) {
  auto reader = instance_.Read();
  if (!reader.ok()) return Failed(reader.error());
  const auto edition = instance_.EditionAt((*reader)->connection());
  if (!edition.ok()) return Failed(edition.error());
  const Schema* schema = (*edition)->schemas().Find(key);
  const auto found = (*reader)->Find(id);
  if (!found.ok()) return Failed(found.error());
  const auto record = *found ? Project(principal, (*edition)->schemas(), **found) : std::nullopt;
  if (schema == nullptr || !record || record->schema != schema->id || record->is_deleted) return ProblemResponse(404, "not_found");
  VisibleLookup related(**reader, (*edition)->schemas(), principal);
  ComputedReader computed((*edition)->rules(instance_.lexicon()).computed());
  EvaluationContext context;
  context.related = &related;
  context.computed = &computed;
  context.lexicon = &instance_.lexicon();
  context.today = DateOf(instance_.clock().NowMs(), context.offset_minutes);
  const std::string user = FormatId(principal.user);
  context.user = user;
  const Json body = RecordAnswer(*schema, *record, computed, context);
  return related.status().ok() ? Answer(200, body) : Failed(related.status().error());
}

}  // namespace kedang
