// The n-th operator new of a server process fails, anywhere in it. The process may end, as after kill -9, but it never
// says that something is kept which is not; where it lives on, the same push and import succeed afterwards.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "server/import_job.h"
#include "shared/sync/server.h"
#include "tests/fault/faulty_company.h"
#include "tests/support/directory_test.h"
#include "tests/support/faulty_memory.h"

namespace kedang {
namespace {

constexpr Id kReplica{0x0190000000000000, 1};
const Principal kAuthor{Id{0x0190000000000000, 2}, "admin", Role::kAdministrator, 1};

enum class Ending { kNothingFailed, kLivedOn, kDied, kWrong };

// What the child did until it ended, for the parent: bytes in a pipe.
enum class Said : char { kFailed = 'f', kKept = 'k', kImported = 'i' };

class NoMemory : public DirectoryTest {
 protected:
  void SetUp() override {
    std::ofstream csv(directory_ + "/few.csv");
    csv << "名称,备注\n公司一,甲\n公司二,乙\n";
  }

  static Status Push(Instance& instance, MutationNumber mid) {
    PushRequest request;
    request.replica = kReplica;
    request.epoch = instance.epoch();
    Mutation mutation;
    mutation.mid = mid;
    mutation.kind = MutationKind::kInsert;
    mutation.schema = 1;
    mutation.schema_version = instance.schemas().version;
    mutation.record = Id{kReplica.high, 100 + mid};
    CellEdit edit;
    edit.field = 1;
    edit.value = Value::Text("公司" + std::to_string(mid));
    mutation.edits.push_back(edit);
    Group group;
    group.id = Id{kReplica.high, 1000 + mid};
    group.mutations.push_back(mutation);
    request.groups.push_back(group);
    PushResponse response;
    KEDANG_RETURN_IF_ERROR(instance.writer().Submit([&](SqliteStore& store) -> Status {
      SyncServer server(instance.schemas(), instance.rules(), instance.lexicon(), instance.clock(), instance.random());
      KEDANG_ASSIGN(response, server.Push(store, kAuthor, request));
      return {};
    }));
    return response.last_mid >= mid ? Status() : Status(ErrorCode::kInternal, "a push without an outcome");
  }

  Status Import(Instance& instance) const {
    ImportRequest request;
    request.file = directory_ + "/few.csv";
    request.schema = instance.schemas().Find("customer");
    request.author = kAuthor;
    const auto answer = RunImportJob(instance, request, [](std::uint64_t, std::uint64_t) {});
    return answer.ok() ? Status() : Status(answer.error());
  }

  // The child's life: pushes, then fails the n-th allocation of another push or of an import, then does it again.
  [[noreturn]] void Live(int out, std::uint64_t n, bool is_import) const {
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(2);  // the last words of std::terminate
    const auto say = [out](Said what) { static_cast<void>(write(out, &what, 1) == 1); };
    auto instance = Instance::Open(directory_ + "/data", FaultyCompany::MakeContent());
    if (!instance.ok() || !Push(**instance, 1).ok()) _exit(3);
    say(Said::kKept);
    const auto attempt = [&]() -> Status {
      try {
        return is_import ? Import(**instance) : Push(**instance, 2);
      } catch (const std::bad_alloc&) {
        return Status(ErrorCode::kResourceExhausted, "out of memory");  // as the HTTP server answers 500
      }
    };
    FailMemory(n);
    Status status = attempt();
    if (FailMemory(0)) say(Said::kFailed);
    if (!status.ok()) status = attempt();
    if (!status.ok()) _exit(4);
    say(is_import ? Said::kImported : Said::kKept);
    if (!Push(**instance, is_import ? 2 : 3).ok()) _exit(5);
    say(Said::kKept);
    _exit(0);
  }

  Ending Try(std::uint64_t n, bool is_import) {
    std::filesystem::remove_all(directory_ + "/data");
    int ends[2];
    if (pipe(ends) != 0) return Ending::kWrong;
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      Live(ends[1], n, is_import);
    }
    close(ends[1]);
    int kept = 0;
    int imported = 0;
    bool has_failed = false;
    for (Said said{}; read(ends[0], &said, 1) == 1;) {
      kept += said == Said::kKept ? 1 : 0;
      imported += said == Said::kImported ? 1 : 0;
      has_failed = has_failed || said == Said::kFailed;
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    auto connection = Connection::Open(directory_ + "/data/kedang.db", Connection::Mode::kReadOnly);
    if (!connection.ok()) return Ending::kWrong;
    const auto ask = [&](std::string_view sql) { return (*connection)->QueryInteger(sql).value(); };
    const std::int64_t rows = ask("SELECT count(*) FROM record");
    const std::int64_t batches = ask("SELECT count(*) FROM batch");
    const std::int64_t pushed = ask("SELECT last_mid FROM replica");
    const bool is_whole = ask("SELECT count(*) FROM history") == rows && ask("SELECT count(*) FROM mutation_result") == pushed &&
                          rows == pushed + 2 * batches && ask("SELECT count(*) FROM pragma_foreign_key_check") == 0;
    if (!is_whole || pushed < kept || batches < imported) return Ending::kWrong;
    if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGABRT ? Ending::kDied : Ending::kWrong;
    if (WEXITSTATUS(status) != 0) {
      ADD_FAILURE() << "the child ended with " << WEXITSTATUS(status);
      return Ending::kWrong;
    }
    return has_failed ? Ending::kLivedOn : Ending::kNothingFailed;
  }

  void TryAll(bool is_import, std::uint64_t stride) {
    int lived = 0;
    int died = 0;
    for (std::uint64_t n = 1;; n += 1 + n / stride) {
      const Ending ending = Try(n, is_import);
      ASSERT_NE(ending, Ending::kWrong) << "allocation " << n;
      if (ending == Ending::kNothingFailed) break;
      ++(ending == Ending::kDied ? died : lived);
    }
    std::printf("%s: lived on after %d of %d failed allocations\n", is_import ? "import" : "push", lived, lived + died);
    EXPECT_GT(lived, 10 * died);  // a death costs everybody's connections: it must stay the exception
  }

  static std::uint64_t Stride() { return std::getenv("KEDANG_LONG") != nullptr ? 400 : 12; }
};

TEST_F(NoMemory, InPush) { TryAll(false, Stride()); }
TEST_F(NoMemory, InImport) { TryAll(true, Stride()); }

}  // namespace
}  // namespace kedang
