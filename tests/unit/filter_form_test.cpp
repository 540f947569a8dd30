// Queries as rows of conditions and back.
#include "shared/query/filter_form.h"

#include <gtest/gtest.h>

#include "shared/query/query_parser.h"
#include "shared/query/query_writer.h"
#include "tests/support/query_generator.h"

namespace kedang {
namespace {

TEST(FilterFormTest, RowsAndGroups) {
  const QueryWorldForTests world;
  const QueryScope scope = world.Scope("customer");
  const FilterForm form = FormOfQuery(ParseQuery("云锦 阶段:公海|沉睡 -等级:A (预算:>1万 或 缺:手机) -(a b)", scope).query);
  EXPECT_FALSE(form.is_any);
  ASSERT_EQ(form.items.size(), 5u);
  EXPECT_EQ(form.items[0].rows[0].field, kWordsField);
  EXPECT_EQ(form.items[1].rows[0].values.size(), 2u);
  EXPECT_EQ(form.items[2].rows[0].verb, FilterVerb::kIsNot);
  EXPECT_TRUE(form.items[3].is_group);
  EXPECT_TRUE(form.items[3].is_any);
  EXPECT_EQ(form.items[3].rows[1].verb, FilterVerb::kEmpty);
  EXPECT_TRUE(form.items[4].rows[0].is_other());
  EXPECT_TRUE(FormOfQuery(Query()).items.empty());
}

TEST(FilterFormTest, RowsThatSayNothingYetAreLeftOut) {
  FilterForm form;
  form.items.resize(2);
  form.items[0].rows.resize(1);
  form.items[0].rows[0].field = "stage";
  form.items[1].rows.resize(1);
  form.items[1].rows[0].field = std::string(kWordsField);
  form.items[1].rows[0].values = {{"", true}};
  EXPECT_TRUE(QueryOfForm(form).is_empty());
  form.items[0].rows[0].values = {{"pool", true}};
  EXPECT_TRUE(QueryOfForm(form) == Query::Of({"stage", QueryOperator::kIs, {{"pool", true}}}));
}

TEST(FilterFormTest, EveryQueryComesBackTheSame) {
  const QueryWorldForTests world;
  const QueryScope scope = world.Scope("customer");
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    QueryGenerator generator(scope, seed);
    const Query query = generator.Tree();
    EXPECT_TRUE(QueryOfForm(FormOfQuery(query)) == query) << WriteQuery(query, scope);
  }
}

}  // namespace
}  // namespace kedang
