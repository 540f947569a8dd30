// What history says of past saves is what was saved, and rules tried on them give the verdicts of their days.
#include <gtest/gtest.h>

#include "shared/check/rule_trial.h"
#include "shared/sync/apply.h"
#include "shared/sync/codec.h"
#include "shared/sync/recent_saves.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

class PastSavesTest : public testing::Test {
 protected:
  // The record as it is after the change.
  Record Change(Id id, MutationKind kind, const std::vector<std::pair<FieldId, std::string>>& values,
                SourceKind source = SourceKind::kManual) {
    Mutation mutation;
    mutation.mid = ++mid_;
    mutation.kind = kind;
    mutation.schema = 1;
    mutation.record = id;
    mutation.schema_version = world_.schemas.version;
    const auto now = world_.data.records.find(id);
    for (const auto& [field, text] : values) {
      CellEdit edit;
      edit.field = field;
      edit.value = text.empty() ? Value() : Value::Text(text);
      if (now != world_.data.records.end()) edit.base_value = now->second.Get(field);
      if (now != world_.data.records.end()) edit.base_version = now->second.changed;
      mutation.edits.push_back(std::move(edit));
    }
    Group group;
    group.id = Id{7, mid_};
    group.provenance.kind = source;
    group.mutations = {mutation};
    MemoryServerStore store(world_.data);
    const auto results = ApplyGroup({world_.schemas, ShippedLexicon(), world_.rules, world_.clock, world_.random, store, author_, Id()}, group);
    EXPECT_TRUE(results.ok());
    EXPECT_TRUE(!results.ok() || IsAccepted(results->front().outcome))
        << static_cast<int>(results->front().outcome) << " " << (results->front().issues.empty() ? "" : results->front().issues[0].code);
    return world_.data.records.at(id);
  }

  Result<RecentSavesResponse> Ask(std::uint32_t limit) {
    MemoryServerStore store(world_.data);
    return RecentSaves(store, world_.schemas, author_, {1, limit});
  }

  static std::string Words(const Record& record) { return record.Get(1).text() + "/" + record.Get(2).text(); }

  SyncWorld world_{1};
  Principal author_{Id{5, 5}, "lin", Role::kAdministrator, 1};
  MutationNumber mid_ = 0;
};

TEST_F(PastSavesTest, AreWhatWasSaved) {
  const Id id{1, 1};
  std::vector<std::string> states;
  states.push_back(Words(Change(id, MutationKind::kInsert, {{1, "甲"}}, SourceKind::kImport)));
  SeededRandom random(3);
  for (int i = 0; i < 20; ++i) {
    const FieldId field = 1 + static_cast<FieldId>(random.Below(2));
    const std::string text = field == 2 && i % 5 == 0 ? "" : "值" + std::to_string(i);
    const std::string now = Words(Change(id, MutationKind::kSet, {{field, text}}));
    if (now != states.back()) states.push_back(now);  // nothing changed: nothing in history
  }
  Change(id, MutationKind::kDelete, {{0, ""}});
  states.push_back(Words(Change(id, MutationKind::kRestore, {})));
  const auto answer = Ask(100);
  ASSERT_TRUE(answer.ok());
  ASSERT_EQ(answer->records.size(), 1u);
  // Over the wire and back.
  const auto decoded = Decode<RecentSavesResponse>(Encode(*answer));
  ASSERT_TRUE(decoded.ok());
  const auto saves = PastSaves(decoded->records[0].now, decoded->records[0].entries);
  ASSERT_EQ(saves.size(), states.size());
  for (std::size_t i = 0; i < saves.size(); ++i) {
    EXPECT_EQ(Words(saves[i].after), states[states.size() - 1 - i]);
    EXPECT_EQ(saves[i].author, author_.user);
    if (i + 1 == saves.size()) continue;
    EXPECT_EQ(Words(saves[i].before), states[states.size() - 2 - i]);
  }
  EXPECT_TRUE(saves.front().is_restored);
  EXPECT_TRUE(saves.back().is_new);
  EXPECT_EQ(saves.back().source, SourceKind::kImport);
}

TEST_F(PastSavesTest, EndWhereValuesWereConverted) {
  const Id id{1, 1};
  Change(id, MutationKind::kInsert, {{1, "甲"}});
  Change(id, MutationKind::kSet, {{2, "旧"}});
  Change(id, MutationKind::kSet, {{2, "换"}}, SourceKind::kSchema);
  const Record now = Change(id, MutationKind::kSet, {{2, "新"}});
  MemoryServerStore store(world_.data);
  const auto saves = PastSaves(now, *store.History(id, 100));
  ASSERT_EQ(saves.size(), 1u);
  EXPECT_EQ(Words(saves[0].before), "甲/换");
}

TEST_F(PastSavesTest, AnImportHidesNoEdits) {
  for (std::uint64_t i = 1; i <= 10; ++i) Change(Id{1, i}, MutationKind::kInsert, {{1, "旧" + std::to_string(i)}});
  for (std::uint64_t i = 1; i <= 6; ++i) Change(Id{1, i}, MutationKind::kSet, {{2, "改"}});
  for (std::uint64_t i = 1; i <= 200; ++i) Change(Id{2, i}, MutationKind::kInsert, {{1, "新" + std::to_string(i)}}, SourceKind::kImport);
  const auto answer = Ask(40);
  ASSERT_TRUE(answer.ok());
  std::size_t made = 0, edited = 0;
  for (const SavedRecord& saved : answer->records) {
    for (const PastSave& save : PastSaves(saved.now, saved.entries)) ++(save.is_new ? made : edited);
  }
  EXPECT_EQ(edited, 6u);
  EXPECT_EQ(made, 10u);
}

TEST_F(PastSavesTest, AreForAdministrators) {
  author_.role = Role::kMember;
  MemoryServerStore store(world_.data);
  EXPECT_EQ(RecentSaves(store, world_.schemas, author_, {1, 10}).error().code, ErrorCode::kPermissionDenied);
}

TEST_F(PastSavesTest, AreJudgedAsOnTheirDay) {
  SchemaSet draft = world_.schemas;
  Rule rule;
  rule.id = 1;
  rule.key = "note";
  rule.label = {"备注", "Note"};
  rule.message = {"要有备注", "Note it"};
  rule.severity = Severity::kBlock;
  rule.when = RuleWhen::kSource;
  rule.when_key = "manual";
  rule.holds = "备注 <> null";
  rule.fields = {2};
  draft.schemas[0].rules = {rule};
  Change(Id{1, 1}, MutationKind::kInsert, {{1, "甲"}}, SourceKind::kImport);  // not typed: no matter
  Change(Id{1, 1}, MutationKind::kSet, {{2, "有"}});
  Change(Id{1, 1}, MutationKind::kSet, {{2, ""}});   // refused by the rule
  Change(Id{1, 1}, MutationKind::kSet, {{1, "乙"}});  // does not answer for it
  CheckContext check;
  check.today = Date{20'000};
  RuleTrial trial(draft, 1, ShippedLexicon(), check, 10, nullptr, TrialOf::kSaves);
  ASSERT_TRUE(trial.broken().empty());
  const auto answer = Ask(100);
  ASSERT_TRUE(answer.ok());
  for (const SavedRecord& saved : answer->records) {
    for (const PastSave& save : PastSaves(saved.now, saved.entries)) trial.Judge(save);
  }
  EXPECT_EQ(trial.judged(), 4u);
  EXPECT_EQ(trial.breaking(), 2u);
  EXPECT_EQ(trial.blocked(), 1u);
  ASSERT_EQ(trial.Counts().size(), 1u);
  EXPECT_EQ(trial.Counts()[0].severity, Severity::kBlock);
  EXPECT_EQ(trial.Counts()[0].owners.at(FormatId(author_.user)), 2u);
}

}  // namespace
}  // namespace kedang
