// The list of icons in code and the list the outlines are made from are the same.
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/asset.h"
#include "wasm/ui/icon.h"

namespace kedang::ui {
namespace {

TEST(Icon, ListInCodeIsTheListOfOutlines) {
  std::ifstream list(SourceFolder() + "/wasm/ui/icons.txt");
  ASSERT_TRUE(list.is_open());
  std::string name;
  size_t index = 0;
  for (; std::getline(list, name); ++index) {
    ASSERT_LT(index, kIconCount) << name << " is not in icon.h";
    EXPECT_EQ(NameOf(static_cast<Icon>(index)), name);
  }
  EXPECT_EQ(index, kIconCount);
}

TEST(Icon, IsFoundByItsName) {
  EXPECT_EQ(IconNamed("users"), Icon::kUsers);
  EXPECT_EQ(IconNamed("no-such-icon"), Icon::kNone);
  EXPECT_EQ(NameOf(Icon::kNone), "");
}

}  // namespace
}  // namespace kedang::ui
