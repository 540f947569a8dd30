// Publishing against the real program: who may, what is refused and how, what becomes of records and of edits that wait in
// another replica, and that other processes are noticed.
#include <memory>
#include <string>

#include "shared/sync/client.h"
#include "tests/support/asset.h"
#include "tests/support/served_test.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

using nlohmann::json;

// A browser's replica on the real protocol.
class RemoteReplica {
 public:
  RemoteReplica(int port, httplib::Headers headers, Clock& clock, Random& random)
      : port_(port), headers_(std::move(headers)), client_(storage_, observer_, clock, random, "test") {
    EXPECT_TRUE(client_.Start().ok());
  }

  SyncClient& client() { return client_; }

  void Settle() {
    client_.Wake();
    for (int i = 0; i < 200; ++i) {
      auto request = client_.NextRequest();
      if (!request) return;
      httplib::Client http("127.0.0.1", port_);
      const auto answer = request->is_get ? http.Get(request->path, headers_)
                                          : http.Post(request->path, headers_, std::string(AsText(request->body)), "application/x-kedang");
      ASSERT_TRUE(answer);
      client_.OnResponse(request->number, answer->status, AsBytes(answer->body));
    }
    FAIL() << "no end";
  }

  Status Submit(Mutation mutation) {
    Group group;
    group.mutations.push_back(std::move(mutation));
    Status result = Error{ErrorCode::kInternal, "never called"};
    client_.Submit({std::move(group)}, [&](Status status) { result = std::move(status); });
    return result;
  }

 private:
  int port_;
  httplib::Headers headers_;
  MemoryStorage storage_;
  SilentObserver observer_;
  SyncClient client_;
};

class SchemaApi : public ServedTest {
 protected:
  httplib::Result Post(const std::string& body, const httplib::Headers& headers) {
    httplib::Client client("127.0.0.1", port_);
    client.set_read_timeout(60);
    return client.Post("/api/v1/schemas", headers, body, "application/json");
  }
  json Get(const std::string& path = "/api/v1/schemas") {
    httplib::Client client("127.0.0.1", port_);
    const auto answer = client.Get(path, Headers());
    EXPECT_TRUE(answer && answer->status == 200);
    return answer ? json::parse(answer->body, nullptr, false) : json();
  }
  static json& FieldOf(json& schema, const std::string& key) {
    for (json& field : schema["fields"]) {
      if (field["key"] == key) return field;
    }
    std::abort();
  }
  json Publish(const json& base, const json& schema, int status) {
    const auto answer = Post(json{{"base", base}, {"schemas", json::array({schema})}}.dump(), Headers());
    EXPECT_TRUE(answer);
    if (!answer) return json();
    EXPECT_EQ(answer->status, status) << answer->body;
    return json::parse(answer->body, nullptr, false);
  }
  // A command beside the running server.
  int Run(const std::string& arguments) {
    const std::string command = std::string("'") + ProgramPath() + "' " + arguments + " --data '" + directory_ + "' >/dev/null 2>&1";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  ManualClock clock_;
  SeededRandom random_{7};
};

TEST_F(SchemaApi, RefusesWhatIsNotRight) {
  httplib::Client client("127.0.0.1", port_);
  EXPECT_EQ(client.Get("/api/v1/schemas")->status, 401);
  EXPECT_EQ(Post("{}", {{"X-Kedang", "1"}})->status, 401);
  EXPECT_EQ(Post("{}", {{"Cookie", cookie_}})->status, 403);  // a form of another site cannot send the header
  for (const char* body : {"", "[]", "{}", R"({"base":1})", R"({"base":-1,"schemas":[]})", R"({"base":"1","schemas":[]})"}) {
    EXPECT_EQ(Post(body, Headers())->status, 400) << body;
  }
  EXPECT_EQ(Post(std::string(300'000, '['), Headers())->status, 400);
  const json set = Get();
  json customer = set["schemas"][0];
  json unreadable = customer;
  FieldOf(unreadable, "name")["type"] = "hologram";
  json answer = Publish(set["version"], unreadable, 422);
  EXPECT_EQ(answer["code"], "schema_invalid");
  EXPECT_NE(answer["problems"][0]["message"].get<std::string>().find("hologram"), std::string::npos);
  json broken = customer;
  broken["rules"].push_back({{"id", 900}, {"key", "broken"}, {"label", {{"zh", "坏"}}}, {"holds", "无名 = 1"}, {"message", {{"zh", "坏"}}}});
  answer = Publish(set["version"], broken, 422);
  EXPECT_EQ(answer["problems"][0]["code"], "expr.unknown_name");
  EXPECT_EQ(answer["problems"][0]["key"], "broken");
  EXPECT_EQ(answer["problems"][0]["offset"], 0);
  EXPECT_EQ(Get()["version"], set["version"]);

  FieldOf(customer, "english_name")["label"]["zh"] = "外文名";
  EXPECT_EQ(Publish(set["version"], customer, 200)["version"], set["version"].get<int>() + 1);
  answer = Publish(set["version"], customer, 409);
  EXPECT_EQ(answer["code"], "schema_conflict");
  EXPECT_EQ(answer["version"], set["version"].get<int>() + 1);
  const json history = Get("/api/v1/schemas/history")["versions"];
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0]["source"], "api");
  EXPECT_FALSE(history[0]["author"].get<std::string>().empty());
  // Somebody who only works here may not.
  ASSERT_EQ(std::system(("echo 'correct horse battery' | '" + std::string(ProgramPath()) + "' user add lin --data '" + directory_ + "' >/dev/null").c_str()), 0);
  const auto signed_in = client.Post("/auth/signin", {{"X-Kedang", "1"}}, R"({"name":"lin","password":"correct horse battery"})", "application/json");
  ASSERT_EQ(signed_in->status, 200) << signed_in->body;
  const std::string cookie = signed_in->get_header_value("Set-Cookie", 0);
  EXPECT_EQ(Post("{}", {{"X-Kedang", "1"}, {"Cookie", cookie.substr(0, cookie.find(';'))}})->status, 403);
}

// Names and numbers that are right by themselves and still do not fit here.
TEST_F(SchemaApi, NamesThatTheDatabaseKeepsToItself) {
  const json set = Get();
  json made = {{"id", 900}, {"key", "sqlite_master"}, {"label", {{"zh", "怪名"}}}, {"title", "record"},
               {"fields", {{{"id", 1}, {"key", "record"}, {"label", {{"zh", "名称"}}}, {"type", "text"}},
                           {{"id", 2}, {"key", "id"}, {"label", {{"zh", "号"}}}, {"type", "text"}},
                           {{"id", 3}, {"key", "created_at"}, {"label", {{"zh", "时"}}}, {"type", "created_at"}}}}};
  json answer = Publish(set["version"], made, 200);
  json other = made;
  other["key"] = "twin";
  const auto refused = Post(json{{"base", answer["version"]}, {"schemas", {made, other}}}.dump(), Headers());
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 422) << refused->body;
  EXPECT_NE(refused->body.find("schema.schema_twice"), std::string::npos) << refused->body;
  for (const char* key : {"record", "sqlite_sequence", "user"}) {
    made["key"] = key;
    made["id"] = made["id"].get<int>() + 1;
    answer = Publish(answer["version"], made, 200);
  }
  made["id"] = 16'777'215;
  made["key"] = "far";
  answer = Publish(answer["version"], made, 422);
  EXPECT_NE(answer.dump().find("schema.number_far"), std::string::npos) << answer.dump();
}

TEST_F(SchemaApi, EditsThatWaitedSurviveWhatWasPublished) {
  RemoteReplica a(port_, Headers(), clock_, random_), b(port_, Headers(), clock_, random_);
  a.Settle();
  const Schema* customer = a.client().schemas().Find("customer");
  ASSERT_NE(customer, nullptr);
  const SchemaId schema = customer->id;
  const FieldId name = customer->Find("name")->id, english = customer->Find("english_name")->id, former = customer->Find("short_name")->id;
  const Id id = a.client().NewId();
  ASSERT_TRUE(a.Submit(a.client().MakeInsert(schema, id, {{name, Value::Text("杭州华测检测有限公司")}, {english, Value::Text("12")}})).ok());
  a.Settle();
  b.Settle();
  ASSERT_TRUE(b.client().records().FindRecord(id).has_value());

  // b is away: four edits wait in its outbox.
  const auto seen = [&] { return *b.client().records().FindRecord(id); };
  ASSERT_TRUE(b.Submit(b.client().MakeSet(seen(), {{english, Value::Text("34")}})).ok());
  ASSERT_TRUE(b.Submit(b.client().MakeSet(seen(), {{former, Value::List({"华测"})}})).ok());
  ASSERT_TRUE(b.Submit(b.client().MakeSet(seen(), {{name, Value::Text("杭州华测检测股份有限公司")}})).ok());
  const Id bad = b.client().NewId();
  ASSERT_TRUE(b.Submit(b.client().MakeInsert(schema, bad, {{name, Value::Text("无法转换有限公司")}, {english, Value::Text("words")}})).ok());

  json set = Get();
  json changed = set["schemas"][0];
  FieldOf(changed, "english_name")["type"] = "integer";
  FieldOf(changed, "english_name").erase("max_length");
  FieldOf(changed, "short_name")["retired"] = true;
  FieldOf(changed, "name")["label"]["zh"] = "全称";
  const json answer = Publish(set["version"], changed, 200);
  EXPECT_EQ(answer["converted"], 1);
  EXPECT_EQ(answer["emptied"], 0);

  a.Settle();  // no sign-in, no hello: a pull brings schemas and converted records together
  EXPECT_EQ(a.client().schemas().version, answer["version"].get<std::uint32_t>());
  EXPECT_EQ(a.client().records().FindRecord(id)->Get(english), Value::Integer(12));
  b.Settle();
  EXPECT_EQ(b.client().status().pending, 0u);
  EXPECT_EQ(b.client().schemas().version, answer["version"].get<std::uint32_t>());
  const Record record = *b.client().records().FindRecord(id);
  EXPECT_EQ(record.Get(english), Value::Integer(34));
  EXPECT_EQ(record.Get(former), Value::List({"华测"}));
  EXPECT_EQ(record.Get(name), Value::Text("杭州华测检测股份有限公司"));
  ASSERT_EQ(b.client().tray().size(), 1u);  // with what was typed, and the reason
  const QueuedGroup& kept = b.client().tray().begin()->second;
  EXPECT_EQ(kept.group.mutations[0].record, bad);
  EXPECT_EQ(kept.results[0].issues[0].code, "value_not_convertible");
  EXPECT_TRUE(b.client().conflicts().empty());
  const auto history = Call<HistoryResponse>("history", HistoryRequest{id, 200});
  bool has_conversion = false;
  for (const HistoryEntry& entry : history.entries) {
    for (const HistoryChange& change : entry.changes) {
      has_conversion = has_conversion || (entry.provenance.kind == SourceKind::kSchema && change.before == Value::Text("12"));
    }
  }
  EXPECT_TRUE(has_conversion);
}

TEST_F(SchemaApi, ACommandBesideTheServerIsNoticed) {
  RemoteReplica a(port_, Headers(), clock_, random_);
  a.Settle();
  const std::uint32_t version = a.client().schemas().version;
  const std::string file = directory_ + "/package.json";
  ASSERT_EQ(Run("schema export '" + file + "' customer"), 0);
  std::string text = ReadFile(file);
  const std::size_t place = text.find("英文名");
  ASSERT_NE(place, std::string::npos);
  text.replace(place, std::string("英文名").size(), "外文名");
  FILE* out = std::fopen(file.c_str(), "wb");
  ASSERT_NE(out, nullptr);
  std::fwrite(text.data(), 1, text.size(), out);
  std::fclose(out);
  EXPECT_EQ(Run("schema import '" + file + "' --dry-run"), 0);
  EXPECT_EQ(Get()["version"], version);
  EXPECT_EQ(Run("schema publish '" + file + "'"), 0);
  EXPECT_EQ(Get()["version"], version + 1);
  a.Settle();
  EXPECT_EQ(a.client().schemas().version, version + 1);
  EXPECT_EQ(a.client().schemas().Find("customer")->Find("english_name")->label.zh, "外文名");
  EXPECT_EQ(Get("/api/v1/schemas/history")["versions"][0]["source"], "command");
}

}  // namespace
}  // namespace kedang
