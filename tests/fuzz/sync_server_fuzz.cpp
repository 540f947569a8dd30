// Any bytes as the requests of a signed-in stranger: into the server's handlers over the store in memory, one after the other.
// A piece is a frame, the body of one, or says what an honest message is made of. What must hold whatever was sent: a push
// sent again is answered the same and changes nothing, and whoever loads and pulls afterwards can read all of it.
#include "shared/store/packed_record.h"
#include "shared/sync/codec.h"
#include "shared/sync/recent_saves.h"
#include "tests/support/fuzz_bytes.h"
#include "tests/support/fuzz_count.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"

namespace {

using namespace kedang;

constexpr Id kReplica{1, 100};
constexpr Id kOther{1, 101};

void Check(bool is_right) {
  if (!is_right) __builtin_trap();
}

// A company of three records with a conflict, and two replicas that hold them; made once.
struct Company {
  SyncWorld world{1};
  Principal author{Id{9, 1}, "author", Role::kMember, 1};
  Cookie cookie;

  Company() {
    MemoryServerStore store(world.data);
    PushRequest push;
    push.replica = kReplica;
    push.epoch = store.epoch();
    for (std::uint64_t i = 1; i <= 3; ++i) push.groups.push_back(Customer(i));
    Check(world.server.Push(store, author, push).ok());
    cookie = world.Load(store, author, kReplica).value().cookie;
    const Principal other{Id{9, 2}, "other", Role::kMember, 1};
    push.replica = kOther;
    push.groups.clear();
    for (const char* note : {"我的", "你的"}) {
      Group& group = push.groups.emplace_back();
      Mutation& mutation = group.mutations.emplace_back();
      mutation.mid = push.groups.size();
      mutation.schema = 1;
      mutation.record = Id{2, 1};
      CellEdit& edit = mutation.edits.emplace_back();
      edit.field = 2;
      edit.value = Value::Text(note);
    }
    Check(world.server.Push(store, other, push).ok());
    Check(!world.data.conflicts.empty());
  }

  static Group Customer(std::uint64_t number) {
    Group group;
    group.id = Id{3, number};
    Mutation& mutation = group.mutations.emplace_back();
    mutation.mid = number;
    mutation.kind = MutationKind::kInsert;
    mutation.schema = 1;
    mutation.record = Id{2, number};
    CellEdit name;
    name.field = 1;
    name.value = Value::Text("客户" + std::to_string(number));
    CellEdit code;
    code.field = 4;
    code.value = Value::Text("K" + std::to_string(number));
    mutation.edits = {name, code};
    return group;
  }
};

class Run {
 public:
  explicit Run(Company& company)
      : company_(company),
        data_(company.world.data),
        server_(company.world.schemas, company.world.rules, ShippedLexicon(), clock_, random_),
        cookie_(company.cookie) {}

  void Take(FuzzBytes& input) {
    static FuzzCount requests;
    requests.Note();
    const std::uint8_t use = input.Byte();
    switch (use % 8) {
      case 1: Frames(Encode(MadePull(input)), 0); break;
      case 2: Frames(input.Piece(), use); break;
      case 3: {
        const auto kind = static_cast<FrameKind>(1 + input.Below(static_cast<std::size_t>(kLastFrameKind)));
        Frames(WriteFrame(kind, input.Piece()), use);
        break;
      }
      case 4: Load(input); break;
      default: Frames(Encode(MadePush(input)), 0); break;
    }
  }

  // Somebody who holds nothing takes everything.
  void Finish() {
    MemoryServerStore store(data_);
    const auto shared = ReadSharedLoad(store, company_.world.schemas, company_.author, 4096);
    Check(shared.ok());
    const OwnLoad own = OwnLoadOf(*shared, company_.author, 4096);
    std::uint64_t count = 0;
    for (const std::vector<Bytes>* segments : {&shared->segments, &own.segments}) {
      for (const Bytes& segment : *segments) Check(ReadSegment(segment, [&count](Record&&) { ++count; }).ok());
    }
    Check(count == shared->record_count + own.record_count);
    Check(Decode<SnapshotManifest>(Encode(SnapshotManifest{Id{1, 1}, {}, 0, 0, own.conflicts})).ok());
    // And who has been here takes what changed.
    PullRequest pull;
    pull.replica = kReplica;
    pull.cookie = cookie_;
    const auto pulled = server_.Pull(store, company_.author, pull);
    Check(pulled.ok() && Decode<PullResponse>(Encode(*pulled)).ok());
  }

 private:
  Mutation MadeMutation(FuzzBytes& input, MutationNumber mid) {
    Mutation mutation;
    mutation.mid = mid;
    mutation.kind = static_cast<MutationKind>(input.Below(5));
    mutation.schema = static_cast<SchemaId>(input.Below(16) == 0 ? input.Byte() : 1);
    mutation.record = Id{2, input.Below(6)};
    mutation.schema_version = static_cast<std::uint32_t>(input.Below(16) == 0 ? input.Byte() : 3);
    mutation.client_ms = input.Number();
    if (mutation.kind == MutationKind::kResolve && !data_.conflicts.empty()) {
      auto conflict = data_.conflicts.begin();
      std::advance(conflict, static_cast<std::ptrdiff_t>(input.Below(data_.conflicts.size())));
      mutation.conflict = conflict->first;
      if (input.Below(4) != 0) mutation.record = conflict->second.record;
    }
    for (std::size_t left = input.Below(4); left > 0; --left) {
      CellEdit edit;
      edit.field = static_cast<FieldId>(input.Below(7));
      edit.value = input.AnyValue();
      edit.base_value = input.AnyValue();
      edit.base_version = Version{static_cast<std::uint32_t>(input.Below(3)), input.Byte()};
      edit.base_mid = input.Below(4) == 0 ? input.Byte() : 0;
      mutation.edits.push_back(std::move(edit));
    }
    return mutation;
  }

  PushRequest MadePush(FuzzBytes& input) {
    PushRequest push;
    push.replica = input.Below(8) == 0 ? kOther : kReplica;
    push.epoch = data_.epoch;
    MutationNumber next = data_.replicas[kReplica].last_mid + 1;
    if (input.Below(8) == 0) next = input.Byte();
    for (std::size_t groups = 1 + input.Below(3); groups > 0; --groups) {
      Group group;
      group.id = Id{4, input.Byte()};
      for (std::size_t left = 1 + input.Below(3); left > 0; --left) group.mutations.push_back(MadeMutation(input, next++));
      push.groups.push_back(std::move(group));
    }
    return push;
  }

  PullRequest MadePull(FuzzBytes& input) {
    PullRequest pull;
    pull.replica = input.Below(8) == 0 ? kOther : kReplica;
    pull.cookie = input.Below(4) == 0 ? company_.cookie : cookie_;
    if (input.Below(4) == 0) pull.cookie.view = input.Byte();
    if (input.Below(4) == 0) pull.cookie.sequence = input.Byte();
    pull.seen_mid = input.Byte();
    pull.max_bytes = static_cast<std::uint32_t>(input.Byte()) << input.Below(16);
    pull.schema_version = static_cast<std::uint32_t>(input.Below(16) == 0 ? input.Below(5) : 3);
    for (std::size_t left = input.Below(3); left > 0; --left) pull.wanted.push_back(Id{2, input.Byte()});
    return pull;
  }

  void Load(FuzzBytes& input) {
    MemoryServerStore store(data_);
    Principal capped = company_.author;
    capped.row_cap = static_cast<std::uint32_t>(input.Below(4));
    auto load = ReadCappedLoad(store, company_.world.schemas, capped, 1 + input.Byte());
    Check(load.ok());
    (void)server_.KeepLoad(store, capped, kReplica, data_.sequence, std::move(load->view)).ok();
  }

  void Push(const PushRequest& push) {
    const ServerData before = data_;
    MemoryServerStore store(data_);
    const auto answer = server_.Push(store, company_.author, push);
    if (!answer.ok()) {
      data_ = before;
      return;
    }
    Check(Decode<PushResponse>(Encode(*answer)).ok());
    const std::uint64_t sequence = data_.sequence;
    const auto again = server_.Push(store, company_.author, push);
    Check(again.ok() && data_.sequence == sequence && again->last_mid == answer->last_mid);
    Check(Encode(*again) == Encode(*answer));
  }

  void Pull(const PullRequest& pull) {
    const ServerData before = data_;
    MemoryServerStore store(data_);
    const auto answer = server_.Pull(store, company_.author, pull);
    if (!answer.ok()) {
      data_ = before;
      return;
    }
    Check(Decode<PullResponse>(Encode(*answer)).ok());
    if (!answer->is_reset) cookie_ = answer->new_cookie;
  }

  // As the routes do it: decoded, then the handler of the endpoint.
  void Frames(ByteSpan frame, std::uint8_t use) {
    MemoryServerStore store(data_);
    Principal who = company_.author;
    who.role = static_cast<Role>((use >> 3) % 3);
    if (const auto hello = Decode<HelloRequest>(frame); hello.ok()) {
      const auto answer = server_.Hello(store, who, *hello, {});
      if (answer.ok()) Check(Decode<HelloResponse>(Encode(*answer)).ok());
    }
    if (const auto push = Decode<PushRequest>(frame); push.ok()) Push(*push);
    if (const auto pull = Decode<PullRequest>(frame); pull.ok()) Pull(*pull);
    if (const auto history = Decode<HistoryRequest>(frame); history.ok()) {
      const auto answer = server_.History(store, store, who, *history);
      if (answer.ok()) Check(Decode<HistoryResponse>(Encode(*answer)).ok());
    }
    if (const auto saves = Decode<RecentSavesRequest>(frame); saves.ok()) {
      const auto answer = RecentSaves(store, company_.world.schemas, who, *saves);
      if (answer.ok()) Check(Decode<RecentSavesResponse>(Encode(*answer)).ok());
    }
    (void)Decode<SnapshotRequest>(frame).ok();
    (void)Decode<SearchRequest>(frame).ok();
    (void)Decode<FileStartRequest>(frame).ok();
    (void)Decode<FilePartRequest>(frame).ok();
  }

  Company& company_;
  ServerData data_;
  ManualClock clock_;
  SeededRandom random_{1};
  SyncServer server_;
  Cookie cookie_;  // of the last pull
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Company company;
  if (size > 4096) return 0;
  FuzzBytes input(ByteSpan(data, size));
  Run run(company);
  for (int left = 8; left > 0 && !input.is_empty(); --left) run.Take(input);
  run.Finish();
  return 0;
}
