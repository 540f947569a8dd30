// Who sees and changes a record of a schema with a visibility, and that the rest does not even travel.
#include <gtest/gtest.h>

#include "shared/sync/apply.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

constexpr FieldId kName = 1, kSeenBy = 2, kTeam = 3, kOwner = 4, kRoles = 5;
constexpr Id kLin{0x0190000000000000ULL, 1}, kMa{0x0190000000000000ULL, 2}, kChief{0x0190000000000000ULL, 3}, kSales{0x0190000000000000ULL, 9};

const SchemaSet& NoteSchemas() {
  static const SchemaSet set = ParseSchemaSet(R"({"version":4,"schemas":[
    {"id":1,"key":"customer","label":{"zh":"客户"},"title":"name","fields":[{"id":1,"key":"name","label":{"zh":"名称"},"type":"text"}]},
    {"id":2,"key":"department","label":{"zh":"部门"},"title":"name","fields":[{"id":1,"key":"name","label":{"zh":"名称"},"type":"text"}]},
    {"id":3,"key":"note","label":{"zh":"视图"},"title":"name","visibility":"seen_by","team":"team","owner":"owner","system":true,"fields":[
      {"id":1,"key":"name","label":{"zh":"名称"},"type":"text"},
      {"id":2,"key":"seen_by","label":{"zh":"谁能看到"},"type":"choice","choices":[
        {"key":"private","label":{"zh":"自己"}},{"key":"team","label":{"zh":"团队"}},{"key":"everyone","label":{"zh":"所有人"}}]},
      {"id":3,"key":"team","label":{"zh":"团队"},"type":"department"},
      {"id":4,"key":"owner","label":{"zh":"所有者"},"type":"user"},
      {"id":5,"key":"roles","label":{"zh":"角色"},"type":"text","administrative":true}]}]})").value();
  return set;
}

Record Note(std::string_view seen_by, Id owner, Id team = {}) {
  Record record(3, Id{0x0190000000000000ULL, 100});
  record.Set(kName, Value::Text("本周"));
  record.Set(kSeenBy, Value::Text(std::string(seen_by)));
  if (!owner.is_nil()) record.Set(kOwner, Value::Text(FormatId(owner)));
  if (!team.is_nil()) record.Set(kTeam, Value::Text(FormatId(team)));
  return record;
}

Principal Person(Id id, Role role = Role::kMember, std::vector<Id> teams = {}) {
  Principal principal{id, "user", role, 1};
  principal.teams = std::move(teams);
  return principal;
}

bool Sees(const Principal& principal, const Record& record) { return Project(principal, NoteSchemas(), record).has_value(); }

TEST(Policy, PrivateRecordsAreTheirOwners) {
  EXPECT_TRUE(Sees(Person(kLin), Note("private", kLin)));
  EXPECT_FALSE(Sees(Person(kMa), Note("private", kLin)));
  EXPECT_FALSE(Sees(Person(kChief, Role::kAdministrator), Note("private", kLin)));
  EXPECT_FALSE(Sees(Person(kMa), Note("private", Id())));
  EXPECT_FALSE(Sees(Principal(), Note("private", Id())));  // nobody is not the owner of what nobody owns
  EXPECT_TRUE(Sees(Person(kMa), Note("everyone", kLin)));
  EXPECT_TRUE(Sees(Person(kMa), Note("", kLin)));
}

TEST(Policy, TeamsSeeWhatIsSharedWithThem) {
  EXPECT_TRUE(Sees(Person(kMa, Role::kMember, {kSales}), Note("team", kLin, kSales)));
  EXPECT_FALSE(Sees(Person(kMa), Note("team", kLin, kSales)));
  EXPECT_FALSE(Sees(Person(kMa, Role::kMember, {kSales}), Note("team", kLin)));
  EXPECT_TRUE(Sees(Person(kLin), Note("team", kLin, kSales)));
}

TEST(Policy, WhatIsToldApartIsPersonal) {
  EXPECT_TRUE(IsPersonal(NoteSchemas(), Note("private", kLin)));
  EXPECT_TRUE(IsPersonal(NoteSchemas(), Note("team", kLin, kSales)));
  EXPECT_FALSE(IsPersonal(NoteSchemas(), Note("everyone", kLin)));
  EXPECT_FALSE(IsPersonal(NoteSchemas(), Record(1, Id{1, 1})));
}

TEST(Policy, OwnersAndAdministratorsChange) {
  const Schema& notes = *NoteSchemas().Find("note");
  const Record shared = Note("everyone", kLin), own = Note("private", kMa);
  EXPECT_TRUE(MayChange(Person(kLin), notes, &shared, shared));
  EXPECT_FALSE(MayChange(Person(kMa), notes, &shared, shared));
  EXPECT_TRUE(MayChange(Person(kChief, Role::kAdministrator), notes, &shared, shared));
  EXPECT_FALSE(MayChange(Person(kChief, Role::kAdministrator), notes, &own, own));  // does not even see it
  EXPECT_TRUE(MayChange(Person(kMa), notes, nullptr, own));
  EXPECT_FALSE(MayChange(Person(kLin), notes, nullptr, own));
  // Readers keep views for themselves and share none.
  EXPECT_TRUE(MayChange(Person(kMa, Role::kViewer), notes, nullptr, own));
  EXPECT_FALSE(MayChange(Person(kMa, Role::kViewer), notes, nullptr, Note("everyone", kMa)));
  EXPECT_TRUE(MayWrite(Person(kMa, Role::kViewer), notes, kName));
  EXPECT_FALSE(MayWrite(Person(kMa, Role::kViewer), *NoteSchemas().Find("customer"), 1));
  EXPECT_FALSE(MayWrite(Person(kMa), notes, kRoles));
  EXPECT_TRUE(MayWrite(Person(kChief, Role::kAdministrator), notes, kRoles));
}

// The world with these schemas: `a` is Lin's browser, `b` Ma's.
struct Notes {
  Notes() : world(3) {
    world.schemas = NoteSchemas();
    world.rules = RuleBook(world.schemas, ShippedLexicon());
    world.data.schemas[world.schemas.version] = std::make_shared<const SchemaSet>(world.schemas);
    a = &world.AddReplica(kLin);
    b = &world.AddReplica(kMa);
    world.Settle();
  }
  Id Make(SyncWorld::Replica& replica, std::string_view seen_by, Id owner) {
    const Id id = MakeId(world.clock.now_ms, world.random);
    Record record = Note(seen_by, owner);
    std::vector<std::pair<FieldId, Value>> cells;
    for (const Cell& cell : record.cells()) cells.emplace_back(cell.field, cell.value);
    Submit(replica, replica.client->MakeInsert(3, id, std::move(cells)));
    return id;
  }
  void Set(SyncWorld::Replica& replica, Id id, FieldId field, Value value) {
    const auto seen = replica.client->records().FindRecord(id);
    ASSERT_TRUE(seen.has_value());
    Submit(replica, replica.client->MakeSet(*seen, {{field, std::move(value)}}));
  }
  void Submit(SyncWorld::Replica& replica, Mutation mutation) {
    Group group;
    group.mutations.push_back(std::move(mutation));
    replica.client->Submit({group}, [](const Status& status) { EXPECT_TRUE(status.ok()); });
    world.Settle();
  }
  static bool Has(const SyncWorld::Replica& replica, Id id) { return replica.client->records().FindRecord(id).has_value(); }

  SyncWorld world;
  SyncWorld::Replica *a = nullptr, *b = nullptr;
};

TEST(PolicySync, PrivateRecordsDoNotReachOtherBrowsers) {
  Notes notes;
  const Id own = notes.Make(*notes.a, "private", kLin);
  const Id shared = notes.Make(*notes.a, "everyone", kLin);
  EXPECT_TRUE(Notes::Has(*notes.a, own));
  EXPECT_FALSE(Notes::Has(*notes.b, own));
  EXPECT_TRUE(Notes::Has(*notes.b, shared));
  // A browser that loads everything anew.
  SyncWorld::Replica& late = notes.world.AddReplica(kMa);
  notes.world.Settle();
  EXPECT_FALSE(Notes::Has(late, own));
  EXPECT_TRUE(Notes::Has(late, shared));
  // What is made private leaves the others, what is shared comes.
  notes.Set(*notes.a, shared, kSeenBy, Value::Text("private"));
  notes.Set(*notes.a, own, kSeenBy, Value::Text("everyone"));
  EXPECT_FALSE(Notes::Has(*notes.b, shared));
  EXPECT_TRUE(Notes::Has(*notes.b, own));
}

TEST(PolicySync, HistoryOfPrivateRecordsIsNotTold) {
  Notes notes;
  const Id own = notes.Make(*notes.a, "private", kLin);
  MemoryServerStore store(notes.world.data);
  EXPECT_TRUE(notes.world.server.History(store, store, Person(kLin), {own, 10}).ok());
  EXPECT_EQ(notes.world.server.History(store, store, Person(kMa), {own, 10}).error().code, ErrorCode::kNotFound);
}

TEST(PolicySync, OthersCannotChangeThem) {
  Notes notes;
  const Id own = notes.Make(*notes.a, "private", kLin), shared = notes.Make(*notes.a, "everyone", kLin);
  MemoryServerStore store(notes.world.data);
  const auto outcome = [&](const Principal& principal, Id id, MutationKind kind, FieldId field, Value value) {
    Mutation mutation;
    mutation.kind = kind;
    mutation.schema = 3;
    mutation.record = id;
    CellEdit edit;
    edit.field = field;
    edit.value = std::move(value);
    const auto before = notes.world.data.records.find(id);
    if (before != notes.world.data.records.end()) edit.base_version = before->second.changed;
    mutation.edits.push_back(std::move(edit));
    Group group;
    group.mutations = {mutation};
    auto results = notes.world.server.Apply(store, principal, group);
    return results.ok() ? results->front().outcome : Outcome::kVoid;
  };
  EXPECT_EQ(outcome(Person(kMa), own, MutationKind::kSet, kName, Value::Text("我的了")), Outcome::kGone);
  EXPECT_EQ(outcome(Person(kMa), shared, MutationKind::kSet, kName, Value::Text("我的了")), Outcome::kDenied);
  EXPECT_EQ(outcome(Person(kMa), shared, MutationKind::kDelete, 0, Value()), Outcome::kDenied);
  EXPECT_EQ(outcome(Person(kMa), shared, MutationKind::kSet, kOwner, Value::Text(FormatId(kMa))), Outcome::kDenied);
  EXPECT_EQ(outcome(Person(kLin), shared, MutationKind::kSet, kRoles, Value::Text("member")), Outcome::kDenied);
  EXPECT_EQ(outcome(Person(kLin), shared, MutationKind::kSet, kName, Value::Text("月度")), Outcome::kApplied);
  EXPECT_EQ(outcome(Person(kChief, Role::kAdministrator), shared, MutationKind::kSet, kRoles, Value::Text("member")), Outcome::kApplied);
  EXPECT_EQ(notes.world.data.records.at(shared).Get(kName).text(), "月度");
}

TEST(PolicySync, ConflictsOverThemStayWithTheirOwner) {
  Notes notes;
  const Id own = notes.Make(*notes.a, "private", kLin);
  SyncWorld::Replica& other = notes.world.AddReplica(kLin);
  notes.world.Settle();
  other.is_online = false;
  notes.Set(other, own, kName, Value::Text("离线"));
  notes.Set(*notes.a, own, kName, Value::Text("在线"));
  other.is_online = true;
  notes.world.Settle();
  EXPECT_EQ(notes.a->client->conflicts().size(), 1u);
  EXPECT_EQ(notes.b->client->conflicts().size(), 0u);
  SyncWorld::Replica& late = notes.world.AddReplica(kMa);
  notes.world.Settle();
  EXPECT_EQ(late.client->conflicts().size(), 0u);
}

}  // namespace
}  // namespace kedang
