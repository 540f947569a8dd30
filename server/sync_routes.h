// SyncRoutes: sync.md 2.2 over HTTP. Requests are frames in POST bodies, answers frames; a failure is a frame of kind
// kError under a fitting status, and the connection goes on.
//   POST /sync/hello push pull snapshot history saves search      GET /sync/snapshot/{snapshot}/{number}      GET /sync/wake
//   POST /sync/file/start /sync/file/part             GET /sync/file/{record}/{file}: to who sees that record with that file
// A push is answered after its commit is on disk. wake is a stream of server-sent events: "change" when there is
// something to pull, "signout" when the session ended.
#pragma once

#include <atomic>

#include "server/auth.h"
#include "server/http_router.h"
#include "server/instance.h"
#include "server/push_gate.h"
#include "server/resident_pool.h"
#include "server/search_turns.h"
#include "server/snapshot_cache.h"
#include "server/wake.h"
#include "shared/sync/server.h"

namespace kedang {

class SyncRoutes {
 public:
  // All outlive this.
  SyncRoutes(Instance& instance, Auth& auth, WakeHub& wake, ResidentPool& pool)
      : instance_(instance), auth_(auth), wake_(wake), pool_(pool), snapshots_(instance) {}

  void AddRoutes(HttpRouter& router);

 private:
  // Signed in, then the frame decoded, then `answer`, then the frame of what it says.
  // `retry_after_ms`: what kUnavailable is told; set before `answer` returns.
  template <typename Request, typename Answer>
  HttpResponse Handle(const HttpRequest& request, const Answer& answer, const int* retry_after_ms = nullptr);
  // When who found no place at the writer is to come back.
  int BusyMs();

  // The protocol by the schemas in force in a transaction of this store.
  struct Protocol {
    std::shared_ptr<const SchemaEdition> edition;  // outlives the server
    SyncServer server;
  };
  Result<Protocol> ProtocolAt(SqliteStore& store);

  HttpResponse Hello(const HttpRequest& request);
  HttpResponse Push(const HttpRequest& request);
  HttpResponse Pull(const HttpRequest& request);
  HttpResponse Snapshot(const HttpRequest& request);
  HttpResponse History(const HttpRequest& request);
  HttpResponse Search(const HttpRequest& request);
  Result<RowSet> HeldBy(const Principal& principal, Id replica, const Cookie& cookie);
  HttpResponse RecentSaves(const HttpRequest& request);
  HttpResponse Segment(const HttpRequest& request);
  HttpResponse StartFile(const HttpRequest& request);
  HttpResponse TakeFilePart(const HttpRequest& request);
  HttpResponse SendFile(const HttpRequest& request);
  HttpResponse Wake(const HttpRequest& request);

  Instance& instance_;
  Auth& auth_;
  WakeHub& wake_;
  ResidentPool& pool_;
  SnapshotCache snapshots_;
  SearchTurns search_turns_;
  PushGate push_gate_;
  std::atomic<TimeMs> swept_ms_{0};  // when unfinished files were last dropped
};

}  // namespace kedang
