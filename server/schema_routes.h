// SchemaRoutes: schemas over HTTP, for administrators.
//   GET  /api/v1/schemas          → 200 {"version":N,"schemas":[…]}: those in force
//   GET  /api/v1/schemas/history  → 200 {"versions":[{"version","at_ms","author","source","converted","emptied"}]}, newest first
//   POST /api/v1/schemas {"base":VERSION,"schemas":[the changed ones, whole]}
//        → 200 {"version":N,"converted":n,"emptied":n,"problems":[warnings]}
//        → 409 {"code":"schema_conflict","version":N}: somebody else published; look at theirs first
//        → 422 {"code":"schema_invalid","problems":[{"severity","code","message","schema","field","key","part","offset",
//          "length","details":{…},"suggestion"}]}
// Other answers are problem details: 400 bad_json, 401 signed_out, 403 permission_denied.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/auth.h"
#include "server/http_router.h"
#include "server/instance.h"
#include "shared/schema/schema_check.h"

namespace kedang {

class SchemaRoutes {
 public:
  // All outlive this.
  SchemaRoutes(Instance& instance, Auth& auth) : instance_(instance), auth_(auth) {}

  void AddRoutes(HttpRouter& router);

 private:
  HttpResponse Get(const HttpRequest& request);
  HttpResponse History(const HttpRequest& request);
  HttpResponse Post(const HttpRequest& request);
  // Who sent the request, if an administrator; else the answer that says why not.
  Result<Principal> Administrator(const HttpRequest& request, HttpResponse& refusal);

  Instance& instance_;
  Auth& auth_;
};

// As the API and the command line write them. `draft` names schemas and fields.
nlohmann::ordered_json ProblemsJson(const SchemaSet& draft, const std::vector<SchemaProblem>& problems);

}  // namespace kedang
