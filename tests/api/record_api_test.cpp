// Records over HTTP against the real program: lists by words, conditions and expressions, pages, one record, who may ask, and
// that what other processes write is there at once.
#include <fstream>

#include "tests/support/served_test.h"

namespace kedang {
namespace {

using nlohmann::json;

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    char escape[4];
    std::snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += escape;
  }
  return out;
}

class RecordApiTest : public ServedTest {
 protected:
  // Rows of name, mobile, stage and level, as another process imports them.
  void Import(const std::vector<std::string>& rows) {
    const std::string file = directory_ + "/import.csv";
    std::ofstream out(file);
    out << "企业名称,手机,阶段,等级\r\n";
    for (const std::string& row : rows) out << row << "\r\n";
    out.close();
    const std::string command = std::string(ProgramPath()) + " import " + file + " --data " + directory_ + " >/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  json Get(const std::string& path, int status = 200) {
    httplib::Client client("127.0.0.1", port_);
    const auto answer = client.Get(path, Headers());
    EXPECT_TRUE(answer);
    if (!answer) return {};
    EXPECT_EQ(answer->status, status) << path << ": " << answer->body;
    return json::parse(answer->body, nullptr, false);
  }
  json List(const std::string& query, const std::string& rest = "") {
    return Get("/api/v1/records/customer?query=" + Escaped(query) + rest);
  }
  static std::vector<std::string> TitlesOf(const json& list) {
    std::vector<std::string> titles;
    for (const json& record : list["records"]) titles.push_back(record["title"]);
    return titles;
  }
};

using Titles = std::vector<std::string>;

TEST_F(RecordApiTest, ListsByWordsConditionsAndExpressions) {
  Import({"杭州云锦科技有限公司,13812345678,跟进中,A", "宁波云锦贸易有限公司,13900000000,公海,B", "上海华测检测有限公司,13700000000,跟进中,C"});
  EXPECT_EQ(Get("/api/v1/records/customer")["count"], 3);
  EXPECT_EQ(List("云锦")["count"], 2);
  EXPECT_EQ(TitlesOf(List("hzyj")), Titles{"杭州云锦科技有限公司"});
  EXPECT_EQ(TitlesOf(List("138-1234")), Titles{"杭州云锦科技有限公司"});
  EXPECT_EQ(TitlesOf(List("阶段:跟进中 云锦")), Titles{"杭州云锦科技有限公司"});
  EXPECT_EQ(TitlesOf(List("云锦 -杭州")), Titles{"宁波云锦贸易有限公司"});
  const json filtered = List("", "&filter=" + Escaped("等级 = \"C\" 或 名称 包含 \"宁波\"") + "&sort=-name");
  EXPECT_EQ(filtered["count"], 2);
  const json marked = List("云锦")["records"][0];
  EXPECT_EQ(marked["highlights"][0]["field"], "name");
  EXPECT_EQ(marked["highlights"][0]["text"], "云锦");
  EXPECT_EQ(marked["schema"], "customer");
}

TEST_F(RecordApiTest, GivesPagesInOrder) {
  std::vector<std::string> rows;
  for (int i = 10; i < 35; ++i) rows.push_back("第" + std::to_string(i) + "有限公司,,公海,C");
  Import(rows);
  Titles all;
  std::string cursor;
  for (int pages = 0; pages < 4; ++pages) {
    const json page = Get("/api/v1/records/customer?sort=name&limit=10" + (cursor.empty() ? "" : "&cursor=" + cursor));
    EXPECT_EQ(page["count"], 25);
    for (const std::string& title : TitlesOf(page)) all.push_back(title);
    if (!page.contains("next")) break;
    cursor = page["next"];
  }
  ASSERT_EQ(all.size(), 25u);
  EXPECT_EQ(all.front(), "第10有限公司");
  EXPECT_EQ(all.back(), "第34有限公司");
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  EXPECT_EQ(TitlesOf(Get("/api/v1/records/customer?sort=-name&limit=1")), Titles{"第34有限公司"});
}

TEST_F(RecordApiTest, GivesOneRecordAndNoOther) {
  Import({"杭州云锦科技有限公司,13812345678,跟进中,A"});
  const json listed = List("云锦")["records"][0];
  const std::string id = listed["id"];
  const json one = Get("/api/v1/records/customer/" + id);
  EXPECT_EQ(one["fields"], listed["fields"]);
  EXPECT_EQ(one["fields"]["name"], "杭州云锦科技有限公司");
  Get("/api/v1/records/contact/" + id, 404);
  Get("/api/v1/records/customer/" + std::string(26, '0'), 404);
  Get("/api/v1/records/customer/none", 404);
  Get("/api/v1/records/nothing", 404);
}

TEST_F(RecordApiTest, SaysWhereAQuestionIsWrong) {
  const json query = Get("/api/v1/records/customer?query=" + Escaped("云锦 阶断:跟进中"), 400);
  EXPECT_EQ(query["code"], "bad_query");
  EXPECT_EQ(query["problems"][0]["code"], "unknown_field");
  EXPECT_EQ(query["problems"][0]["offset"], 7);
  const json filter = Get("/api/v1/records/customer?filter=" + Escaped("金额 >"), 400);
  EXPECT_EQ(filter["code"], "bad_filter");
  EXPECT_GE(filter["problems"].size(), 1u);
  for (const std::string wrong : {"limit=0", "limit=x", "sort=nothing", "cursor=-1", "page=2", "limit=1&limit=2"}) {
    EXPECT_EQ(Get("/api/v1/records/customer?" + wrong, 400)["code"], "bad_parameter") << wrong;
  }
  httplib::Client client("127.0.0.1", port_);
  const auto answer = client.Get("/api/v1/records/customer", {{"X-Kedang", "1"}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 401);
}

TEST_F(RecordApiTest, SeesWhatWasWrittenSince) {
  Import({"杭州云锦科技有限公司,,公海,A"});
  EXPECT_EQ(List("云锦")["count"], 1);
  EXPECT_EQ(List("阶段:公海")["count"], 1);
  Import({"宁波云锦贸易有限公司,,公海,B"});
  EXPECT_EQ(List("云锦")["count"], 2);
  EXPECT_EQ(List("阶段:公海")["count"], 2);
  EXPECT_EQ(TitlesOf(List(""))[0], "宁波云锦贸易有限公司");  // the latest change first
}

TEST_F(RecordApiTest, SaysThatHitsAreOnlyClose) {
  Import({"杭州云锦科技有限公司,,公海,A"});
  const json close = List("杭州云绵科技");
  EXPECT_EQ(close["count"], 1);
  EXPECT_TRUE(close["approximate"]);
  EXPECT_FALSE(List("云锦")["approximate"]);
}

// Two people share a pool; what is private to one is in nobody else's answer, and gone from the owner's when it is deleted.
TEST_F(RecordApiTest, KeepsPersonalRecordsToTheirOwner) {
  HelloRequest greeting;
  greeting.replica = Id{0x0190000000000000, 1};
  const auto hello = Call<HelloResponse>("hello", greeting);
  const auto schemas = ParseSchemaSet(hello.schemas);
  ASSERT_TRUE(schemas.ok());
  const Schema* view = schemas->Find("view");
  ASSERT_NE(view, nullptr);
  Mutation mutation;
  mutation.mid = 1;
  mutation.kind = MutationKind::kInsert;
  mutation.schema = view->id;
  mutation.record = Id{0x0190000000000000, 77};
  mutation.schema_version = schemas->version;
  const auto set = [&](std::string_view key, std::string text) {
    CellEdit edit;
    edit.field = view->Find(key)->id;
    edit.value = Value::Text(std::move(text));
    mutation.edits.push_back(edit);
  };
  set("name", "只有我看的");
  set("schema", "customer");
  set("visibility", "private");
  set("owner", FormatId(hello.principal.user));
  Group group;
  group.mutations.push_back(mutation);
  PushRequest push;
  push.replica = greeting.replica;
  push.epoch = hello.epoch;
  push.groups.push_back(group);
  const std::string path = "/api/v1/records/view", one = path + "/" + FormatId(mutation.record);
  const int shipped = Get(path)["count"];
  const auto pushed = Call<PushResponse>("push", push);
  ASSERT_EQ(pushed.results.size(), 1u);
  ASSERT_EQ(pushed.results[0].outcome, Outcome::kApplied);
  EXPECT_EQ(Get(path)["count"], shipped + 1);
  EXPECT_EQ(Get(one)["title"], "只有我看的");

  const std::string command = "printf 'a long enough secret 7\\n' | " + std::string(ProgramPath()) + " user add lin --role member --data " +
                              directory_ + " >/dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0);
  httplib::Client client("127.0.0.1", port_);
  const auto signed_in = client.Post("/auth/signin", {{"X-Kedang", "1"}}, R"({"name":"lin","password":"a long enough secret 7"})",
                                     "application/json");
  ASSERT_TRUE(signed_in);
  ASSERT_EQ(signed_in->status, 200) << signed_in->body;
  const auto cookies = signed_in->headers.equal_range("Set-Cookie");
  for (auto it = cookies.first; it != cookies.second; ++it) {
    if (it->second.starts_with("__Host-s=")) cookie_ = it->second.substr(0, it->second.find(';'));
  }
  EXPECT_EQ(Get(path)["count"], shipped);
  EXPECT_EQ(Get(path + "?filter=" + Escaped("视图名称 = \"只有我看的\"") + "&sort=name")["count"], 0);
  Get(one, 404);
}

TEST_F(RecordApiTest, ImportsAreListedAndTakenBack) {
  Import({"杭州云锦科技有限公司,13812345678,跟进中,A", "宁波云锦贸易有限公司,13900000000,公海,B"});
  const json listed = Get("/api/v1/imports")["imports"];
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0]["created"], 2);
  EXPECT_EQ(listed[0]["source"], "import.csv");
  EXPECT_EQ(listed[0]["schema"], "customer");
  EXPECT_EQ(listed[0]["undone"], false);
  const std::string path = "/api/v1/imports/" + listed[0]["batch"].get<std::string>() + "/undo";
  httplib::Client client("127.0.0.1", port_);
  const auto undone = client.Post(path, Headers(), "{}", "application/json");
  ASSERT_TRUE(undone);
  EXPECT_EQ(undone->status, 200) << undone->body;
  EXPECT_EQ(json::parse(undone->body)["deleted"], 2);
  EXPECT_EQ(Get("/api/v1/records/customer")["count"], 0);
  EXPECT_EQ(Get("/api/v1/imports")["imports"][0]["undone"], true);
  const auto again = client.Post(path, Headers(), "{}", "application/json");
  EXPECT_EQ(again->status, 409);
  const auto unknown = client.Post("/api/v1/imports/01ARZ3NDEKTSV4RRFFQ69G5FAV/undo", Headers(), "{}", "application/json");
  EXPECT_EQ(unknown->status, 404);
  const auto stranger = client.Post(path, {{"X-Kedang", "1"}}, "{}", "application/json");
  EXPECT_EQ(stranger->status, 401);
}

}  // namespace
}  // namespace kedang
