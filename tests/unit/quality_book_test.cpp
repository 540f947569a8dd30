// What a browser knows of quality without a window: the trend its snapshots tell, and the score of the record that is shown.
#include "wasm/app/quality_book.h"

#include <gtest/gtest.h>

#include "tests/support/import_books.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"
#include "wasm/app/record_quality.h"

namespace kedang {
namespace {

class QualityBookTest : public testing::Test {
 protected:
  QualityBookTest() : workspace_(storage_, clock_, random_, ShippedLexicon(), "test", [] {}) {
    std::string set = SchemasWithSources();
    set.insert(set.size() - 2, "," + ReadAsset("assets/schemas/quality_snapshot.json"));
    StartWithSchemas(workspace_, set);
  }

  const Schema& Customer() const { return *workspace_.schemas().Find("customer"); }
  Id Insert(const Schema& schema, CellList cells) {
    Group group;
    const Id id = workspace_.client().NewId();
    group.mutations.push_back(workspace_.client().MakeInsert(schema.id, id, std::move(cells)));
    workspace_.client().Submit({group}, [](Status status) { EXPECT_TRUE(status.ok()); });
    return id;
  }
  void Keep(std::string schema, int days_ago, double score) {
    QualitySnapshot snapshot;
    snapshot.schema = std::move(schema);
    snapshot.day = Date{workspace_.Today().days - days_ago};
    snapshot.all = {20, score, {80, 90, 100, -1, 70}};
    Insert(*workspace_.schemas().Find(kSnapshotSchema), SnapshotCells(*workspace_.schemas().Find(kSnapshotSchema), snapshot));
  }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{5};
  Workspace workspace_;
};

TEST_F(QualityBookTest, TheTrendIsOfTheTemplateAndFollowsWhatComes) {
  QualityBook book(workspace_);
  EXPECT_TRUE(book.TrendOf(Customer()).points.empty());
  Keep("customer", 8, 90);
  Keep("customer", 0, 84);
  Keep("contact", 0, 10);
  const QualityTrend& trend = book.TrendOf(Customer());
  ASSERT_EQ(trend.points.size(), 2u);
  EXPECT_EQ(*trend.since_week, -6);
  ASSERT_EQ(trend.falls.size(), 1u);
  EXPECT_EQ(trend.falls[0].field, "");
  Keep("customer", 3, 88);
  EXPECT_EQ(book.TrendOf(Customer()).points.size(), 3u);
}

TEST_F(QualityBookTest, ARecordIsMeasuredAnewWhenItChanges) {
  RecordQuality quality(workspace_);
  const Id id = Insert(Customer(), {{1, Value::Text("杭州云锦科技有限公司")}});
  const QualityScore* score = quality.Of(Customer(), id);
  ASSERT_NE(score, nullptr);
  const double before = score->score;
  EXPECT_FALSE(score->reasons.empty());
  EXPECT_EQ(quality.Of(Customer(), id), score);
  Group group;
  group.mutations.push_back(workspace_.client().MakeSet(*workspace_.records().FindRecord(id), {{3, Value::Text("lin@yunjin.cn")}}));
  workspace_.client().Submit({group}, [](Status status) { EXPECT_TRUE(status.ok()); });
  EXPECT_GT(quality.Of(Customer(), id)->score, before);
  EXPECT_EQ(quality.Of(Customer(), workspace_.client().NewId()), nullptr);
}

}  // namespace
}  // namespace kedang
