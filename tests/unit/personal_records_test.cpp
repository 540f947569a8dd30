// Saved views in a real instance: older databases get the schema, the shipped ones are there once, and what is private is in
// nobody else's snapshot.
#include <gtest/gtest.h>

#include <set>

#include "server/default_views.h"
#include "server/snapshot_cache.h"
#include "server/user_table.h"
#include "shared/sync/segment.h"
#include "shared/sync/server.h"
#include "tests/support/directory_test.h"

namespace kedang {
namespace {

constexpr Id kLin{0x0190000000000000ULL, 1}, kMa{0x0190000000000000ULL, 2}, kSales{0x0190000000000000ULL, 9};

class PersonalRecordsTest : public DirectoryTest {
 protected:
  void Open(const Content& content = EmbeddedContent()) {
    instance_ = nullptr;
    auto opened = Instance::Open(directory_, content);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    instance_ = std::move(*opened);
  }
  static Principal Person(Id id, std::vector<Id> teams = {}) {
    Principal principal{id, "user", Role::kMember, 1};
    principal.teams = std::move(teams);
    return principal;
  }
  const Schema& Views() const { return *instance_->schemas().Find("view"); }
  std::size_t Count(std::string_view schema) {
    const auto reader = instance_->Read();
    return (*reader)->Count(instance_->schemas().Find(schema)->id).value();
  }
  Id MakeView(const std::string& name, const std::string& seen_by, Id owner, Id team = {}) {
    const Id id = MakeId(instance_->clock().NowMs(), instance_->random());
    Mutation mutation;
    mutation.kind = MutationKind::kInsert;
    mutation.schema = Views().id;
    mutation.record = id;
    const auto add = [&](std::string_view key, std::string text) {
      CellEdit edit;
      edit.field = Views().Find(key)->id;
      edit.value = Value::Text(std::move(text));
      if (!edit.value.is_null()) mutation.edits.push_back(std::move(edit));
    };
    add("name", name);
    add("schema", "customer");
    add("visibility", seen_by);
    add("owner", FormatId(owner));
    add("team", team.is_nil() ? "" : FormatId(team));
    Group group;
    group.mutations.push_back(std::move(mutation));
    const Principal author = Person(owner);
    const Status status = instance_->writer().Submit([&](SqliteStore& store) -> Status {
      SyncServer server(instance_->schemas(), instance_->rules(), instance_->lexicon(), instance_->clock(), instance_->random());
      KEDANG_ASSIGN(const auto results, server.Apply(store, author, group));
      EXPECT_TRUE(IsAccepted(results.front().outcome)) << (results.front().issues.empty() ? "" : results.front().issues[0].code);
      return {};
    });
    EXPECT_TRUE(status.ok());
    return id;
  }
  // Names of the views that somebody's browser loads first.
  std::set<std::string> Loaded(SnapshotCache& cache, const Principal& principal) {
    std::set<std::string> names;
    const auto manifest = cache.Manifest(principal, MakeId(1, instance_->random()));
    EXPECT_TRUE(manifest.ok());
    std::uint64_t records = 0;
    for (std::uint32_t i = 0; i < manifest->segment_count; ++i) {
      const auto bytes = cache.Segment(principal, manifest->snapshot, i, SnapshotCache::Encoding::kIdentity);
      EXPECT_TRUE(bytes.ok()) << i;
      if (!bytes.ok()) continue;
      EXPECT_TRUE(ReadSegment(AsBytes(*bytes), [&](Record&& record) {
        ++records;
        if (record.schema == Views().id) names.insert(record.Get(Views().title).text());
      }).ok());
    }
    EXPECT_EQ(records, manifest->record_count);
    EXPECT_FALSE(cache.Segment(principal, manifest->snapshot, manifest->segment_count, SnapshotCache::Encoding::kIdentity).ok());
    return names;
  }

  std::unique_ptr<Instance> instance_;
};

TEST_F(PersonalRecordsTest, AnOlderDatabaseGetsTheSchema) {
  Content older = EmbeddedContent();
  // All but what a field of customers refers to: the shipped ones come together.
  std::erase_if(older.schemas, [](std::string_view json) {
    return json.find("\"system\": true") != std::string_view::npos && json.find("\"key\": \"source\"") == std::string_view::npos;
  });
  ASSERT_LT(older.schemas.size(), EmbeddedContent().schemas.size());
  Open(older);
  EXPECT_EQ(instance_->schemas().Find("view"), nullptr);
  const std::uint32_t version = instance_->schemas().version;
  Open();
  for (const char* key : {"view", "duplicate_decision", "source", "import_profile", "import_run", "quality_snapshot"}) {
    ASSERT_NE(instance_->schemas().Find(std::string_view(key)), nullptr) << key;
  }
  EXPECT_TRUE(Views().is_system);
  EXPECT_EQ(instance_->schemas().version, version + 1);
  Open();
  EXPECT_EQ(instance_->schemas().version, version + 1);  // nothing more to add
}

TEST_F(PersonalRecordsTest, ASchemaOfTheirsWithTheNameStays) {
  Content own = EmbeddedContent();
  std::erase_if(own.schemas, [](std::string_view json) { return json.find("\"key\": \"view\"") != std::string_view::npos; });
  own.schemas.push_back(R"({"id":50,"key":"view","label":{"zh":"看房"},"title":"name","fields":[
    {"id":1,"key":"name","label":{"zh":"名称"},"type":"text"}]})");
  Open(own);
  const std::string before = FormatSchemaSet(instance_->schemas());
  Open();
  EXPECT_EQ(FormatSchemaSet(instance_->schemas()), before);
  EXPECT_TRUE(AddDefaultViews(*instance_).ok());
  EXPECT_EQ(Count("view"), 0u);
}

TEST_F(PersonalRecordsTest, ShippedViewsAreThereOnceAndMayGo) {
  Open();
  ASSERT_TRUE(AddDefaultViews(*instance_).ok());
  const std::size_t count = Count("view");
  EXPECT_GE(count, 10u);
  ASSERT_TRUE(AddDefaultViews(*instance_).ok());
  EXPECT_EQ(Count("view"), count);
  const SchemaSet& schemas = instance_->schemas();
  const auto reader = instance_->Read();
  EXPECT_TRUE((*reader)->Scan(Views().id, [&](const Record& record) {
    const Schema* schema = schemas.Find(std::string_view(record.Get(Views().Find("schema")->id).text()));
    EXPECT_NE(schema, nullptr);
    EXPECT_TRUE(Project(Person(kMa), schemas, record).has_value());
    return true;
  }).ok());
}

TEST_F(PersonalRecordsTest, SnapshotsHoldWhatEachMaySee) {
  Open();
  MakeView("林的", "private", kLin);
  MakeView("马的", "private", kMa);
  MakeView("销售部", "team", kLin, kSales);
  MakeView("大家", "everyone", kLin);
  SnapshotCache cache(*instance_);
  EXPECT_EQ(Loaded(cache, Person(kLin)), (std::set<std::string>{"大家", "林的", "销售部"}));
  EXPECT_EQ(Loaded(cache, Person(kMa)), (std::set<std::string>{"大家", "马的"}));
  EXPECT_EQ(Loaded(cache, Person(kMa, {kSales})), (std::set<std::string>{"大家", "马的", "销售部"}));
  EXPECT_EQ(Loaded(cache, Person(Id{1, 77})), (std::set<std::string>{"大家"}));
}

TEST_F(PersonalRecordsTest, ATeamIsTheUsersDepartment) {
  Open();
  User user;
  user.id = kMa;
  user.name = "ma";
  user.display = "马";
  const Status status = instance_->writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_RETURN_IF_ERROR(AddUser(store.connection(), user, 1));
    return SetUserDepartment(store.connection(), kMa, kSales);
  });
  ASSERT_TRUE(status.ok());
  const auto reader = instance_->Read();
  const auto found = FindUser((*reader)->connection(), "ma");
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ(PrincipalOf(**found).teams, std::vector<Id>{kSales});
  EXPECT_EQ((*found)->permission_version, 2u);
}

}  // namespace
}  // namespace kedang
