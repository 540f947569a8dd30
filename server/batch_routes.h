// BatchRoutes: imports over HTTP, for everybody signed in: one's own, for administrators all.
//   GET  /api/v1/imports              → 200 {"imports":[BATCH]}: the last 200, newest first; BATCH as BatchJson has it
//   POST /api/v1/imports/{batch}/undo → 200 UNDO, as UndoJson has it
// Problems: 401 signed_out, 403 permission_denied, 404 not_found, 409 undone (it is taken back already), 410 revert_too_late
// (thirty days are over).
#pragma once

#include "server/auth.h"
#include "server/http_router.h"
#include "server/instance.h"

namespace kedang {

class BatchRoutes {
 public:
  // Both outlive this.
  BatchRoutes(Instance& instance, Auth& auth) : instance_(instance), auth_(auth) {}

  void AddRoutes(HttpRouter& router);

 private:
  HttpResponse List(const HttpRequest& request);
  HttpResponse Undo(const HttpRequest& request);

  Instance& instance_;
  Auth& auth_;
};

}  // namespace kedang
