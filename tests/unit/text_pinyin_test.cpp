#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include "shared/text/pinyin.h"
#include "tests/support/asset.h"

namespace kedang {
namespace {

const PinyinTable& Table() {
  static const PinyinTable table = PinyinTable::Parse(ReadAsset("assets/pinyin/pinyin.txt")).value();
  return table;
}

std::vector<std::string> ReadingsOf(char32_t character) {
  std::vector<std::string> out;
  for (const SyllableId id : Table().ReadingsOf(character)) out.emplace_back(Table().SyllableText(id));
  return out;
}

TEST(PinyinTest, ReadsCharacters) {
  EXPECT_EQ(ReadingsOf(U'绿').front(), "lv");
  EXPECT_EQ(ReadingsOf(U'中'), std::vector<std::string>{"zhong"});  // two tones, one syllable
  const std::vector<std::string> chong = ReadingsOf(U'重');
  EXPECT_EQ(chong.front(), "zhong");
  EXPECT_NE(std::find(chong.begin(), chong.end(), "chong"), chong.end());
  EXPECT_EQ(ReadingsOf(U'區').front(), "qu");  // as 区
  EXPECT_EQ(ReadingsOf(U'〇').front(), "ling");
  EXPECT_EQ(ReadingsOf(0x2B36F).size(), 1U);  // 𫍯 of the general list, beyond the basic plane
  EXPECT_TRUE(ReadingsOf(U'A').empty());
  EXPECT_TRUE(ReadingsOf(U'，').empty());
}

TEST(PinyinTest, CoversTheCommonCharacters) {
  std::size_t missing = 0;
  for (char32_t c = 0x4E00; c <= 0x9FA5; ++c) missing += Table().ReadingsOf(c).empty() ? 1U : 0U;
  EXPECT_LT(missing, 60U);
}

struct Sample {
  const char* text;
  const char* reading;
};

TEST(PinyinTest, DecidesHeteronymsInNames) {
  for (const Sample& sample : {
           Sample{"重庆长安汽车股份有限公司", "chong qing chang an qi che gu fen you xian gong si"},
           Sample{"重型机械", "zhong xing ji xie"},
           Sample{"长沙银行", "chang sha yin hang"},
           Sample{"董事长", "dong shi zhang"},
           Sample{"沈阳市长城商贸行", "shen yang shi chang cheng shang mao hang"},
           Sample{"中国旅行社", "zhong guo lv xing she"},
           Sample{"德昌行有限公司", "de chang hang you xian gong si"},
           Sample{"畅行有限公司", "chang xing you xian gong si"},
           Sample{"厦门大厦", "xia men da sha"},
           Sample{"会计师事务所", "kuai ji shi shi wu suo"},
           Sample{"东莞市长安镇", "dong guan shi chang an zhen"},
           Sample{"成都音乐厅", "cheng du yin yue ting"},
           Sample{"西藏冷藏", "xi zang leng cang"},
           Sample{"六安市", "lu an shi"},
           Sample{"番禺区", "pan yu qu"},
           Sample{"吐鲁番", "tu lu fan"},
           Sample{"牲畜与畜牧", "sheng chu yu xu mu"},
       }) {
    EXPECT_EQ(Table().BestReading(sample.text), sample.reading) << sample.text;
  }
}

TEST(PinyinTest, ReadsSurnamesOnlyInNamesOfPeople) {
  for (const Sample& sample : {
           Sample{"单晓明", "shan xiao ming"},
           Sample{"单位", "dan wei"},
           Sample{"仇英", "qiu ying"},
           Sample{"解放", "jie fang"},
           Sample{"解晓东", "xie xiao dong"},
           Sample{"区志强", "ou zhi qiang"},
           Sample{"查良镛", "zha liang yong"},
           Sample{"曾国藩", "zeng guo fan"},
           Sample{"朴树人", "pu shu ren"},
           Sample{"朴岁植", "piao sui zhi"},
           Sample{"尉迟恭", "yu chi gong"},
           Sample{"万俟卨", "mo qi xie"},
           Sample{"长孙无忌", "zhang sun wu ji"},
           Sample{"单向阀门厂", "dan xiang fa men chang"},
       }) {
    EXPECT_EQ(Table().BestReading(sample.text), sample.reading) << sample.text;
  }
}

TEST(PinyinTest, KeepsWhatIsNoHanzi) {
  EXPECT_EQ(Table().BestReading("ABC路 12号（测试）"), "ABC lu 12 hao （ ce shi ）");
  EXPECT_EQ(Table().BestReading("天々向上"), "tian tian xiang shang");
  EXPECT_EQ(Table().BestReading("  x  y "), "x y");
  EXPECT_EQ(Table().BestReading(""), "");
  EXPECT_EQ(Table().BestReading("重慶銀行"), "chong qing yin hang");
  EXPECT_EQ(Table().BestReading("乾隆"), "qian long");
}

TEST(PinyinTest, WritesTones) {
  EXPECT_EQ(Table().BestReading("绿水青山", PinyinTone::kMarks), "lǜ shuǐ qīng shān");
  EXPECT_EQ(Table().BestReading("有六九", PinyinTone::kMarks), "yǒu liù jiǔ");
  EXPECT_EQ(Table().BestReading("推吧", PinyinTone::kMarks), "tuī ba");
}

TEST(PinyinTest, OffersOtherReadingsBestFirst) {
  const std::vector<std::string> readings = Table().Readings("朝阳", 10);
  ASSERT_EQ(readings.size(), 2U);
  EXPECT_EQ(readings[0], "chao yang");
  EXPECT_EQ(readings[1], "zhao yang");
  EXPECT_TRUE(Table().Readings("朝阳", 0).empty());
  const std::vector<std::string> many = Table().Readings("重长行都会乐单", 50);
  EXPECT_EQ(many.size(), 50U);
  EXPECT_EQ(many[0], Table().BestReading("重长行都会乐单"));
  std::vector<std::string> sorted = many;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(std::unique(sorted.begin(), sorted.end()), sorted.end());
}

TEST(PinyinTest, GivesInitials) {
  EXPECT_EQ(Table().Initials("重庆长安A-1厂"), "cqcaa1c");
  EXPECT_EQ(Table().Initials(""), "");
}

TEST(PinyinTest, RefusesOtherTexts) {
  for (const char* text :
       {"", "=1\n", "=1\nzhong 中\n", "=1\nzhong9 中\n", "/hang2 银行 行\n=1\na1 阿\n", "@shan4 单于\n"}) {
    const Result<PinyinTable> table = PinyinTable::Parse(text);
    ASSERT_FALSE(table.ok()) << text;
    EXPECT_EQ(table.error().code, ErrorCode::kCorrupt);
  }
}

// Names on which two other programs agree. Some of their readings of places are wrong (乐清, 洪洞), so not all agree.
TEST(PinyinDataTest, AgreesWithOthersOnNames) {
  const char* folder = std::getenv("KEDANG_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "KEDANG_TEST_DATA is not set";
  for (const char* file : {"silver_company_agree.tsv", "silver_person_agree.tsv"}) {
    const std::string text = ReadFile(std::string(folder) + "/pinyin/" + file);
    if (text.empty()) GTEST_SKIP() << "KEDANG_TEST_DATA holds no pinyin/" << file;
    std::size_t names = 0, agreed = 0;
    for (std::size_t begin = text.find('\n') + 1; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string line = text.substr(begin, end - begin);
      begin = end + 1;
      const std::size_t first = line.find('\t'), second = line.find('\t', first + 1),
                        third = line.find('\t', second + 1);
      ASSERT_NE(third, std::string::npos);
      std::string expected = line.substr(second + 1, third - second - 1);
      for (std::size_t v; (v = expected.find("ü")) != std::string::npos;) expected.replace(v, 2, "v");
      ++names;
      agreed += Table().BestReading(line.substr(0, first)) == expected ? 1U : 0U;
    }
    EXPECT_GT(names, 4000U);
    EXPECT_GE(agreed * 1000, names * 993) << file << ": " << agreed << " of " << names;
  }
}

}  // namespace
}  // namespace kedang
