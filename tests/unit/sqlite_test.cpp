// The door to SQLite, where its own limits could be met.
#include "server/sqlite.h"

#include <gtest/gtest.h>

#include "tests/support/directory_test.h"

namespace kedang {
namespace {

class SqliteTest : public DirectoryTest {};

// The journal of a part grows beyond what is kept in memory: a million imported rows got "disk is full" from their index.
TEST_F(SqliteTest, APartOfManyMegabytesCanBeTakenBack) {
  auto opened = Connection::Open(directory_ + "/a.db", Connection::Mode::kReadWrite);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  Connection& connection = **opened;
  constexpr char kFill[] =
      "CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT);"
      "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 20000)"
      "  INSERT INTO t SELECT n, printf('%01000d', n) FROM r;";
  const Status filled = connection.Execute(kFill);
  ASSERT_TRUE(filled.ok()) << filled.error().message;
  const Status changed = connection.Execute("BEGIN; SAVEPOINT part; UPDATE t SET text = 'x' || text;");
  ASSERT_TRUE(changed.ok()) << changed.error().message;
  EXPECT_EQ(*connection.QueryInteger("SELECT count(*) FROM t WHERE text LIKE 'x%'"), 20'000);
  const Status back = connection.Execute("ROLLBACK TO part; RELEASE part; COMMIT;");
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(*connection.QueryInteger("SELECT count(*) FROM t WHERE length(text) = 1000 AND text + 0 = n"), 20'000);
  EXPECT_EQ(*connection.QueryInteger("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
}

}  // namespace
}  // namespace kedang
