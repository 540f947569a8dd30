// Edits and drafts that survive a change of the schemas: renamed, retired, retyped and unknown fields.
#include <gtest/gtest.h>

#include "shared/field/field_types.h"
#include "shared/sync/migrate.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

constexpr FieldId kName = 1, kNote = 2;

Id Insert(SyncWorld& world, SyncWorld::Replica& replica, const std::string& name, const std::string& note = "") {
  const Id id = MakeId(world.clock.now_ms, world.random);
  EXPECT_TRUE(SubmitNow(*replica.client, replica.client->MakeInsert(1, id, {{kName, Value::Text(name)}, {kNote, Value::Text(note)}})).ok());
  return id;
}

Status Set(SyncWorld::Replica& replica, Id id, FieldId field, Value value) {
  const auto seen = replica.client->records().FindRecord(id);
  return SubmitNow(*replica.client, replica.client->MakeSet(*seen, {{field, std::move(value)}}));
}

Value ValueOf(const SyncWorld::Replica& replica, Id id, FieldId field) {
  const auto record = replica.client->records().FindRecord(id);
  return record ? record->Get(field) : Value();
}

// Two replicas that know one record, the second one away.
struct Away {
  explicit Away(std::uint64_t seed, const std::string& note) : world(seed), a(world.AddReplica(Id{9, 1})), b(world.AddReplica(Id{9, 2})) {
    world.Settle();
    id = Insert(world, a, "云锦", note);
    world.Settle();
    b.is_online = false;
  }
  Schema Draft() const { return world.schemas.schemas[0]; }
  static Field& FieldOf(Schema& schema, FieldId id) {
    for (Field& field : schema.fields) {
      if (field.id == id) return field;
    }
    std::abort();
  }
  void Return() {
    b.is_online = true;
    world.Settle();
  }

  SyncWorld world;
  SyncWorld::Replica &a, &b;
  Id id;
};

TEST(SchemaSync, APulledSetTakesThePlaceOfTheOldOne) {
  Away away(1, "12");
  Schema draft = away.Draft();
  Away::FieldOf(draft, kNote).label.zh = "说明";
  EXPECT_EQ(away.world.Publish({draft}).converted, 0u);
  away.world.Settle();
  EXPECT_EQ(away.a.client->schemas().version, 4u);  // without a hello: it never went away
  EXPECT_EQ(away.a.client->schemas().schemas[0].Find(kNote)->label.zh, "说明");
  EXPECT_EQ(away.b.client->schemas().version, 3u);
  ASSERT_TRUE(away.world.Restart(away.a).ok());
  EXPECT_EQ(away.a.client->schemas().version, 4u);  // and it is kept
}

TEST(SchemaSync, ARenamedFieldTakesOldEdits) {
  Away away(2, "");
  EXPECT_TRUE(Set(away.b, away.id, kNote, Value::Text("离线")).ok());
  Schema draft = away.Draft();
  Away::FieldOf(draft, kNote).key = "remark";
  Away::FieldOf(draft, kNote).label.zh = "说明";
  away.world.Publish({draft});
  away.Return();
  EXPECT_EQ(ValueOf(away.a, away.id, kNote), Value::Text("离线"));
  EXPECT_EQ(away.b.client->status().tray, 0u);
  EXPECT_EQ(away.b.client->schemas().version, 4u);
}

TEST(SchemaSync, ARetiredFieldKeepsWhatWasWritten) {
  Away away(3, "");
  EXPECT_TRUE(Set(away.b, away.id, kNote, Value::Text("离线")).ok());
  Schema draft = away.Draft();
  Away::FieldOf(draft, kNote).is_retired = true;
  away.world.Publish({draft});
  away.Return();
  EXPECT_EQ(away.b.client->status().tray, 0u);
  EXPECT_EQ(away.world.data.records.at(away.id).Get(kNote), Value::Text("离线"));
  EXPECT_EQ(away.world.data.history.back().changes.front().after, Value::Text("离线"));
  // Whoever knows better is refused.
  EXPECT_TRUE(Set(away.b, away.id, kNote, Value::Text("再写")).ok());
  away.world.Settle();
  EXPECT_EQ(away.b.client->status().tray, 1u);
}

TEST(SchemaSync, ARetypedFieldConvertsRecordsAndOldEdits) {
  Away away(4, "1,200");
  const Id other = Insert(away.world, away.a, "素问", "一些");
  away.world.Settle();
  EXPECT_TRUE(Set(away.b, away.id, kNote, Value::Text("1300")).ok());
  const Id made = Insert(away.world, away.b, "新客", "7");
  Schema draft = away.Draft();
  Away::FieldOf(draft, kNote).type = FieldType::kInteger;
  const ConvertCounts counts = away.world.Publish({draft});
  EXPECT_EQ(counts.converted, 1u);
  EXPECT_EQ(counts.emptied, 1u);
  EXPECT_EQ(away.world.data.history.back().provenance.kind, SourceKind::kSchema);
  away.world.Settle();
  EXPECT_EQ(ValueOf(away.a, away.id, kNote), Value::Integer(1200));
  EXPECT_TRUE(ValueOf(away.a, other, kNote).is_null());
  away.Return();
  EXPECT_EQ(away.b.client->status().tray, 0u);
  EXPECT_TRUE(away.world.data.conflicts.empty());  // what b saw is what was converted
  EXPECT_EQ(ValueOf(away.a, away.id, kNote), Value::Integer(1300));
  EXPECT_EQ(ValueOf(away.b, away.id, kNote), Value::Integer(1300));
  EXPECT_EQ(ValueOf(away.a, made, kNote), Value::Integer(7));
  // The old value is in history.
  bool is_kept = false;
  for (const HistoryEntry& entry : away.world.data.history) {
    for (const HistoryChange& change : entry.changes) is_kept = is_kept || (entry.record == other && change.before == Value::Text("一些"));
  }
  EXPECT_TRUE(is_kept);
}

TEST(SchemaSync, WhatCannotBeConvertedGoesToTheTrayAndComesBack) {
  Away away(5, "");
  EXPECT_TRUE(Set(away.b, away.id, kNote, Value::Text("不是数")).ok());
  EXPECT_TRUE(Set(away.b, away.id, kName, Value::Text("云锦二")).ok());
  Schema draft = away.Draft();
  Away::FieldOf(draft, kNote).type = FieldType::kInteger;
  away.world.Publish({draft});
  away.Return();
  ASSERT_EQ(away.b.client->status().tray, 1u);
  const auto& [key, queued] = *away.b.client->tray().begin();
  ASSERT_FALSE(queued.results.empty());
  EXPECT_EQ(queued.results.front().issues.front().code, "value_not_convertible");
  EXPECT_EQ(queued.results.front().issues.front().details.back().second, "不是数");
  EXPECT_EQ(queued.group.mutations.front().edits.front().value, Value::Text("不是数"));
  EXPECT_EQ(ValueOf(away.a, away.id, kName), Value::Text("云锦二"));
  EXPECT_TRUE(ValueOf(away.b, away.id, kNote).is_null());
  // The administrator takes it back: what lies in the tray fits again.
  draft = away.Draft();
  Away::FieldOf(draft, kNote).type = FieldType::kText;
  away.world.Publish({draft});
  away.world.Settle();
  Status status = Error{ErrorCode::kInternal, "never called"};
  away.b.client->Resubmit(std::string(key), [&](Status done) { status = std::move(done); });
  EXPECT_TRUE(status.ok());
  away.world.Settle();
  EXPECT_EQ(away.b.client->status().tray, 0u);
  EXPECT_EQ(ValueOf(away.a, away.id, kNote), Value::Text("不是数"));
}

TEST(SchemaSync, AChoiceThatIsGone) {
  Away away(6, "");
  Schema draft = away.Draft();
  Field field;
  field.id = 9;
  field.key = "level";
  field.label.zh = "级别";
  field.type = FieldType::kChoice;
  field.choices = {{"a", {"甲", ""}, 6, {}}, {"b", {"乙", ""}, 6, {}}};
  draft.fields.push_back(field);
  away.world.Publish({draft});
  away.Return();
  away.b.is_online = false;
  EXPECT_TRUE(Set(away.a, away.id, 9, Value::Text("a")).ok());
  away.world.Settle();
  EXPECT_TRUE(Set(away.b, away.id, 9, Value::Text("b")).ok());
  draft = away.Draft();
  draft.fields.back().choices.erase(draft.fields.back().choices.begin());
  EXPECT_EQ(away.world.Publish({draft}).emptied, 1u);
  away.Return();
  EXPECT_EQ(ValueOf(away.a, away.id, 9), Value::Text("b"));
}

TEST(SchemaSync, AnEditOfAnUnknownNewerSetIsRefused) {
  Away away(7, "");
  Mutation mutation;
  mutation.schema = 1;
  mutation.schema_version = 99;
  mutation.edits.push_back({kNote, Value::Text("x"), Value(), Version(), 0});
  CheckContext check;
  EXPECT_FALSE(MigrateMutation(nullptr, away.world.schemas, check, mutation).has_value());  // it fits all the same
  mutation.edits[0].value = Value::Integer(1);
  EXPECT_EQ(MigrateMutation(nullptr, away.world.schemas, check, mutation)->code, "schema_newer");
  mutation.edits[0].field = 77;
  EXPECT_EQ(MigrateMutation(nullptr, away.world.schemas, check, mutation)->code, "schema_newer");
  mutation.schema = 5;
  EXPECT_EQ(MigrateMutation(nullptr, away.world.schemas, check, mutation)->code, "schema_newer");
}

// Days and amounts that no text can say: nobody could read a record, or a conflict, that holds them.
TEST(SchemaSync, ValuesThatCannotBeKeptAreRefusedWhereverTheyStand) {
  Away away(11, "5");
  Schema draft = away.Draft();
  for (const FieldType type : {FieldType::kDate, FieldType::kDecimal}) {
    Field field;
    field.id = type == FieldType::kDate ? 9 : 10;
    field.key = "added_" + std::to_string(field.id);
    field.label.zh = field.key;
    field.type = type;
    draft.fields.push_back(field);
  }
  away.world.Publish({draft});
  for (Field& field : draft.fields) field.is_retired = field.id >= 9;
  away.world.Publish({draft});
  away.world.Settle();
  const std::uint32_t older = away.world.schemas.version - 1;
  const Value far = Value::Of(Date{INT32_MAX}), low = Value::Of(Decimal{INT64_MIN, 0});
  const auto outcome = [&](FieldId field, Value value, Value base, MutationKind kind) {
    Mutation mutation;
    mutation.kind = kind;
    mutation.schema = 1;
    mutation.record = away.id;
    mutation.schema_version = older;
    mutation.edits.push_back({field, std::move(value), std::move(base), Version{1, 1}, 0});
    Group group;
    group.mutations.push_back(mutation);
    MemoryServerStore store(away.world.data);
    return away.world.server.Apply(store, away.a.principal, group).value().front().outcome;
  };
  EXPECT_EQ(outcome(9, far, Value(), MutationKind::kSet), Outcome::kInvalid);
  EXPECT_EQ(outcome(10, low, Value(), MutationKind::kSet), Outcome::kInvalid);
  EXPECT_EQ(outcome(kNote, Value::Text("x"), far, MutationKind::kSet), Outcome::kInvalid);
  EXPECT_EQ(outcome(0, far, Value(), MutationKind::kDelete), Outcome::kInvalid);
  EXPECT_EQ(outcome(0, Value(), low, MutationKind::kDelete), Outcome::kInvalid);
  EXPECT_EQ(outcome(kNote, Value::Text("x"), Value::Text(std::string(70'000, 'x')), MutationKind::kSet), Outcome::kInvalid);
  EXPECT_TRUE(away.world.data.conflicts.empty());
  EXPECT_EQ(outcome(9, Value::Of(Date{20'000}), Value(), MutationKind::kSet), Outcome::kApplied);
}

TEST(SchemaSync, AnOpenEditorSaysUnderWhichSchemasItStands) {
  Away away(8, "5");
  away.b.is_online = true;
  const auto seen = away.b.client->records().FindRecord(away.id);
  Mutation open = away.b.client->MakeSet(*seen, {{kNote, Value::Text("6")}});
  open.schema_version = away.b.client->schema_version();
  Schema draft = away.Draft();
  Away::FieldOf(draft, kNote).type = FieldType::kInteger;
  away.world.Publish({draft});
  away.world.Settle();
  EXPECT_EQ(away.b.client->schema_version(), 4u);
  EXPECT_TRUE(SubmitNow(*away.b.client, std::move(open)).ok());
  away.world.Settle();
  EXPECT_EQ(away.b.client->status().tray, 0u);
  EXPECT_TRUE(away.world.data.conflicts.empty());
  EXPECT_EQ(ValueOf(away.a, away.id, kNote), Value::Integer(6));
}

TEST(SchemaSync, UniqueKeysFollow) {
  Away away(9, "甲");
  const Id other = Insert(away.world, away.a, "素问", "甲");
  away.world.Settle();
  Schema draft = away.Draft();
  Away::FieldOf(draft, kNote).is_unique = true;
  Away::FieldOf(draft, kNote).is_unique_block = true;
  away.world.Publish({draft});
  MemoryServerStore store(away.world.data);
  const auto another = [other](Id id) { return !(id == other); };
  EXPECT_TRUE(store.FindUnique(1, kNote, "甲", another).value().has_value());
  draft = away.Draft();
  Away::FieldOf(draft, kNote).is_unique = false;
  away.world.Publish({draft});
  EXPECT_FALSE(store.FindUnique(1, kNote, "甲", another).value().has_value());
}

TEST(SchemaSync, ADeletedRecordComesBackConverted) {
  Away away(10, "12");
  const auto seen = away.a.client->records().FindRecord(away.id);
  EXPECT_TRUE(SubmitNow(*away.a.client, away.a.client->MakeDelete(*seen)).ok());
  away.world.Settle();
  Schema draft = away.Draft();
  Away::FieldOf(draft, kNote).type = FieldType::kInteger;
  EXPECT_EQ(away.world.Publish({draft}).converted, 1u);
  EXPECT_TRUE(SubmitNow(*away.a.client, away.a.client->MakeRestore(*seen)).ok());
  away.Return();
  EXPECT_EQ(away.a.client->status().tray, 0u);
  EXPECT_EQ(ValueOf(away.b, away.id, kNote), Value::Integer(12));
}

// Every accepted edit of two replicas that come and go while the field changes its type again and again is in history.
TEST(SchemaSyncProperty, NothingIsLostWhateverIsPublished) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Away away(1000 + seed, "1");
    const FieldType types[] = {FieldType::kText, FieldType::kInteger, FieldType::kDecimal, FieldType::kTags, FieldType::kLongText};
    std::size_t edits = 0;
    for (int step = 0; step < 30; ++step) {
      switch (away.world.random.Below(5)) {
        case 0: {
          Schema draft = away.Draft();
          Field& field = Away::FieldOf(draft, kNote);
          field.type = types[away.world.random.Below(5)];
          field.merge = KindOf(field.type) == Value::Kind::kList ? MergePolicy::kThreeWay : MergePolicy::kNewest;
          away.world.Publish({draft});
          break;
        }
        case 1: away.b.is_online = !away.b.is_online; break;
        case 2: away.world.Settle(); break;
        default: {
          auto& replica = away.world.random.Below(2) == 0 ? away.a : away.b;
          const Field* field = replica.client->schemas().schemas[0].Find(kNote);
          const std::string text = std::to_string(away.world.random.Below(1000)) + (away.world.random.Below(4) == 0 ? "x" : "");
          const Parsed parsed = ParseField(*field, text, {});
          if (HasBlock(parsed.issues)) break;
          EXPECT_TRUE(Set(replica, away.id, kNote, parsed.value).ok());
          ++edits;
        }
      }
    }
    away.Return();
    away.world.Settle();
    std::size_t known = away.b.client->tray().size() + away.a.client->tray().size();
    for (const auto& [key, result] : away.world.data.results) known += IsAccepted(result.outcome) ? 1 : 0;
    EXPECT_EQ(known, edits + 1) << "seed " << seed;  // and the insert
    EXPECT_EQ(away.a.client->status().pending + away.b.client->status().pending, 0u) << "seed " << seed;
    EXPECT_EQ(ValueOf(away.a, away.id, kNote), ValueOf(away.b, away.id, kNote)) << "seed " << seed;
    const Value& stored = away.world.data.records.at(away.id).Get(kNote);
    EXPECT_EQ(ValueOf(away.a, away.id, kNote), stored) << "seed " << seed;
    EXPECT_TRUE(stored.is_null() || stored.kind() == KindOf(away.world.schemas.schemas[0].Find(kNote)->type)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace kedang
