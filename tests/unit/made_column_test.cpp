// Columns made of others: cut, joined, written as text, kept in a profile, and what an import makes of them.
#include "shared/intake/made_column.h"

#include <gtest/gtest.h>

#include "shared/intake/import_profile.h"
#include "shared/intake/importer.h"
#include "tests/support/random.h"

namespace kedang {
namespace {

std::string Cut(std::string_view text, std::string separator, std::uint32_t first, std::uint32_t last) {
  return std::string(CutText(text, {std::move(separator), first, last}));
}

TEST(ColumnCut, TakesPartsBetweenSeparators) {
  EXPECT_EQ(Cut("张三/13800138000", "/", 1, 1), "张三");
  EXPECT_EQ(Cut(" 张三 ／ 13800138000 ", "/", 2, 2), "13800138000");
  EXPECT_EQ(Cut("浙江-杭州—滨江", "-", 2, 2), "杭州");
  EXPECT_EQ(Cut("浙江-杭州—滨江", "-", 2, 0), "杭州—滨江");
  EXPECT_EQ(Cut("浙江-杭州-滨江", "-", 1, 2), "浙江-杭州");
  EXPECT_EQ(Cut("张三　 13800138000", " ", 2, 2), "13800138000");
  EXPECT_EQ(Cut("甲、乙，丙", "、", 2, 2), "乙，丙");
  EXPECT_EQ(Cut("甲,乙，丙", ",", 3, 3), "丙");
  EXPECT_EQ(Cut("甲", "/", 2, 2), "");
  EXPECT_EQ(Cut("甲//丙", "/", 2, 2), "");
  EXPECT_EQ(Cut("", "/", 1, 0), "");
}

TEST(ColumnCut, CountsCharactersWithoutASeparator) {
  EXPECT_EQ(Cut("浙A12345", "", 1, 2), "浙A");
  EXPECT_EQ(Cut("浙A12345", "", 3, 0), "12345");
  EXPECT_EQ(Cut("浙A", "", 3, 4), "");
  EXPECT_EQ(Cut("浙A", "", 0, 0), "浙A");
}

// Whatever the text: the first parts and the rest are all of it but for separators and blanks.
TEST(ColumnCut, LosesNothing) {
  SeededRandom random(11);
  static constexpr std::string_view kPieces[] = {"甲", "b", "/", " ", "／", "-", "、", "\u3000", "\xFF"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = random.Below(10); i > 0; --i) text += kPieces[random.Below(std::size(kPieces))];
    for (const char* separator : {"/", "-", " ", "、", ""}) {
      const auto solid = [](std::string_view part) {
        std::string kept;
        for (const char c : part) {
          if (c == '\xB2' || c == 'b' || c == '\xFF') kept += c;  // the last byte of 甲, and what else is no separator
        }
        return kept;
      };
      EXPECT_EQ(solid(Cut(text, separator, 1, 1)) + solid(Cut(text, separator, 2, 2)) + solid(Cut(text, separator, 3, 0)), solid(text)) << text;
    }
  }
}

TEST(MadeColumn, JoinsWhatIsThere) {
  const MadeColumn name{{{0, ""}, {1, "-"}, {2, "，"}}, {}};
  std::string buffer;
  const auto text = [&](std::vector<std::string_view> cells) { return std::string(name.Text(cells, buffer)); };
  EXPECT_EQ(text({"浙江", "杭州", "滨江"}), "浙江-杭州，滨江");
  EXPECT_EQ(text({"", " 杭州 ", ""}), "杭州");
  EXPECT_EQ(text({"浙江"}), "浙江");
}

TEST(MadeColumn, IsReadFromText) {
  const auto find = [](const std::string& name) -> std::optional<std::uint32_t> {
    if (name == "姓") return 0;
    if (name == "名") return 1;
    return std::nullopt;
  };
  const auto read = [&](std::string_view text) { return ParseMadeColumn(text, find); };
  EXPECT_EQ(**read("姓[/#1]"), (MadeColumn{{{0, ""}}, {"/", 1, 1}}));
  EXPECT_EQ(**read("姓[\",\"#2-]"), (MadeColumn{{{0, ""}}, {",", 2, 0}}));
  EXPECT_EQ(**read("姓[1-6]"), (MadeColumn{{{0, ""}}, {"", 1, 6}}));
  EXPECT_EQ(**read("姓&名"), (MadeColumn{{{0, ""}, {1, ""}}, {}}));
  EXPECT_EQ(**read("姓&\"，\"&名[ #1]"), (MadeColumn{{{0, ""}, {1, "，"}}, {" ", 1, 1}}));
  EXPECT_FALSE(read("姓")->has_value());
  for (const char* wrong : {"姓[x]", "姓[0]", "姓[3-2]", "姓&", "姓&电话", "姓&\"-\"", "[1]&名"}) EXPECT_FALSE(read(wrong).ok()) << wrong;
  EXPECT_EQ(MappingPartSize("姓[\",\"#1]=name,名=x"), std::string_view("姓[\",\"#1]=name").size());
  EXPECT_EQ(MappingPartSize("Size 5\"=x,y"), std::string_view("Size 5\"=x").size());
}

TEST(MadeColumn, OffersTheCommonSeparator) {
  EXPECT_EQ(LikelySeparator(std::vector<std::string>{"张三/138", "李四／139", ""}), "/");
  EXPECT_EQ(LikelySeparator(std::vector<std::string>{"张三 138", "李四 139"}), " ");
  EXPECT_EQ(LikelySeparator(std::vector<std::string>{"张三", "李四"}), "");
}

Schema Contacts() {
  Schema schema;
  schema.id = 7;
  schema.key = "contact";
  const auto add = [&](FieldId id, std::string key, FieldType type, std::string format = "") {
    Field field;
    field.id = id;
    field.key = key;
    field.label.zh = std::move(key);
    field.type = type;
    field.format = std::move(format);
    schema.fields.push_back(std::move(field));
  };
  add(1, "name", FieldType::kText, "company_name");
  add(2, "mobile", FieldType::kPhone);
  add(3, "note", FieldType::kText);
  return schema;
}

// "1=张三 2=13800138000".
std::string Cells(const ColumnMapping& mapping, const Schema& schema, std::vector<std::string_view> row) {
  auto importer = Importer::Make(schema, mapping, {}, {}, nullptr);
  EXPECT_TRUE(importer.ok());
  const auto prepared = importer->Prepare(1, row);
  std::string text;
  for (const auto& [field, value] : (*prepared)->cells) text.append(text.empty() ? "" : " ").append(std::to_string(field)).append("=").append(value.text());
  return text;
}

TEST(MadeColumn, FeedsFieldsThroughTheMapAndTheProfile) {
  const Schema schema = Contacts();
  const std::vector<std::string> headers = {"联系方式", "省", "市", "公司（全称）"};
  ColumnMapping mapping = MapColumns(schema, headers, {});
  ASSERT_TRUE(ApplyMapping(schema, headers, "公司（全称）=name!,联系方式[/#2]=mobile,省&\"-\"&市=note", mapping).ok());
  const std::vector<std::string_view> row = {"张三/138-0013-8000", "浙江", "杭州", "华测（杭州）有限公司"};
  const std::string expected = "1=华测（杭州）有限公司 2=13800138000 3=浙江-杭州";
  EXPECT_EQ(Cells(mapping, schema, row), expected);
  EXPECT_EQ(mapping.ColumnsOf(3), (std::vector<std::uint32_t>{1, 2}));

  ImportPlan plan;
  plan.columns = ColumnsOfMapping(schema, headers, mapping);
  plan.made = MadeOfMapping(schema, headers, mapping);
  const auto read = ParsePlan(FormatPlan(plan));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, plan);
  // Another order of columns, and one that is gone.
  const std::vector<std::string> others = {"公司（全称）", "市", "省", "联系方式"};
  ColumnMapping again = MapColumns(schema, others, {});
  ASSERT_TRUE(FitsPlan(plan, others));
  ASSERT_TRUE(ApplyPlan(plan, schema, others, again));
  EXPECT_EQ(Cells(again, schema, {row[3], row[2], row[1], row[0]}), expected);
  EXPECT_FALSE(FitsPlan(plan, {"公司（全称）", "市", "联系方式"}));

  EXPECT_FALSE(ApplyMapping(schema, headers, "联系方式[x]=mobile", mapping).ok());
  EXPECT_FALSE(ApplyMapping(schema, headers, "联系方式&电话=mobile", mapping).ok());
}

TEST(MadeColumn, LeavesStandardFormsUnlessToldOtherwise) {
  const Schema schema = Contacts();
  const std::vector<std::string> headers = {"name", "mobile"};
  ColumnMapping mapping = MapColumns(schema, headers, {});
  EXPECT_EQ(Cells(mapping, schema, {"华测（杭州）有限公司", "138 0013 8000"}), "1=华测(杭州)有限公司 2=13800138000");
  // A telephone number is compared as it is stored: it has one form only.
  ASSERT_TRUE(ApplyMapping(schema, headers, "name=name!,mobile=mobile!", mapping).ok());
  EXPECT_EQ(Cells(mapping, schema, {" 华测（杭州）有限公司", "138 0013 8000"}), "1=华测（杭州）有限公司 2=13800138000");
}

}  // namespace
}  // namespace kedang
