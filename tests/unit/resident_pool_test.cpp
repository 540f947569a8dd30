// The server's pool in a real instance: what it finds after changes, and whose records speak in it.
#include "server/resident_pool.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "server/record_page.h"
#include "shared/sync/server.h"
#include "tests/support/directory_test.h"

namespace kedang {
namespace {

constexpr Id kLin{0x0190000000000000ULL, 1}, kMa{0x0190000000000000ULL, 2};

constexpr std::string_view kNotes = R"({"id":50,"key":"memo","label":{"zh":"便签"},"title":"name","visibility":"seen_by","owner":"owner",
  "fields":[{"id":1,"key":"name","label":{"zh":"名称"},"type":"text"},
            {"id":2,"key":"seen_by","label":{"zh":"可见"},"type":"choice","choices":[{"key":"private","label":{"zh":"自己"}},
              {"key":"team","label":{"zh":"部门"}},{"key":"everyone","label":{"zh":"所有人"}}]},
            {"id":3,"key":"owner","label":{"zh":"主人"},"type":"user"}]})";
constexpr std::string_view kMarks = R"({"id":51,"key":"mark","label":{"zh":"标注"},"title":"name","fields":[
            {"id":1,"key":"name","label":{"zh":"名称"},"type":"text"},
            {"id":2,"key":"memo","label":{"zh":"便签"},"type":"reference","target":"memo"}]})";

class ResidentPoolTest : public DirectoryTest {
 protected:
  void SetUp() override {
    Content content = EmbeddedContent();
    content.schemas.push_back(kNotes);
    content.schemas.push_back(kMarks);
    auto opened = Instance::Open(directory_, content);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    instance_ = std::move(*opened);
    pool_ = std::make_unique<ResidentPool>(*instance_);
  }
  void TearDown() override {
    pool_ = nullptr;
    instance_ = nullptr;
  }
  static Principal Person(Id id) { return Principal{id, "user", Role::kMember, 1}; }
  void Apply(const Principal& author, Mutation mutation) {
    Group group;
    group.mutations.push_back(std::move(mutation));
    const Status status = instance_->writer().Submit([&](SqliteStore& store) -> Status {
      SyncServer server(instance_->schemas(), instance_->rules(), instance_->lexicon(), instance_->clock(), instance_->random());
      KEDANG_ASSIGN(const auto results, server.Apply(store, author, group));
      EXPECT_TRUE(IsAccepted(results.front().outcome)) << (results.front().issues.empty() ? "" : results.front().issues[0].code);
      return {};
    });
    EXPECT_TRUE(status.ok());
  }
  Mutation Make(MutationKind kind, std::string_view schema, Id record, const std::vector<std::pair<std::string_view, std::string>>& cells) {
    const Schema& of = *instance_->schemas().Find(schema);
    Mutation mutation;
    mutation.kind = kind;
    mutation.schema = of.id;
    mutation.record = record;
    for (const auto& [key, text] : cells) {
      CellEdit edit;
      edit.field = of.Find(key)->id;
      edit.value = Value::Text(text);
      mutation.edits.push_back(std::move(edit));
    }
    return mutation;
  }
  Id Insert(std::string_view schema, Id author, const std::vector<std::pair<std::string_view, std::string>>& cells) {
    const Id id = MakeId(instance_->clock().NowMs(), instance_->random());
    Apply(Person(author), Make(MutationKind::kInsert, schema, id, cells));
    return id;
  }
  void Set(std::string_view schema, Id record, std::string_view key, std::string text) {
    const auto reader = instance_->Read();
    const auto seen = *(*reader)->Find(record);
    Mutation mutation = Make(MutationKind::kSet, schema, record, {{key, std::move(text)}});
    const FieldId field = mutation.edits[0].field;
    mutation.edits[0].base_value = seen->Get(field);
    for (const Cell& cell : seen->cells()) {
      if (cell.field == field) mutation.edits[0].base_version = cell.version;
    }
    Apply(Person(kLin), std::move(mutation));
  }
  RecordPage Find(Id who, std::string_view schema, const std::string& query, nlohmann::ordered_json* highlights = nullptr) {
    RecordPage found;
    const Status status = pool_->Ask(Person(who), [&](const PoolView& view) -> Status {
      PageRequest request;
      request.query = query;
      const Schema& of = *view.edition.schemas().Find(schema);
      KEDANG_ASSIGN(found, FindPage(view, of, request));
      if (highlights != nullptr && !found.rows.empty()) *highlights = HighlightsOf(view, of, *view.records.RecordAt(found.rows[0]), found.words);
      return {};
    });
    EXPECT_TRUE(status.ok()) << status.error().message;
    return found;
  }
  std::size_t Count(Id who, std::string_view schema, const std::string& query) {
    const RecordPage page = Find(who, schema, query);
    return page.is_approximate ? 0 : page.count;
  }

  std::unique_ptr<Instance> instance_;
  std::unique_ptr<ResidentPool> pool_;
};

// A contact is found by the name its company has now.
TEST_F(ResidentPoolTest, ReferencesAreFoundByTheTitleOfToday) {
  const Id company = Insert("customer", kLin, {{"name", "杭州云锦科技有限公司"}});
  Insert("contact", kLin, {{"name", "王小芳"}, {"customer", FormatId(company)}});
  EXPECT_EQ(Count(kLin, "contact", "云锦 王小芳"), 1u);
  Set("customer", company, "name", "宁波港务有限公司");
  EXPECT_EQ(Count(kLin, "contact", "云锦"), 0u);
  EXPECT_EQ(Count(kLin, "contact", "宁波港务 王小芳"), 1u);
  EXPECT_EQ(Count(kLin, "customer", "宁波港务"), 1u);
}

// A row keeps a value for each key while it is sorted: a long list of keys would take the server's memory.
TEST_F(ResidentPoolTest, SortsByAFewKeysOnly) {
  Insert("customer", kLin, {{"name", "乙"}});
  Insert("customer", kLin, {{"name", "甲"}, {"note", "x"}});
  const auto ask = [&](const std::string& sort) {
    return pool_->Ask(Person(kLin), [&](const PoolView& view) -> Status {
      PageRequest request;
      request.sort = sort;
      KEDANG_ASSIGN(const RecordPage page, FindPage(view, *view.edition.schemas().Find("customer"), request));
      EXPECT_EQ(page.rows.size(), 2u);
      return {};
    });
  };
  std::string keys = "-note";
  for (int i = 1; i < 8; ++i) keys += ",name";
  EXPECT_TRUE(ask(keys).ok());
  const Status refused = ask(keys + ",name");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
}

// People share a pool. What somebody keeps to himself is no title in it for others: neither found nor marked.
TEST_F(ResidentPoolTest, PersonalRecordsAreNobodysTitles) {
  const Id memo = Insert("memo", kLin, {{"name", "机密报价"}, {"seen_by", "private"}, {"owner", FormatId(kLin)}});
  const Id shared = Insert("memo", kLin, {{"name", "公开报价"}, {"seen_by", "everyone"}, {"owner", FormatId(kLin)}});
  Insert("mark", kLin, {{"name", "标注甲"}, {"memo", FormatId(memo)}});
  Insert("mark", kLin, {{"name", "标注乙"}, {"memo", FormatId(shared)}});
  EXPECT_EQ(Count(kMa, "memo", ""), 1u);
  EXPECT_EQ(Count(kMa, "mark", "公开报价"), 1u);
  EXPECT_EQ(Count(kMa, "mark", "机密报价"), 0u);
  nlohmann::ordered_json highlights;
  Find(kMa, "mark", "甲", &highlights);
  EXPECT_EQ(highlights.dump().find("机密"), std::string::npos);
  EXPECT_EQ(Count(kLin, "memo", ""), 2u);
}

}  // namespace
}  // namespace kedang
