// Names as they are begun: written, read, by initials, mixed.
#include "shared/text/name_prefix.h"

#include <gtest/gtest.h>

#include "tests/support/asset.h"

namespace kedang {
namespace {

bool Begins(std::string_view name, std::string_view typed) {
  static const PinyinTable table = PinyinTable::Parse(ReadAsset("assets/pinyin/pinyin.txt")).value();
  return BeginsAsTyped(table, name, typed);
}

TEST(NamePrefixTest, AsItIsWrittenOrRead) {
  for (const char* typed : {"", "林", "林悦", "l", "li", "lin", "ly", "liny", "linyu", "linyue", "林y", "林yue", "LIN", "ｌｙ"}) EXPECT_TRUE(Begins("林悦", typed)) << typed;
  for (const char* typed : {"悦", "yue", "linyuea", "lx", "林z", "iny"}) EXPECT_FALSE(Begins("林悦", typed)) << typed;
}

TEST(NamePrefixTest, HeteronymsAndLetters) {
  EXPECT_TRUE(Begins("单于", "shany"));
  EXPECT_TRUE(Begins("单于", "dan"));
  EXPECT_TRUE(Begins("张zhang", "zhangzh"));
  EXPECT_TRUE(Begins("Bob Lee", "lee"));
  EXPECT_TRUE(Begins("Bob Lee", "bob l"));
  EXPECT_FALSE(Begins("Bob Lee", "ee"));
}

TEST(NamePrefixTest, EndsForWhateverIsTyped) {
  const std::string many(400, 'a'), name = "啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊";
  EXPECT_FALSE(Begins(name, many));
  EXPECT_FALSE(Begins(name, std::string(28, 'a') + "b"));
  EXPECT_FALSE(Begins("林悦", "\xff\xfe"));
}

}  // namespace
}  // namespace kedang
