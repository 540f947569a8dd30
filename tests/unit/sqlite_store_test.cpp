// The server's store, its writer and its migrations, on real files.
#include "server/sqlite_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "server/record_json.h"
#include "server/sqlite_migration.h"
#include "server/writer.h"
#include "tests/support/directory_test.h"
#include "tests/support/memory_server_store.h"
#include "tests/support/migrations.h"

namespace kedang {
namespace {

constexpr TimeMs kNow = 1'700'000'000'000;

Id NumberedId(std::uint64_t number) { return Id{0x018BCFE568000000ULL, number}; }

class SqliteStoreTest : public DirectoryTest {
 protected:
  void SetUp() override {
    for (MigrationScript& script : ReadMigrations()) scripts_.push_back(std::move(script.text));
    ASSERT_GT(scripts_.size(), 3u);
    connection_ = OpenConnection(Connection::Mode::kReadWrite);
    store_ = OpenStore(*connection_);
  }
  void TearDown() override {
    store_.reset();
    connection_.reset();
  }

  std::string path() const { return directory_ + "/kedang.db"; }

  std::unique_ptr<Connection> OpenConnection(Connection::Mode mode) {
    auto connection = Connection::Open(path(), mode);
    EXPECT_TRUE(connection.ok()) << connection.error().message;
    if (mode == Connection::Mode::kReadWrite) {
      const std::vector<std::string_view> scripts(scripts_.begin(), scripts_.end());
      EXPECT_TRUE(Migrate(**connection, scripts, path() + ".backup-").ok());
      EXPECT_TRUE((*connection)
                      ->Execute("INSERT OR IGNORE INTO meta VALUES (1, 1, '" + FormatId(NumberedId(9)) + "', 0, 0)")
                      .ok());
    }
    return std::move(connection).value();
  }

  static std::unique_ptr<SqliteStore> OpenStore(Connection& connection) {
    auto store = SqliteStore::Open(connection);
    EXPECT_TRUE(store.ok());
    return std::move(store).value();
  }

  // A record with one cell of every kind.
  Record MakeRecord(std::uint64_t number, const std::string& name) {
    Record record(1, NumberedId(number));
    record.created = record.changed = Version{1, *store_->NextSequence()};
    record.created_ms = record.changed_ms = kNow;
    record.Set(1, Value::Text(name), record.created);
    record.Set(2, Value::Integer(-42), record.created);
    record.Set(3, Value::Boolean(true), record.created);
    record.Set(4, Value::Of(*ParseDecimal("-12.505")), record.created);
    record.Set(5, Value::Of(*MakeDate(2024, 2, 29)), record.created);
    record.Set(6, Value::List({"甲", "b\"\\\n\x01"}), record.created);
    record.Set(7, Value(), record.created);
    return record;
  }

  static void ExpectSame(const Record& a, const Record& b) {
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.schema, b.schema);
    EXPECT_EQ(a.created, b.created);
    EXPECT_EQ(a.changed, b.changed);
    EXPECT_EQ(a.created_ms, b.created_ms);
    EXPECT_EQ(a.changed_ms, b.changed_ms);
    EXPECT_EQ(a.is_deleted, b.is_deleted);
    ASSERT_EQ(a.cells().size(), b.cells().size());
    for (std::size_t i = 0; i < a.cells().size(); ++i) {
      EXPECT_EQ(a.cells()[i].field, b.cells()[i].field);
      EXPECT_EQ(a.cells()[i].value, b.cells()[i].value);
      EXPECT_EQ(a.cells()[i].version, b.cells()[i].version);
    }
  }

  std::vector<std::string> scripts_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(SqliteStoreTest, RecordsComeBackAsTheyWerePut) {
  ASSERT_TRUE(store_->Begin().ok());
  Record record = MakeRecord(1, "杭州华测科技有限公司 🚀");
  ASSERT_TRUE(store_->Put(record).ok());
  ASSERT_TRUE(store_->Commit().ok());
  ExpectSame(**store_->Find(record.id), record);

  ASSERT_TRUE(store_->Begin().ok());
  record.changed = Version{1, *store_->NextSequence()};
  record.is_deleted = true;
  record.Set(1, Value::Text("改名"), record.changed);
  ASSERT_TRUE(store_->Put(record).ok());
  ASSERT_TRUE(store_->Commit().ok());
  ExpectSame(**store_->Find(record.id), record);
  EXPECT_EQ(*store_->Count(1), 0u);
  EXPECT_FALSE(store_->Find(NumberedId(77))->has_value());
  EXPECT_EQ(*store_->LastSequence(), 2u);
}

TEST_F(SqliteStoreTest, ScansVisitLiveRecordsInOrderAndChangesAfterASequence) {
  ASSERT_TRUE(store_->Begin().ok());
  std::vector<Record> records;
  for (std::uint64_t i = 1; i <= 5; ++i) {
    records.push_back(MakeRecord(i, "客户" + std::to_string(i)));
    ASSERT_TRUE(store_->Put(records.back()).ok());
  }
  records[1].is_deleted = true;
  records[1].changed.sequence = *store_->NextSequence();
  ASSERT_TRUE(store_->Put(records[1]).ok());
  ASSERT_TRUE(store_->Commit().ok());

  std::vector<std::uint64_t> seen;
  const auto collect = [&seen](const Record& record) {
    seen.push_back(record.id.low);
    return true;
  };
  ASSERT_TRUE(store_->Scan(1, collect).ok());
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 3, 4, 5}));
  EXPECT_EQ(*store_->Count(1), 4u);
  EXPECT_EQ(*store_->Count(2), 0u);
  seen.clear();
  ASSERT_TRUE(store_->ScanChanges(3, [&](RowNumber, const Record& record) { return collect(record); }).ok());
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{4, 5, 2}));
}

TEST_F(SqliteStoreTest, RecordsThatReferAreFound) {
  ASSERT_TRUE(store_->Begin().ok());
  const Id target = NumberedId(500), other = NumberedId(501);
  const auto referring = [&](FieldId field) {
    std::vector<Id> found;
    EXPECT_TRUE(store_->ScanReferring(1, field, target, [&](const Record& record) {
                        found.push_back(record.id);
                        return true;
                      }).ok());
    return found;
  };
  Record single = MakeRecord(1, "甲"), several = MakeRecord(2, "乙"), bulk = MakeRecord(3, "丙");
  single.Set(8, Value::Text(FormatId(target)), single.created);
  several.Set(9, Value::List({FormatId(other), FormatId(target)}), several.created);
  bulk.Set(8, Value::Text(FormatId(target)), bulk.created);
  ASSERT_TRUE(store_->Put(single).ok());
  ASSERT_TRUE(store_->Put(several).ok());
  HistoryEntry entry;
  entry.version = bulk.created;
  entry.record = bulk.id;
  entry.schema = 1;
  entry.author = NumberedId(7);
  ASSERT_TRUE(store_->InsertNew(bulk, entry).ok());
  ASSERT_TRUE(store_->FlushNew().ok());
  EXPECT_EQ(referring(8), (std::vector<Id>{single.id, bulk.id}));
  EXPECT_EQ(referring(9), std::vector<Id>{several.id});
  // Moved away, deleted, erased: no more.
  single.Set(8, Value::Text(FormatId(other)), Version{1, 99});
  single.changed = Version{1, 99};
  several.is_deleted = true;
  several.changed = Version{1, 99};
  ASSERT_TRUE(store_->Put(single).ok());
  ASSERT_TRUE(store_->Put(several).ok());
  ASSERT_TRUE(store_->Erase(bulk.id).ok());
  EXPECT_TRUE(referring(8).empty());
  EXPECT_TRUE(referring(9).empty());
  EXPECT_EQ(connection_->QueryInteger("SELECT count(*) FROM reference").value(), 1);
  ASSERT_TRUE(store_->Commit().ok());
}

TEST_F(SqliteStoreTest, TheWholeOfASchemaMayBeRewrittenWhileItIsRead) {
  ASSERT_TRUE(store_->Begin().ok());
  for (std::uint64_t i = 1; i <= 2500; ++i) {
    Record record = MakeRecord(i, "甲");
    record.is_deleted = i % 7 == 0;
    ASSERT_TRUE(store_->Put(record).ok());
  }
  std::size_t count = 0;
  ASSERT_TRUE(store_->ScanWhole(1, [&](const Record& record) {
                      Record changed = record;
                      changed.Set(1, Value::Text("乙"), Version{1, 9000});
                      changed.changed = Version{1, 9000 + ++count};
                      return store_->Put(changed).ok();
                    }).ok());
  EXPECT_EQ(count, 2500u);
  ASSERT_TRUE(store_->Commit().ok());
}

// The statement and JoinBatch say the same.
TEST_F(SqliteStoreTest, BatchesAddUpLikeInMemory) {
  ServerData data;
  MemoryServerStore memory(data);
  const Id import{5, 1}, undo{5, 2};
  Batch head;
  head.id = import;
  head.kind = SourceKind::kImport;
  head.source = "a.csv";
  head.author = Id{9, 1};
  head.schema = 1;
  head.at_ms = 1000;
  head.read = 7;
  Batch part = head;
  part.read = 0;
  part.created = 3;
  part.first = part.last = Version{1, 5};
  Batch other = part;  // of another template, later
  other.schema = 2;
  other.changed = 2;
  other.created = 0;
  other.first = Version{1, 6};
  other.last = Version{1, 9};
  Batch stranger = part;
  stranger.author = Id{9, 2};
  Batch revert = head;
  revert.id = undo;
  revert.kind = SourceKind::kUndo;
  revert.reverts = import;
  revert.at_ms = 2000;
  ASSERT_TRUE(store_->Begin().ok());
  for (const Batch& one : {head, part, other, stranger, revert}) {
    ASSERT_TRUE(store_->AddToBatch(one).ok());
    ASSERT_TRUE(memory.AddToBatch(one).ok());
  }
  ASSERT_TRUE(store_->Commit().ok());
  for (const Id id : {import, undo}) {
    const auto stored = store_->FindBatch(id), expected = memory.FindBatch(id);
    ASSERT_TRUE(stored.ok() && stored->has_value());
    const Batch &a = **stored, &b = **expected;
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.source, b.source);
    EXPECT_EQ(a.author, b.author);
    EXPECT_EQ(a.schema, b.schema);
    EXPECT_EQ(a.at_ms, b.at_ms);
    EXPECT_EQ(std::tie(a.created, a.changed, a.deleted, a.restored, a.read, a.duplicates, a.rejected),
              std::tie(b.created, b.changed, b.deleted, b.restored, b.read, b.duplicates, b.rejected));
    EXPECT_EQ(a.first, b.first);
    EXPECT_EQ(a.last, b.last);
    EXPECT_EQ(a.reverts, b.reverts);
  }
  EXPECT_EQ((*store_->FindBatch(import))->schema, 0u);
  EXPECT_EQ((*store_->FindBatch(import))->created, 3u);
  ASSERT_EQ(store_->RevertsOf(import)->size(), 1u);
  EXPECT_EQ(store_->RevertsOf(import)->front().id, undo);
  EXPECT_EQ(store_->Batches(std::nullopt, 10)->size(), 2u);
  EXPECT_EQ(store_->Batches(std::nullopt, 10)->front().id, undo);
  ASSERT_EQ(store_->Batches(SourceKind::kImport, 10)->size(), 1u);
  EXPECT_FALSE(store_->FindBatch(Id{5, 3})->has_value());
}

TEST_F(SqliteStoreTest, AnOlderDatabaseGetsTheBatchesOfItsHistory) {
  store_.reset();
  connection_.reset();
  std::filesystem::remove(path());
  auto older = Connection::Open(path(), Connection::Mode::kReadWrite);
  ASSERT_TRUE(older.ok());
  std::vector<std::string_view> scripts(scripts_.begin(), scripts_.begin() + 7);
  ASSERT_TRUE(Migrate(**older, scripts, path() + ".backup-").ok());
  const std::string one = FormatId(Id{5, 1}), none = FormatId(Id{5, 2}), author = FormatId(Id{9, 1}), a = FormatId(Id{1, 1}), b = FormatId(Id{1, 2});
  ASSERT_TRUE((*older)
                  ->Execute("INSERT INTO meta VALUES (1, 1, '" + one + "', 7, 0);"
                            "INSERT INTO record VALUES (1, '" + a + "', 1, 0, 1, 1, 1, 1, 0, 0, '{}', NULL),"
                            " (2, '" + b + "', 1, 0, 1, 2, 1, 2, 0, 0, '{}', NULL);"
                            "INSERT INTO provenance VALUES (1, 'import', 'a.csv', '" + one + "'), (2, 'manual', '', '');"
                            "INSERT INTO history VALUES (1, 1, 1, 1, 'insert', 'applied', '" + author + "', 100, 0, 1, NULL, NULL),"
                            " (2, 2, 1, 2, 'set', 'applied', '" + author + "', 101, 0, 2, NULL, NULL),"
                            " (3, 2, 1, 3, 'set', 'applied', '" + author + "', 102, 0, 1, NULL, NULL);"
                            "INSERT INTO import_batch VALUES ('" + one + "', 1, 'a.csv', '" + author + "', 100, 5, 1, 1, 2, 1, NULL),"
                            " ('" + none + "', 1, 'b.csv', '" + author + "', 90, 2, 0, 0, 2, 0, NULL);")
                  .ok());
  older->reset();
  connection_ = OpenConnection(Connection::Mode::kReadWrite);
  store_ = OpenStore(*connection_);
  const auto found = store_->FindBatch(Id{5, 1});
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->kind, SourceKind::kImport);
  EXPECT_EQ((*found)->author, (Id{9, 1}));
  EXPECT_EQ((*found)->schema, 1u);
  EXPECT_EQ((*found)->at_ms, 100);
  EXPECT_EQ(std::tuple((*found)->created, (*found)->changed, (*found)->read, (*found)->duplicates, (*found)->rejected),
            std::tuple(1u, 1u, 5u, 2u, 1u));
  EXPECT_EQ((*found)->first, (Version{1, 1}));
  EXPECT_EQ((*found)->last, (Version{1, 3}));
  EXPECT_EQ((*store_->FindBatch(Id{5, 2}))->read, 2u);
  EXPECT_EQ(*store_->RecordsOfBatch(**found), (std::vector<Id>{Id{1, 2}, Id{1, 1}}));
}

TEST_F(SqliteStoreTest, UniqueKeysFindLiveRecordsOnly) {
  ASSERT_TRUE(store_->Begin().ok());
  Record record = MakeRecord(1, "甲");
  ASSERT_TRUE(store_->PutWithKeys(record, {{2, "91330108MA27Y5DL4X"}}).ok());
  const auto find = [this](std::string_view normal, Id except) {
    return *store_->FindUnique(1, 2, normal, [except](Id id) { return !(id == except); });
  };
  const auto any = [](Id) { return true; };
  EXPECT_EQ(find("91330108MA27Y5DL4X", Id{}), record.id);
  EXPECT_EQ(find("91330108MA27Y5DL4X", record.id), std::nullopt);
  EXPECT_EQ(*store_->FindUnique(1, 3, "91330108MA27Y5DL4X", any), std::nullopt);
  ASSERT_TRUE(store_->PutWithKeys(record, {{2, "other"}}).ok());
  EXPECT_EQ(find("91330108MA27Y5DL4X", Id{}), std::nullopt);
  record.is_deleted = true;
  ASSERT_TRUE(store_->PutWithKeys(record, {{2, "other"}}).ok());
  EXPECT_EQ(find("other", Id{}), std::nullopt);
  ASSERT_TRUE(store_->Commit().ok());
}

TEST_F(SqliteStoreTest, HistoryKeepsBothSidesAndTheSource) {
  ASSERT_TRUE(store_->Begin().ok());
  const Record record = MakeRecord(1, "甲");
  ASSERT_TRUE(store_->Put(record).ok());
  HistoryEntry entry;
  entry.version = record.created;
  entry.schema = 1;
  entry.record = record.id;
  entry.outcome = Outcome::kMerged;
  entry.author = NumberedId(5);
  entry.server_ms = kNow;
  entry.client_ms = kNow - 10;
  entry.provenance = Provenance{SourceKind::kImport, "客户 2024.csv", NumberedId(6)};
  entry.changes = {{1, Value::Text("旧"), Value::Text("新")}, {4, Value(), Value::Integer(3)}, {9, Value::Integer(1), Value()}};
  ASSERT_TRUE(store_->AppendHistory(entry).ok());
  ASSERT_TRUE(store_->AppendHistory(entry).ok());
  ASSERT_TRUE(store_->Commit().ok());

  const auto entries = store_->History(record.id, 1);
  ASSERT_TRUE(entries.ok());
  ASSERT_EQ(entries->size(), 1u);
  const HistoryEntry& read = entries->front();
  EXPECT_EQ(read.version, entry.version);
  EXPECT_EQ(read.outcome, entry.outcome);
  EXPECT_EQ(read.author, entry.author);
  EXPECT_EQ(read.client_ms, entry.client_ms);
  EXPECT_EQ(read.provenance, entry.provenance);
  ASSERT_EQ(read.changes.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(read.changes[i].field, entry.changes[i].field);
    EXPECT_EQ(read.changes[i].before, entry.changes[i].before);
    EXPECT_EQ(read.changes[i].after, entry.changes[i].after);
  }
  ASSERT_TRUE(connection_->Execute("PRAGMA trusted_schema = ON").ok());  // as any SQLite tool has it
  const auto rows = connection_->QueryInteger("SELECT count(*) FROM field_history");
  ASSERT_TRUE(rows.ok()) << rows.error().message;
  EXPECT_EQ(*rows, 6);
  EXPECT_EQ(*connection_->QueryInteger("SELECT count(*) FROM field_history WHERE before = '旧' AND after = '新'"), 2);
}

TEST_F(SqliteStoreTest, ConflictsReplicasResultsAndCounters) {
  ASSERT_TRUE(store_->Begin().ok());
  Conflict conflict;
  conflict.id = NumberedId(3);
  conflict.schema = 1;
  conflict.record = NumberedId(1);
  conflict.field = 4;
  conflict.earlier = Value::Text("a");
  conflict.later = Value::List({"b"});
  conflict.is_later_current = false;
  conflict.version = Version{1, 7};
  ASSERT_TRUE(store_->PutConflict(conflict).ok());
  const Conflict read = **store_->FindConflict(conflict.id);
  EXPECT_TRUE(read.base.is_null());
  EXPECT_EQ(read.earlier, conflict.earlier);
  EXPECT_EQ(read.later, conflict.later);
  EXPECT_FALSE(read.is_later_current);
  EXPECT_TRUE(read.is_open);
  int seen = 0;
  ASSERT_TRUE(store_->ScanConflictChanges(6, [&seen](const Conflict&) { return ++seen, true; }).ok());
  ASSERT_TRUE(store_->ScanConflictChanges(7, [&seen](const Conflict&) { return ++seen, true; }).ok());
  EXPECT_EQ(seen, 1);

  const Id replica = NumberedId(20);
  EXPECT_FALSE(store_->FindReplica(replica)->has_value());
  ASSERT_TRUE(store_->PutReplica({replica, NumberedId(21), 4}, kNow).ok());
  EXPECT_EQ((*store_->FindReplica(replica))->last_mid, 4u);
  for (MutationNumber mid = 1; mid <= 4; ++mid) {
    MutationResult result;
    result.mid = mid;
    result.outcome = mid == 2 ? Outcome::kInvalid : Outcome::kApplied;
    if (mid == 2) result.issues = {{Severity::kBlock, 3, "required", "missing", {{"a", "b"}}, "x"}};
    ASSERT_TRUE(store_->PutResult(replica, result).ok());
  }
  EXPECT_EQ((*store_->FindResult(replica, 2))->issues.front().details.front().second, "b");
  EXPECT_EQ(store_->ResultsAfter(replica, 1, 2)->size(), 2u);
  EXPECT_EQ(store_->ResultsAfter(replica, 1, 2)->front().issues.front().code, "required");

  EXPECT_EQ(*store_->NextNumber(1, 2, "2024"), 1u);
  EXPECT_EQ(*store_->NextNumber(1, 2, "2024"), 2u);
  EXPECT_EQ(*store_->NextNumber(1, 2, "2025"), 1u);
  ASSERT_TRUE(store_->Commit().ok());
}

TEST_F(SqliteStoreTest, RollbackOfAPartTakesItsNumbersAndRowsBackAlone) {
  ASSERT_TRUE(store_->Begin().ok());
  ASSERT_TRUE(store_->BeginPart().ok());
  ASSERT_TRUE(store_->Put(MakeRecord(1, "stays")).ok());
  ASSERT_TRUE(store_->CommitPart().ok());
  ASSERT_TRUE(store_->BeginPart().ok());
  ASSERT_TRUE(store_->Put(MakeRecord(2, "goes")).ok());
  ASSERT_TRUE(store_->RollbackPart().ok());
  ASSERT_TRUE(store_->Commit().ok());
  EXPECT_EQ(*store_->LastSequence(), 1u);
  EXPECT_EQ(*store_->Count(1), 1u);
}

TEST_F(SqliteStoreTest, AReaderSeesOneMomentAndCannotWrite) {
  const auto connection = OpenConnection(Connection::Mode::kReadOnly);
  const auto reader = OpenStore(*connection);
  ASSERT_TRUE(reader->BeginRead().ok());
  EXPECT_EQ(*reader->Count(1), 0u);
  ASSERT_TRUE(store_->Begin().ok());
  const Record record = MakeRecord(1, "甲");
  ASSERT_TRUE(store_->Put(record).ok());
  ASSERT_TRUE(store_->Commit().ok());
  EXPECT_EQ(*reader->Count(1), 0u);
  reader->Rollback();
  EXPECT_EQ(*reader->Count(1), 1u);
  EXPECT_EQ(reader->Put(record).error().code, ErrorCode::kPermissionDenied);
  EXPECT_EQ(reader->NextSequence().error().code, ErrorCode::kPermissionDenied);
}

TEST_F(SqliteStoreTest, AFullDiskRefusesTheWriteAndKeepsWhatWasThere) {
  ASSERT_TRUE(store_->Begin().ok());
  ASSERT_TRUE(store_->Put(MakeRecord(1, "甲")).ok());
  ASSERT_TRUE(store_->Commit().ok());
  const std::int64_t pages = *connection_->QueryInteger("PRAGMA page_count");
  ASSERT_TRUE(connection_->Execute("PRAGMA max_page_count = " + std::to_string(pages + 2)).ok());
  store_.reset();
  auto writer = Writer::Start(std::move(connection_));
  ASSERT_TRUE(writer.ok());
  const Status status = (*writer)->Submit([](SqliteStore& store) -> Status {
    for (std::uint64_t i = 2; i < 100; ++i) {
      Record record(1, NumberedId(i));
      record.changed.sequence = *store.NextSequence();
      record.Set(1, Value::Text(std::string(2000, 'x')));
      KEDANG_RETURN_IF_ERROR(store.Put(record));
    }
    return {};
  });
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::kResourceExhausted);
  EXPECT_NE(status.error().message.find("make room"), std::string::npos) << status.error().message;
  EXPECT_TRUE((*writer)->Submit([](SqliteStore& store) { return *store.Count(1) == 1 ? Status() : Status(ErrorCode::kInternal, "lost"); }).ok());
  (*writer)->Stop();
  const auto again = OpenConnection(Connection::Mode::kReadOnly);
  EXPECT_EQ(*again->QueryInteger("SELECT count(*) FROM record"), 1);
  EXPECT_EQ(*again->QueryInteger("SELECT sequence FROM meta"), 1);
}

TEST_F(SqliteStoreTest, DamagedFilesAreCalledDamaged) {
  store_.reset();
  connection_.reset();
  std::ofstream(path(), std::ios::binary | std::ios::trunc) << std::string(20000, 'z');
  const auto opened = Connection::Open(path(), Connection::Mode::kReadWrite);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(opened.error().message.find(path()), std::string::npos);
}

TEST_F(SqliteStoreTest, MigrationsRunOnceAfterACopyAndRefuseANewerDatabase) {
  std::vector<std::string_view> scripts(scripts_.begin(), scripts_.end());
  const std::vector<std::string_view> known = scripts;
  scripts.push_back("CREATE TABLE extra (x INTEGER)");
  ASSERT_TRUE(Migrate(*connection_, scripts, path() + ".backup-").ok());
  ASSERT_TRUE(Migrate(*connection_, scripts, path() + ".backup-").ok());
  EXPECT_EQ(*connection_->QueryInteger("SELECT count(*) FROM extra"), 0);
  EXPECT_TRUE(std::filesystem::exists(path() + ".backup-" + std::to_string(known.size())));
  EXPECT_EQ(Migrate(*connection_, known, path() + ".backup-").error().code, ErrorCode::kUnsupported);
  scripts.push_back("CREATE TABLE half (x); CREATE TABLE extra (x)");
  EXPECT_FALSE(Migrate(*connection_, scripts, path() + ".backup-").ok());
  EXPECT_EQ(*connection_->QueryInteger("SELECT count(*) FROM sqlite_master WHERE name = 'half'"), 0);
}

TEST_F(SqliteStoreTest, TheWriterGathersWorksAndAFailedOneFailsAlone) {
  store_.reset();
  auto started = Writer::Start(std::move(connection_));
  ASSERT_TRUE(started.ok());
  Writer& writer = **started;
  std::atomic<std::uint64_t> told{0};
  writer.SetListener([&told](std::uint64_t last) { told = last; });
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 8; ++t) {
    threads.emplace_back([&writer, &good, t] {
      for (std::uint64_t i = 0; i < 20; ++i) {
        const Status status = writer.Submit([t, i](SqliteStore& store) -> Status {
          Record record(1, NumberedId(t * 100 + i + 1));
          record.changed.sequence = *store.NextSequence();
          KEDANG_RETURN_IF_ERROR(store.Put(record));
          if (i % 5 == 4) return Status(ErrorCode::kInvalidArgument, "no");
          return {};
        });
        if (status.ok()) ++good;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 8 * 16);
  writer.Stop();
  EXPECT_EQ(told, 8u * 16u);
  EXPECT_EQ(writer.Submit([](SqliteStore&) { return Status(); }).error().code, ErrorCode::kUnavailable);
  const auto again = OpenConnection(Connection::Mode::kReadOnly);
  EXPECT_EQ(*again->QueryInteger("SELECT count(*) FROM record"), 8 * 16);
  EXPECT_EQ(*again->QueryInteger("SELECT sequence FROM meta"), 8 * 16);
}

TEST(RecordJsonTest, RefusesWhatItDidNotWrite) {
  for (const char* bad : {"", "{", "{\"1\":}", "{\"0\":1}", "{\"1\":1.5}", "{\"1\":{\"date\":\"2023-02-29\"}}", "{\"1\":[1]}",
                          "{\"1\":\"a}", "{\"1\":1} x", "{\"x\":1}", "{\"1\":\"\\u12\"}"}) {
    Record record;
    EXPECT_FALSE(ParseCellsJson(bad, record).ok()) << bad;
  }
  Record record;
  ASSERT_TRUE(ParseCellsJson(" { \"1\" : \"\\ud83d\\ude80\\u4e2d\" , \"2\" : [ ] }\n", record).ok());
  EXPECT_EQ(record.Get(1).text(), "🚀中");
  EXPECT_TRUE(record.Get(2).is_null());
}

TEST_F(SqliteStoreTest, ManyNewRecordsAreAsGoodAsSingleOnes) {
  // More keys than records, and enough of them that the index over records is made anew.
  constexpr std::uint64_t kRecords = 6003;
  HistoryEntry entry;
  entry.schema = 1;
  entry.kind = MutationKind::kInsert;
  entry.provenance.kind = SourceKind::kImport;
  entry.provenance.source = "a.csv";
  ASSERT_TRUE(store_->Begin().ok());
  ASSERT_TRUE(store_->BeginPart().ok());
  ASSERT_TRUE(store_->InsertNew(MakeRecord(9'000'000, "taken back"), entry).ok());
  ASSERT_TRUE(store_->RollbackPart().ok());
  std::vector<SqliteStore::RowKey> keys;
  std::vector<std::int64_t> rows;
  for (std::uint64_t i = 1; i <= kRecords; ++i) {
    const Record record = MakeRecord(i, "name " + std::to_string(i));
    entry.record = record.id;
    entry.version = record.created;
    const auto row = store_->InsertNew(record, entry);
    ASSERT_TRUE(row.ok()) << row.error().message;
    rows.push_back(*row);
    for (const FieldId field : {FieldId{1}, FieldId{2}}) {
      keys.push_back({*row, {field, "key " + std::to_string(i * 7919 % kRecords)}});
    }
  }
  ASSERT_TRUE(store_->InsertUniqueKeys(1, keys).ok());
  ASSERT_TRUE(store_->Commit().ok());

  EXPECT_EQ(*store_->Count(1), kRecords);
  EXPECT_EQ(*store_->Find(NumberedId(9'000'000)), std::nullopt);
  for (const std::uint64_t i : {std::uint64_t{1}, std::uint64_t{16}, std::uint64_t{17}, kRecords}) {
    const auto found = store_->Find(NumberedId(i));
    ASSERT_TRUE(found.ok() && found->has_value());
    EXPECT_EQ((*found)->Get(1), Value::Text("name " + std::to_string(i)));
    const auto history = store_->History(NumberedId(i), 10);
    ASSERT_TRUE(history.ok());
    ASSERT_EQ(history->size(), 1u);
    EXPECT_EQ(history->front().version, (*found)->created);
    EXPECT_EQ(history->front().provenance.source, "a.csv");
    const auto holder = store_->FindUnique(1, 2, "key " + std::to_string(i * 7919 % kRecords), [](Id) { return true; });
    ASSERT_TRUE(holder.ok());
    EXPECT_EQ(*holder, NumberedId(i));
  }
  EXPECT_EQ(*connection_->QueryInteger("SELECT row FROM record WHERE id = '" + FormatId(NumberedId(17)) + "'"), rows[16]);
  EXPECT_EQ(*connection_->QueryInteger("SELECT count(*) FROM unique_key INDEXED BY unique_key_record WHERE record > 0"),
            static_cast<std::int64_t>(keys.size()));
  EXPECT_EQ(*connection_->QueryInteger("SELECT count(*) FROM pragma_foreign_key_check"), 0);
  EXPECT_EQ(*connection_->QueryInteger("PRAGMA foreign_keys"), 1) << "references are followed again";
}

}  // namespace
}  // namespace kedang
