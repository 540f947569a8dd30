// Records of one thing made one, and taken apart again: values, what points to them, unique values, what was decided.
#include <gtest/gtest.h>

#include <random>

#include "shared/sync/record_merge.h"
#include "shared/sync/store_lookup.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

constexpr SchemaId kCustomer = 1, kContact = 2, kDecisions = 20;
constexpr FieldId kName = 1, kNote = 2, kTags = 3, kCode = 4, kParent = 6;  // of a customer
constexpr FieldId kPerson = 1, kOf = 2, kPartners = 3;                      // of a contact
const Principal kAnna{Id{9, 1}, "anna", Role::kMember, 1};
const Principal kBoris{Id{9, 2}, "boris", Role::kMember, 1};

SchemaSet OfficeSchemas() {
  SchemaSet set = ParseSchemaSet(R"({"version":3,"schemas":[{"id":1,"key":"customer","version":1,"label":{"zh":"客户"},"title":"name",
    "groups":[{"key":"g","label":{"zh":"基本"}}],
    "fields":[
      {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","group":"g","required":true},
      {"id":2,"key":"note","label":{"zh":"备注"},"type":"text","group":"g"},
      {"id":3,"key":"tags","label":{"zh":"标签"},"type":"tags","group":"g","merge":"three_way"},
      {"id":4,"key":"code","label":{"zh":"代码"},"type":"text","group":"g","merge":"hold","unique":"block"},
      {"id":5,"key":"number","label":{"zh":"编号"},"type":"auto_number","group":"g","format":"KH-{yyyy}-{00000}"},
      {"id":6,"key":"parent","label":{"zh":"上级"},"type":"reference","target":"customer","group":"g"}]},
    {"id":2,"key":"contact","version":1,"label":{"zh":"联系人"},"title":"person",
    "groups":[{"key":"g","label":{"zh":"基本"}}],
    "fields":[
      {"id":1,"key":"person","label":{"zh":"姓名"},"type":"text","group":"g"},
      {"id":2,"key":"of","label":{"zh":"客户"},"type":"reference","target":"customer","group":"g"},
      {"id":3,"key":"partners","label":{"zh":"伙伴"},"type":"references","target":"customer","group":"g"}]}]})")
                      .value();
  set.schemas.push_back(ParseSchema(ReadAsset("assets/schemas/duplicate_decision.json")).value());
  return set;
}

struct Office {
  explicit Office(std::uint64_t seed)
      : schemas(OfficeSchemas()), rules(schemas, ShippedLexicon()), random(seed), store(data),
        server(schemas, rules, ShippedLexicon(), clock, random) {}

  std::vector<MutationResult> Do(const Principal& principal, Group group) {
    clock.now_ms += 1000;
    group.id = MakeId(clock.now_ms, random);
    auto results = server.Apply(store, principal, group);
    EXPECT_TRUE(results.ok());
    return results.value();
  }
  std::vector<MutationResult> Do(const Principal& principal, Mutation mutation) {
    Group group;
    group.mutations.push_back(std::move(mutation));
    return Do(principal, std::move(group));
  }
  void Make(SchemaId schema, Id id, std::vector<std::pair<FieldId, Value>> cells) {
    std::erase_if(cells, [](const auto& cell) { return cell.second.is_null(); });
    ASSERT_EQ(Do(kAnna, edits.MakeInsert(schema, id, std::move(cells))).back().outcome, Outcome::kApplied);
  }
  Outcome Set(const Principal& principal, Id id, FieldId field, Value value) {
    return Do(principal, edits.MakeSet(data.records.at(id), {{field, std::move(value)}})).back().outcome;
  }
  const Record& At(Id id) { return data.records.at(id); }

  MergeRequest RequestFor(const std::vector<Id>& ids, std::size_t kept) {
    MergeRequest request;
    for (const Id id : ids) request.records.push_back(At(id));
    request.kept = kept;
    SurvivorChoice choice;
    choice.kept = kept;
    request.golden = GoldenRecord(*schemas.Find(kCustomer), request.records, choice);
    request.probability = 0.98;
    request.author = kAnna.user;
    request.decision = MakeId(clock.now_ms, random);
    request.batch = MakeId(clock.now_ms, random);
    return request;
  }
  void Merge(const MergeRequest& request) {
    StoreLookup related(store);
    auto answer = MakeMerge(schemas, request, related, edits);
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    for (const MutationResult& result : Do(kAnna, answer.value().group)) {
      ASSERT_EQ(result.outcome, Outcome::kApplied) << (result.issues.empty() ? "" : result.issues.front().code);
    }
  }
  MutationResult Unmerge(Id batch) {
    Mutation mutation;
    mutation.kind = MutationKind::kRevert;
    mutation.record = batch;
    return Do(kAnna, std::move(mutation)).back();
  }

  using Pool = std::map<Id, std::map<FieldId, Value>>;
  Pool Live() {
    Pool pool;
    for (const auto& [id, record] : data.records) {
      if (record.is_deleted) continue;
      auto& cells = pool[id];
      for (const Cell& cell : record.cells()) {
        if (!cell.value.is_null()) cells[cell.field] = cell.value;
      }
    }
    return pool;
  }

  SchemaSet schemas;
  RuleBook rules;
  ManualClock clock;
  SeededRandom random;
  ServerData data;
  MemoryServerStore store;
  SyncServer server;
  StoredEditMaker edits;
};

Value Text(std::string_view text) { return Value::Text(std::string(text)); }

TEST(Survivorship, EveryFieldHasARuleThatIsSaid) {
  Office office(1);
  const Id a{1, 1}, b{1, 2}, c{1, 3};
  office.Make(kCustomer, a, {{kName, Text("云锦")}, {kTags, Value::List({"重点"})}, {kCode, Text("C1")}});
  office.Make(kCustomer, b, {{kName, Text("杭州云锦科技有限公司")}, {kTags, Value::List({"展会", "重点"})}, {kNote, Text("短")}});
  office.Make(kCustomer, c, {{kName, Text("云锦科技")}, {kNote, Text("长一些")}});
  const Schema& schema = *office.schemas.Find(kCustomer);
  const std::vector<Record> records = {office.At(a), office.At(b), office.At(c)};
  EXPECT_EQ(BestKept(schema, records), 0u);  // as many values as b has, and older
  SurvivorChoice choice;
  const auto find = [&](FieldId field) {
    for (const GoldenField& golden : GoldenRecord(schema, records, choice)) {
      if (golden.field == field) return golden;
    }
    return GoldenField();
  };
  EXPECT_EQ(find(kName).value, Text("杭州云锦科技有限公司"));
  EXPECT_EQ(find(kName).rule, SurvivorRule::kLongest);
  EXPECT_EQ(find(kName).from, 1u);
  EXPECT_TRUE(find(kName).differs);
  EXPECT_EQ(find(kTags).value, Value::List({"重点", "展会"}));
  EXPECT_EQ(find(kCode).value, Text("C1"));
  EXPECT_FALSE(find(kCode).differs);
  choice.rules[kNote] = SurvivorRule::kLatest;
  EXPECT_EQ(find(kNote).value, Text("长一些"));
  choice.rules[kName] = SurvivorRule::kTrusted;
  choice.trust = [](std::size_t record, FieldId) { return record == 2 ? 5 : 1; };
  EXPECT_EQ(find(kName).value, Text("云锦科技"));
  choice.rules[kName] = SurvivorRule::kKept;
  EXPECT_EQ(find(kName).value, Text("云锦"));
  choice.by_hand[kNote] = 0;  // empty on purpose
  EXPECT_TRUE(find(kNote).value.is_null());
  EXPECT_EQ(find(kNote).rule, SurvivorRule::kByHand);
}

TEST(RecordMerge, NothingPointsToAMergedRecordAndTheDecisionSaysIt) {
  Office office(2);
  const Id a{1, 1}, b{1, 2}, other{1, 3}, person{2, 1}, partner{2, 2};
  office.Make(kCustomer, a, {{kName, Text("云锦")}, {kParent, Text(FormatId(b))}});
  office.Make(kCustomer, b, {{kName, Text("云锦科技")}, {kCode, Text("C1")}});
  office.Make(kCustomer, other, {{kName, Text("子公司")}, {kParent, Text(FormatId(b))}});
  office.Make(kContact, person, {{kPerson, Text("张")}, {kOf, Text(FormatId(b))}});
  office.Make(kContact, partner, {{kPerson, Text("李")}, {kPartners, Value::List({FormatId(b), FormatId(other), FormatId(a)})}});
  const auto before = office.Live();
  const MergeRequest request = office.RequestFor({a, b}, 0);
  office.Merge(request);
  EXPECT_TRUE(office.At(b).is_deleted);
  EXPECT_EQ(office.At(a).Get(kName), Text("云锦科技"));
  EXPECT_EQ(office.At(a).Get(kCode), Text("C1"));
  EXPECT_TRUE(office.At(a).Get(kParent).is_null());  // not its own parent
  EXPECT_EQ(office.At(other).Get(kParent), Text(FormatId(a)));
  EXPECT_EQ(office.At(person).Get(kOf), Text(FormatId(a)));
  EXPECT_EQ(office.At(partner).Get(kPartners), Value::List({FormatId(a), FormatId(other)}));
  const auto decision = ReadDecision(*office.schemas.Find(kDecisions), office.At(request.decision));
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->verdict, DuplicateVerdict::kMerged);
  EXPECT_EQ(decision->survivor, a);
  EXPECT_EQ(decision->records, std::vector<Id>{b});
  EXPECT_EQ(decision->batch, request.batch);
  EXPECT_EQ(office.data.batches.back().kind, SourceKind::kMerge);
  EXPECT_EQ(office.Unmerge(request.batch).outcome, Outcome::kApplied);
  EXPECT_EQ(office.Live(), before);
}

TEST(RecordMerge, ALateEditOfAMergedRecordIsToldWhereItIs) {
  Office office(3);
  const Id a{1, 1}, b{1, 2}, c{1, 3};
  for (const Id id : {a, b, c}) office.Make(kCustomer, id, {{kName, Text("云锦" + std::to_string(id.low))}});
  Mutation late = office.edits.MakeSet(office.At(a), {{kNote, Text("火车上写的")}});
  office.Merge(office.RequestFor({b, a}, 0));
  const MergeRequest second = office.RequestFor({c, b}, 0);
  office.Merge(second);
  const MutationResult result = office.Do(kBoris, late).back();
  EXPECT_EQ(result.outcome, Outcome::kGone);
  ASSERT_EQ(result.issues.size(), 1u);
  EXPECT_EQ(result.issues[0].code, "merged_into");
  EXPECT_EQ(result.issues[0].details, (std::vector<std::pair<std::string, std::string>>{{"survivor", FormatId(c)}}));
  EXPECT_EQ(office.Unmerge(second.batch).outcome, Outcome::kApplied);
  EXPECT_EQ(office.Do(kBoris, late).back().issues[0].details[0].second, FormatId(b));
}

TEST(RecordMerge, WhoMayNotDeleteMayNotMerge) {
  Office office(4);
  const Id a{1, 1}, b{1, 2};
  for (const Id id : {a, b}) office.Make(kCustomer, id, {{kName, Text("云锦")}});
  StoreLookup related(office.store);
  const auto answer = MakeMerge(office.schemas, office.RequestFor({a, b}, 0), related, office.edits);
  ASSERT_TRUE(answer.ok());
  const Principal viewer{Id{9, 5}, "viewer", Role::kViewer, 1};
  for (const MutationResult& result : office.Do(viewer, answer.value().group)) EXPECT_FALSE(IsAccepted(result.outcome));
  EXPECT_FALSE(office.At(b).is_deleted);
}

TEST(RecordMerge, WhatIsNotADuplicateIsRemembered) {
  Office office(5);
  const Id a{1, 1}, b{1, 2}, id{3, 1};
  for (const Id record : {a, b}) office.Make(kCustomer, record, {{kName, Text("云锦")}});
  const auto mutation = MakeDecision(office.schemas, {office.At(a), office.At(b)}, DuplicateVerdict::kDifferent, kAnna.user, id, office.edits);
  ASSERT_TRUE(mutation.ok());
  EXPECT_EQ(office.Do(kAnna, mutation.value()).back().outcome, Outcome::kApplied);
  const auto decision = ReadDecision(*office.schemas.Find(kDecisions), office.At(id));
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->verdict, DuplicateVerdict::kDifferent);
  EXPECT_EQ(decision->records, (std::vector<Id>{a, b}));
}

// The law: merged and taken apart, the pool is what it was, whatever pointed where; what others wrote in between stays
// where they wrote it.
TEST(RecordMerge, TakenApartThePoolIsWhatItWas) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    Office office(seed);
    std::mt19937_64 dice(seed);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(dice() % n); };
    std::vector<Id> customers;
    for (std::uint64_t i = 1; i <= 5; ++i) {
      const Id id{1, i};
      const std::string token = std::to_string(i);
      office.Make(kCustomer, id,
                  {{kName, Text("客户" + std::string(below(3), 'x') + token)},
                   {kNote, below(2) == 0 ? Value() : Text("备注" + token)},
                   {kTags, below(2) == 0 ? Value() : Value::List({"t" + token, "t"})},
                   {kCode, below(2) == 0 ? Value() : Text("C" + token)},
                   {kParent, i == 1 || below(2) == 0 ? Value() : Text(FormatId(customers[below(customers.size())]))}});
      customers.push_back(id);
    }
    std::vector<Id> contacts;
    for (std::uint64_t i = 1; i <= 6; ++i) {
      contacts.push_back(Id{2, i});
      const std::string of = FormatId(customers[below(5)]), one = FormatId(customers[below(5)]), two = FormatId(customers[below(5)]);
      office.Make(kContact, contacts.back(),
                  {{kPerson, Text("人" + std::to_string(i))}, {kOf, Text(of)},
                   {kPartners, below(2) == 0 ? Value() : Value::List(one == two ? TextList{one} : TextList{one, two})}});
    }
    auto expected = office.Live();
    const auto codes = office.data.unique;
    const std::size_t count = 2 + below(2), first = below(5 - count + 1);
    const std::vector<Id> ids(customers.begin() + static_cast<std::ptrdiff_t>(first),
                              customers.begin() + static_cast<std::ptrdiff_t>(first + count));
    const MergeRequest request = office.RequestFor(ids, below(count));
    office.Merge(request);
    // While merged, nothing points to what is gone.
    for (const auto& [id, record] : office.data.records) {
      if (record.is_deleted || record.schema == kDecisions) continue;
      for (const Cell& cell : record.cells()) {
        for (std::size_t i = 0; i < ids.size(); ++i) ASSERT_FALSE(i != request.kept && record.RefersTo(cell.field, ids[i]));
      }
    }
    if (seed % 2 == 0) {
      const Id kept = ids[request.kept];
      ASSERT_TRUE(IsAccepted(office.Set(kBoris, kept, kNote, Text("后来写的"))));
      expected[kept][kNote] = Text("后来写的");
      const Id contact = contacts[below(contacts.size())];
      const Value target = Text(FormatId(office.At(customers[0]).is_deleted ? kept : customers[0]));
      if (!(office.At(contact).Get(kOf) == target)) {
        ASSERT_TRUE(IsAccepted(office.Set(kBoris, contact, kOf, target)));
        expected[contact][kOf] = target;
      }
    }
    const MutationResult result = office.Unmerge(request.batch);
    ASSERT_TRUE(IsAccepted(result.outcome)) << static_cast<int>(result.outcome);
    if (seed % 2 != 0) {
      ASSERT_EQ(result.outcome, Outcome::kApplied);
      ASSERT_EQ(office.data.unique, codes);
    }
    ASSERT_EQ(office.Live(), expected);
  }
}

}  // namespace
}  // namespace kedang
