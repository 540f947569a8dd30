// What queries mean: conditions on single records, and runs over many against a plain walk through all of them.
#include "shared/query/query_run.h"

#include <gtest/gtest.h>

#include "shared/check/computed_reader.h"
#include "shared/check/rule_book.h"
#include "shared/facet/facet_index.h"
#include "shared/field/field_types.h"
#include "shared/query/query_writer.h"
#include "shared/query/record_filter.h"
#include "shared/sync/store_lookup.h"
#include "shared/text/fold.h"
#include "tests/support/query_world.h"
#include "tests/support/random.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

constexpr TimeMs kDayMs = 86'400'000;

class QueryRunTest : public ::testing::Test {
 protected:
  QueryRunTest() : index_(ShippedLexicon().pinyin()) {
    customer_ = world_.schemas().Find("customer");
    user_ = FormatId(FieldTypeWorld::IdOf(0));
    world_of_.index = &index_;
    world_of_.records = &records_;
    world_of_.scope = world_.Scope("customer");
    world_of_.context.lexicon = &ShippedLexicon();
    world_of_.context.today = *MakeDate(2026, 11, 22);
    world_of_.context.user = user_;
    world_of_.memory = &memory_;
    world_of_.revision = 1;
  }

  void Put(Record record) {
    const Row row = records_.PutRow(record);
    std::vector<std::string> texts;
    std::vector<FieldText> fields;
    texts.reserve(record.cells().size());
    for (const Cell& cell : record.cells()) {
      const Field* field = customer_->Find(cell.field);
      if (cell.value.is_null()) continue;
      std::string& text = texts.emplace_back();
      AppendSearchText(*field, cell.value, world_of_.scope.format(), text);
      fields.push_back({field->id, field->search_weight, text});
    }
    if (record.is_deleted) index_.Remove(row);
    else index_.Set(row, record.schema, fields);
    journal_.Note(++world_of_.revision, row);
  }
  Record Customer(std::uint64_t number, const std::vector<std::pair<std::string, std::string>>& cells, int days_ago = 0) {
    Record record(customer_->id, Id{number, number});
    CheckContext context;
    context.lexicon = &ShippedLexicon();
    context.names = world_of_.scope.names;
    for (const auto& [key, text] : cells) {
      const Field* field = customer_->Find(std::string_view(key));
      record.Set(field->id, ParseField(*field, text, context).value);
    }
    record.created_ms = record.changed_ms = TimeMs{20'779 - days_ago} * kDayMs + 1000;
    return record;
  }

  std::vector<Row> Run(std::string_view text) {
    const ParsedQuery parsed = ParseQuery(text, world_of_.scope);
    QueryRun run;
    run.Start(world_of_, parsed.query, customer_->id);
    run.Finish(world_of_);
    return run.found().ToVector();
  }
  // The same by looking at each record.
  std::vector<Row> Walk(std::string_view text) {
    const ParsedQuery parsed = ParseQuery(text, world_of_.scope);
    RecordFilter filter(parsed.query, world_of_.scope, world_of_.context.today, &index_.matcher());
    std::vector<Row> rows;
    for (Row row = 0; row < records_.row_limit(); ++row) {
      const auto record = records_.RecordAt(row);
      if (record && !record->is_deleted && filter.Holds(*record, world_of_.context)) rows.push_back(row);
    }
    return rows;
  }
  void Expect(std::string_view text, const std::vector<Row>& rows) {
    EXPECT_EQ(Run(text), rows) << text;
    EXPECT_EQ(Walk(text), rows) << text;
    for (const bool is_english : {false, true}) {
      const Query query = ParseQuery(text, world_of_.scope).query;
      EXPECT_EQ(Run(WriteQuery(query, world_.Scope("customer", is_english))), rows) << text;
    }
  }

  QueryWorldForTests world_;
  const Schema* customer_;
  std::string user_;
  MemoryStore records_;
  SearchIndex index_;
  ConditionMemory memory_;
  RowJournal journal_;
  QueryWorld world_of_;
};

TEST_F(QueryRunTest, ConditionsMeanWhatTheySay) {
  world_of_.journal = &journal_;
  Put(Customer(1, {{"name", "杭州云锦科技有限公司"}, {"stage", "公海"}, {"level", "A"}, {"region", "浙江省杭州市滨江区"}, {"industry", "I65"},
                   {"owner", "王芳"}, {"budget", "12万"}, {"tags", "重点客户;VIP"}, {"mobile", "13812345678"}, {"last_contact_on", "2026-11-20"},
                   {"is_dealer", "是"}}, 0));
  Put(Customer(2, {{"name", "上海雲錦软件"}, {"stage", "跟进中"}, {"level", "B"}, {"region", "上海市浦东新区"}, {"owner", "李敏"},
                   {"budget", "5000"}, {"tags", "待跟进"}, {"phone", "0571-88122630"}, {"last_contact_on", "2026-10-01"}, {"is_dealer", "否"}}, 3));
  Put(Customer(3, {{"name", "宁波港"}, {"region", "浙江省宁波市"}, {"email", "a@port.cn"}, {"mobile", "13912340000"}}, 40));
  Record gone = Customer(4, {{"name", "云锦旧"}, {"stage", "公海"}});
  gone.is_deleted = true;
  Put(gone);

  Expect("", {0, 1, 2});
  Expect("云锦", {0, 1});
  Expect("yunjin -上海", {0});
  Expect("\"云锦 科技\"", {});
  Expect("云锦|宁波", {0, 1, 2});
  Expect("阶段:公海", {0});
  Expect("-阶段:公海", {1, 2});
  Expect("阶段:公海|跟进中", {0, 1});
  Expect("阶段:跟", {1});
  Expect("等级:>=B", {1});
  Expect("等级:A..B", {0, 1});
  Expect("地区:浙江", {0, 2});
  Expect("地区:杭州|上海", {0, 1});
  Expect("行业:软件", {0});
  Expect("负责人:我", {0});
  Expect("-负责人:我", {1, 2});
  Expect("负责人:李敏", {1});
  Expect("缺:负责人", {2});
  Expect("有:手机 缺:等级", {2});
  Expect("预算:>1万", {0});
  Expect("预算:<=5000", {1});
  Expect("预算:5000", {1});
  Expect("预算:1千..1万|>10万", {0, 1});
  Expect("标签:重点客户", {0});
  Expect("标签:vip|待跟进", {0, 1});
  Expect("手机:138-1234", {0});
  Expect("座机:88122630", {1});
  Expect("尾号5678", {0});
  Expect("尾号2630", {1});
  Expect("名称:雲錦", {0, 1});
  Expect("名称:=上海云锦软件", {1});
  Expect("邮箱:PORT", {2});
  Expect("更新:今天", {0});
  Expect("更新:最近7天", {0, 1});
  Expect("创建:<最近7天", {2});
  Expect("最近跟进:本月", {0});
  Expect("最近跟进:2026-10", {1});
  Expect("最近跟进:>2026-10", {0});
  Expect("最近跟进:2026-10-01..2026-11-20", {0, 1});
  Expect("是否经销商:是", {0});
  Expect("是否经销商:否", {1});
  Expect("(地区:上海 或 缺:阶段) -云锦", {2});
  // What cannot be read is left out, and says so.
  Expect("预算:很多 云锦", {0, 1});
  Expect("-阶段:没有这样的 云锦", {0, 1});
}

TEST_F(QueryRunTest, DuplicatesAreFoundByNormalForms) {
  Put(Customer(1, {{"name", "华测（杭州）有限公司"}}));
  Put(Customer(2, {{"name", "华测(杭州)有限公司"}}));
  Put(Customer(3, {{"name", "甲公司"}, {"mobile", "13812345678"}}));
  Put(Customer(4, {{"name", "乙公司"}, {"mobile", "+86 138-1234-5678"}}));
  Put(Customer(5, {{"name", "丙公司"}}));
  EXPECT_EQ(Run("重复:是"), (std::vector<Row>{0, 1, 2, 3}));
  EXPECT_EQ(Run("重复:否"), (std::vector<Row>{4}));
  EXPECT_EQ(Run("重复:是|否"), (std::vector<Row>{0, 1, 2, 3, 4}));
  EXPECT_EQ(Run("重复:否|是"), (std::vector<Row>{0, 1, 2, 3, 4}));
  Put(Customer(4, {{"name", "乙公司"}}));
  EXPECT_EQ(Run("重复:是"), (std::vector<Row>{0, 1}));
}

// More words than one search takes are asked for all the same.
TEST_F(QueryRunTest, EveryWordCounts) {
  std::string all;
  for (int i = 0; i < 20; ++i) all += "word" + std::to_string(i) + "x ";
  for (std::uint64_t row = 0; row < 20; ++row) {
    std::string note = all;
    note.erase(note.find("word" + std::to_string(row) + "x "), 5);
    Put(Customer(row + 1, {{"name", "客户"}, {"note", note}}));
  }
  Put(Customer(21, {{"name", "客户"}, {"note", all}}));
  Expect(all, {20});
  const ParsedQueries everywhere = ParseQueries(all, world_of_.scope);
  QueryRun run;
  run.Start(world_of_, everywhere.queries);
  run.Finish(world_of_);
  EXPECT_EQ(run.found().ToVector(), (std::vector<Row>{20}));
}

// A condition on what is computed of the day is judged again on another day, though no record changed.
TEST_F(QueryRunTest, AnotherDayIsAskedAnew) {
  world_of_.journal = &journal_;
  const RuleBook book(world_.schemas(), ShippedLexicon());
  ComputedReader computed(book.computed());
  StoreLookup related(records_);
  world_of_.context.computed = &computed;
  world_of_.context.related = &related;
  world_of_.release = [&] {
    computed.Forget();
    related.Release();
  };
  Put(Customer(1, {{"name", "客户"}, {"last_contact_on", "2026-11-20"}}));
  EXPECT_EQ(Run("未跟进天数:2"), (std::vector<Row>{0}));
  world_of_.context.today = *MakeDate(2026, 11, 23);
  EXPECT_EQ(Run("未跟进天数:2"), (std::vector<Row>{}));
  EXPECT_EQ(Run("未跟进天数:3"), (std::vector<Row>{0}));
}

// Facets' columns and records say the same of every condition.
class FacetColumns final : public ConditionIndex {
 public:
  explicit FacetColumns(const SchemaSet& schemas) : facets(ShippedLexicon()) { facets.SetSchemas(schemas); }
  bool RowsWith(SchemaId schema, FieldId field, std::span<const std::string> values, RowSet& rows) override {
    if (!facets.Has(schema, field)) return false;
    rows = facets.RowsWith(schema, field, {values.begin(), values.end()});
    return true;
  }
  bool RowsWithout(SchemaId schema, FieldId field, RowSet& rows) override {
    const std::string nothing;
    return RowsWith(schema, field, {&nothing, 1}, rows);
  }
  FacetIndex facets;
};

TEST_F(QueryRunTest, ColumnsSayWhatRecordsSay) {
  FacetColumns columns(world_.schemas());
  const std::vector<std::string> tags = {"", "重点客户", "Foo", "foo;重点客户", "ＦＯＯ", "華測", "华测;待跟进"};
  const std::vector<std::string> regions = {"", "浙江省", "浙江省杭州市", "浙江省杭州市滨江区", "上海市", "上海市浦东新区", "重庆市万州区", "香港"};
  const std::vector<std::string> industries = {"", "I", "I65", "C", "C35"};
  for (std::uint64_t i = 0; i < 336; ++i) {
    const Record record = Customer(i + 1, {{"name", "客户"},
                                           {"tags", tags[i % tags.size()]},
                                           {"region", regions[i % regions.size()]},
                                           {"industry", industries[i % industries.size()]},
                                           {"owner", i % 3 == 0 ? "" : i % 3 == 1 ? "王芳" : "李敏"},
                                           {"stage", i % 2 == 0 ? "公海" : ""},
                                           {"is_dealer", i % 4 == 0 ? "" : i % 4 == 1 ? "是" : "否"}});
    Put(record);
    columns.facets.Set(records_.RowOf(record.id), record);
  }
  for (const char* text : {"标签:foo", "标签:FOO", "-标签:foo", "标签:华测|重点客户", "缺:标签", "有:标签", "地区:浙江", "地区:杭州|上海", "地区:浦东",
                           "地区:重庆", "-地区:浙江省", "缺:地区", "行业:I", "行业:I65|C", "缺:行业", "负责人:我", "-负责人:王芳", "负责人:我|李敏",
                           "缺:负责人", "阶段:公海", "阶段:公", "有:阶段", "经销商:否", "-经销商:是", "经销商:是|否"}) {
    world_of_.columns = nullptr;
    const std::vector<Row> rows = Run(text);
    EXPECT_EQ(rows, Walk(text)) << text;
    EXPECT_FALSE(rows.empty()) << text;
    world_of_.columns = &columns;
    EXPECT_EQ(Run(text), rows) << text;
  }
}

class StageColumns final : public ConditionIndex {
 public:
  bool RowsWith(SchemaId, FieldId field, std::span<const std::string> values, RowSet& rows) override {
    asked.push_back(values.empty() ? "" : values[0]);
    rows.Reset(8);
    rows.Add(1);
    return field == 15;
  }
  bool RowsWithout(SchemaId, FieldId field, RowSet& rows) override {
    rows.Reset(8);
    rows.Add(2);
    return field == 15;
  }
  std::vector<std::string> asked;
};

TEST_F(QueryRunTest, ColumnsAnswerInPlaceOfRecords) {
  for (std::uint64_t i = 1; i <= 3; ++i) Put(Customer(i, {{"name", "客户"}, {"level", "A"}}));
  StageColumns columns;
  world_of_.columns = &columns;
  EXPECT_EQ(Run("阶段:公海"), (std::vector<Row>{1}));
  EXPECT_EQ(Run("缺:阶段"), (std::vector<Row>{2}));
  EXPECT_EQ(Run("有:阶段"), (std::vector<Row>{0, 1}));
  EXPECT_EQ(Run("-阶段:公海"), (std::vector<Row>{0, 2}));
  EXPECT_EQ(Run("等级:A"), (std::vector<Row>{0, 1, 2}));  // not known there
  columns.asked.clear();
  Run("负责人:我");
  EXPECT_EQ(columns.asked, (std::vector<std::string>{user_}));
}

TEST_F(QueryRunTest, ARunGoesOnWhereTheSliceEndedAndSeesChanges) {
  world_of_.journal = &journal_;
  for (std::uint64_t i = 1; i <= 3000; ++i) {
    Put(Customer(i, {{"name", i % 2 == 0 ? "云锦" : "宁波"}, {"budget", std::to_string(i)}}));
  }
  QueryRun run;
  run.Start(world_of_, ParseQuery("预算:>1500 云锦", world_of_.scope).query, customer_->id);
  std::size_t slices = 0;
  while (!run.Step(world_of_, [] { return true; })) ++slices;
  EXPECT_GT(slices, 3u);
  EXPECT_EQ(run.found().Count(), 750u);
  EXPECT_EQ(run.named().Count(), 750u);
  // A text that is searched is looked for in the index first.
  run.Start(world_of_, ParseQuery("名称:云锦", world_of_.scope).query, customer_->id);
  run.Finish(world_of_);
  EXPECT_EQ(run.found().Count(), 1500u);
  run.Start(world_of_, ParseQuery("名称:锦 -名称:=宁波 预算:>2999", world_of_.scope).query, customer_->id);
  run.Finish(world_of_);
  EXPECT_EQ(run.found().ToVector(), (std::vector<Row>{2999}));
  run.Start(world_of_, ParseQuery("预算:>1500 云锦", world_of_.scope).query, customer_->id);
  run.Finish(world_of_);
  // Nothing is looked at twice; a changed record alone is.
  slices = 0;
  run.Start(world_of_, ParseQuery("云锦 预算:>1500", world_of_.scope).query, customer_->id);
  while (!run.Step(world_of_, [] { return true; })) ++slices;
  EXPECT_LE(slices, 7u);  // five of them to rank
  Put(Customer(2, {{"name", "云锦"}, {"budget", "9999"}}));
  slices = 0;
  while (!run.Step(world_of_, [] { return true; })) ++slices;
  EXPECT_LE(slices, 7u);
  EXPECT_EQ(run.found().Count(), 751u);
}

// Thousands of hits are ranked in slices, too, to the same order.
TEST_F(QueryRunTest, RankingKeepsNoFrameWaiting) {
  for (std::uint64_t i = 1; i <= 2000; ++i) Put(Customer(i, {{"name", i == 1900 ? "云锦" : "杭州云锦" + std::to_string(i)}, {"stage", "公海"}}));
  const Query query = ParseQuery("阶段:公海 云锦", world_of_.scope).query;
  QueryRun whole, sliced;
  whole.Start(world_of_, query, customer_->id);
  whole.Finish(world_of_);
  sliced.Start(world_of_, query, customer_->id);
  std::size_t slices = 0;
  while (!sliced.Step(world_of_, [] { return true; })) ++slices;
  EXPECT_GE(slices, 10u);
  ASSERT_EQ(sliced.best().size(), 2000u);
  EXPECT_EQ(sliced.Hits().At(0), 1899u);
  for (std::size_t i = 0; i < 2000; ++i) EXPECT_EQ(sliced.best()[i].row, whole.best()[i].row);
}

TEST_F(QueryRunTest, HitsOfWordsAreRankedWithinConditions) {
  for (std::uint64_t i = 1; i <= 400; ++i) Put(Customer(i, {{"name", "杭州云锦" + std::to_string(i)}, {"stage", i == 390 ? "公海" : "沉睡"}}));
  Put(Customer(401, {{"name", "甲"}, {"note", "云锦"}, {"stage", "公海"}}));
  Put(Customer(402, {{"name", "云锦"}, {"stage", "公海"}}));
  QueryRun run;
  run.Start(world_of_, ParseQuery("阶段:公海 云锦", world_of_.scope).query, customer_->id);
  run.Finish(world_of_);
  const HitList hits = run.Hits();
  ASSERT_EQ(hits.size(), 3u);
  EXPECT_EQ(hits.name_count(), 2u);
  EXPECT_EQ(hits.At(0), 401u);
  EXPECT_EQ(hits.At(2), 400u);
}

// Random queries over random records: a run finds what a walk finds, whatever was asked and changed before.
TEST_F(QueryRunTest, RunsAgreeWithWalks) {
  world_of_.journal = &journal_;
  SeededRandom random(20);
  const auto pick = [&](std::initializer_list<const char*> texts) { return std::string(*(texts.begin() + random.Below(texts.size()))); };
  const auto put = [&] {
    Record record = Customer(1 + random.Below(300),
                             {{"name", pick({"杭州云锦", "上海软件", "宁波港", "云锦软件园"}) + pick({"", "有限公司", "12"})},
                              {"stage", pick({"", "公海", "沉睡", "跟进中"})},
                              {"level", pick({"", "A", "B", "C"})},
                              {"region", pick({"", "浙江省杭州市", "上海市", "宁波市"})},
                              {"owner", pick({"", "王芳", "李敏"})},
                              {"tags", pick({"", "重点客户", "重点客户;待跟进", "VIP"})},
                              {"mobile", pick({"", "13812345678", "13900001111"})},
                              {"budget", pick({"", "5000", "20000", "100000"})},
                              {"last_contact_on", pick({"", "2026-11-20", "2026-10-05", "2025-01-01"})}},
                             static_cast<int>(random.Below(60)));
    record.is_deleted = random.OneIn(10);
    Put(std::move(record));
  };
  for (int i = 0; i < 250; ++i) put();
  const auto part = [&] {
    return pick({"", "-"}) +
           pick({"云锦", "软件", "hz", "尾号5678", "\"云锦软件\"", "阶段:公海|沉睡", "阶段:跟", "等级:<C", "地区:浙江", "负责人:我", "标签:vip",
                 "手机:1390", "预算:>6000", "预算:..20000", "最近跟进:2026", "更新:最近30天", "缺:阶段", "有:手机", "名称:港", "名称:=宁波港",
                 "(阶段:公海 或 宁波)", "云锦|宁波", "(等级:A 标签:重点客户)"});
  };
  for (int round = 0; round < 150; ++round) {
    std::string text = part();
    while (random.OneIn(2)) text += pick({" ", " ", " 或 "}) + part();
    EXPECT_EQ(Run(text), Walk(text)) << text;
    if (random.OneIn(2)) put();
  }
}

}  // namespace
}  // namespace kedang
