#include "server/query_string.h"

#include <gtest/gtest.h>

namespace kedang {
namespace {

TEST(QueryString, DecodesNamesAndValues) {
  const auto read = ParseQueryString("query=%E4%BA%91%e9%94%A6+%E6%9D%AD&limit=5&empty=&flag");
  ASSERT_TRUE(read.ok());
  const QueryParameters expected = {{"query", "云锦 杭"}, {"limit", "5"}, {"empty", ""}, {"flag", ""}};
  EXPECT_EQ(*read, expected);
  EXPECT_TRUE(ParseQueryString("")->empty());
  EXPECT_EQ(ParseQueryString("a=1=2")->front().second, "1=2");
}

TEST(QueryString, RefusesWhatIsBroken) {
  for (const char* wrong : {"a=%", "a=%4", "a=%zz", "a=%E4%BA", "a=1&a=2", "%ff=1"}) EXPECT_FALSE(ParseQueryString(wrong).ok()) << wrong;
}

}  // namespace
}  // namespace kedang
