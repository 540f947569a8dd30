#include "shared/sync/server.h"

#include "shared/sync/apply.h"
#include "shared/sync/mutant.h"

namespace kedang {
namespace {

// Past this many changes a fresh snapshot is less to carry than the changes one by one.
constexpr std::uint64_t kMaxPullBehind = 50'000;
constexpr std::size_t kMaxPullResults = 1000;

std::size_t EstimateBytes(const Record& record) {
  std::size_t bytes = 48;
  for (const Cell& cell : record.cells()) bytes += 8 + FormatPlain(cell.value).size();
  return bytes;
}

}  // namespace

Status LeaveOutHidden(ServerReader& reader, const Principal& principal, const SchemaSet& schemas, std::vector<Conflict>& conflicts) {
  Status status;
  std::erase_if(conflicts, [&](const Conflict& conflict) {
    const Schema* schema = schemas.Find(conflict.schema);
    if (!status.ok() || schema == nullptr) return false;
    const auto record = reader.Find(conflict.record);
    if (!record.ok()) status = record.error();
    return record.ok() && *record && ((conflict.is_open && (*record)->is_deleted) || !MaySee(principal, *schema, **record));
  });
  return status;
}

Result<Cookie> SyncServer::CookieNow(ServerReader& reader, const Principal& principal) {
  Cookie cookie;
  cookie.epoch = reader.epoch();
  KEDANG_ASSIGN(cookie.sequence, reader.LastSequence());
  cookie.permission_version = principal.permission_version;
  return cookie;
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
  KEDANG_ASSIGN(const Cookie now, CookieNow(reader, principal));
  const bool is_known = request.cookie.epoch == now.epoch && request.cookie.sequence <= now.sequence &&
                        request.cookie.permission_version == now.permission_version;
  if (!request.cookie.is_empty() && !is_known) response.must = Must::kReset;
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

Result<PullResponse> SyncServer::Pull(ServerReader& reader, const Principal& principal, const PullRequest& request) {
  PullResponse response;
  response.request_cookie = request.cookie;
  KEDANG_ASSIGN(response.new_cookie, CookieNow(reader, principal));
  const std::uint64_t last = response.new_cookie.sequence;
  const bool is_known = request.cookie.epoch == response.new_cookie.epoch && request.cookie.sequence <= last &&
                        request.cookie.permission_version == principal.permission_version;
  if (!is_known || last - request.cookie.sequence > kMaxPullBehind) {
    response.is_reset = true;
    return response;
  }
  const std::size_t max_bytes = std::min<std::size_t>(std::max<std::size_t>(request.max_bytes, 4096), 4u << 20);
  std::size_t bytes = 0;
  std::uint64_t reached = request.cookie.sequence;
  KEDANG_RETURN_IF_ERROR(reader.ScanChanges(request.cookie.sequence, [&](const Record& record) {
    if (record.changed.sequence > last) return false;
    // Never cut between two records of one number: the cookie could not say where.
    if (bytes >= max_bytes && record.changed.sequence != reached) {
      response.has_more = true;
      return false;
    }
    reached = record.changed.sequence;
    auto visible = Project(principal, schemas_, record);
    if (visible && !visible->is_deleted) {
      bytes += EstimateBytes(*visible);
      response.puts.push_back(std::move(*visible));
    } else {
      bytes += 16;
      response.leaves.push_back(record.id);
    }
    return true;
  }));
  if (response.has_more) response.new_cookie.sequence = reached;
  if (!response.has_more && request.schema_version != schemas_.version) response.schemas = FormatSchemaSet(schemas_);
  KEDANG_RETURN_IF_ERROR(reader.ScanConflictChanges(request.cookie.sequence, [&](const Conflict& conflict) {
    if (conflict.version.sequence > response.new_cookie.sequence) return false;
    response.conflicts.push_back(conflict);
    return true;
  }));
  KEDANG_RETURN_IF_ERROR(LeaveOutHidden(reader, principal, schemas_, response.conflicts));
  KEDANG_ASSIGN(const auto replica, reader.FindReplica(request.replica));
  if (replica && replica->user == principal.user) {
    KEDANG_ASSIGN(response.results, reader.ResultsAfter(replica->id, request.seen_mid, kMaxPullResults));
    // The outbox may only be cleared up to outcomes the client has in hand, and whose effect this pull carries.
    if (!response.has_more) {
      response.last_mid = response.results.size() == kMaxPullResults ? response.results.back().mid : replica->last_mid;
    }
  }
  return response;
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
