// Lists narrowed by facets that are part of the query, counted and sorted, over a workspace that changes; smart tags that
// follow the day and other records; tags of many records, tags made one.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "shared/schema/retype.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"
#include "wasm/app/bulk_edit.h"
#include "wasm/app/facet_counts.h"
#include "wasm/app/tag_change.h"

namespace kedang {
namespace {

constexpr std::string_view kSchemas = R"j({"version":1,"schemas":[
 {"id":1,"key":"customer","label":{"zh":"客户","en":"Customers"},"title":"name","level":"level","fields":[
   {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","search_weight":3},
   {"id":2,"key":"level","label":{"zh":"等级"},"type":"choice","choices":[{"key":"A","label":{"zh":"战略"}},{"key":"B","label":{"zh":"重点"}},{"key":"C","label":{"zh":"一般"}}]},
   {"id":3,"key":"tags","label":{"zh":"标签"},"type":"tags","merge":"three_way","choices":[{"key":"热","label":{"zh":"热"}},{"key":"冷","label":{"zh":"冷"}}]},
   {"id":4,"key":"next","label":{"zh":"下次"},"type":"date"},
   {"id":5,"key":"total","label":{"zh":"总额"},"type":"rollup","through":"contract","summary":"sum","source":"amount","result":"decimal"},
   {"id":6,"key":"smart","label":{"zh":"智能"},"type":"smart_tags","choices":[
     {"key":"due","label":{"zh":"该跟进"},"color":2,"when":"下次 <= today()"},
     {"key":"big","label":{"zh":"大客户"},"color":1,"when":"总额 >= 1000"},
     {"key":"broken","label":{"zh":"坏"},"when":"没有这个 > 1"},
     {"key":"empty","label":{"zh":"无等级"},"when":"等级 = null"}]}]},
 {"id":2,"key":"contract","label":{"zh":"合同","en":"Contracts"},"title":"name","fields":[
   {"id":1,"key":"name","label":{"zh":"名称"},"type":"text"},
   {"id":2,"key":"customer","label":{"zh":"客户"},"type":"reference","target":"customer"},
   {"id":3,"key":"amount","label":{"zh":"金额"},"type":"decimal"}]}]})j";

class FacetListTest : public testing::Test {
 protected:
  FacetListTest() : workspace_(storage_, clock_, random_, ShippedLexicon(), "test", [] {}), list_(workspace_), counts_(workspace_) {
    StartWithSchemas(workspace_, kSchemas);
    list_.ShowSchema(1);
    counts_.Show({2, 3, 6});
  }

  Id Insert(SchemaId schema, std::vector<std::pair<FieldId, Value>> cells) {
    clock_.now_ms += 1000;
    const Id id = workspace_.client().NewId();
    Group group;
    group.mutations.push_back(workspace_.client().MakeInsert(schema, id, std::move(cells)));
    Submit(std::move(group));
    return id;
  }
  void Set(Id id, FieldId field, Value value) {
    clock_.now_ms += 1000;
    Group group;
    group.mutations.push_back(workspace_.client().MakeSet(*workspace_.records().FindRecord(id), {{field, std::move(value)}}));
    Submit(std::move(group));
  }
  void Submit(Group group) {
    workspace_.client().Submit({std::move(group)}, [](Status status) { EXPECT_TRUE(status.ok()); });
  }
  // The names of the rows, in slices of the smallest kind.
  std::vector<std::string> Ask(std::string_view query) {
    list_.SetQuery(query);
    int steps = 0;
    while (!list_.Step([] { return true; }) || !counts_.Step(list_, [] { return true; })) {
      if (++steps > 100'000) break;
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < list_.size(); ++i) {
      EXPECT_EQ(list_.IndexOf(list_.At(i)), i);
      EXPECT_TRUE(list_.found().Has(list_.At(i)));
      names.push_back(workspace_.TitleOf(*workspace_.records().RecordAt(list_.At(i))));
    }
    EXPECT_EQ(list_.found().Count(), names.size());
    return names;
  }
  std::string Counted(FieldId field) const {
    std::map<std::string, std::uint32_t> sorted;
    for (const FacetCounts::Value& value : counts_.Of(field)) sorted[value.key] = value.rows;
    std::string text;
    for (const auto& [key, rows] : sorted) text += (text.empty() ? "" : " ") + key + ":" + std::to_string(rows);
    return text;
  }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{11};
  Workspace workspace_;
  RecordList list_;
  FacetCounts counts_;
};

using Names = std::vector<std::string>;

TEST_F(FacetListTest, FacetsAreConditionsOfTheQuery) {
  Insert(1, {{1, Value::Text("甲云锦")}, {2, Value::Text("A")}, {3, Value::List({"热"})}});
  Insert(1, {{1, Value::Text("乙云锦")}, {2, Value::Text("B")}, {3, Value::List({"热", "冷"})}});
  Insert(1, {{1, Value::Text("丙云锦")}, {2, Value::Text("A")}});
  Insert(1, {{1, Value::Text("丁")}});
  EXPECT_EQ(Ask(""), (Names{"丁", "丙云锦", "乙云锦", "甲云锦"}));
  EXPECT_EQ(Counted(2), ":1 A:2 B:1");
  EXPECT_EQ(Counted(3), ":2 冷:1 热:2");
  EXPECT_EQ(Ask("等级:A"), (Names{"丙云锦", "甲云锦"}));
  EXPECT_EQ(Counted(2), ":1 A:2 B:1") << "the other levels can still be chosen";
  EXPECT_EQ(Counted(3), ":1 热:1");
  EXPECT_EQ(Ask("云锦 等级:A|B 标签:热").size(), 2u);
  EXPECT_EQ(list_.name_count(), 2u);
  EXPECT_EQ(Counted(2), "A:1 B:1");
  EXPECT_EQ(Counted(3), ":1 冷:1 热:2");
  EXPECT_TRUE(Ask("等级:C").empty());
  list_.SetSort(1, false);
  EXPECT_EQ(Ask("云锦"), (Names{"丙云锦", "甲云锦", "乙云锦"})) << "by pinyin";
  list_.SetSort(2, true);
  EXPECT_EQ(Ask(""), (Names{"乙云锦", "丙云锦", "甲云锦", "丁"})) << "without a level last, the newest first";
}

TEST_F(FacetListTest, FollowsEveryChange) {
  std::map<Id, std::pair<TimeMs, std::string>> world;
  std::vector<Id> ids;
  for (int round = 0; round < 300; ++round) {
    const int what = static_cast<int>(random_.Below(4));
    if (what < 2 || ids.empty()) {
      const std::string name = "客" + std::to_string(round);
      const Id id = Insert(1, {{1, Value::Text(name)}, {2, Value::Text(random_.OneIn(2) ? "A" : "B")}});
      ids.push_back(id);
      world[id] = {clock_.now_ms, name};
    } else {
      const std::size_t at = random_.Below(ids.size());
      if (what == 2) {
        Set(ids[at], 2, Value::Text(random_.OneIn(2) ? "A" : "C"));
        world[ids[at]].first = clock_.now_ms;
      } else {
        Group group;
        group.mutations.push_back(workspace_.client().MakeDelete(*workspace_.records().FindRecord(ids[at])));
        Submit(std::move(group));
        world.erase(ids[at]);
        ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(at));
      }
    }
    if (round % 7 != 0) continue;
    std::vector<std::pair<TimeMs, std::string>> expected;
    std::map<std::string, std::uint32_t> levels;
    for (const auto& [id, one] : world) {
      expected.push_back(one);
      ++levels[workspace_.records().FindRecord(id)->Get(2).text()];
    }
    std::sort(expected.rbegin(), expected.rend());
    Names names;
    for (const auto& one : expected) names.push_back(one.second);
    ASSERT_EQ(Ask(""), names) << round;
    std::string text;
    for (const auto& [key, rows] : levels) text += (text.empty() ? "" : " ") + key + ":" + std::to_string(rows);
    ASSERT_EQ(Counted(2), text) << round;
  }
}

TEST_F(FacetListTest, SmartTagsFollowTheDayAndOtherRecords) {
  const Id customer = Insert(1, {{1, Value::Text("云锦")}, {2, Value::Text("A")}, {4, Value::Of(Date{workspace_.Today().days + 1})}});
  Insert(1, {{1, Value::Text("禾木")}});
  EXPECT_EQ(Ask("智能:该跟进"), Names{});
  EXPECT_EQ(Counted(6), ":1 empty:1");
  Insert(2, {{2, Value::Text(FormatId(customer))}, {3, Value::Of(Decimal{1500, 0})}});
  EXPECT_FALSE(workspace_.IsFacetCurrent(1, 6));
  EXPECT_EQ(Ask("智能:大客户"), Names{"云锦"});
  EXPECT_TRUE(workspace_.IsFacetCurrent(1, 6));
  EXPECT_EQ(Counted(6), "big:1 empty:1");
  clock_.now_ms += 24 * 3600 * 1000;
  EXPECT_FALSE(workspace_.IsFacetCurrent(1, 6));
  Set(customer, 1, Value::Text("云锦科技"));
  EXPECT_EQ(Ask("智能:该跟进 智能:大客户"), Names{"云锦科技"});
  EXPECT_EQ(Ask(""), (Names{"云锦科技", "禾木"}));
  EXPECT_EQ(Counted(6), "big:1 due:1 empty:1");
  const Record record = *workspace_.records().FindRecord(customer);
  EXPECT_EQ(workspace_.ValueOf(record, 6), Value::List({"due", "big"})) << "in the order of the choices; what is broken is nobody's";
  EXPECT_EQ(workspace_.ShownField(1, *workspace_.schemas().Find("customer")->Find("smart")).type, FieldType::kMultipleChoice);
}

TEST_F(FacetListTest, TagsOfManyRecordsAtOnce) {
  const Id first = Insert(1, {{1, Value::Text("甲")}, {3, Value::List({"热"})}});
  const Id second = Insert(1, {{1, Value::Text("乙")}});
  std::vector<Row> rows = {workspace_.records().RowOf(first), workspace_.records().RowOf(second)};
  const auto run = [&](TextList tags, BulkMode mode) {
    BulkEdit edit(workspace_, *workspace_.schemas().Find("customer"), BulkEdit::IdsOf(workspace_, rows), 3, Value::List(std::move(tags)), mode);
    while (!edit.Step([] { return true; })) {
    }
    for (Group& group : edit.TakeGroups()) Submit(std::move(group));
    return std::pair(edit.changed(), edit.unchanged());
  };
  EXPECT_EQ(run({"热", "自己的"}, BulkMode::kAdd), std::pair(std::size_t{2}, std::size_t{0}));
  EXPECT_EQ(workspace_.records().FindRecord(second)->Get(3), Value::List({"热", "自己的"}));
  EXPECT_EQ(run({"热"}, BulkMode::kAdd), std::pair(std::size_t{0}, std::size_t{2}));
  EXPECT_EQ(run({"热", "没有"}, BulkMode::kRemove), std::pair(std::size_t{2}, std::size_t{0}));
  EXPECT_EQ(FormatPlain(workspace_.records().FindRecord(first)->Get(3)), "自己的");
  EXPECT_EQ(Ask("标签:自己的").size(), 2u);
  EXPECT_EQ(Counted(3), "自己的:2");
}

TEST(TagChange, TwoTagsBecomeOneInEveryRecord) {
  const SchemaSet set = *ParseSchemaSet(kSchemas);
  const Field before = *set.Find("customer")->Find("tags");
  Field after = before;
  MergeTag(after, "冷", "热");
  ASSERT_EQ(after.choices.size(), 1u);
  EXPECT_EQ(after.choices[0].synonyms, TextList{"冷"});
  ASSERT_TRUE(NeedsConversion(before, after));
  const CheckContext context;
  EXPECT_EQ(RetypeValue(before, after, Value::List({"自己的", "冷", "热"}), context).value, Value::List({"自己的", "热"}));
  EXPECT_EQ(RetypeValue(before, after, Value::List({"自己的"}), context).outcome, RetypeOutcome::kKept);
  // A free word, too, and a name nobody had.
  Field renamed = after;
  MergeTag(renamed, "自己的", "大家的");
  ASSERT_EQ(renamed.choices.size(), 2u);
  EXPECT_EQ(RetypeValue(after, renamed, Value::List({"自己的", "热"}), context).value, Value::List({"大家的", "热"}));
  // Given its old name back, it is no spelling of itself.
  Field back = renamed;
  MergeTag(back, "大家的", "自己的");
  EXPECT_EQ(back.choices.back().key, "自己的");
  EXPECT_EQ(back.choices.back().synonyms, TextList{"大家的"});
  EXPECT_FALSE(NeedsConversion(before, before));
  Field colored = before;
  ColorTag(colored, "新", 3);
  EXPECT_EQ(colored.choices.back().color, 3);
  EXPECT_FALSE(NeedsConversion(before, colored));
}

}  // namespace
}  // namespace kedang
