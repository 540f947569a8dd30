#include "shared/sync/server.h"

#include "shared/sync/apply.h"
#include "shared/sync/mutant.h"

namespace kedang {
namespace {

// Who was away for longer loads everything anew.
constexpr TimeMs kLongestAbsenceMs = 180LL * 86'400'000;

// How many of the records of a schema the principal sees.
Result<std::size_t> CountVisible(ServerReader& reader, const Principal& principal, const SchemaSet& schemas, const Schema& schema) {
  if (schema.visibility == 0) return reader.Count(schema.id);
  std::size_t count = 0;
  KEDANG_RETURN_IF_ERROR(reader.ScanRows(schema.id, 0, [&](RowNumber, const Record& record) {
    count += Project(principal, schemas, record) ? 1 : 0;
    return true;
  }));
  return count;
}

}  // namespace

Result<HeldExtent> SyncServer::ExtentOf(ServerReader& reader, const Principal& principal) {
  HeldExtent extent{principal.row_cap, 0};
  if (principal.row_cap == 0) return extent;
  for (const Schema& schema : schemas_.schemas) {
    if (schema.is_system) continue;
    KEDANG_ASSIGN(const std::size_t count, CountVisible(reader, principal, schemas_, schema));
    extent.visible_records += count;
  }
  return extent;
}

Result<HelloResponse> SyncServer::Hello(ServerReader& reader, const Principal& principal, const HelloRequest& request,
                                        std::vector<Person> people) {
  HelloResponse response;
  response.epoch = reader.epoch();
  response.server_ms = clock_.NowMs();
  response.principal = principal;
  response.schema_version = schemas_.version;
  response.people = std::move(people);
  if (request.protocol != kProtocolVersion) {
    response.must = Must::kUpgrade;
    return response;
  }
  // After a restore the same number may stand for another set.
  const bool is_other_history = !request.cookie.is_empty() && !(request.cookie.epoch == reader.epoch());
  if (request.schema_version != schemas_.version || is_other_history) response.schemas = FormatSchemaSet(schemas_);
  KEDANG_ASSIGN(const auto replica, reader.FindReplica(request.replica));
  if (replica && !(replica->user == principal.user)) {
    return Error{ErrorCode::kPermissionDenied, "this replica belongs to another user"};
  }
  if (replica) response.last_mid = replica->last_mid;
  KEDANG_ASSIGN(response.extent, ExtentOf(reader, principal));
  if (request.cookie.is_empty()) return response;
  KEDANG_ASSIGN(const std::uint64_t last, reader.LastSequence());
  bool is_known = replica && request.cookie.epoch == reader.epoch() && request.cookie.sequence <= last;
  if (is_known) {
    KEDANG_ASSIGN(const auto view, reader.FindView(replica->id, request.cookie.view));
    is_known = view.has_value();
  }
  if (!is_known) response.must = Must::kReset;
  return response;
}

Result<PushResponse> SyncServer::Push(ServerStore& store, const Principal& principal, const PushRequest& request) {
  if (!(request.epoch == store.epoch())) return Error{ErrorCode::kConflict, "push: another epoch"};
  if (request.replica.is_nil()) return Error{ErrorCode::kInvalidArgument, "push: no replica"};
  std::size_t mutations = 0;
  for (const Group& group : request.groups) {
    if (group.mutations.empty()) return Error{ErrorCode::kInvalidArgument, "push: an empty group"};
    mutations += group.mutations.size();
    for (std::size_t i = 1; i < group.mutations.size(); ++i) {
      if (group.mutations[i].mid != group.mutations[i - 1].mid + 1) {
        return Error{ErrorCode::kInvalidArgument, "push: numbers within a group are not consecutive"};
      }
    }
  }
  if (mutations > kMaxPushMutations) return Error{ErrorCode::kTooLarge, "push: more than 500 mutations"};
  KEDANG_ASSIGN(auto known, store.FindReplica(request.replica));
  if (known && !(known->user == principal.user)) {
    return Error{ErrorCode::kPermissionDenied, "push: this replica belongs to another user"};
  }
  ReplicaState replica = known.value_or(ReplicaState{request.replica, principal.user, 0});
  PushResponse response;
  response.epoch = store.epoch();
  for (const Group& group : request.groups) {
    if (group.mutations.back().mid <= replica.last_mid && !IsPlanted(Mutant::kNoDedupe)) {
      for (const Mutation& mutation : group.mutations) {
        KEDANG_ASSIGN(const auto result, store.FindResult(replica.id, mutation.mid));
        if (result) response.results.push_back(*result);
      }
      continue;
    }
    if (group.mutations.front().mid > replica.last_mid + 1 || (group.mutations.front().mid <= replica.last_mid && !IsPlanted(Mutant::kNoDedupe))) break;  // a gap: the client learns where we are
    const ApplyContext context{schemas_, lexicon_, rules_, clock_, random_, store, principal, replica.id};
    KEDANG_ASSIGN(auto results, ApplyGroup(context, group));
    for (MutationResult& result : results) {
      KEDANG_RETURN_IF_ERROR(store.PutResult(replica.id, result));
      response.results.push_back(std::move(result));
    }
    replica.last_mid = std::max(replica.last_mid, group.mutations.back().mid);
  }
  KEDANG_RETURN_IF_ERROR(store.PutReplica(replica, clock_.NowMs()));
  response.last_mid = replica.last_mid;
  return response;
}

Result<PullResponse> SyncServer::KeepPull(ServerStore& store, const PullRequest& request, PullAnswer answer) {
  if (!answer.view) return std::move(answer.response);
  KEDANG_ASSIGN(const auto replica, store.FindReplica(request.replica));
  if (!replica) return Error{ErrorCode::kConflict, "pull: the replica is gone"};
  KEDANG_RETURN_IF_ERROR(store.PutReplica(*replica, clock_.NowMs()));
  answer.view->rows.Tidy();
  KEDANG_ASSIGN(answer.response.new_cookie.view, store.AddView(request.replica, *answer.view));
  return std::move(answer.response);
}

Result<PullResponse> SyncServer::Pull(ServerStore& store, const Principal& principal, const PullRequest& request) {
  KEDANG_ASSIGN(PullAnswer answer, ReadPull(store, principal, request));
  return KeepPull(store, request, std::move(answer));
}

Result<Cookie> SyncServer::KeepLoad(ServerStore& store, const Principal& principal, Id replica, std::uint64_t sequence,
                                    HeldView view) {
  if (replica.is_nil()) return Error{ErrorCode::kInvalidArgument, "snapshot: no replica"};
  KEDANG_ASSIGN(auto known, store.FindReplica(replica));
  if (known && !(known->user == principal.user)) {
    return Error{ErrorCode::kPermissionDenied, "snapshot: this replica belongs to another user"};
  }
  const TimeMs now = clock_.NowMs();
  KEDANG_RETURN_IF_ERROR(store.PutReplica(known.value_or(ReplicaState{replica, principal.user, 0}), now));
  KEDANG_RETURN_IF_ERROR(store.DropViews(now - kLongestAbsenceMs));
  Cookie cookie{store.epoch(), sequence, 0};
  KEDANG_ASSIGN(cookie.view, store.AddView(replica, view));
  return cookie;
}

Result<HistoryResponse> SyncServer::History(ServerReader& reader, Store& store, const Principal& principal,
                                            const HistoryRequest& request) {
  HistoryResponse response;
  KEDANG_ASSIGN(const auto record, store.Find(request.record));
  if (!record || !Project(principal, schemas_, *record)) return Error{ErrorCode::kNotFound, "history: no such record"};
  KEDANG_ASSIGN(response.entries, reader.History(request.record, std::min<std::uint32_t>(request.limit, 1000)));
  return response;
}

Result<std::vector<MutationResult>> SyncServer::Apply(ServerStore& store, const Principal& principal,
                                                      const Group& group) {
  const ApplyContext context{schemas_, lexicon_, rules_, clock_, random_, store, principal, Id()};
  return ApplyGroup(context, group);
}

}  // namespace kedang
