#include "shared/intake/header_row.h"

#include <gtest/gtest.h>

namespace kedang {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(HeaderRow, TitlesAndBlankRowsStandAboveIt) {
  EXPECT_EQ(FindHeaderRow(Rows{{"名称", "电话"}, {"甲公司", "13812345678"}, {"乙公司", "13912345678"}}), 0u);
  EXPECT_EQ(FindHeaderRow(Rows{{"客户名单", "", ""}, {}, {"制表：王芳"}, {"名称", "电话", "城市"}, {"甲", "13812345678", "杭州"}, {"乙", "13912345678", "宁波"}}), 3u);
  // The table begins without names.
  EXPECT_EQ(FindHeaderRow(Rows{{"甲公司", "13812345678"}, {"乙公司", "13912345678"}}), std::nullopt);
  EXPECT_EQ(FindHeaderRow(Rows{}), std::nullopt);
  EXPECT_EQ(FindHeaderRow(Rows{{}, {"", ""}}), std::nullopt);
  // One column: nothing can be narrower than it.
  EXPECT_EQ(FindHeaderRow(Rows{{"电话"}, {"13812345678"}, {"13912345678"}}), 0u);
}

}  // namespace
}  // namespace kedang
