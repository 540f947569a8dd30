// The sync protocol against the real program: what one client pushes another pulls, its event stream wakes it, snapshots
// hold it; damaged and hostile frames are refused with a code and harm nobody.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "shared/model/file_ref.h"
#include "shared/sync/segment.h"
#include "tests/support/served_test.h"

namespace kedang {
namespace {

class SyncApi : public ServedTest {
 protected:
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

  RecentSavesRequest saves;
  saves.schema = pulled.puts[0].schema;
  const auto recent = Call<RecentSavesResponse>("saves", saves);
  ASSERT_EQ(recent.records.size(), 1u);
  EXPECT_EQ(recent.records[0].entries.size(), 1u);
}

// More at once than the writer takes: some are told to come back, each at a time that follows what waits, and all get through.
TEST_F(SyncApi, WhoIsToldToComeBackGetsThrough) {
  constexpr int kDevices = 56;
  const HelloResponse hello = Hello(kFirst);
  std::atomic<int> accepted{0};
  std::atomic<int> refused{0};
  std::atomic<std::uint32_t> longest{0};
  std::vector<std::thread> devices;
  for (std::uint64_t device = 0; device < kDevices; ++device) {
    devices.emplace_back([&, device] {
      PushRequest push = NewCustomer(hello, Id{kFirst.high, 100'000 * (device + 1)}, "杭州某某科技有限公司");
      const Mutation first = push.groups[0].mutations[0];
      for (std::uint64_t i = 1; i < 60; ++i) {
        Mutation& mutation = push.groups[0].mutations.emplace_back(first);
        mutation.mid = i + 1;
        mutation.record.low += i;
      }
      const std::string body(AsText(Encode(push, 7)));
      for (int tries = 0; tries < 200; ++tries) {
        const auto answer = Send("push", body);
        ASSERT_TRUE(answer);
        if (answer->status == 200) {
          ++accepted;
          return;
        }
        ASSERT_EQ(answer->status, 429);
        ++refused;
        const auto error = Decode<ErrorResponse>(AsBytes(answer->body));
        ASSERT_TRUE(error.ok());
        const std::uint32_t delay = error->retry_after_ms;
        EXPECT_GE(delay, 50u);
        EXPECT_LE(delay, 30'000u);
        EXPECT_EQ(answer->get_header_value("Retry-After"), std::to_string((delay + 999) / 1000));
        for (std::uint32_t known = longest; known < delay && !longest.compare_exchange_weak(known, delay);) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(delay));
      }
    });
  }
  for (std::thread& device : devices) device.join();
  EXPECT_EQ(accepted, kDevices);
  if (refused > 1) {
    EXPECT_NE(longest, 1000u);  // not the same for everybody
  }
  RecordProperty("refused", refused);
  RecordProperty("longest_ms", static_cast<int>(longest));
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
  // What all see is one segment; the views that came with the program, as this person sees them, another.
  ASSERT_EQ(manifest.segment_count, 2u);
  const std::string path = "/sync/snapshot/" + FormatId(manifest.snapshot) + "/0";
  httplib::Client client("127.0.0.1", port_);
  std::size_t customers = 0, count = 0;
  for (const char* segment : {"0", "1"}) {
    const auto answer = client.Get(path.substr(0, path.size() - 1) + segment, Headers());
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 200);
    EXPECT_TRUE(ReadSegment(AsBytes(answer->body), [&](Record&& record) {
      ++count;
      customers += record.schema == 1 ? 1 : 0;
    }).ok());
  }
  EXPECT_EQ(customers, 1u);
  EXPECT_EQ(count, manifest.record_count);
  EXPECT_EQ(client.Get(path)->status, 401);
  EXPECT_EQ(client.Get("/sync/snapshot/" + FormatId(kSecond) + "/0", Headers())->status, 404);
  for (const char* tail : {"2", "", "-1", "0x", "99999999999", "0/0"}) {
    EXPECT_EQ(client.Get(path.substr(0, path.size() - 1) + tail, Headers())->status, 404) << tail;
  }
}

TEST_F(SyncApi, ACappedDeviceHoldsAPartAndSearchesTheRest) {
  const HelloResponse hello = Hello(kFirst);
  EXPECT_EQ(hello.extent.row_cap, 0u);
  PushRequest push = NewCustomer(hello, kFirst, "杭州云锦甲有限公司");
  for (std::uint64_t i = 1; i < 4; ++i) {
    Group group = push.groups[0];
    group.id.low += i;
    group.mutations[0].mid = 1 + i;
    group.mutations[0].record.low += i;
    group.mutations[0].edits[0].value = Value::Text("杭州云锦" + std::to_string(i) + "有限公司");
    push.groups.push_back(group);
  }
  ASSERT_EQ(Call<PushResponse>("push", push).results.size(), 4u);
  const auto record = [&](std::size_t i) { return push.groups[i].mutations[0].record; };
  const std::string command = std::string(ProgramPath()) + " user cap --data " + directory_ + " admin 2 > /dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0);
  // Who held everything is told what to let go.
  const HelloResponse capped = Hello(kSecond);
  EXPECT_EQ(capped.extent.row_cap, 2u);
  EXPECT_EQ(capped.extent.visible_records, 4u);
  const auto manifest = Call<SnapshotManifest>("snapshot", SnapshotRequest{kSecond});
  SearchRequest search;
  search.replica = kSecond;
  search.cookie = manifest.cookie;
  search.schema = 1;
  search.query = "云锦";
  const auto found = Call<SearchResponse>("search", search);
  EXPECT_EQ(found.count, 4u);
  EXPECT_EQ(found.elsewhere, 2u);
  ASSERT_EQ(found.records.size(), 2u);
  for (const Record& one : found.records) EXPECT_TRUE(one.id == record(0) || one.id == record(1));
  search.query = "甲";
  search.schema = 0;  // of every template
  EXPECT_EQ(Call<SearchResponse>("search", search).elsewhere, 1u);
  search.query = "云锦) 金额:>";  // half typed
  EXPECT_EQ(Call<SearchResponse>("search", search).count, 4u);
  // Asked for, it joins what is held.
  PullRequest pull;
  pull.replica = kSecond;
  pull.cookie = manifest.cookie;
  pull.wanted = {record(0), Id{1, 5}};
  const auto pulled = Call<PullResponse>("pull", pull);
  ASSERT_EQ(pulled.puts.size(), 1u);
  EXPECT_EQ(pulled.puts[0].id, record(0));
  search.cookie = pulled.new_cookie;
  search.query = "云锦";
  EXPECT_EQ(Call<SearchResponse>("search", search).elsewhere, 1u);
  // No device of theirs, no such template, no such field.
  const auto refused = [&](const SearchRequest& wrong) { return Send("search", std::string(AsText(Encode(wrong, 7))))->status; };
  SearchRequest wrong = search;
  wrong.replica = Id{1, 9};
  EXPECT_EQ(refused(wrong), 409);
  wrong = search;
  wrong.schema = 999;
  EXPECT_EQ(refused(wrong), 404);
  wrong = search;
  wrong.schema = 1;
  wrong.sort = "nothing";
  EXPECT_EQ(refused(wrong), 400);
  // Nobody types that fast.
  int slowed = 0;
  for (int i = 0; i < 40; ++i) slowed += refused(search) == 429 ? 1 : 0;
  EXPECT_GT(slowed, 5);
}

TEST_F(SyncApi, AFileIsReadByWhoSeesARecordWithIt) {
  const HelloResponse hello = Hello(kFirst);
  const auto schemas = ParseSchemaSet(hello.schemas);
  ASSERT_TRUE(schemas.ok());
  const Schema* schema = schemas->Find("customer");
  const FileRef file{Id{kFirst.high, 500}, kFilePartBytes + 5, "合同 一.pdf"};
  const FileRef unnamed{Id{kFirst.high, 501}, 3, "b"};
  const FileRef hidden{Id{kFirst.high, 502}, 3, "c"};
  PushRequest push = NewCustomer(hello, kFirst, "上海某某科技有限公司");
  CellEdit edit;
  edit.field = schema->Find("licence")->id;
  edit.value = Value::List({FormatFileRef(file)});
  push.groups[0].mutations[0].edits.push_back(edit);
  edit.field = schema->Find("tags")->id;  // no cell for files
  edit.value = Value::List({FormatFileRef(hidden)});
  push.groups[0].mutations[0].edits.push_back(edit);
  const PushResponse pushed = Call<PushResponse>("push", push);
  ASSERT_EQ(pushed.results.size(), 1u);
  ASSERT_EQ(pushed.results[0].outcome, Outcome::kApplied);
  const std::string record = FormatId(push.groups[0].mutations[0].record);

  httplib::Client client("127.0.0.1", port_);
  const auto get = [&](const FileRef& wanted) { return client.Get("/sync/file/" + record + "/" + FormatId(wanted.id), Headers()); };
  EXPECT_EQ(get(file)->status, 404);  // nothing has arrived yet
  std::string bytes(file.size, 'x');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>((i * 2654435761u) >> 13);
  const FileStartRequest start{file.id, file.size, file.name, "application/pdf"};
  EXPECT_EQ(Call<FileStateResponse>("file/start", start).next_part, 0u);
  const auto part = [&](std::uint32_t number) {
    const std::string piece = bytes.substr(number * kFilePartBytes, kFilePartBytes);
    return FilePartRequest{file.id, number, Bytes(piece.begin(), piece.end())};
  };
  // Out of order, and twice: what an upload that was cut off does.
  EXPECT_FALSE(Call<FileStateResponse>("file/part", part(1)).is_complete);
  EXPECT_EQ(Call<FileStateResponse>("file/start", start).next_part, 0u);
  EXPECT_EQ(get(file)->status, 404);
  EXPECT_TRUE(Call<FileStateResponse>("file/part", part(0)).is_complete);
  EXPECT_TRUE(Call<FileStateResponse>("file/part", part(0)).is_complete);
  const auto answer = get(file);
  ASSERT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, bytes);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "application/pdf");
  // As this client decodes it.
  EXPECT_EQ(answer->get_header_value("Content-Disposition"), "attachment; filename*=UTF-8''合同 一.pdf");

  // Whole, but named by no cell, or by a cell that is not for files.
  for (const FileRef& other : {unnamed, hidden}) {
    Call<FileStateResponse>("file/start", FileStartRequest{other.id, other.size, other.name, ""});
    EXPECT_TRUE(Call<FileStateResponse>("file/part", FilePartRequest{other.id, 0, Bytes{1, 2, 3}}).is_complete);
    EXPECT_EQ(get(other)->status, 404);
  }
  EXPECT_EQ(client.Get("/sync/file/" + record + "/" + FormatId(file.id))->status, 401);
  for (const char* tail : {"x", "x/y", "0/0/0"}) {
    EXPECT_EQ(client.Get(std::string("/sync/file/") + tail, Headers())->status, 404) << tail;
  }
}

TEST_F(SyncApi, FilesOutOfBoundsAreRefused) {
  Hello(kFirst);
  const Id id{kFirst.high, 600};
  const auto refused = [&](const std::string& route, const auto& request) {
    const auto answer = Send(route, std::string(AsText(Encode(request, 7))));
    return answer ? answer->status : 0;
  };
  EXPECT_EQ(refused("file/start", FileStartRequest{id, kMaxFileBytes + 1, "a", ""}), 413);
  EXPECT_EQ(refused("file/start", FileStartRequest{id, 3, "a/b", ""}), 400);
  EXPECT_EQ(refused("file/start", FileStartRequest{id, 3, "", ""}), 400);
  EXPECT_EQ(refused("file/start", FileStartRequest{id, 3, "a", "text/html\r\nX: y"}), 400);
  EXPECT_EQ(refused("file/start", FileStartRequest{Id(), 3, "a", ""}), 400);
  EXPECT_EQ(refused("file/part", FilePartRequest{id, 0, Bytes{1, 2, 3}}), 404);  // never announced
  Call<FileStateResponse>("file/start", FileStartRequest{id, 3, "a", ""});
  EXPECT_EQ(refused("file/start", FileStartRequest{id, 4, "a", ""}), 409);  // another file of that id
  EXPECT_EQ(refused("file/part", FilePartRequest{id, 1, Bytes{1, 2, 3}}), 400);
  EXPECT_EQ(refused("file/part", FilePartRequest{id, 0, Bytes{1, 2}}), 400);
  EXPECT_EQ(refused("file/part", FilePartRequest{id, 0, Bytes()}), 400);
}

// What a program made up is refused before it is written: a record or conflict that cannot be read stops everybody's pull.
TEST_F(SyncApi, ValuesThatCannotBeReadAgainAreNotKept) {
  const HelloResponse hello = Hello(kFirst);
  PushRequest push = NewCustomer(hello, kFirst, "杭州云锦科技有限公司");
  ASSERT_EQ(Call<PushResponse>("push", push).results.at(0).outcome, Outcome::kApplied);
  Mutation& mutation = push.groups[0].mutations[0];
  mutation.kind = MutationKind::kSet;
  mutation.mid = 2;
  push.groups[0].id.low += 1;
  mutation.edits[0].value = Value::Text("杭州云锦科技股份有限公司");
  mutation.edits[0].base_value = Value::Of(Decimal{INT64_MIN, 0});
  mutation.edits[0].base_version = Version{77, 1};
  const auto response = Call<PushResponse>("push", push);
  ASSERT_EQ(response.results.size(), 1u);
  EXPECT_EQ(response.results[0].outcome, Outcome::kInvalid);
  Hello(kSecond);
  PullRequest pull;
  pull.replica = kSecond;
  pull.cookie = Cookie{hello.epoch, 0, 0};
  const auto answer = Send("pull", std::string(AsText(Encode(pull, 9))));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
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
