#include <gtest/gtest.h>

#include <algorithm>

#include "shared/text/lexicon.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

const RegionTree& Regions() { return ShippedLexicon().regions(); }

TEST(RegionTest, FindsCodes) {
  const Region* binjiang = Regions().Find(330108);
  ASSERT_NE(binjiang, nullptr);
  EXPECT_EQ(binjiang->name, "滨江区");
  EXPECT_EQ(binjiang->short_name, "滨江");
  EXPECT_EQ(Regions().PathName(330108), "浙江省 杭州市 滨江区");
  EXPECT_EQ(Regions().PathName(110105), "北京市 朝阳区");
  EXPECT_EQ(Regions().PathName(429004), "湖北省 仙桃市");
  EXPECT_EQ(Regions().FindText("3301")->area_code, "0571");
  EXPECT_EQ(Regions().FindText("11")->area_code, "010");
  EXPECT_EQ(Regions().FindText("33x"), nullptr);
  EXPECT_EQ(Regions().Find(999999), nullptr);
  EXPECT_EQ(Regions().PathName(1), "");
}

TEST(RegionTest, KnowsRetiredCodes) {
  const Region* chongwen = Regions().Find(110103);
  ASSERT_NE(chongwen, nullptr);
  EXPECT_TRUE(chongwen->is_retired);
  EXPECT_EQ(chongwen->successor, 110101U);
  EXPECT_EQ(Regions().Find(110228)->successor, 110118U);  // 密云县 became 密云区
  for (const Region& region : Regions().All()) {
    if (region.successor == 0) continue;
    const Region* successor = Regions().Find(region.successor);
    ASSERT_NE(successor, nullptr) << region.code;
    EXPECT_FALSE(successor->is_retired) << region.code;
  }
}

TEST(RegionTest, WalksTheTree) {
  EXPECT_EQ(Regions().Children(0).size(), 34U);
  EXPECT_EQ(Regions().Children(110000).size(), 16U);  // districts, not 市辖区
  EXPECT_EQ(Regions().Children(330000).size(), 11U);
  EXPECT_EQ(Regions().Children(500000).size(), 38U);
  EXPECT_TRUE(Regions().Children(330108).empty());
  EXPECT_TRUE(Regions().IsWithin(330108, 330000));
  EXPECT_TRUE(Regions().IsWithin(330108, 330108));
  EXPECT_FALSE(Regions().IsWithin(330108, 320000));
  EXPECT_FALSE(Regions().IsWithin(1, 1));
}

// A text that is folded already is read where it stands; a blank before and a capital behind send it the long way.
TEST(RegionTest, ReadsFoldedTextTheSame) {
  for (const Region& region : Regions().All()) {
    std::string path = Regions().PathName(region.code);
    path.erase(std::remove(path.begin(), path.end(), ' '), path.end());
    for (const std::string& text : {region.name, region.short_name, path, path + "网商路699号", region.short_name + "路1号"}) {
      const RegionMatch match = Regions().Resolve(text), other = Regions().Resolve(" " + text);
      EXPECT_EQ(match.codes, other.codes) << text;
      EXPECT_EQ(match.former, other.former) << text;
      EXPECT_EQ(match.length, other.length == 0 ? 0 : other.length - 1) << text;
    }
  }
  EXPECT_EQ(Regions().Resolve("").length, 0U);
}

TEST(RegionTest, EveryFullPathNamesItsOwnCode) {
  for (const Region& region : Regions().All()) {
    if (region.is_retired || region.is_container) continue;
    const std::string path = Regions().PathName(region.code);
    const RegionMatch match = Regions().Resolve(path);
    EXPECT_TRUE(match.is_certain() && match.codes[0] == region.code) << path;
    EXPECT_EQ(match.length, path.size()) << path;
  }
}

struct Sample {
  const char* text;
  RegionCode code;
};

TEST(RegionTest, ResolvesMessyNames) {
  for (const Sample& sample : {
           Sample{"河南周口", 411600},
           Sample{"浙江省杭州市", 330100},
           Sample{"杭州", 330100},
           Sample{"Hangzhou", 330100},
           Sample{"hangzhou shi", 330100},
           Sample{"Hangzhou City, Zhejiang Province, China", 330100},
           Sample{"Xi'an", 610100},
           Sample{"Shaanxi", 610000},
           Sample{"shanxi", 140000},
           Sample{"北京朝阳", 110105},
           Sample{"吉林", 220000},
           Sample{"吉林市", 220200},
           Sample{"大同", 140200},
           Sample{"广东 深圳 南山", 440305},
           Sample{"浙江省 / 宁波市 / 鄞州区", 330212},
           Sample{"中国上海市浦东新区", 310115},
           Sample{"新疆伊犁", 654000},
           Sample{"恩施州", 422800},
           Sample{"内蒙", 150000},
           Sample{"香港灣仔", 810002},
           Sample{"臺北市", 710100},
           Sample{"北京崇文区", 110101},
           Sample{"330108", 330108},
           Sample{"33", 330000},
           Sample{"　３３０１０８ ", 330108},
       }) {
    const RegionMatch match = Regions().Resolve(sample.text);
    ASSERT_EQ(match.codes.size(), 1U) << sample.text;
    EXPECT_EQ(match.codes[0], sample.code) << sample.text;
  }
}

TEST(RegionTest, GivesCandidatesForSharedNames) {
  EXPECT_EQ(Regions().Resolve("鼓楼区").codes.size(), 4U);
  EXPECT_GT(Regions().Resolve("朝阳").codes.size(), 2U);
  EXPECT_EQ(Regions().Resolve("滨江区").codes, std::vector<RegionCode>{330108});
  EXPECT_EQ(Regions().Resolve("南京鼓楼").codes, std::vector<RegionCode>{320106});
}

TEST(RegionTest, LeavesTheStreet) {
  const std::string address = " 浙江省杭州市滨江区网商路699号";
  const RegionMatch match = Regions().Resolve(address);
  EXPECT_EQ(match.codes, std::vector<RegionCode>{330108});
  EXPECT_EQ(address.substr(match.length), "网商路699号");
  EXPECT_EQ(Regions().Resolve("杭州上海路1号").codes, std::vector<RegionCode>{330100});
}

TEST(RegionTest, FindsNothingInOtherTexts) {
  for (const char* text : {"", "新华书店", "上海路12号", "中关村", "xyz", "3", "999999", "浙江省 London"}) {
    const RegionMatch match = Regions().Resolve(text);
    if (std::string_view(text) == "浙江省 London") {
      EXPECT_EQ(match.codes, std::vector<RegionCode>{330000});
    } else {
      EXPECT_TRUE(match.codes.empty()) << text;
      EXPECT_EQ(match.length, 0U);
    }
  }
}

TEST(RegionTest, RefusesOtherTexts) {
  const PinyinTable& pinyin = ShippedLexicon().pinyin();
  for (const char* text : {"", "3浙江省\n", " 01杭州市\n", "33浙江省\n  08滨江区\n", "33\n", "33浙江省\n11北京市\n"}) {
    const Result<RegionTree> tree = RegionTree::Parse(text, pinyin);
    ASSERT_FALSE(tree.ok()) << text;
    EXPECT_EQ(tree.error().code, ErrorCode::kCorrupt);
  }
}

TEST(IndustryTest, HoldsTheStandard) {
  EXPECT_EQ(ShippedLexicon().industries().Children("").size(), 20U);
  EXPECT_EQ(ShippedLexicon().industries().All().size(), 117U);
  EXPECT_EQ(ShippedLexicon().industries().Children("C").size(), 31U);
  EXPECT_EQ(ShippedLexicon().industries().PathName("I65"), "信息传输、软件和信息技术服务业 软件和信息技术服务业");
  EXPECT_EQ(ShippedLexicon().industries().Find("65"), ShippedLexicon().industries().Find("I65"));
  EXPECT_EQ(ShippedLexicon().industries().Find("A65"), nullptr);
  EXPECT_EQ(ShippedLexicon().industries().Find(""), nullptr);
}

TEST(IndustryTest, EveryNameNamesItsOwnCode) {
  for (const Industry& industry : ShippedLexicon().industries().All()) {
    const auto found = ShippedLexicon().industries().Resolve(industry.name);
    ASSERT_EQ(found.size(), 1U) << industry.name;
    EXPECT_TRUE(found[0] == &industry || found[0]->code == industry.parent) << industry.name;
    EXPECT_EQ(ShippedLexicon().industries().Resolve(industry.code + " " + industry.name).at(0), &industry);
  }
}

TEST(IndustryTest, ResolvesWhatPeopleWrite) {
  const auto code = [](std::string_view text) {
    const auto found = ShippedLexicon().industries().Resolve(text);
    return found.size() == 1 ? found[0]->code : std::string();
  };
  EXPECT_EQ(code("I65"), "I65");
  EXPECT_EQ(code("i65"), "I65");
  EXPECT_EQ(code("65"), "I65");
  EXPECT_EQ(code("6512"), "I65");
  EXPECT_EQ(code("I"), "I");
  EXPECT_EQ(code("软件"), "I65");
  EXPECT_EQ(code("信息传输软件和信息技术服务业"), "I");
  EXPECT_EQ(code("IT互联网"), "I");
  EXPECT_EQ(code("房地产"), "K");
  EXPECT_EQ(code("A65"), "");
  EXPECT_EQ(code("X"), "");
  EXPECT_EQ(code("没有这个"), "");
}

}  // namespace
}  // namespace kedang
