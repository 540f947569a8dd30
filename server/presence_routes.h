// PresenceRoutes: who else has a record open.
//   POST /api/v1/presence {"tab":"…","record":"<id>"|"","editing":bool} → 200 {"people":[{"id":"…","editing":bool}]}
// The browser asks every few seconds as long as the record is open, and once more with an empty record when it is not. Others
// at that record are told "presence" on their wake line and ask in turn. Only who may see the record is told or counted:
// anybody else gets 404 not_found, as for a record that does not exist.
#pragma once

#include "server/auth.h"
#include "server/http_router.h"
#include "server/instance.h"
#include "server/presence_board.h"
#include "server/wake.h"

namespace kedang {

class PresenceRoutes {
 public:
  // All outlive this.
  PresenceRoutes(Instance& instance, Auth& auth, WakeHub& wake) : instance_(instance), auth_(auth), wake_(wake) {}

  void AddRoutes(HttpRouter& router);

 private:
  HttpResponse Note(const HttpRequest& request);
  Result<bool> MaySeeRecord(const User& user, Id record);

  Instance& instance_;
  Auth& auth_;
  WakeHub& wake_;
  PresenceBoard board_;
};

}  // namespace kedang
