// RecordRoutes: records over HTTP, for everybody signed in, as far as they may see them.
//   GET /api/v1/records/{schema}?query=&filter=&sort=&limit=&cursor=
//        → 200 {"count":n,"approximate":bool,"records":[RECORD],"next":CURSOR}
//        query   what somebody types into the search box (shared/query): 杭州 阶段:谈判 金额:>10万 -集团
//        filter  a condition in the expression language, judged for each of those
//        sort    keys of fields, "-" in front for the greatest first: "-amount,name"; also created and changed; 8 at most. Without it
//                the best match comes first, without words the latest change
//        limit   1 to 500, 50 when it is missing     cursor  the "next" of the answer before; missing behind the last record
//   GET /api/v1/records/{schema}/{id} → 200 RECORD
//   RECORD is {"id","schema","title","created_ms","changed_ms","fields":{KEY:VALUE}}: computed fields too, empty ones not;
//   values as model/value_json.h has them; with words also "highlights":[{"field","text"}].
// A count is exact. "approximate": no record holds the words, those given have one character more, less or another. Between
// two pages records may change: one that moves may come twice or not at all.
// Problems: 400 bad_parameter, 400 bad_query and bad_filter with "problems":[{"code","offset","length","message",
// "suggestion"}] (bytes of the text), 401 signed_out, 404 not_found.
#pragma once

#include "server/auth.h"
#include "server/http_router.h"
#include "server/instance.h"
#include "server/resident_pool.h"

namespace kedang {

class RecordRoutes {
 public:
  // All outlive this.
  RecordRoutes(Instance& instance, Auth& auth, ResidentPool& pool) : instance_(instance), auth_(auth), pool_(pool) {}

  void AddRoutes(HttpRouter& router);

 private:
  HttpResponse Get(const HttpRequest& request);
  HttpResponse List(const Principal& principal, const std::string& schema, const std::string& query);
  HttpResponse One(const Principal& principal, const std::string& schema, Id id);

  Instance& instance_;
  Auth& auth_;
  ResidentPool& pool_;
};

}  // namespace kedang
