#include "server/presence_routes.h"

#include <chrono>
#include <string_view>

#include <nlohmann/json.hpp>

#include "server/log.h"
#include "shared/policy/principal.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBodyBytes = 1024;
constexpr std::size_t kMaxTabBytes = 64;

// The wall clock may be put back; who is here may not depend on it.
TimeMs SteadyMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

HttpResponse Failed(const Error& error) {
  const int status = StatusOf(error.code);
  if (status >= 500) LogError("presence: " + error.message);
  return ProblemResponse(status, ErrorCodeName(error.code));
}

}  // namespace

void PresenceRoutes::AddRoutes(HttpRouter& router) {
  router.Add("POST", "/api/v1/presence", [this](const HttpRequest& request) { return Note(request); });
}

Result<bool> PresenceRoutes::MaySeeRecord(const User& user, Id record_id) {
  KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
  KEDANG_ASSIGN(const std::optional<Record> record, reader->Find(record_id));
  if (!record || record->is_deleted) return false;
  KEDANG_ASSIGN(const auto edition, instance_.EditionAt(reader->connection()));
  return Project(PrincipalOf(user), edition->schemas(), *record).has_value();
}

HttpResponse PresenceRoutes::Note(const HttpRequest& request) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  if (!signed_in.value()) return ProblemResponse(401, "signed_out");
  const json body = request.body.size() <= kMaxBodyBytes ? json::parse(request.body, nullptr, false) : json();
  const auto text = [&body](const char* key) -> std::optional<std::string> {
    const auto found = body.is_object() ? body.find(key) : body.end();
    if (!body.is_object() || found == body.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
  };
  const auto tab = text("tab"), record = text("record");
  const auto editing = body.is_object() ? body.find("editing") : body.end();
  const bool has_flag = !body.is_object() || editing == body.end() || editing->is_boolean();
  const auto id = record && !record->empty() ? ParseId(*record) : Id();
  if (!tab || tab->empty() || tab->size() > kMaxTabBytes || !record || !has_flag || !id) return ProblemResponse(400, "bad_json");
  PresenceBoard::Visit visit{(*signed_in)->session, *tab, (*signed_in)->user.id, *id, false};
  visit.is_editing = body.is_object() && editing != body.end() && editing->get<bool>();
  bool may_see = true;
  if (!visit.record.is_nil()) {
    const auto sees = MaySeeRecord((*signed_in)->user, visit.record);
    if (!sees.ok()) return Failed(sees.error());
    may_see = *sees;
  }
  if (!may_see) visit.record = Id();  // whatever it had open before, it has not any more
  PresenceBoard::Answer answer = board_.Note(visit, SteadyMs());
  if (!answer.to_tell.empty()) wake_.TellPresence(std::move(answer.to_tell));
  if (!may_see) return ProblemResponse(404, "not_found");
  json people = json::array();
  for (const Present& other : answer.others) people.push_back({{"id", FormatId(other.user)}, {"editing", other.is_editing}});
  return JsonResponse(200, json{{"people", std::move(people)}}.dump());
}

}  // namespace kedang
