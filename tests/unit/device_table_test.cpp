// The server's halves of what browsers keep, wipes, and what people may keep after an update.
#include "server/device_table.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "server/crypto.h"
#include "server/sqlite_migration.h"
#include "server/user_table.h"
#include "tests/support/directory_test.h"
#include "tests/support/migrations.h"

namespace kedang {
namespace {

constexpr TimeMs kNow = 1'700'000'000'000;
constexpr Id kLin{0x018BCFE568000000ULL, 1}, kMa{0x018BCFE568000000ULL, 2};
constexpr Id kDesk{0x018BCFE568000000ULL, 11}, kPhone{0x018BCFE568000000ULL, 12};

class DeviceTableTest : public DirectoryTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(StartCrypto().ok());
  }
  void TearDown() override {
    store_.reset();
    connection_.reset();
  }

  void Open(bool is_older = false) {
    store_.reset();
    connection_.reset();
    auto connection = Connection::Open(directory_ + "/kedang.db", Connection::Mode::kReadWrite);
    ASSERT_TRUE(connection.ok());
    connection_ = std::move(connection).value();
    std::vector<std::string_view> scripts;
    for (const MigrationScript& script : scripts_) {
      if (!is_older || script.name < "0007") scripts.push_back(script.text);
    }
    ASSERT_TRUE(Migrate(*connection_, scripts, directory_ + "/backup").ok());
    if (is_older) return;
    ASSERT_TRUE(connection_->Execute("INSERT OR IGNORE INTO meta VALUES (1, 1, '" + FormatId(kLin) + "', 0, 0)").ok());
    auto store = SqliteStore::Open(*connection_);
    ASSERT_TRUE(store.ok()) << store.error().message;
    store_ = std::move(store).value();
  }

  void Add(Id id, const std::string& name) {
    User user;
    user.id = id;
    user.name = user.display = name;
    ASSERT_TRUE(AddUser(*connection_, user, kNow).ok());
  }

  Status Wipe(Id user, Id device) {
    EXPECT_TRUE(store_->Begin().ok());
    const Status status = WipeDevices(*store_, user, device, kNow);
    EXPECT_TRUE(store_->Commit().ok());
    return status;
  }

  DeviceHalves OpenOne(Id device, Id user, bool was_wiped = false) {
    auto halves = OpenDevice(*connection_, device, user, "Firefox", was_wiped, kNow);
    EXPECT_TRUE(halves.ok()) << halves.error().message;
    return halves.ok() ? *halves : DeviceHalves();
  }

  const std::vector<MigrationScript> scripts_ = ReadMigrations();
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(DeviceTableTest, HalvesStayTheSameAndDifferByDevice) {
  Open();
  const DeviceHalves desk = OpenOne(kDesk, kLin), phone = OpenOne(kPhone, kLin);
  EXPECT_EQ(desk.cache.size(), 32u);
  EXPECT_EQ(desk.unsent.size(), 32u);
  EXPECT_NE(desk.cache, phone.cache);
  EXPECT_NE(desk.unsent, phone.unsent);
  EXPECT_NE(desk.cache, desk.unsent);
  const DeviceHalves again = OpenOne(kDesk, kLin);
  EXPECT_EQ(again.cache, desk.cache);
  EXPECT_EQ(again.unsent, desk.unsent);
  EXPECT_EQ(OpenDevice(*connection_, kDesk, kMa, "", false, kNow).error().code, ErrorCode::kPermissionDenied);
}

TEST_F(DeviceTableTest, AWipeDestroysTheHalfOfTheCacheAndKeepsThatOfUnsentEdits) {
  Open();
  Add(kLin, "lin");
  const DeviceHalves before = OpenOne(kDesk, kLin);
  OpenOne(kPhone, kLin);
  const auto sequence = store_->LastSequence().value();
  ASSERT_TRUE(Wipe(kLin, kDesk).ok());
  EXPECT_GT(store_->LastSequence().value(), sequence);  // wakes
  EXPECT_EQ(connection_->QueryInteger("SELECT count(*) FROM device WHERE cache_half IS NULL").value(), 1);
  EXPECT_FALSE(FindDevice(*connection_, kDesk).value()->is_open);
  EXPECT_TRUE(FindDevice(*connection_, kPhone).value()->is_open);
  EXPECT_FALSE(OpenDevice(*connection_, kDesk, kLin, "", false, kNow).ok());
  ASSERT_TRUE(NoteWiped(*connection_, kDesk, kNow + 5).ok());
  EXPECT_EQ(FindDevice(*connection_, kDesk).value()->told_ms, kNow + 5);
  const DeviceHalves after = OpenOne(kDesk, kLin, true);
  EXPECT_NE(after.cache, before.cache);
  EXPECT_EQ(after.unsent, before.unsent);
  EXPECT_TRUE(FindDevice(*connection_, kDesk).value()->is_open);
}

TEST_F(DeviceTableTest, AWipeOfAllIsOfOneUserOnly) {
  Open();
  OpenOne(kDesk, kLin);
  OpenOne(kPhone, kMa);
  ASSERT_TRUE(Wipe(kLin, Id()).ok());
  EXPECT_FALSE(FindDevice(*connection_, kDesk).value()->is_open);
  EXPECT_TRUE(FindDevice(*connection_, kPhone).value()->is_open);
  EXPECT_EQ(Wipe(kLin, kPhone).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(Wipe(Id{1, 1}, Id()).ok());  // has none: nothing to do
}

TEST_F(DeviceTableTest, UnsentEditsOpenAfterARestoreThatKnowsNothingOfTheDevice) {
  Open();
  const DeviceHalves before = OpenOne(kDesk, kLin);
  ASSERT_TRUE(connection_->Execute("DELETE FROM device").ok());
  const DeviceHalves after = OpenOne(kDesk, kLin);
  EXPECT_EQ(after.unsent, before.unsent);
  EXPECT_NE(after.cache, before.cache);
}

TEST_F(DeviceTableTest, AWipeEndsTheSessionsOfTheDevice) {
  Open();
  Add(kLin, "lin");
  OpenOne(kDesk, kLin);
  for (const char* token : {"AA", "BB"}) {
    ASSERT_TRUE(connection_->Execute("INSERT INTO session (token_hash, user, created_ms, seen_ms, expires_ms) VALUES (X'" +
                                     std::string(token) + "', '" + FormatId(kLin) + "', 1, 1, 9)").ok());
  }
  ASSERT_TRUE(SetSessionDevice(*connection_, "aa", kDesk).ok());
  ASSERT_TRUE(Wipe(kLin, kDesk).ok());
  EXPECT_EQ(connection_->QueryInteger("SELECT count(*) FROM session").value(), 1);
  EXPECT_EQ(connection_->QueryInteger("SELECT count(*) FROM session WHERE token_hash = X'BB'").value(), 1);
}

TEST_F(DeviceTableTest, NewPeopleAndWhoWasThereBeforeKeepTheirData) {
  Open(true);
  ASSERT_TRUE(connection_->Execute("INSERT INTO user (id, name, display, role, created_ms) VALUES ('" + FormatId(kLin) +
                                   "', 'lin', '林', 'member', 1)").ok());
  Open();
  Add(kMa, "ma");
  EXPECT_EQ(FindUser(*connection_, "lin").value()->offline, (OfflinePolicy{OfflineMode::kPlain, 7}));
  EXPECT_EQ(FindUser(*connection_, "ma").value()->offline, (OfflinePolicy{OfflineMode::kPlain, 7}));
  const auto version = FindUser(*connection_, "ma").value()->permission_version;
  ASSERT_TRUE(SetUserOffline(*connection_, kMa, {OfflineMode::kOff, 2}).ok());
  EXPECT_EQ(FindUser(*connection_, "ma").value()->offline, (OfflinePolicy{OfflineMode::kOff, 2}));
  EXPECT_GT(FindUser(*connection_, "ma").value()->permission_version, version);
}

}  // namespace
}  // namespace kedang
