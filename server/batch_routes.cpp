#include "server/batch_routes.h"

#include <nlohmann/json.hpp>

#include "server/batch_undo.h"
#include "server/log.h"
#include "server/user_table.h"
#include "shared/sync/apply.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPath = "/api/v1/imports";
constexpr std::string_view kUndo = "/undo";
constexpr std::size_t kMostListed = 200;

HttpResponse Answer(const Json& body) { return JsonResponse(200, body.dump(-1, ' ', false, Json::error_handler_t::replace)); }

HttpResponse Failed(const Error& error) {
  const int status = StatusOf(error.code);
  if (status >= 500) LogError("imports: " + error.message);
  return ProblemResponse(status, ErrorCodeName(error.code));
}

}  // namespace

void BatchRoutes::AddRoutes(HttpRouter& router) {
  router.Add("GET", std::string(kPath), [this](const HttpRequest& request) { return List(request); });
  router.AddPrefix("POST", std::string(kPath) + '/', [this](const HttpRequest& request) { return Undo(request); });
}

HttpResponse BatchRoutes::List(const HttpRequest& request) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  if (!signed_in.value()) return ProblemResponse(401, "signed_out");
  const auto read = [&]() -> Result<HttpResponse> {
    KEDANG_ASSIGN(const auto listed, ListBatches(instance_, PrincipalOf((*signed_in)->user), SourceKind::kImport, kMostListed));
    KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
    KEDANG_ASSIGN(const auto edition, instance_.EditionAt(reader->connection()));
    Json imports = Json::array();
    for (const ListedBatch& one : listed) imports.push_back(BatchJson(one, edition->schemas()));
    return Answer(Json{{"imports", std::move(imports)}});
  };
  auto answer = read();
  return answer.ok() ? std::move(answer).value() : Failed(answer.error());
}

HttpResponse BatchRoutes::Undo(const HttpRequest& request) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  if (!signed_in.value()) return ProblemResponse(401, "signed_out");
  const std::string_view rest = std::string_view(request.path).substr(kPath.size() + 1);
  if (!rest.ends_with(kUndo)) return ProblemResponse(404, "not_found");
  const auto batch = ParseId(rest.substr(0, rest.size() - kUndo.size()));
  if (!batch || batch->is_nil()) return ProblemResponse(404, "not_found");
  const auto undo = [&]() -> Result<HttpResponse> {
    const Principal principal = PrincipalOf((*signed_in)->user);
    KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
    KEDANG_ASSIGN(const auto edition, instance_.EditionAt(reader->connection()));
    KEDANG_ASSIGN(const auto known, reader->FindBatch(*batch));
    // What is not theirs to know is not there.
    const bool is_theirs = known && (MayAdminister(principal) || known->author == principal.user);
    if (!is_theirs || known->kind != SourceKind::kImport) return ProblemResponse(404, "not_found");
    KEDANG_ASSIGN(const MutationResult result, UndoBatch(instance_, principal, *batch, kMostReverted));
    switch (result.outcome) {
      case Outcome::kVoid: return ProblemResponse(409, "undone");
      case Outcome::kGone: return ProblemResponse(404, "not_found");
      case Outcome::kDenied: return ProblemResponse(403, "permission_denied");
      case Outcome::kInvalid: {
        const std::string code = result.issues.empty() ? "invalid" : result.issues.front().code;
        return ProblemResponse(code == "revert_too_late" ? 410 : 409, code);
      }
      default: return Answer(UndoJson(result, edition->schemas()));
    }
  };
  auto answer = undo();
  return answer.ok() ? std::move(answer).value() : Failed(answer.error());
}

}  // namespace kedang
