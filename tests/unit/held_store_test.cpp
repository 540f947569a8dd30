// What replicas hold, as the database keeps it: the same answers as from the store in memory, byte for byte, and a first load
// of many records that stays small and quick.
#include <gtest/gtest.h>

#include "server/sqlite_migration.h"
#include "server/sqlite_store.h"
#include "tests/support/directory_test.h"
#include "tests/support/held_world.h"
#include "tests/support/migrations.h"

namespace kedang {
namespace {

class HeldStoreTest : public DirectoryTest {
 protected:
  void SetUp() override {
    auto connection = Connection::Open(directory_ + "/kedang.db", Connection::Mode::kReadWrite);
    ASSERT_TRUE(connection.ok());
    connection_ = std::move(*connection);
    const std::vector<MigrationScript> scripts = ReadMigrations();
    std::vector<std::string_view> texts;
    for (const MigrationScript& script : scripts) texts.push_back(script.text);
    ASSERT_TRUE(Migrate(*connection_, texts, directory_ + "/backup-").ok());
    // The history of the store in memory.
    ASSERT_TRUE(connection_->Execute("INSERT INTO meta VALUES (1, 1, '" + FormatId(ServerData().epoch.id) + "', 0, 0)").ok());
    store_ = std::move(SqliteStore::Open(*connection_)).value();
    ASSERT_TRUE(store_->Begin().ok());
  }
  void TearDown() override {
    store_->Rollback();
    store_.reset();
    connection_.reset();
  }
  std::int64_t Number(const std::string& sql) { return connection_->QueryInteger(sql).value(); }

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(HeldStoreTest, BothStoresAnswerTheSame) {
  ServerData data;
  MemoryServerStore memory(data);
  HeldWorld first(memory, 11), second(*store_, 11);
  for (HeldWorld* world : {&first, &second}) {
    for (std::size_t i = 0; i < 5; ++i) world->AddDevice(i % 4);
    for (int i = 0; i < 100; ++i) world->Insert(i % 2 == 0 ? 1 : 3, world->random.Below(4));
    for (int step = 0; step < 1500; ++step) {
      world->Happen();
      auto& device = world->devices[world->random.Below(world->devices.size())];
      if (world->random.OneIn(2)) world->Pull(device, world->random.OneIn(6));
    }
    for (auto& device : world->devices) world->ExpectHeld(device);
  }
  ASSERT_EQ(first.answers.size(), second.answers.size());
  for (std::size_t i = 0; i < first.answers.size(); ++i) ASSERT_EQ(first.answers[i], second.answers[i]) << i;
  EXPECT_GT(first.answers.size(), 500u);
  // No more is kept than may be asked for again.
  EXPECT_LE(Number("SELECT max(n) FROM (SELECT count(*) AS n FROM held GROUP BY replica)"), static_cast<std::int64_t>(2 * kKeptViews));
}

TEST_F(HeldStoreTest, WhoHoldsTheSameSharesABase) {
  HeldWorld world(*store_, 1);
  for (int i = 0; i < 3000; ++i) world.Insert(1, 1);
  for (int i = 0; i < 20; ++i) world.Load(world.AddDevice(static_cast<std::size_t>(i % 3)));
  EXPECT_EQ(Number("SELECT count(*) FROM held"), 20);
  EXPECT_EQ(Number("SELECT count(*) FROM held_base"), 1);
  EXPECT_LT(Number("SELECT length(rows) FROM held_base"), 100);
  // What is held by nobody any more goes when the next base comes.
  EXPECT_TRUE(store_->DropViews(world.clock.now_ms + 1).ok());
  world.Insert(1, 1);
  world.Load(world.AddDevice(0));
  EXPECT_EQ(Number("SELECT count(*) FROM held_base"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM held"), 1);
}

TEST_F(HeldStoreTest, ScansByChangeUseTheIndex) {
  for (const char* condition : {"(changed_sequence, row) >= (5, 5) ORDER BY changed_sequence, row",
                                "(changed_sequence, row) < (5, 5) ORDER BY changed_sequence DESC, row DESC"}) {
    auto plan = connection_->Prepare(std::string("EXPLAIN QUERY PLAN SELECT cells FROM record WHERE deleted = 0 AND ") + condition);
    ASSERT_TRUE(plan.ok());
    ASSERT_TRUE(*plan->Step());
    EXPECT_NE(plan->Text(3).find("record_changed (changed_sequence"), std::string_view::npos) << plan->Text(3);
    EXPECT_FALSE(*plan->Step()) << "sorted: " << plan->Text(3);
  }
}

}  // namespace
}  // namespace kedang
