// SyncServer: the server's end of the protocol (sync.md 2.2–2.5), without HTTP, SQL or threads. Handlers act on the store
// they are given; those that take a ServerStore must run inside its write transaction, and their answer may only leave
// after that transaction is durable. A handler that returns an Error has changed nothing it wants kept: roll back.
#pragma once

#include "shared/base/clock.h"
#include "shared/check/rule_book.h"
#include "shared/model/schema.h"
#include "shared/sync/messages.h"
#include "shared/sync/server_store.h"

namespace kedang {

// Takes out the conflicts over records that are not the principal's to know.
Status LeaveOutHidden(ServerReader& reader, const Principal& principal, const SchemaSet& schemas, std::vector<Conflict>& conflicts);

class SyncServer {
 public:
  // All are kept by reference and must outlive the server, which costs nothing to make: a changed set needs another one.
  SyncServer(const SchemaSet& schemas, const RuleBook& rules, const Lexicon& lexicon, Clock& clock, Random& random)
      : schemas_(schemas), lexicon_(lexicon), rules_(rules), clock_(clock), random_(random) {}

  // What the client must do before anything else. `people` are those the principal may know.
  Result<HelloResponse> Hello(ServerReader& reader, const Principal& principal, const HelloRequest& request,
                              std::vector<Person> people);

  // Applies groups in order. Each mutation gets exactly one outcome, ever: numbers already known are answered from the
  // kept results, a gap stops the batch. A group whose mutation is denied or invalid changes nothing but its outcomes.
  Result<PushResponse> Push(ServerStore& store, const Principal& principal, const PushRequest& request);

  // Everything the principal may see that changed since the cookie, at most about request.max_bytes; with the last part
  // the schemas when the client has others.
  Result<PullResponse> Pull(ServerReader& reader, const Principal& principal, const PullRequest& request);

  Result<HistoryResponse> History(ServerReader& reader, Store& store, const Principal& principal,
                                  const HistoryRequest& request);

  // The group as this server itself makes it (import, command line, API): no replica, no numbers, the same rules.
  // The results say what happened to each mutation.
  Result<std::vector<MutationResult>> Apply(ServerStore& store, const Principal& principal, const Group& group);

  // The cookie of a replica that holds everything up to the reader's last change.
  Result<Cookie> CookieNow(ServerReader& reader, const Principal& principal);

 private:
  const SchemaSet& schemas_;
  const Lexicon& lexicon_;
  const RuleBook& rules_;
  Clock& clock_;
  Random& random_;
};

}  // namespace kedang
