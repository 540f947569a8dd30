#include "tests/fault/faulty_company.h"

#include "shared/sync/first_load.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "server/group_commit.h"
#include "server/schema_table.h"

namespace kedang {
namespace {

constexpr FieldId kName = 1, kNote = 2, kTags = 3, kCode = 4;
constexpr std::size_t kReplicas = 4;
constexpr std::uint64_t kHigh = 0x0190000000000000;

constexpr std::string_view kSchema = R"({"id":1,"key":"customer","version":1,"label":{"zh":"客户"},"title":"name",
  "groups":[{"key":"g","label":{"zh":"基本"}}],
  "fields":[
    {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","group":"g","required":true,"search_weight":3},
    {"id":2,"key":"note","label":{"zh":"备注"},"type":"text","group":"g"},
    {"id":3,"key":"tags","label":{"zh":"标签"},"type":"tags","group":"g","merge":"three_way"},
    {"id":4,"key":"code","label":{"zh":"信用代码"},"type":"text","group":"g","merge":"hold","unique":"block"},
    {"id":5,"key":"number","label":{"zh":"编号"},"type":"auto_number","group":"g","format":"KH-{yyyy}-{00000}"}]})";

const Lexicon& SmallLexicon() {
  const Content content = FaultyCompany::MakeContent();
  static const Lexicon lexicon = Lexicon::Parse(content.pinyin, content.regions, content.industries).value();
  return lexicon;
}

}  // namespace

Content FaultyCompany::MakeContent() {
  Content content = EmbeddedContent();
  content.schemas = {kSchema};
  content.views = "[]";
  content.pinyin = "=1\na1 阿\n";
  content.regions = "11北京市010\n";
  content.industries = "A 农、林、牧、渔业\n";
  return content;
}

const std::string& FaultyCompany::Path() {
  // The directory is a real one: Instance::Open makes it.
  static const std::string path = testing::TempDir() + "kedang-faults-" + std::to_string(getpid());
  return path;
}

FaultyCompany::FaultyCompany(std::uint64_t seed) : vfs_(seed), random_(seed + 1) {
  {
    auto instance = Instance::Open(Path(), MakeContent());
    EXPECT_TRUE(instance.ok()) << instance.error().message;
    schemas_ = (*instance)->schemas();
    epoch_ = (*instance)->epoch();
  }
  new_disk_ = vfs_.Save();
  rules_ = std::make_unique<RuleBook>(schemas_, SmallLexicon());
  server_ = std::make_unique<SyncServer>(schemas_, *rules_, SmallLexicon(), clock_, random_);
  StartAnew();
}

FaultyCompany::~FaultyCompany() {
  Close();
  std::filesystem::remove_all(Path());
}

std::string FaultyCompany::WriteCsv(int rows) {
  const std::string file = Path() + "/rows.csv";
  std::ofstream csv(file);
  csv << "名称,备注\n";
  for (int row = 0; row < rows; ++row) csv << "公司" << row << ",备注" << row << "\n";
  return file;
}

void FaultyCompany::Reseed(std::uint64_t seed) {
  random_ = SeededRandom(seed);
  vfs_.Reseed(seed + 1);
  clock_ = ManualClock();
}

void FaultyCompany::StartAnew() {
  Close();
  vfs_.Load(new_disk_);
  replicas_.clear();
  for (std::size_t i = 0; i < kReplicas; ++i) {
    Replica replica;
    replica.id = MakeId(clock_.now_ms, random_);
    replica.principal = Principal{Id{kHigh, 1 + i}, "user", Role::kMember, 1};
    replica.cookie = Cookie();  // holds nothing yet
    replicas_.push_back(std::move(replica));
  }
  records_.clear();
  seen_.clear();
  sequences_.clear();
  complaint_.clear();
}

Status FaultyCompany::Open(const Options& options, bool has_thread) {
  Close();
  const std::string file = Path() + "/kedang.db";
  KEDANG_ASSIGN(connection_, Connection::Open(file, Connection::Mode::kReadWrite));
  KEDANG_RETURN_IF_ERROR(connection_->Execute("PRAGMA wal_autocheckpoint = " + std::to_string(options.checkpoint_pages) + ";" + options.settings));
  if (has_thread) {
    KEDANG_ASSIGN(writer_, Writer::Start(std::move(connection_)));
  } else {
    KEDANG_ASSIGN(store_, SqliteStore::Open(*connection_));
  }
  KEDANG_ASSIGN(reading_connection_, Connection::Open(file, Connection::Mode::kReadOnly));
  KEDANG_ASSIGN(reader_, SqliteStore::Open(*reading_connection_));
  return {};
}

void FaultyCompany::Close() {
  reader_.reset();
  reading_connection_.reset();
  writer_.reset();
  store_.reset();
  connection_.reset();
}

Mutation FaultyCompany::MakeMutation(Replica& replica) {
  Mutation mutation;
  mutation.mid = ++replica.last_made;
  mutation.schema = 1;
  mutation.schema_version = schemas_.version;
  mutation.client_ms = clock_.now_ms;
  const auto add = [&](FieldId field, Value value) {
    CellEdit edit;
    edit.field = field;
    edit.value = std::move(value);
    // Sometimes an old base, as an edit made offline has it.
    if (mutation.kind == MutationKind::kSet && !random_.OneIn(4)) {
      const Cell& cell = seen_[mutation.record][field];
      edit.base_value = cell.value;
      edit.base_version = cell.version;
    }
    mutation.edits.push_back(std::move(edit));
  };
  const std::string unique = std::to_string(random_.Below(1u << 30));
  if (records_.empty() || random_.OneIn(3)) {
    mutation.kind = MutationKind::kInsert;
    mutation.record = MakeId(clock_.now_ms, random_);
    records_.push_back(mutation.record);
    add(kName, Value::Text("客户" + unique));
    if (random_.OneIn(3)) add(kCode, Value::Text("C" + std::to_string(random_.Below(40))));  // some are taken already
  } else {
    mutation.record = records_[random_.Below(records_.size())];
    const std::size_t choice = random_.Below(12);
    mutation.kind = choice == 0 ? MutationKind::kDelete : choice == 1 ? MutationKind::kRestore : MutationKind::kSet;
    if (choice == 2) add(kTags, Value::List({"重点", "标签" + unique}));
    if (choice == 3) add(kCode, Value::Text("C" + std::to_string(random_.Below(40))));
  }
  // Long ones fill several pages.
  const std::size_t length = random_.OneIn(20) ? random_.Below(30'000) : random_.Below(60);
  if (mutation.kind <= MutationKind::kSet) add(kNote, Value::Text("注" + unique + std::string(length, 'x')));
  return mutation;
}

Group FaultyCompany::MakeGroup(Replica& replica) {
  Group group;
  group.id = MakeId(clock_.now_ms, random_);
  for (std::size_t count = 1 + random_.Below(3); count > 0; --count) group.mutations.push_back(MakeMutation(replica));
  return group;
}

PushRequest FaultyCompany::RequestOf(Replica& replica) {
  clock_.now_ms += 1000;
  for (std::size_t count = 1 + random_.Below(2); count > 0; --count) replica.unacknowledged.push_back(MakeGroup(replica));
  PushRequest request;
  request.replica = replica.id;
  request.epoch = epoch_;
  request.groups = replica.unacknowledged;
  return request;
}

void FaultyCompany::Take(Replica& replica, const PushResponse& response) {
  std::map<MutationNumber, const MutationResult*> results;
  for (const MutationResult& result : response.results) results[result.mid] = &result;
  for (const Group& group : replica.unacknowledged) {
    for (const Mutation& mutation : group.mutations) {
      const auto result = results.find(mutation.mid);
      if (result == results.end()) {
        complaint_ += "no result for " + std::to_string(mutation.mid) + "\n";
        continue;
      }
      replica.known[mutation.mid] = {mutation, *result->second};
      ++acknowledged_;
      if (!IsAccepted(result->second->outcome)) continue;
      const auto [known, is_new] = sequences_.emplace(result->second->version.sequence, mutation.record);
      if (!is_new && !(known->second == mutation.record)) {
        complaint_ += "the number " + std::to_string(known->first) + " was given twice\n";
      }
    }
  }
  if (response.last_mid != replica.last_made) complaint_ += "the last number is not the last sent\n";
  replica.last_acknowledged = response.last_mid;
  replica.unacknowledged.clear();
}

Status FaultyCompany::PushTogether(const std::vector<Replica*>& pushers) {
  std::vector<PushRequest> requests;
  for (Replica* replica : pushers) requests.push_back(RequestOf(*replica));
  std::vector<PushResponse> responses(pushers.size());
  std::vector<WritePart> parts(pushers.size());
  const bool has_failure = random_.OneIn(4);
  const std::size_t failing = random_.Below(pushers.size());
  for (std::size_t i = 0; i < pushers.size(); ++i) {
    parts[i].work = [&, i](SqliteStore& store) -> Status {
      KEDANG_ASSIGN(responses[i], server_->Push(store, pushers[i]->principal, requests[i]));
      return has_failure && i == failing ? Status(ErrorCode::kCancelled, "this one alone") : Status();
    };
  }
  if (writer_ != nullptr) {
    for (WritePart& part : parts) part.status = writer_->Submit(part.work);
  } else {
    std::vector<WritePart*> order;
    for (WritePart& part : parts) order.push_back(&part);
    CommitTogether(*store_, order);
  }
  Status first;
  for (std::size_t i = 0; i < pushers.size(); ++i) {
    if (parts[i].status.ok()) Take(*pushers[i], responses[i]);
    if (!parts[i].status.ok() && parts[i].status.error().code != ErrorCode::kCancelled && first.ok()) first = parts[i].status;
  }
  return first;
}

Status FaultyCompany::PushSome() {
  std::vector<Replica*> pushers;
  for (Replica& replica : replicas_) {
    if (random_.OneIn(2)) pushers.push_back(&replica);
  }
  if (pushers.empty()) pushers.push_back(&replicas_[0]);
  return PushTogether(pushers);
}

Status FaultyCompany::PushOne() {
  Replica& replica = replicas_[0];
  const PushRequest request = RequestOf(replica);
  PushResponse response;
  WritePart part;
  part.work = [&](SqliteStore& store) -> Status {
    KEDANG_ASSIGN(response, server_->Push(store, replica.principal, request));
    return {};
  };
  if (writer_ != nullptr) {
    part.status = writer_->Submit(part.work);
  } else {
    WritePart* const order[] = {&part};
    CommitTogether(*store_, order);
  }
  if (part.status.ok()) Take(replica, response);
  return part.status;
}

// In one transaction: what the replica holds by now is kept with the answer. Its first cookie comes from a first load.
Status FaultyCompany::Pull() {
  Replica& replica = replicas_[random_.Below(replicas_.size())];
  PullRequest request;
  request.replica = replica.id;
  request.cookie = replica.cookie;
  request.seen_mid = replica.last_acknowledged;
  request.schema_version = schemas_.version;
  std::optional<PullResponse> response;
  WritePart part;
  part.work = [&](SqliteStore& store) -> Status {
    PullRequest asked = request;  // the work may run again after it was taken back
    if (asked.cookie.view == 0) {
      KEDANG_ASSIGN(const std::uint64_t last, store.LastSequence());
      KEDANG_ASSIGN(const SharedLoad shared, ReadSharedLoad(store, schemas_, replica.principal, 1u << 20));
      OwnLoad own = OwnLoadOf(shared, replica.principal, 1u << 20);
      KEDANG_ASSIGN(asked.cookie, server_->KeepLoad(store, replica.principal, replica.id, last, std::move(own.view)));
    }
    KEDANG_ASSIGN(response, server_->Pull(store, replica.principal, asked));
    return {};
  };
  if (writer_ != nullptr) {
    part.status = writer_->Submit(part.work);
  } else {
    WritePart* const order[] = {&part};
    CommitTogether(*store_, order);
  }
  KEDANG_RETURN_IF_ERROR(part.status);
  if (response->is_reset) {
    complaint_ += "a pull was told to start anew: the server went back\n";
    return {};
  }
  replica.cookie = response->new_cookie;
  for (const Record& record : response->puts) {
    auto& cells = seen_[record.id];
    cells.clear();
    for (const Cell& cell : record.cells()) cells[cell.field] = cell;
    const auto [known, is_new] = sequences_.emplace(record.changed.sequence, record.id);
    if (!is_new && !(known->second == record.id)) complaint_ += "two records of one number in a pull\n";
  }
  return {};
}

}  // namespace kedang
