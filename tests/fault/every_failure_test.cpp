// Each n-th call of the disk and each n-th allocation fails once, and for good until it is mended, in push, pull, import
// and the first start: a clean error that says what to do, nothing half done, the same call succeeds afterwards.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <functional>

#include "server/import_job.h"
#include "server/sqlite_migration.h"
#include "tests/fault/faulty_company.h"
#include "tests/support/faulty_memory.h"

namespace kedang {
namespace {

const bool has_memory = TakeOverSqliteMemory();

// What fails the n-th time.
struct Way {
  const char* name;
  std::function<void(FaultyVfs&, std::uint64_t n)> arm;
  std::function<bool(FaultyVfs&)> heal;  // true when something failed
};

std::vector<Way> Ways() {
  std::vector<Way> ways;
  for (std::size_t i = 0; i < kDiskCallCount; ++i) {
    for (const bool stays : {false, true}) {
      const auto call = static_cast<DiskCall>(i);
      ways.push_back({DiskCallName(call), [call, stays](FaultyVfs& vfs, std::uint64_t n) { vfs.Fail(call, n, stays); },
                      [](FaultyVfs& vfs) { return vfs.Heal(); }});
    }
  }
  for (const bool stays : {false, true}) {
    ways.push_back({"memory", [stays](FaultyVfs&, std::uint64_t n) { FailSqliteMemory(n, stays); },
                    [](FaultyVfs&) { return FailSqliteMemory(0); }});
  }
  return ways;
}

// An error people can act on: it names the place and says what to do.
void ExpectUseful(const Status& status) {
  const std::string& message = status.error().message;
  const ErrorCode code = status.error().code;
  EXPECT_TRUE(code == ErrorCode::kResourceExhausted || code == ErrorCode::kUnavailable || code == ErrorCode::kInternal)
      << message;
  EXPECT_NE(message.find("try again"), std::string::npos) << message;
}

// Runs `attempt` with the n-th failing for every n until nothing fails any more. After an attempt that failed `check` must
// be content, and the attempt succeed.
struct Tally {
  std::uint64_t failures = 0;  // armed and met
  std::uint64_t errors = 0;    // of them, told as an error
};

Tally ForEveryFailure(FaultyVfs& vfs, const Way& way, const std::function<Status()>& prepare, const std::function<Status()>& attempt,
                      const std::function<std::string()>& digest, const std::function<std::string()>& check) {
  Tally tally;
  int quiet = 0;  // threads make attempts differ a little: one that met nothing is no proof
  // Far along every allocation is like its neighbours: fewer of them.
  const std::uint64_t stride = std::getenv("KEDANG_LONG") != nullptr ? 200 : 8;
  for (std::uint64_t n = 1; quiet < 2 && !testing::Test::HasFailure(); n += 1 + n / stride) {
    const Status prepared = prepare();
    EXPECT_TRUE(prepared.ok()) << (prepared.ok() ? "" : prepared.error().message);
    const std::string before = digest();
    way.arm(vfs, n);
    const Status status = attempt();
    const bool has_failed = way.heal(vfs);
    quiet = has_failed ? 0 : quiet + 1;
    tally.failures += has_failed ? 1 : 0;
    if (!status.ok()) {
      ++tally.errors;
      EXPECT_TRUE(has_failed) << status.error().message;
      ExpectUseful(status);
      EXPECT_EQ(digest() == before, true) << way.name << " " << n << ": something was half done: " << status.error().message;
      const Status again = attempt();
      EXPECT_TRUE(again.ok()) << way.name << " " << n << ", again: " << (again.ok() ? "" : again.error().message)
                              << "\nfirst: " << status.error().message;
    }
    EXPECT_EQ(check(), "") << way.name << " " << n;
  }
  return tally;
}

class EveryFailure : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(has_memory); }
};

TEST_F(EveryFailure, InPush) {
  for (const Way& way : Ways()) {
    FaultyCompany company(5);
    const auto open = [&]() -> Status {
      company.StartAnew();
      company.Reseed(5);
      FaultyCompany::Options options;
      options.checkpoint_pages = 6;  // so that pushes meet checkpoints, too
      KEDANG_RETURN_IF_ERROR(company.Open(options, true));
      KEDANG_RETURN_IF_ERROR(company.PushSome());
      // What is not in memory yet has to be read.
      return company.Open(options, true);
    };
    const Tally tally = ForEveryFailure(company.vfs(), way, open, [&] { return company.PushOne(); }, [&] { return company.Digest(); },
                                        [&] { return company.Check(); });
    // Not all calls are met by a push; these are, whatever a push is.
    const std::string name = way.name;
    if (name == "write" || name == "sync" || name == "grow" || name == "read" || name == "memory") {
      EXPECT_GT(tally.errors, 0u) << name;
    }
  }
}

TEST_F(EveryFailure, InPull) {
  for (const Way& way : Ways()) {
    FaultyCompany company(6);
    const auto open = [&]() -> Status {
      company.StartAnew();
      company.Reseed(6);
      KEDANG_RETURN_IF_ERROR(company.Open({}, true));
      KEDANG_RETURN_IF_ERROR(company.PushSome());
      return company.Open({}, true);
    };
    ForEveryFailure(company.vfs(), way, open, [&] { return company.Pull(); }, [] { return std::string(); }, [&] { return company.Check(); });
  }
}

TEST_F(EveryFailure, InImport) {
  for (const Way& way : Ways()) {
    FaultyCompany company(7);
    const std::string file = FaultyCompany::WriteCsv(40);
    std::unique_ptr<Instance> instance;
    const auto open = [&]() -> Status {
      KEDANG_ASSIGN(instance, Instance::Open(FaultyCompany::Path(), FaultyCompany::MakeContent()));
      return {};
    };
    const auto open_anew = [&]() -> Status {
      instance.reset();
      company.StartAnew();
      return open();
    };
    const auto import = [&]() -> Status {
      ImportRequest request;
      request.file = file;
      request.schema = instance->schemas().Find("customer");
      request.author = Principal{Id{1, 1}, "admin", Role::kAdministrator, 1};
      const auto answer = RunImportJob(*instance, request, [](std::uint64_t, std::uint64_t) {});
      return answer.ok() ? Status() : Status(answer.error());
    };
    ForEveryFailure(company.vfs(), way, open_anew, import, [&] { return company.Digest(); }, [&] { return company.Check(); });
    instance.reset();
  }
}

// The first start of a server, on an empty disk, and the first start of this one on a database of an older.
TEST_F(EveryFailure, InStart) {
  FaultyCompany company(8);
  const FaultyVfs::Image empty;
  FaultyVfs::Image old;
  {
    company.vfs().Load(empty);
    Content content = FaultyCompany::MakeContent();
    content.migrations.resize(3);
    auto connection = Connection::Open(FaultyCompany::Path() + "/kedang.db", Connection::Mode::kReadWrite);
    ASSERT_TRUE(connection.ok());
    ASSERT_TRUE(Migrate(**connection, content.migrations, "unused").ok());
    connection->reset();
    old = company.vfs().Save();
  }
  for (const FaultyVfs::Image* disk : {&empty, &std::as_const(old)}) {
    for (const Way& way : Ways()) {
      const auto restore = [&]() -> Status {
        company.vfs().Load(*disk);
        return {};
      };
      const auto start = [&]() -> Status {
        // The program removes it from the machine's own disk.
        company.vfs().Remove(FaultyCompany::Path() + "/kedang.db.before-migration-3");
        auto instance = Instance::Open(FaultyCompany::Path(), FaultyCompany::MakeContent());
        if (!instance.ok()) return instance.error();
        KEDANG_ASSIGN(const Instance::Reader reader, (*instance)->Read());
        KEDANG_RETURN_IF_ERROR(reader->LastSequence().ok() ? Status() : Status(reader->LastSequence().error()));
        return {};
      };
      ForEveryFailure(company.vfs(), way, restore, start, [] { return std::string(); }, [] { return std::string(); });
    }
  }
}


}  // namespace
}  // namespace kedang
