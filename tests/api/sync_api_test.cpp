// The sync protocol against the real program: what one client pushes another pulls, its event stream wakes it, snapshots
// hold it; damaged and hostile frames are refused with a code and harm nobody.
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include "shared/sync/codec.h"
#include "shared/sync/segment.h"

namespace kedang {
namespace {

const char* Program() {
  const char* program = std::getenv("KEDANG_BINARY");
  return program != nullptr ? program : "build/release/kedang";
}

// `kedang serve` with a data directory of its own, and an administrator signed in by the printed link.
class SyncApi : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "kedang-sync-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
    int out[2];
    ASSERT_EQ(pipe(out), 0);
    process_ = fork();
    ASSERT_GE(process_, 0);
    if (process_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      close(out[0]);
      execl(Program(), Program(), "serve", "--port", "0", "--data", directory_.c_str(), nullptr);
      _exit(127);
    }
    close(out[1]);
    FILE* lines = fdopen(out[0], "r");
    std::string text;
    char line[512];
    while (text.find("#/signin/") == std::string::npos && std::fgets(line, sizeof line, lines) != nullptr) text += line;
    std::fclose(lines);
    const std::size_t colon = text.find("localhost:");
    ASSERT_NE(colon, std::string::npos) << text;
    port_ = std::atoi(text.c_str() + colon + 10);
    const std::size_t link = text.find("#/signin/") + 9;
    const nlohmann::json body = {{"token", text.substr(link, text.find('\n', link) - link)}};
    httplib::Client client("127.0.0.1", port_);
    const auto answer = client.Post("/auth/link", {{"X-Kedang", "1"}}, body.dump(), "application/json");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 200) << answer->body;
    const auto cookies = answer->headers.equal_range("Set-Cookie");
    for (auto it = cookies.first; it != cookies.second; ++it) {
      if (it->second.starts_with("__Host-s=")) cookie_ = it->second.substr(0, it->second.find(';'));
    }
    ASSERT_FALSE(cookie_.empty());
  }

  void TearDown() override {
    kill(process_, SIGTERM);
    int status = 0;
    waitpid(process_, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    std::filesystem::remove_all(directory_);
  }

  httplib::Headers Headers() const { return {{"X-Kedang", "1"}, {"Cookie", cookie_}}; }

  httplib::Result Send(const std::string& route, const std::string& body) {
    httplib::Client client("127.0.0.1", port_);
    return client.Post("/sync/" + route, Headers(), body, "application/x-kedang");
  }

  template <typename Response, typename Request>
  Response Call(const std::string& route, const Request& request) {
    const auto answer = Send(route, std::string(AsText(Encode(request, 7))));
    EXPECT_TRUE(answer);
    if (!answer) return Response();
    EXPECT_EQ(answer->status, 200) << route;
    const auto message = Decode<Response>(AsBytes(answer->body));
    EXPECT_TRUE(message.ok()) << (message.ok() ? "" : message.error().message);
    return message.ok() ? *message : Response();
  }

  HelloResponse Hello(Id replica) {
    HelloRequest request;
    request.replica = replica;
    return Call<HelloResponse>("hello", request);
  }

  // A customer of this name as the first mutation of `replica`.
  PushRequest NewCustomer(const HelloResponse& hello, Id replica, const std::string& name) {
    const auto schemas = ParseSchemaSet(hello.schemas);
    EXPECT_TRUE(schemas.ok());
    const Schema* schema = schemas->Find("customer");
    Mutation mutation;
    mutation.mid = 1;
    mutation.kind = MutationKind::kInsert;
    mutation.schema = schema->id;
    mutation.record = Id{replica.high, replica.low + 1000};
    mutation.schema_version = schemas->version;
    CellEdit edit;
    edit.field = schema->title;
    edit.value = Value::Text(name);
    mutation.edits.push_back(edit);
    Group group;
    group.id = Id{replica.high, replica.low + 2000};
    group.mutations.push_back(mutation);
    PushRequest request;
    request.replica = replica;
    request.epoch = hello.epoch;
    request.groups.push_back(group);
    return request;
  }

  std::string directory_;
  pid_t process_ = -1;
  int port_ = 0;
  std::string cookie_;
};

constexpr Id kFirst{0x0190000000000000, 1};
constexpr Id kSecond{0x0190000000000000, 2};

TEST_F(SyncApi, WhatOnePushesAnotherPulls) {
  const HelloResponse hello = Hello(kFirst);
  EXPECT_EQ(hello.principal.name, "admin");
  EXPECT_FALSE(hello.schemas.empty());
  ASSERT_EQ(hello.people.size(), 1u);
  Hello(kSecond);
  SnapshotRequest load;
  load.replica = kSecond;
  const auto before = Call<SnapshotManifest>("snapshot", load);

  const PushRequest push = NewCustomer(hello, kFirst, "杭州华测检测有限公司");
  const auto pushed = Call<PushResponse>("push", push);
  ASSERT_EQ(pushed.results.size(), 1u);
  EXPECT_EQ(pushed.results[0].outcome, Outcome::kApplied);
  EXPECT_EQ(pushed.last_mid, 1u);
  // The same again: the same outcome, and nothing twice.
  const auto again = Call<PushResponse>("push", push);
  ASSERT_EQ(again.results.size(), 1u);
  EXPECT_EQ(again.results[0].version, pushed.results[0].version);

  PullRequest pull;
  pull.replica = kSecond;
  pull.cookie = before.cookie;
  const auto pulled = Call<PullResponse>("pull", pull);
  EXPECT_FALSE(pulled.is_reset);
  ASSERT_EQ(pulled.puts.size(), 1u);
  EXPECT_EQ(pulled.puts[0].id, push.groups[0].mutations[0].record);

  HistoryRequest history;
  history.record = pulled.puts[0].id;
  EXPECT_EQ(Call<HistoryResponse>("history", history).entries.size(), 1u);
}

TEST_F(SyncApi, AnEventStreamTellsOfAPush) {
  const HelloResponse hello = Hello(kFirst);
  std::atomic<bool> is_open{false};
  std::string events;
  std::thread listener([&] {
    httplib::Client client("127.0.0.1", port_);
    client.set_read_timeout(5);
    client.Get("/sync/wake", Headers(), [&](const char* data, std::size_t size) {
      events.append(data, size);
      is_open = true;
      return events.find("event: change") == std::string::npos;
    });
  });
  while (!is_open) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const auto begin = std::chrono::steady_clock::now();
  Call<PushResponse>("push", NewCustomer(hello, kFirst, "上海某某贸易有限公司"));
  listener.join();
  EXPECT_NE(events.find("event: change"), std::string::npos) << events;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST_F(SyncApi, ASnapshotHoldsEverything) {
  const HelloResponse hello = Hello(kFirst);
  Call<PushResponse>("push", NewCustomer(hello, kFirst, "苏州某某科技有限公司"));
  const auto manifest = Call<SnapshotManifest>("snapshot", SnapshotRequest{kFirst});
  EXPECT_EQ(manifest.record_count, 1u);
  ASSERT_EQ(manifest.segment_count, 1u);
  const std::string path = "/sync/snapshot/" + FormatId(manifest.snapshot) + "/0";
  httplib::Client client("127.0.0.1", port_);
  const auto answer = client.Get(path, Headers());
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->status, 200);
  std::size_t count = 0;
  EXPECT_TRUE(ReadSegment(AsBytes(answer->body), [&count](Record&&) { ++count; }).ok());
  EXPECT_EQ(count, 1u);
  EXPECT_EQ(client.Get(path)->status, 401);
  EXPECT_EQ(client.Get("/sync/snapshot/" + FormatId(kSecond) + "/0", Headers())->status, 404);
  for (const char* tail : {"1", "", "-1", "0x", "99999999999", "0/0"}) {
    EXPECT_EQ(client.Get(path.substr(0, path.size() - 1) + tail, Headers())->status, 404) << tail;
  }
}

TEST_F(SyncApi, DamagedFramesAreRefusedWithACode) {
  const Bytes whole = Encode(HelloRequest{}, 9);
  std::string frame(AsText(whole));
  for (std::size_t i = 0; i < frame.size(); i += 3) {
    std::string damaged = frame;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
    const auto answer = Send("hello", damaged);
    ASSERT_TRUE(answer);
    ASSERT_GE(answer->status, 400) << i;
    ASSERT_LT(answer->status, 500) << i;
    EXPECT_TRUE(Decode<ErrorResponse>(AsBytes(answer->body)).ok()) << i;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{4}, std::size_t{32}, frame.size() - 1}) {
    EXPECT_EQ(Send("hello", frame.substr(0, size))->status, 400) << size;
  }
  EXPECT_EQ(Send("hello", frame + "x")->status, 400);
  EXPECT_EQ(Send("push", frame)->status, 400);  // a frame of another kind
  EXPECT_TRUE(Send("hello", frame)->status < 500);
}

}  // namespace
}  // namespace kedang
