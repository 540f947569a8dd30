#include "wasm/app/route.h"

#include <gtest/gtest.h>

namespace kedang {
namespace {

TEST(Route, ReadsAndWritesItsOptions) {
  const Route route{{"customer", "01J"}, {{"view", "01K"}, {"q", "阶段:谈判|签约 & 云锦?"}}};
  const std::string text = FormatRoute(route);
  EXPECT_EQ(text.rfind("/customer/01J?view=01K&q=", 0), 0u) << text;
  EXPECT_EQ(ParseRoute(text), route);
  EXPECT_EQ(ParseRoute(text).option("view"), "01K");
  EXPECT_FALSE(ParseRoute("/customer").has_option("q"));
  EXPECT_TRUE(ParseRoute("/customer?q=").has_option("q"));
  EXPECT_EQ(ParseRoute("/customer?q=").option("q"), "");
}

TEST(Route, TakesWhatPeopleType) {
  EXPECT_EQ(ParseRoute("customer?q=%E4%BA%91").option("q"), "云");
  EXPECT_EQ(ParseRoute("/customer?q=%E4%BA").option("q"), "\xEF\xBF\xBD");  // half a character
  EXPECT_EQ(ParseRoute("/customer?&&=x&q").options.size(), 1u);
  EXPECT_EQ(ParseRoute("?view=a").parts.size(), 0u);
  EXPECT_EQ(FormatRoute({}), "/");
  EXPECT_EQ(ParseRoute("/search/a%3Fb").detail(), "a?b");
  EXPECT_EQ(FormatRoute({{"search", "a?b"}}), "/search/a%3fb");
}

}  // namespace
}  // namespace kedang
