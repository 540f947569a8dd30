// A backup on a disk that is full at any byte, and with SQLite's n-th allocation failing: an error, no file that looks like a
// backup, nothing left beside the database, and the same backup succeeds afterwards.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>

#include "server/backup.h"
#include "server/crypto.h"
#include "server/file.h"
#include "tests/fault/faulty_company.h"
#include "tests/support/directory_test.h"
#include "tests/support/faulty_memory.h"

namespace kedang {
namespace {

class BackupFailure : public DirectoryTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(StartCrypto().ok());
    auto instance = Instance::Open(directory_ + "/data", FaultyCompany::MakeContent());
    ASSERT_TRUE(instance.ok()) << instance.error().message;
    instance_ = std::move(*instance);
  }
  void TearDown() override {
    instance_.reset();
  }

  std::string path() const { return directory_ + "/company.backup"; }

  Status Make() {
    const auto report = MakeBackup(*instance_, path(), Sealer::ForPublicKey(MakeSealPair().public_key), [](std::uint64_t, std::uint64_t) {});
    return report.ok() ? Status() : Status(report.error());
  }

  // Files that are neither the database's nor the backup.
  std::size_t Leftovers() const {
    std::size_t count = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(directory_)) {
      const std::string name = file.path().filename().string();
      count += file.is_regular_file() && !name.starts_with("kedang.db-") && name != "kedang.db" ? 1 : 0;
    }
    return count;
  }

  void ExpectCleanFailure(const Status& status, std::uint64_t at) {
    EXPECT_FALSE(status.error().message.empty());
    EXPECT_FALSE(std::filesystem::exists(path())) << at;
    EXPECT_EQ(Leftovers(), 0u) << at << ": " << status.error().message;
    const Status again = Make();
    EXPECT_TRUE(again.ok()) << at << ", again: " << (again.ok() ? "" : again.error().message) << "; first: " << status.error().message;
    std::filesystem::remove(path());
  }

  std::unique_ptr<Instance> instance_;
};

TEST_F(BackupFailure, AFullDiskLeavesNothing) {
  signal(SIGXFSZ, SIG_IGN);
  rlimit usual{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &usual), 0);
  int failures = 0;
  bool has_succeeded = false;
  for (rlim_t size = 0; !has_succeeded && !HasFailure(); size += 24'000) {
    const rlimit full{.rlim_cur = size, .rlim_max = usual.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &full), 0);
    const Status status = Make();
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &usual), 0);
    has_succeeded = status.ok();
    if (has_succeeded) break;
    ++failures;
    ExpectCleanFailure(status, size);
  }
  EXPECT_GT(failures, 3);
}

TEST_F(BackupFailure, NoMemoryLeavesNothing) {
  int failures = 0;
  for (std::uint64_t n = 1; !HasFailure(); n += 1 + n / 6) {
    FailSqliteMemory(n);
    const Status status = Make();
    const bool has_failed = FailSqliteMemory(0);
    if (!status.ok()) {
      ++failures;
      ExpectCleanFailure(status, n);
    }
    std::filesystem::remove(path());
    if (!has_failed) break;
  }
  EXPECT_GT(failures, 10);
}

}  // namespace
}  // namespace kedang
