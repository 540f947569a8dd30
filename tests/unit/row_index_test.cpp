#include "shared/intake/row_index.h"

#include <gtest/gtest.h>

#include <string>

namespace kedang {
namespace {

TEST(RowIndex, KeepsTheFirstRowOfEveryText) {
  RowIndex index;
  EXPECT_EQ(index.Find(""), 0u);
  for (std::uint64_t i = 1; i <= 5000; ++i) index.Add("text " + std::to_string(i % 3000), i);
  for (std::uint64_t i = 1; i <= 3000; ++i) EXPECT_EQ(index.Find("text " + std::to_string(i % 3000)), i);
  EXPECT_EQ(index.Find("text 3000"), 0u);
  index.Add("", 7);
  EXPECT_EQ(index.Find(""), 7u);
}

}  // namespace
}  // namespace kedang
