// The duplicate desk without a window: what a scan in slices finds, which groups wait for whom, what is chosen side by side, and
// that a merge made there is taken apart to the last value and child.
#include "wasm/app/duplicate_desk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "shared/model/withheld.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "wasm/app/merge_draft.h"
#include "wasm/app/merge_sweep.h"
#include "wasm/app/record_draft.h"
#include "wasm/app/refused_edit.h"
#include "wasm/app/revert_report.h"

namespace kedang {
namespace {

constexpr SchemaId kCustomer = 1, kContact = 2;
constexpr FieldId kName = 1, kCode = 2, kMobile = 3, kTags = 4, kNote = 5, kParent = 6, kSecret = 7;  // of a customer
constexpr FieldId kPerson = 1, kOf = 2, kPartners = 3;                                                // of a contact
const Id kAnna{9, 1}, kBoris{9, 2};

SchemaSet OfficeSchemas() {
  SchemaSet set = ParseSchemaSet(R"({"version":4,"schemas":[{"id":1,"key":"customer","version":1,"label":{"zh":"客户"},"title":"name",
    "groups":[{"key":"g","label":{"zh":"基本"}}],
    "fields":[
      {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","format":"company_name","group":"g","required":true},
      {"id":2,"key":"code","label":{"zh":"代码"},"type":"text","group":"g","merge":"hold","unique":"block"},
      {"id":3,"key":"mobile","label":{"zh":"手机"},"type":"phone","group":"g"},
      {"id":4,"key":"tags","label":{"zh":"标签"},"type":"tags","group":"g","merge":"three_way"},
      {"id":5,"key":"note","label":{"zh":"备注"},"type":"text","group":"g"},
      {"id":6,"key":"parent","label":{"zh":"上级"},"type":"reference","target":"customer","group":"g"},
      {"id":7,"key":"secret","label":{"zh":"账号"},"type":"text","group":"g","sensitive":true}]},
    {"id":2,"key":"contact","version":1,"label":{"zh":"联系人"},"title":"person",
    "groups":[{"key":"g","label":{"zh":"基本"}}],
    "fields":[
      {"id":1,"key":"person","label":{"zh":"姓名"},"type":"text","format":"person_name","group":"g"},
      {"id":2,"key":"of","label":{"zh":"客户"},"type":"reference","target":"customer","group":"g"},
      {"id":3,"key":"partners","label":{"zh":"伙伴"},"type":"references","target":"customer","group":"g"}]},
    {"id":3,"key":"department","version":1,"label":{"zh":"部门"},"title":"name","groups":[{"key":"g","label":{"zh":"基本"}}],
    "fields":[{"id":1,"key":"name","label":{"zh":"名称"},"type":"text","group":"g"}]}]})")
                      .value();
  set.schemas.push_back(ParseSchema(ReadAsset("assets/schemas/duplicate_decision.json")).value());
  return set;
}

bool Never() { return false; }
bool Always() { return true; }
Value Text(std::string_view text) { return Value::Text(std::string(text)); }

// A company with one server; each person works in a workspace as a browser has it.
class Office {
 public:
  struct Seat {
    Seat(Office& office, Id user, Role role) : principal{user, "user", role, 1}, workspace(storage, office.world.clock, office.world.random, ShippedLexicon(), "test", [] {}) {
      workspace.set_user(user);
      EXPECT_TRUE(workspace.client().Start().ok());
    }
    Principal principal;
    MemoryStorage storage;
    Workspace workspace;
    bool is_online = true;
  };

  explicit Office(std::uint64_t seed) : world(seed) {
    world.schemas = OfficeSchemas();
    world.rules = RuleBook(world.schemas, ShippedLexicon());
    world.data.schemas[world.schemas.version] = std::make_shared<const SchemaSet>(world.schemas);
  }

  Seat& Sit(Id user, Role role = Role::kMember) {
    seats.push_back(std::make_unique<Seat>(*this, user, role));
    Settle();
    return *seats.back();
  }
  void Settle() {
    for (int round = 0; round < 6; ++round) {
      for (auto& seat : seats) {
        SyncClient& client = seat->workspace.client();
        world.clock.now_ms += 120'000;
        client.Wake();
        for (int i = 0; i < 200; ++i) {
          const auto request = client.NextRequest();
          if (!request) break;
          int status = 200;
          if (!seat->is_online) {
            client.OnUnreachable();
            break;
          }
          const Bytes answer = world.Serve(seat->principal, *request, status);  // says the status, too
          client.OnResponse(request->number, status, answer);
        }
        while (!seat->workspace.IndexStep(1000)) {
        }
      }
    }
  }
  static void Do(Seat& seat, Group group) {
    ASSERT_FALSE(group.mutations.empty());
    Status result = Error{ErrorCode::kInternal, "never called"};
    seat.workspace.client().Submit({std::move(group)}, [&](Status status) { result = std::move(status); });
    ASSERT_TRUE(result.ok());
  }
  static Id Make(Seat& seat, SchemaId schema, std::vector<std::pair<FieldId, Value>> cells) {
    const Id id = seat.workspace.client().NewId();
    std::erase_if(cells, [](const auto& cell) { return cell.second.is_null(); });
    Group group;
    group.mutations.push_back(seat.workspace.client().MakeInsert(schema, id, std::move(cells)));
    Do(seat, std::move(group));
    return id;
  }
  static void Set(Seat& seat, Id id, FieldId field, Value value) {
    Group group;
    group.mutations.push_back(seat.workspace.client().MakeSet(*seat.workspace.records().FindRecord(id), {{field, std::move(value)}}));
    Do(seat, std::move(group));
  }

  using Pool = std::map<Id, std::map<FieldId, Value>>;
  static void AddTo(Pool& pool, const Record& record) {
    if (record.is_deleted) return;
    auto& cells = pool[record.id];
    for (const Cell& cell : record.cells()) {
      const bool is_empty = cell.value.is_null() || (cell.value.kind() == Value::Kind::kList && cell.value.list().empty());
      if (is_empty) continue;
      cells[cell.field] = cell.value;
      if (cell.value.kind() != Value::Kind::kList) continue;
      TextList items = cell.value.list();  // joined item by item: their order says nothing
      std::sort(items.begin(), items.end());
      cells[cell.field] = Value::List(std::move(items));
    }
  }
  Pool OnServer() const {
    Pool pool;
    for (const auto& [id, record] : world.data.records) AddTo(pool, record);
    return pool;
  }
  static Pool OnScreen(const Seat& seat) {
    Pool pool;
    for (Row row = 0; row < seat.workspace.records().row_limit(); ++row) {
      if (const auto record = seat.workspace.records().RecordAt(row)) AddTo(pool, *record);
    }
    return pool;
  }

  SyncWorld world;
  std::vector<std::unique_ptr<Seat>> seats;
};

const Schema& Customers(Office::Seat& seat) { return *seat.workspace.schemas().Find(kCustomer); }

DuplicateDesk Scanned(Office::Seat& seat) {
  DuplicateDesk desk(seat.workspace);
  desk.Choose(&Customers(seat));
  desk.StartScan();
  EXPECT_TRUE(desk.Step(Never));
  return desk;
}

// What was refused and why, for the message of a failing test.
std::string TrayWords(const Office::Seat& seat) {
  std::string words;
  for (const auto& [key, queued] : seat.workspace.client().tray()) {
    for (const MutationResult& result : queued.results) {
      for (const Issue& issue : result.issues) words += issue.code + " " + std::to_string(issue.field) + " " + issue.message + "; ";
    }
  }
  return words;
}

// The cells in which two pools differ.
std::string DifferenceWords(const Office::Pool& now, const Office::Pool& before) {
  std::string words;
  for (const auto& [id, cells] : before) {
    const auto found = now.find(id);
    if (found == now.end()) words += FormatId(id) + " is gone; ";
    for (const auto& [field, value] : cells) {
      const bool is_same = found == now.end() || (found->second.count(field) != 0 && found->second.at(field) == value);
      const std::string other = is_same || found->second.count(field) == 0 ? "" : FormatPlain(found->second.at(field));
      if (!is_same) words += FormatId(id) + " " + std::to_string(field) + " was " + FormatPlain(value) + ", is " + other + "; ";
    }
    if (found != now.end() && found->second.size() > cells.size()) words += FormatId(id) + " has more cells; ";
  }
  return now.size() > before.size() ? words + "more records" : words;
}

// Three of one firm, two of another, a branch, and others.
struct Messy {
  explicit Messy(Office::Seat& seat) {
    cloud = Office::Make(seat, kCustomer, {{kName, Text("杭州云锦科技有限公司")}, {kMobile, Text("13800138000")}, {kTags, Value::List({"重点"})}, {kNote, Text("老客户")}});
    brackets = Office::Make(seat, kCustomer, {{kName, Text("云锦科技（杭州）有限公司")}, {kMobile, Text("13800138000")}, {kTags, Value::List({"展会"})}, {kCode, Text("C-7")}});
    shorter = Office::Make(seat, kCustomer, {{kName, Text("杭州云锦科技")}, {kMobile, Text("13800138000")}});
    trade = Office::Make(seat, kCustomer, {{kName, Text("宁波屿川国际贸易有限公司")}, {kMobile, Text("13900139001")}});
    again = Office::Make(seat, kCustomer, {{kName, Text("宁波屿川国际贸易有限公司")}, {kMobile, Text("13900139001")}});
    branch = Office::Make(seat, kCustomer, {{kName, Text("杭州云锦科技有限公司滨江分公司")}, {kMobile, Text("13700137003")}});
    for (int i = 0; i < 30; ++i) {
      Office::Make(seat, kCustomer, {{kName, Text("第" + std::to_string(1000 + i * 37) + "机械厂")}, {kMobile, Text("136001" + std::to_string(36000 + i * 7))}});
    }
  }
  Id cloud, brackets, shorter, trade, again, branch;
};

TEST(DuplicateDesk, AScanInSlicesFindsWhatOneAtOnceFinds) {
  Office office(1);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  DuplicateDesk at_once = Scanned(anna);
  DuplicateDesk desk(anna.workspace);
  desk.Choose(&Customers(anna));
  EXPECT_FALSE(desk.is_scanned());
  EXPECT_TRUE(desk.groups(DeskPart::kPending).empty());
  desk.StartScan();
  float share = 0;
  int slices = 0;
  while (!desk.Step(Always)) {
    EXPECT_GE(desk.Share(), share);
    share = desk.Share();
    ASSERT_LT(++slices, 100'000);
  }
  EXPECT_GT(slices, 20);
  EXPECT_TRUE(desk.is_scanned());
  EXPECT_EQ(desk.facts().records, 36u);
  const auto& found = desk.groups(DeskPart::kPending);
  const auto& expected = at_once.groups(DeskPart::kPending);
  ASSERT_EQ(found.size(), expected.size());
  ASSERT_GE(found.size(), 2u);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].records, expected[i].records);
    EXPECT_EQ(found[i].probability, expected[i].probability);
    EXPECT_GE(found[i == 0 ? 0 : i - 1].probability, found[i].probability);
  }
  EXPECT_EQ(desk.FindGroup(DeskPart::kPending, messy.cloud), desk.FindGroup(DeskPart::kPending, messy.brackets));
  EXPECT_EQ(desk.FindGroup(DeskPart::kPending, messy.trade), desk.FindGroup(DeskPart::kPending, messy.again));
  // The branch is named, and kept out.
  EXPECT_FALSE(desk.FindGroup(DeskPart::kPending, messy.branch));
  const auto related = desk.RelatedTo({messy.cloud, messy.brackets});
  ASSERT_EQ(related.size(), 1u);
  EXPECT_EQ(related[0].a, messy.branch);
  // Why, and that what is told adds up.
  const auto why = desk.Explain(messy.trade, messy.again);
  ASSERT_TRUE(why);
  double sum = why->start;
  for (const DuplicatePart& part : why->parts) sum += part.weight;
  EXPECT_NEAR(sum, why->score.weight, 1e-6);
  EXPECT_EQ(desk.Schemas().size(), 2u);
}

TEST(DuplicateDesk, AStoppedScanLeavesWhatWasFound) {
  Office office(2);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  DuplicateDesk desk = Scanned(anna);
  const std::size_t groups = desk.groups(DeskPart::kPending).size();
  desk.StartScan();
  EXPECT_FALSE(desk.Step(Always));
  EXPECT_TRUE(desk.is_scanning());
  desk.StopScan();
  EXPECT_FALSE(desk.is_scanning());
  EXPECT_EQ(desk.groups(DeskPart::kPending).size(), groups);
  EXPECT_TRUE(desk.Explain(messy.trade, messy.again));
  // Records that come while it runs do not disturb it.
  desk.StartScan();
  for (int i = 0; !desk.Step(Always); ++i) {
    if (i % 50 == 0) Office::Make(anna, kCustomer, {{kName, Text("新来的" + std::to_string(i) + "商行")}});
  }
  EXPECT_TRUE(desk.FindGroup(DeskPart::kPending, messy.cloud));
  EXPECT_GT(desk.ChangedSince(), 0u);
}

TEST(DuplicateDesk, WhatIsDecidedIsRememberedAndCanBeForgotten) {
  Office office(3);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  DuplicateDesk desk = Scanned(anna);
  const std::size_t all = desk.groups(DeskPart::kPending).size();
  Office::Do(anna, desk.MakeDecision({messy.trade, messy.again}, DuplicateVerdict::kLater, kAnna));
  EXPECT_EQ(desk.groups(DeskPart::kPending).size(), all - 1);
  ASSERT_EQ(desk.groups(DeskPart::kLater).size(), 1u);
  EXPECT_TRUE(desk.decided().empty());
  // Decided after all: it is put off no more.
  Office::Do(anna, desk.MakeDecision({messy.again, messy.trade}, DuplicateVerdict::kDifferent, kAnna));
  EXPECT_TRUE(desk.groups(DeskPart::kLater).empty());
  EXPECT_FALSE(desk.FindGroup(DeskPart::kPending, messy.trade));
  ASSERT_EQ(desk.decided().size(), 1u);
  EXPECT_EQ(desk.decided()[0]->author, kAnna);
  office.Settle();
  // Scanned again, and elsewhere.
  desk.StartScan();
  EXPECT_TRUE(desk.Step(Never));
  EXPECT_FALSE(desk.FindGroup(DeskPart::kPending, messy.trade));
  Office::Seat& clara = office.Sit(Id{9, 3});
  DuplicateDesk hers = Scanned(clara);
  ASSERT_EQ(hers.decided().size(), 1u);
  EXPECT_FALSE(hers.MayUndecide(*hers.decided()[0]));  // that is for who decided it, and administrators
  Office::Seat& boris = office.Sit(kBoris, Role::kAdministrator);
  DuplicateDesk other = Scanned(boris);
  EXPECT_TRUE(other.MayUndecide(*other.decided()[0]));
  EXPECT_FALSE(other.FindGroup(DeskPart::kPending, messy.trade));
  ASSERT_EQ(other.decided().size(), 1u);
  // Forgotten there, it is back at once though the scan knew of it.
  Office::Do(boris, other.MakeUndecided(*other.decided()[0]));
  EXPECT_TRUE(other.FindGroup(DeskPart::kPending, messy.trade));
  office.Settle();
  EXPECT_TRUE(desk.FindGroup(DeskPart::kPending, messy.trade));
}

TEST(DuplicateDesk, ABranchIsPutBelowItsFirm) {
  Office office(4);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  DuplicateDesk desk = Scanned(anna);
  ASSERT_FALSE(desk.RelatedTo({messy.cloud}).empty());
  Office::Do(anna, desk.MakeRelated(messy.branch, messy.cloud, kAnna));
  EXPECT_TRUE(desk.RelatedTo({messy.cloud}).empty());
  EXPECT_EQ(anna.workspace.records().FindRecord(messy.branch)->Get(kParent), Text(FormatId(messy.cloud)));
  office.Settle();
  EXPECT_EQ(office.OnServer(), Office::OnScreen(anna));
}

TEST(DuplicateDesk, ARecordIsLookedAtThoughTheScanPassedItBy) {
  Office office(5);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  DuplicateDesk desk = Scanned(anna);
  const Id late = Office::Make(anna, kCustomer, {{kName, Text("宁波屿川国际贸易 有限公司")}, {kMobile, Text("13900139001")}});
  EXPECT_FALSE(desk.FindGroup(DeskPart::kPending, late));
  Office::Do(anna, desk.MakeDecision({messy.trade, messy.again}, DuplicateVerdict::kDifferent, kAnna));
  ASSERT_TRUE(desk.LookAt(late));
  const auto place = desk.FindGroup(DeskPart::kPending, late);
  ASSERT_TRUE(place);
  EXPECT_EQ(desk.groups(DeskPart::kPending)[*place].records.size(), 2u);  // one of the two that are kept apart
  const Id alone = Office::Make(anna, kCustomer, {{kName, Text("独一家文化传媒工作室")}});
  EXPECT_FALSE(desk.LookAt(alone));
}

TEST(MergeDraft, SaysWhatStaysAndWhy) {
  Office office(6);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  Office::Make(anna, kContact, {{kPerson, Text("张三")}, {kOf, Text(FormatId(messy.brackets))}});
  Office::Make(anna, kContact, {{kPerson, Text("李四")}, {kPartners, Value::List({FormatId(messy.shorter), FormatId(messy.trade)})}});
  MergeDraft draft(anna.workspace, Customers(anna), {messy.cloud, messy.brackets, messy.shorter});
  ASSERT_TRUE(draft.Refresh());
  EXPECT_EQ(draft.hindrance(), MergeHindrance::kNone);
  EXPECT_EQ(draft.kept(), 0u);  // as many values as the second, and older
  ASSERT_NE(draft.Find(kTags), nullptr);
  EXPECT_EQ(draft.Find(kTags)->value, Value::List({"重点", "展会"}));
  EXPECT_EQ(draft.Find(kTags)->rule, SurvivorRule::kAll);
  EXPECT_EQ(draft.Find(kCode)->value, Text("C-7"));
  ASSERT_EQ(draft.moved().size(), 1u);
  EXPECT_EQ(draft.moved()[0].count, 2u);
  // By hand: a value, an empty one, items left out, another main record.
  draft.Choose(kName, 2);
  EXPECT_EQ(draft.Find(kName)->value, Text("杭州云锦科技"));
  EXPECT_EQ(draft.Find(kName)->rule, SurvivorRule::kByHand);
  EXPECT_TRUE(draft.IsChosen(*draft.Find(kName), 2));
  draft.Choose(kNote, 1);
  EXPECT_TRUE(draft.Find(kNote)->value.is_null());
  draft.Choose(kTags, 0);
  EXPECT_EQ(draft.Find(kTags)->value, Value::List({"展会"}));
  EXPECT_EQ(draft.Find(kTags)->rule, SurvivorRule::kByHand);
  EXPECT_FALSE(draft.CanChoose(kTags, 2));
  draft.Choose(kTags, 0);
  EXPECT_EQ(draft.Find(kTags)->rule, SurvivorRule::kAll);
  draft.Keep(1);
  EXPECT_EQ(draft.kept(), 1u);
  EXPECT_EQ(draft.moved()[0].count, 1u);  // what points to the second stays
  EXPECT_TRUE(draft.has_choices());
  draft.Reset();
  EXPECT_FALSE(draft.has_choices());
  EXPECT_EQ(draft.Find(kName)->value, Text("云锦科技（杭州）有限公司"));
  // A value that comes by sync is looked at before it is merged.
  Office::Set(anna, messy.shorter, kNote, Text("很长很长的备注"));
  ASSERT_TRUE(draft.Refresh());
  EXPECT_EQ(draft.Find(kNote)->value, Text("很长很长的备注"));
  draft.TakeOut(0);
  EXPECT_EQ(draft.records().size(), 2u);
  EXPECT_FALSE(draft.can_take_out());
  Group removal;
  removal.mutations.push_back(anna.workspace.client().MakeDelete(*anna.workspace.records().FindRecord(messy.shorter)));
  Office::Do(anna, std::move(removal));
  EXPECT_FALSE(draft.Refresh());
}

TEST(MergeDraft, WhoMayNotIsToldAndWhatIsNotHereIsNotOverwritten) {
  Office office(7);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  office.Settle();
  Office::Seat& reader = office.Sit(Id{9, 5}, Role::kViewer);
  MergeDraft read(reader.workspace, Customers(reader), {messy.trade, messy.again});
  ASSERT_TRUE(read.Refresh());
  EXPECT_EQ(read.hindrance(), MergeHindrance::kNoRight);
  EXPECT_FALSE(MayMerge(reader.workspace, Customers(reader)));
  Office::Set(anna, messy.trade, kSecret, WithheldValue());
  MergeDraft draft(anna.workspace, Customers(anna), {messy.trade, messy.again});
  ASSERT_TRUE(draft.Refresh());
  EXPECT_EQ(draft.hindrance(), MergeHindrance::kWithheld);
  EXPECT_TRUE(anna.workspace.client().IsWanted(messy.trade));
}

TEST(MergeSweep, MergesWhatIsSureAndLeavesTheRestToPeople) {
  Office office(17);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  const Id partner = Office::Make(anna, kContact, {{kPerson, Text("张三")}, {kPartners, Value::List({FormatId(messy.brackets), FormatId(messy.again)})}});
  office.Settle();
  const auto cluster = [](std::vector<Id> records, double probability) {
    DuplicateCluster one;
    one.records = std::move(records);
    one.probability = probability;
    return one;
  };
  std::vector<DuplicateCluster> groups = {cluster({messy.trade, messy.again}, .9999), cluster({messy.cloud, messy.brackets}, .995),
                                          cluster({messy.shorter, messy.branch}, .5), cluster({messy.shorter, messy.branch}, .9999)};
  groups.back().is_put_off = true;
  const auto sure = MergeSweep::Among(groups, .99);
  ASSERT_EQ(sure.size(), 2u);
  EXPECT_EQ(sure[0].records.front(), messy.cloud);  // the least likely first
  EXPECT_TRUE(MergeSweep::Among(groups, .99999).empty());
  MergeSweep sweep(anna.workspace, Customers(anna), sure, kAnna);
  EXPECT_FALSE(sweep.Step(Always));
  EXPECT_TRUE(sweep.Step(Never));
  // One contact is a partner of both: what the second group would change, the first changes already.
  EXPECT_EQ(sweep.skipped(), 1u);
  std::vector<Group> merges = sweep.TakeGroups();
  ASSERT_EQ(merges.size(), 1u);
  const Id batch = merges[0].provenance.batch;
  Office::Do(anna, std::move(merges[0]));
  office.Settle();
  EXPECT_EQ(TrayWords(anna), "");
  EXPECT_EQ(DecisionBook(anna.workspace).SurvivorOf(messy.brackets), messy.cloud);
  EXPECT_EQ(anna.workspace.records().FindRecord(partner)->Get(kPartners), Value::List({FormatId(messy.cloud), FormatId(messy.again)}));
  // The next sweep takes the one that was left, and each is taken apart alone.
  MergeSweep next(anna.workspace, Customers(anna), {cluster({messy.trade, messy.again}, .9999)}, kAnna);
  EXPECT_TRUE(next.Step(Never));
  merges = next.TakeGroups();
  ASSERT_EQ(merges.size(), 1u);
  EXPECT_FALSE(merges[0].provenance.batch == batch);
}

TEST(MergeSweep, TheSampleHoldsTheLeastAndTheMostLikely) {
  const std::vector<DuplicateCluster> many(41);
  EXPECT_EQ(MergeSweep::SampleOf(many, 5), (std::vector<std::size_t>{0, 10, 20, 30, 40}));
  const std::vector<DuplicateCluster> few(3);
  EXPECT_EQ(MergeSweep::SampleOf(few, 5), (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_TRUE(MergeSweep::SampleOf({}, 5).empty());
}

TEST(DuplicateDesk, AMergedRecordLeadsToWhatItIsPartOf) {
  Office office(8);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  office.Settle();
  Office::Seat& boris = office.Sit(kBoris);
  // On the train.
  boris.is_online = false;
  Office::Set(boris, messy.brackets, kNote, Text("火车上写的"));
  MergeDraft draft(anna.workspace, Customers(anna), {messy.cloud, messy.brackets});
  ASSERT_TRUE(draft.Refresh());
  auto merge = draft.Make(kAnna, 0.99);
  ASSERT_TRUE(merge.ok());
  Office::Do(anna, std::move(merge).value());
  DecisionBook book(anna.workspace);
  EXPECT_EQ(book.SurvivorOf(messy.brackets), messy.cloud);
  EXPECT_EQ(book.MergedInto(messy.cloud).size(), 1u);
  office.Settle();
  boris.is_online = true;
  office.Settle();
  DecisionBook his(boris.workspace);
  EXPECT_EQ(his.SurvivorOf(messy.brackets), messy.cloud);
  EXPECT_TRUE(his.SurvivorOf(messy.trade).is_nil());
  // His edit was refused, and can be made where the record is now.
  ASSERT_EQ(boris.workspace.client().tray().size(), 1u);
  const auto refused = ReadRefusedEdit(boris.workspace, boris.workspace.client().tray().begin()->first);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->record, messy.cloud);
  EXPECT_EQ(refused->merged, messy.brackets);
  ASSERT_EQ(refused->cells.size(), 1u);
  EXPECT_EQ(refused->cells[0].second, Text("火车上写的"));
}

TEST(DuplicateDesk, TakenApartItSaysWhatStayed) {
  Office office(9);
  Office::Seat& anna = office.Sit(kAnna);
  const Messy messy(anna);
  DuplicateDesk desk = Scanned(anna);
  const auto before = Office::OnScreen(anna);
  office.Settle();
  // Merged and taken apart without network: both wait, in their order.
  anna.is_online = false;
  MergeDraft draft(anna.workspace, Customers(anna), {messy.trade, messy.again});
  ASSERT_TRUE(draft.Refresh());
  Office::Do(anna, draft.Make(kAnna, 0.9).value());
  EXPECT_FALSE(desk.FindGroup(DeskPart::kPending, messy.trade));
  ASSERT_EQ(desk.decided().size(), 1u);
  const ListedDecision merge = *desk.decided()[0];
  Office::Do(anna, desk.MakeUndecided(merge));
  EXPECT_EQ(ReportOfRevert(anna.workspace.client(), merge.decision.batch).state, RevertState::kWaiting);
  anna.is_online = true;
  office.Settle();
  const RevertReport report = ReportOfRevert(anna.workspace.client(), merge.decision.batch);
  EXPECT_EQ(report.state, RevertState::kDone);
  ASSERT_FALSE(report.issues.empty());
  EXPECT_EQ(report.issues[0].code, "revert_done");
  EXPECT_TRUE(desk.decided().empty());
  EXPECT_TRUE(desk.FindGroup(DeskPart::kPending, messy.trade));
  EXPECT_EQ(office.OnServer(), before);
  EXPECT_EQ(Office::OnScreen(anna), before);
}

// The law through the desk: whatever was chosen side by side, taken apart every value and child is where it was; by 撤销 at
// once, too.
TEST(DuplicateDesk, MergedAndTakenApartThePoolIsWhatItWas) {
  constexpr std::string_view kGivenNames[] = {"敏", "伟", "芳", "磊", "静", "强"};
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    Office office(seed);
    Office::Seat& anna = office.Sit(kAnna);
    std::mt19937_64 dice(seed);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(dice() % n); };
    std::vector<Id> customers;
    for (int i = 0; i < 5; ++i) {
      const std::string token = std::to_string(i);
      customers.push_back(Office::Make(anna, kCustomer,
                                       {{kName, Text("云锦科技" + std::string(below(3), 'x'))},
                                        {kCode, below(2) == 0 ? Value() : Text("C" + token)},
                                        {kTags, below(2) == 0 ? Value() : Value::List({"t" + token, "t"})},
                                        {kNote, below(2) == 0 ? Value() : Text("备注" + token)},
                                        {kParent, i == 0 || below(2) == 0 ? Value() : Text(FormatId(customers[below(customers.size())]))}}));
    }
    for (int i = 0; i < 6; ++i) {
      const std::string one = FormatId(customers[below(5)]), two = FormatId(customers[below(5)]);
      Office::Make(anna, kContact, {{kPerson, Text("张" + std::string(kGivenNames[i]))}, {kOf, Text(FormatId(customers[below(5)]))},
                                    {kPartners, below(2) == 0 ? Value() : Value::List(one == two ? TextList{one} : TextList{one, two})}});
    }
    office.Settle();
    const auto before = Office::OnScreen(anna);
    const auto codes = office.world.data.unique;
    std::shuffle(customers.begin(), customers.end(), dice);
    customers.resize(2 + below(3));
    MergeDraft draft(anna.workspace, Customers(anna), customers);
    ASSERT_TRUE(draft.Refresh());
    const std::vector<FieldId> fields = {kName, kCode, kTags, kNote, kParent};
    for (std::size_t i = below(6); i > 0; --i) draft.Choose(fields[below(fields.size())], below(draft.records().size()));
    if (below(2) == 0) draft.Keep(below(draft.records().size()));
    if (draft.can_take_out() && below(3) == 0) draft.TakeOut(below(draft.records().size()));
    ASSERT_EQ(draft.hindrance(), MergeHindrance::kNone);
    const std::size_t merged = draft.records().size();
    std::map<FieldId, Value> golden;
    for (const GoldenField& one : draft.golden()) golden[one.field] = one.value;
    const Id kept = draft.records()[draft.kept()].id;
    auto made = draft.Make(kAnna, 0.9);
    ASSERT_TRUE(made.ok());
    const Group group = std::move(made).value();
    std::vector<Record> touched;
    for (const Mutation& mutation : group.mutations) {
      if (const auto record = anna.workspace.records().FindRecord(mutation.record)) touched.push_back(*record);
    }
    const bool is_offline = below(2) == 0;
    anna.is_online = !is_offline;
    Office::Do(anna, group);
    if (!is_offline) office.Settle();
    ASSERT_EQ(TrayWords(anna), "");
    const auto record = anna.workspace.records().FindRecord(kept);
    ASSERT_TRUE(record);
    for (const FieldId field : {kName, kCode, kNote}) ASSERT_EQ(record->Get(field), golden.count(field) != 0 ? golden[field] : Value());
    ASSERT_EQ(Office::OnScreen(anna).size(), before.size() - merged + 2);  // one stays, and the decision
    if (seed % 3 == 0) {
      Office::Do(anna, MakeUndo(anna.workspace, group, touched));
      if (is_offline) {
        ASSERT_EQ(DifferenceWords(Office::OnScreen(anna), before), "");  // at once
      }
    } else {
      DuplicateDesk desk(anna.workspace);
      desk.Choose(&Customers(anna));
      ASSERT_EQ(desk.decided().size(), 1u);
      Office::Do(anna, desk.MakeUndecided(*desk.decided()[0]));
    }
    anna.is_online = true;
    office.Settle();
    ASSERT_EQ(TrayWords(anna), "");
    ASSERT_EQ(DifferenceWords(office.OnServer(), before), "");
    ASSERT_EQ(DifferenceWords(Office::OnScreen(anna), before), "");
    ASSERT_EQ(office.world.data.unique, codes);
  }
}

}  // namespace
}  // namespace kedang
