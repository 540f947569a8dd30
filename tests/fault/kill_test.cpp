// kill -9 of the real program while several clients push over HTTP, again and again: after each restart everything that was
// acknowledged is there, with its result and in history. A handful of times; KEDANG_KILLS asks for more.
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/support/random.h"
#include "tests/support/served_test.h"

namespace kedang {
namespace {

constexpr std::size_t kClients = 4;

struct Acknowledged {
  Group group;
  std::vector<MutationResult> results;
};

// A client that pushes without end and remembers what it was told.
class Client {
 public:
  Client(std::size_t number, httplib::Headers headers, const HelloResponse& hello)
      : random_(number), headers_(std::move(headers)), epoch_(hello.epoch), replica_{0x0190000000000000, 1000 + number} {
    const SchemaSet schemas = ParseSchemaSet(hello.schemas).value();
    schema_ = *schemas.Find("customer");
    schema_version_ = schemas.version;
  }

  void Run(const std::atomic<int>& port, const std::atomic<bool>& is_stopping) {
    while (!is_stopping) {
      httplib::Client http("127.0.0.1", port.load());
      http.set_keep_alive(true);
      http.set_read_timeout(5);
      while (!is_stopping && PushOnce(http)) {
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  // What was told since the last time: sent once more it must be known, with the same results.
  void Verify(int port) {
    httplib::Client http("127.0.0.1", port);
    for (const Acknowledged& told : fresh_) {
      PushRequest request{replica_, epoch_, {told.group}};
      const auto response = Call<PushResponse>(http, "push", request);
      ASSERT_TRUE(response);
      ASSERT_GE(response->last_mid, told.group.mutations.back().mid) << "the server lost mutations it had acknowledged";
      ASSERT_EQ(response->results.size(), told.results.size());
      for (std::size_t i = 0; i < told.results.size(); ++i) {
        EXPECT_EQ(response->results[i].version, told.results[i].version);
        EXPECT_EQ(response->results[i].outcome, told.results[i].outcome);
        const auto history = Call<HistoryResponse>(http, "history", HistoryRequest{told.group.mutations[i].record, 1000});
        ASSERT_TRUE(history);
        bool is_there = false;
        for (const HistoryEntry& entry : history->entries) is_there = is_there || entry.version == told.results[i].version;
        EXPECT_TRUE(is_there) << "history lost what was acknowledged";
      }
      count_ += told.results.size();
    }
    fresh_.clear();
  }

  std::uint64_t count() const { return count_; }

 private:
  template <typename Response, typename Request>
  std::optional<Response> Call(httplib::Client& http, const std::string& route, const Request& request) {
    const auto answer = http.Post("/sync/" + route, headers_, std::string(AsText(Encode(request, 7))), "application/x-kedang");
    if (!answer || answer->status != 200) return std::nullopt;
    auto message = Decode<Response>(AsBytes(answer->body));
    if (!message.ok()) return std::nullopt;
    return std::move(*message);
  }

  // False when the server is gone.
  bool PushOnce(httplib::Client& http) {
    if (waiting_.mutations.empty()) waiting_ = MakeGroup();
    const auto response = Call<PushResponse>(http, "push", PushRequest{replica_, epoch_, {waiting_}});
    if (!response) return false;
    EXPECT_EQ(response->results.size(), waiting_.mutations.size());
    EXPECT_EQ(response->last_mid, waiting_.mutations.back().mid);
    for (const MutationResult& result : response->results) {
      EXPECT_TRUE(IsAccepted(result.outcome));
      // One number for one mutation, whatever was killed in between.
      EXPECT_TRUE(versions_.emplace(result.version.sequence, result.mid).second || versions_[result.version.sequence] == result.mid);
    }
    fresh_.push_back({std::exchange(waiting_, Group()), response->results});
    return true;
  }

  Group MakeGroup() {
    Group group;
    group.id = Id{replica_.high, ++made_ << 20 | replica_.low};
    for (std::size_t count = 1 + random_.Below(3); count > 0; --count) {
      Mutation mutation;
      mutation.mid = ++last_mid_;
      mutation.schema = schema_.id;
      mutation.schema_version = schema_version_;
      mutation.kind = records_.empty() || random_.OneIn(3) ? MutationKind::kInsert : MutationKind::kSet;
      mutation.record = mutation.kind == MutationKind::kInsert ? Id{replica_.high, last_mid_ << 20 | replica_.low}
                                                               : records_[random_.Below(records_.size())];
      if (mutation.kind == MutationKind::kInsert) records_.push_back(mutation.record);
      CellEdit edit;
      edit.field = schema_.title;
      edit.value = Value::Text("杭州第" + std::to_string(last_mid_) + "贸易有限公司");
      mutation.edits.push_back(edit);
      group.mutations.push_back(mutation);
    }
    return group;
  }

  SeededRandom random_;
  httplib::Headers headers_;
  Epoch epoch_;
  Id replica_;
  Schema schema_;
  std::uint32_t schema_version_ = 0;
  Group waiting_;
  MutationNumber last_mid_ = 0;
  std::uint64_t made_ = 0;
  std::vector<Id> records_;
  std::vector<Acknowledged> fresh_;
  std::map<std::uint64_t, MutationNumber> versions_;
  std::uint64_t count_ = 0;
};

class KilledServer : public ServedTest {};

TEST_F(KilledServer, LosesNothingThatWasAcknowledged) {
  const char* wanted = std::getenv("KEDANG_KILLS");
  const int kills = wanted != nullptr ? std::atoi(wanted) : 4;
  const HelloResponse hello = Call<HelloResponse>("hello", HelloRequest());
  std::vector<std::unique_ptr<Client>> clients;
  for (std::size_t i = 0; i < kClients; ++i) clients.push_back(std::make_unique<Client>(i, Headers(), hello));
  SeededRandom random(1);
  for (int kill_number = 0; kill_number < kills && !HasFailure(); ++kill_number) {
    std::atomic<int> port{port_};
    std::atomic<bool> is_stopping{false};
    std::vector<std::thread> threads;
    for (auto& client : clients) threads.emplace_back([&] { client->Run(port, is_stopping); });
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random.Below(400)));
    ASSERT_EQ(kill(process_, SIGKILL), 0);
    int status = 0;
    waitpid(process_, &status, 0);
    is_stopping = true;
    for (std::thread& thread : threads) thread.join();
    ASSERT_TRUE(WIFSIGNALED(status)) << "the server had ended by itself";
    Start();
    if (HasFatalFailure()) return;
    for (auto& client : clients) client->Verify(port_);
  }
  std::uint64_t count = 0;
  for (const auto& client : clients) count += client->count();
  std::printf("%d kills, %llu acknowledged mutations, all there\n", kills, static_cast<unsigned long long>(count));
  EXPECT_GT(count, static_cast<std::uint64_t>(kills) * 5);
}

}  // namespace
}  // namespace kedang
