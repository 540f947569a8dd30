#include "wasm/app/one_box.h"

#include <gtest/gtest.h>

#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"
#include "wasm/app/recent_items.h"

namespace kedang {
namespace {

constexpr std::string_view kSchemas = R"j({"version":1,"schemas":[
 {"id":1,"key":"customer","label":{"zh":"客户","en":"Customers"},"title":"name","owner":"owner","fields":[
   {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","search_weight":3},
   {"id":2,"key":"note","label":{"zh":"备注"},"type":"text"},
   {"id":3,"key":"owner","label":{"zh":"负责人"},"type":"user"}]},
 {"id":2,"key":"contact","label":{"zh":"联系人","en":"Contacts"},"title":"name","fields":[
   {"id":1,"key":"name","label":{"zh":"姓名"},"type":"text","search_weight":3}]},
 {"id":3,"key":"view","system":true,"label":{"zh":"视图","en":"Views"},"title":"name","fields":[
   {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","search_weight":3}]}]})j";

class OneBoxTest : public testing::Test {
 protected:
  OneBoxTest() : workspace_(storage_, clock_, random_, ShippedLexicon(), "test", [] {}), box_(workspace_) {
    StartWithSchemas(workspace_, kSchemas);
    box_.SetCommands({{BoxKind::kPage, "设置", "settings"}, {BoxKind::kPage, "导入表格", "import"}, {BoxKind::kAction, "新建客户", "new"}});
  }

  Id Insert(SchemaId schema, std::string_view name, std::string_view note = {}, Id owner = {}) {
    const Id id = workspace_.client().NewId();
    std::vector<std::pair<FieldId, Value>> cells = {{1, Value::Text(std::string(name))}};
    if (!note.empty()) cells.emplace_back(2, Value::Text(std::string(note)));
    if (!owner.is_nil()) cells.emplace_back(3, Value::Text(FormatId(owner)));
    Group group;
    group.mutations.push_back(workspace_.client().MakeInsert(schema, id, std::move(cells)));
    workspace_.client().Submit({group}, [](Status status) { EXPECT_TRUE(status.ok()); });
    return id;
  }
  const std::vector<BoxGroup>& Find(std::string_view text) {
    box_.SetText(text);
    while (!box_.Step([] { return true; })) {
    }
    return box_.groups();
  }
  std::string TitleOf(const BoxItem& item) { return workspace_.TitleOf(*workspace_.records().RecordAt(item.row)); }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{7};
  Workspace workspace_;
  OneBox box_;
};

TEST_F(OneBoxTest, SaysWhatNoTemplateUnderstands) {
  Insert(1, "云锦科技");
  Find("没有这个字段:公海 云锦");
  ASSERT_EQ(box_.problems().size(), 1u);
  EXPECT_EQ(box_.problems()[0].code, QueryCode::kUnknownField);
  Find("云锦");
  EXPECT_TRUE(box_.problems().empty());
}

TEST_F(OneBoxTest, GroupsByTemplateAndKindWithTheBestFirst) {
  Insert(2, "李云锦");
  Insert(1, "杭州云锦科技有限公司");
  Insert(1, "上海禾木设计", "转介绍自云锦陈总");
  Insert(3, "云锦的客户");  // a saved view is no record here
  const auto& groups = Find("云锦");
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(box_.record_count(), 3u);
  EXPECT_EQ(groups[0].schema, 1u);
  EXPECT_EQ(groups[0].count, 2u);
  EXPECT_EQ(TitleOf(groups[0].items[0]), "杭州云锦科技有限公司");
  EXPECT_EQ(TitleOf(groups[0].items[1]), "上海禾木设计");
  EXPECT_EQ(groups[1].schema, 2u);
}

TEST_F(OneBoxTest, FindsPagesAndActionsByPinyinAndOtherWords) {
  Insert(1, "深圳华测有限公司");
  for (const std::string_view text : {"设置", "shezhi", "settings", "sz"}) {
    const auto& groups = Find(text);
    const bool is_there = std::any_of(groups.begin(), groups.end(), [](const BoxGroup& group) {
      return group.kind == BoxKind::kPage && group.items[0].command == 0;
    });
    EXPECT_TRUE(is_there) << text;
  }
  // A page whose whole name was typed comes before records that only hold the letters.
  EXPECT_EQ(Find("sz").front().kind, BoxKind::kPage);
  ASSERT_EQ(Find("新建").size(), 1u);
  EXPECT_EQ(box_.groups()[0].kind, BoxKind::kAction);
  EXPECT_TRUE(Find("设置 新建").empty());
  EXPECT_TRUE(Find("").empty());
}

TEST_F(OneBoxTest, ShowsOnesOwnFirstAmongEqualMatches) {
  const Id me{0, 42}, other{0, 43};
  Insert(1, "云锦一号", {}, other);
  Insert(1, "云锦二号", {}, me);
  Insert(1, "新云锦", {}, me);  // mine, but the words do not begin it
  box_.SetUser(me);
  const auto& items = Find("云锦").front().items;
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(TitleOf(items[0]), "云锦二号");
  EXPECT_EQ(TitleOf(items[1]), "云锦一号");
  EXPECT_EQ(TitleOf(items[2]), "新云锦");
}

TEST_F(OneBoxTest, NoticesRecordsThatArrive) {
  EXPECT_TRUE(Find("云锦").empty());
  const std::uint64_t settled = box_.settled_count();
  Insert(1, "云锦");
  EXPECT_EQ(Find("云锦").size(), 1u);
  EXPECT_GT(box_.settled_count(), settled);
}

TEST_F(OneBoxTest, CountsAllAndKeepsTheBest) {
  for (int i = 0; i < 300; ++i) Insert(1, "公司" + std::to_string(i));
  const auto& groups = Find("公司");
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].count, 300u);
  EXPECT_EQ(groups[0].items.size(), kMostBoxItems);
}

TEST(BoxRank, PrefersTheBetterMatchToTheFresherRecord) {
  constexpr TimeMs kNow = 1'700'000'000'000, kDay = 86'400'000;
  EXPECT_GT(BoxRank(129, false, 0, kNow), BoxRank(128, true, kNow, kNow));
  EXPECT_GT(BoxRank(128, true, 0, kNow), BoxRank(128, false, kNow, kNow));
  EXPECT_GT(BoxRank(128, false, kNow - kDay, kNow), BoxRank(128, false, kNow - 60 * kDay, kNow));
}

TEST(RecentItems, KeepsTheNewestAndReadsWhatItWrote) {
  RecentItems recent;
  for (std::uint64_t i = 1; i <= 20; ++i) EXPECT_TRUE(recent.NoteRecord(Id{1, i}));
  EXPECT_FALSE(recent.NoteRecord(Id{1, 20}));
  EXPECT_TRUE(recent.NoteRecord(Id{1, 15}));
  ASSERT_EQ(recent.records().size(), RecentItems::kMostRecords);
  EXPECT_EQ(recent.records()[0], (Id{1, 15}));
  EXPECT_EQ(recent.records()[1], (Id{1, 20}));
  EXPECT_TRUE(recent.NoteSearch("云锦\n杭州"));
  EXPECT_FALSE(recent.NoteSearch("  "));
  RecentItems read;
  read.Read("rubbish\n" + recent.RecordsText(), recent.SearchesText());
  EXPECT_EQ(read.records(), recent.records());
  EXPECT_EQ(read.searches(), std::vector<std::string>{"云锦 杭州"});
}

}  // namespace
}  // namespace kedang
