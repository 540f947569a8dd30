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

// A pull's answer before it leaves: the view, when there is one, must be kept first.
struct PullAnswer {
  PullResponse response;
  std::optional<HeldView> view;
};

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

  // What makes of what the replica holds what it is to hold now: of the changes since the cookie those of records that the
  // principal sees, a leave for what it holds and is not to hold any more, and nothing about any other record. When permissions
  // changed, the difference they make. At most about request.max_bytes; with the last part the schemas when the client has
  // others. A pull after which the replica holds the same records needs no write.
  Result<PullAnswer> ReadPull(ServerReader& reader, const Principal& principal, const PullRequest& request);
  // Writes the view of such an answer and puts its number into the cookie.
  Result<PullResponse> KeepPull(ServerStore& store, const PullRequest& request, PullAnswer answer);
  // Both at once.
  Result<PullResponse> Pull(ServerStore& store, const Principal& principal, const PullRequest& request);

  // The replica is about to load these rows, as of `sequence`: keeps that and gives the cookie for it.
  Result<Cookie> KeepLoad(ServerStore& store, const Principal& principal, Id replica, std::uint64_t sequence, HeldView view);

  Result<HistoryResponse> History(ServerReader& reader, Store& store, const Principal& principal,
                                  const HistoryRequest& request);

  // The group as this server itself makes it (import, command line, API): no replica, no numbers, the same rules.
  // The results say what happened to each mutation.
  Result<std::vector<MutationResult>> Apply(ServerStore& store, const Principal& principal, const Group& group);

 private:
  Result<HeldExtent> ExtentOf(ServerReader& reader, const Principal& principal);

  const SchemaSet& schemas_;
  const Lexicon& lexicon_;
  const RuleBook& rules_;
  Clock& clock_;
  Random& random_;
};

}  // namespace kedang
