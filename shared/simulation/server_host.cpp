#include "shared/simulation/server_host.h"

#include "shared/sync/convert.h"
#include "shared/sync/first_load.h"
#include "shared/sync/mutant.h"
#include "shared/sync/segment.h"

namespace kedang {
namespace {

constexpr std::size_t kSegmentBytes = 300;

template <typename T>
Result<Bytes> Encoded(Result<T> message, std::uint64_t request_id) {
  if (!message.ok()) return message.error();
  return Encode(message.value(), request_id);
}

std::uint64_t RequestIdOf(ByteSpan body) { return body.size() >= kFrameHeaderBytes ? ReadU64(body.subspan(24)) : 0; }

}  // namespace

ServerHost::ServerHost(VirtualClock& clock, std::uint64_t seed, Oracle& oracle) : clock_(clock), dice_(seed), oracle_(oracle) {
  store_.data().editions[SceneEditions()[0].schemas.version] = 0;
}

const SceneEdition& ServerHost::edition() const { return SceneEditions()[store_.data().edition]; }

SyncServer ServerHost::Server() {
  return SyncServer(edition().schemas, edition().rules, SceneLexicon(), clock_, dice_);
}

bool ServerHost::TakeNews() {
  const bool had_news = has_news_;
  has_news_ = false;
  return had_news;
}

void ServerHost::ChangePerson(std::size_t person, Dice& dice) {
  Principal& principal = people_[person];
  if (dice.OneIn(2)) {
    principal.role = static_cast<Role>(dice.Below(3));
  } else {
    principal.teams.clear();
    for (std::uint64_t team = 1; team <= 2; ++team) {
      if (dice.OneIn(2)) principal.teams.push_back(Id{7, team});
    }
  }
  ++principal.permission_version;
  has_news_ = true;
}

void ServerHost::ChangeCap(std::size_t person, std::uint32_t cap) {
  people_[person].row_cap = cap;
  ++people_[person].permission_version;
  has_news_ = true;
}

// No part of a backup here, as little as rights.
void ServerHost::Wipe(std::uint64_t browser) {
  wiped_.insert(browser);
  has_news_ = true;
}

bool ServerHost::IsToBeWiped(std::uint64_t browser) const { return wiped_.count(browser) != 0 && !IsPlanted(Mutant::kWipedAnswered); }

void ServerHost::ChangeAccess(std::size_t person, bool is_active) {
  is_active ? static_cast<void>(disabled_.erase(person)) : static_cast<void>(disabled_.insert(person));
  ++people_[person].permission_version;
}

bool ServerHost::HasAccess(std::size_t person) const {
  return disabled_.count(person) == 0 || IsPlanted(Mutant::kDisabledAnswered);
}

bool ServerHost::Open(const Caller& caller) {
  if (!HasAccess(caller.person)) return false;
  wiped_.erase(caller.browser);
  return true;
}

// Group commit is not simulated: works of one fsync are answered together or not at all, as if each had its own.
void ServerHost::Sync() {
  if (!IsPlanted(Mutant::kAnswerBeforeFsync) || dice_.OneIn(6)) store_.Sync();
}

void ServerHost::Committed() {
  Sync();
  oracle_.OnCommitted(people_, store_);
  store_.written() = {};
  has_news_ = true;
}

std::optional<Reply> ServerHost::Serve(const Caller& caller, const SyncRequest& request, bool dies) {
  const std::size_t person = caller.person;
  Result<Bytes> answer = Error{ErrorCode::kNotFound, "no such path"};
  const std::uint64_t request_id = RequestIdOf(request.body);
  const std::size_t before = store_.undo_size();
  if (request.path == "/sync/hello") {
    const auto hello = Decode<HelloRequest>(request.body);
    answer = hello.ok() ? Encoded(Server().Hello(store_, people_[person], hello.value(), {}), request_id) : Result<Bytes>(hello.error());
  } else if (request.path == "/sync/push") {
    answer = Push(person, request.body);
    if (!answer.ok() || dies) {
      store_.TakeBack(before);
      store_.written() = {};
    } else {
      Committed();
    }
  } else if (request.path == "/sync/pull" || request.path == "/sync/snapshot") {
    answer = request.path == "/sync/pull" ? Pull(person, request.body) : Manifest(person, request.body);
    if (!answer.ok() || dies) {
      store_.TakeBack(before);
    } else if (store_.undo_size() > before) {
      Sync();  // what the replica holds from now on
    }
  } else {
    answer = Segment(request.path);
  }
  if (dies) {
    Kill();
    return std::nullopt;
  }
  if (answer.ok()) return Reply{200, std::move(answer).value()};
  const Error& error = answer.error();
  const int status = error.code == ErrorCode::kNotFound ? 404 : error.code == ErrorCode::kConflict ? 409 : 400;
  return Reply{status, Encode(ErrorResponse{error.code, error.message, 0}, request_id)};
}

Result<Bytes> ServerHost::Push(std::size_t person, ByteSpan body) {
  KEDANG_ASSIGN(PushRequest push, Decode<PushRequest>(body));
  oracle_.OnPush(push);
  if (IsPlanted(Mutant::kNoBaseMid)) {
    for (Group& group : push.groups) {
      for (Mutation& mutation : group.mutations) {
        for (CellEdit& edit : mutation.edits) edit.base_mid = 0;
      }
    }
  }
  Principal principal = people_[person];
  if (IsPlanted(Mutant::kRightsIgnored)) principal.role = Role::kAdministrator;
  KEDANG_ASSIGN(PushResponse response, Server().Push(store_, principal, push));
  return Encode(response, RequestIdOf(body));
}

Result<Bytes> ServerHost::Pull(std::size_t person, ByteSpan body) {
  KEDANG_ASSIGN(PullRequest pull, Decode<PullRequest>(body));
  const Principal& principal = people_[person];
  pull.max_bytes = 4096;  // as little as the server goes down to
  if (IsPlanted(Mutant::kWantedIgnored)) pull.wanted.clear();
  Principal asking = principal;
  if (IsPlanted(Mutant::kCapIgnored)) asking.row_cap = 0;
  KEDANG_ASSIGN(PullResponse response, Server().Pull(store_, asking, pull));
  if (IsPlanted(Mutant::kNoLeave)) response.leaves.clear();
  if (IsPlanted(Mutant::kCookieAhead) && !response.is_reset && dice_.OneIn(4)) ++response.new_cookie.sequence;
  if (IsPlanted(Mutant::kOutcomesAhead) && response.last_mid > 0) ++response.last_mid;
  if (IsPlanted(Mutant::kPartTakenForWhole) && response.has_more) {
    response.has_more = false;
    response.new_cookie.sequence = store_.data().sequence;
  }
  if (IsPlanted(Mutant::kRowLeaked) && !response.is_reset && dice_.OneIn(3)) {
    for (const auto& [id, record] : store_.data().records) {
      if (record.schema == kPage && !record.is_deleted) response.puts.push_back(record);
    }
  }
  if (IsPlanted(Mutant::kConflictLeaked) && !response.is_reset) {
    for (const auto& [id, conflict] : store_.data().conflicts) response.conflicts.push_back(conflict);
  }
  if (IsPlanted(Mutant::kLeaveTold) && !response.is_reset) {
    for (const auto& [id, record] : store_.data().records) {
      if (!Project(principal, edition().schemas, record)) response.leaves.push_back(id);
    }
  }
  if (IsPlanted(Mutant::kRowLostOnTheWay) && !response.puts.empty() && dice_.OneIn(10)) response.puts.pop_back();
  oracle_.OnPullAnswered(principal, pull, response, store_.data());
  return Encode(response, RequestIdOf(body));
}

Result<Bytes> ServerHost::Manifest(std::size_t person, ByteSpan body) {
  KEDANG_ASSIGN(const SnapshotRequest request, Decode<SnapshotRequest>(body));
  const Principal& principal = people_[person];
  SharedLoad shared;
  OwnLoad own;
  if (principal.row_cap == 0) {
    KEDANG_ASSIGN(shared, ReadSharedLoad(store_, edition().schemas, principal, kSegmentBytes));
    own = OwnLoadOf(shared, principal, kSegmentBytes);
  } else {
    shared.sequence = store_.data().sequence;
    KEDANG_ASSIGN(own, ReadCappedLoad(store_, edition().schemas, principal, kSegmentBytes));
  }
  std::vector<Bytes> segments = std::move(shared.segments);
  for (Bytes& segment : own.segments) segments.push_back(std::move(segment));
  if (IsPlanted(Mutant::kSnapshotOfEverything)) {
    SegmentWriter writer;
    for (const auto& [row, record] : shared.personal) writer.Add(record);
    if (writer.count() > 0) segments.push_back(writer.Finish());
  }
  SnapshotManifest manifest;
  manifest.snapshot = MakeId(clock_.Now(), dice_);
  for (Bytes& segment : segments) {
    KEDANG_RETURN_IF_ERROR(ReadSegment(segment, [&](Record&& record) {
      oracle_.OnRecordSent(principal, request.replica, record, store_.data());
      ++manifest.record_count;
    }));
    segments_[{manifest.snapshot, manifest.segment_count++}] = std::move(segment);
  }
  if (IsPlanted(Mutant::kSegmentLeftOut) && manifest.segment_count > 1) --manifest.segment_count;
  manifest.conflicts = std::move(own.conflicts);
  for (const Conflict& conflict : manifest.conflicts) oracle_.OnConflictSent(principal, conflict, store_.data());
  KEDANG_ASSIGN(manifest.cookie, Server().KeepLoad(store_, principal, request.replica, shared.sequence, std::move(own.view)));
  if (IsPlanted(Mutant::kSnapshotCookieLate)) manifest.cookie.sequence += 2;
  return Encode(manifest, RequestIdOf(body));
}

Result<Bytes> ServerHost::Segment(const std::string& path) {
  const std::string_view prefix = "/sync/snapshot/";
  const std::size_t slash = path.rfind('/');
  const Error unknown{ErrorCode::kNotFound, "no such segment"};
  if (path.rfind(prefix, 0) != 0 || slash < prefix.size()) return unknown;
  const auto snapshot = ParseId(std::string_view(path).substr(prefix.size(), slash - prefix.size()));
  if (!snapshot) return unknown;
  std::uint32_t number = 0;
  for (const char digit : path.substr(slash + 1)) number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  const auto found = segments_.find({*snapshot, number});
  if (found == segments_.end()) return unknown;
  return found->second;
}

void ServerHost::Apply(std::size_t person, const Group& group) {
  const std::size_t before = store_.undo_size();
  const auto results = Server().Apply(store_, people_[person], group);
  if (results.ok()) {
    Committed();
  } else {
    store_.TakeBack(before);
    store_.written() = {};
  }
}

void ServerHost::Kill() {
  store_.TakeBack(0);
  store_.written() = {};
  segments_.clear();
}

bool ServerHost::Restore() {
  if (!backup_) return false;
  store_.Sync();
  store_.data() = *backup_;
  if (!IsPlanted(Mutant::kSameEpoch)) store_.data().epoch = Epoch{++last_epoch_, Id{1, last_epoch_}};
  segments_.clear();
  // What people may do is not part of the backup here: a restore never gives back a right that was taken away.
  ++restore_count_;
  oracle_.OnRestored();
  has_news_ = true;
  return true;
}

bool ServerHost::Publish(Dice& dice) {
  const SceneEdition& before = edition();
  if (before.next.empty()) return false;
  const std::size_t next = before.next[dice.Below(before.next.size())];
  const SceneEdition& after = SceneEditions()[next];
  const ConvertContext context{before.schemas, after.schemas, SceneLexicon(), nullptr, clock_, store_, Id{9, 99}};
  if (!ConvertRecords(context).ok() || !store_.NextSequence().ok()) return false;
  store_.data().edition = next;
  store_.data().editions[after.schemas.version] = next;
  store_.Sync();
  store_.written() = {};
  has_news_ = true;
  return true;
}

}  // namespace kedang
