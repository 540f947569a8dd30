#include "shared/intake/mapping.h"

#include <gtest/gtest.h>

namespace kedang {
namespace {

Field MakeField(FieldId id, std::string key, std::string zh, std::string en, FieldType type,
                std::vector<std::string> synonyms = {}, std::string format = {}) {
  Field field;
  field.id = id;
  field.key = std::move(key);
  field.label = Label{std::move(zh), std::move(en)};
  field.type = type;
  field.synonyms = std::move(synonyms);
  field.format = std::move(format);
  return field;
}

enum : FieldId { kName = 1, kUscc, kMobile, kEmail, kRegion, kAddress, kFounded, kNote, kContact, kNumber };

Schema Customers() {
  Schema schema;
  schema.id = 1;
  schema.key = "customer";
  schema.fields = {
      MakeField(kNumber, "number", "编号", "Number", FieldType::kAutoNumber),
      MakeField(kName, "name", "客户名称", "Customer name", FieldType::kText, {"企业名称", "公司名称", "单位名称"}, "company_name"),
      MakeField(kUscc, "uscc", "统一社会信用代码", "Credit code", FieldType::kUscc, {"税号"}),
      MakeField(kMobile, "mobile", "手机", "Mobile", FieldType::kPhone, {"手机号", "电话"}),
      MakeField(kEmail, "email", "邮箱", "E-mail", FieldType::kEmail),
      MakeField(kRegion, "region", "所在地区", "Region", FieldType::kRegion),
      MakeField(kAddress, "address", "地址", "Address", FieldType::kText, {"注册地址"}),
      MakeField(kFounded, "founded", "成立日期", "Founded", FieldType::kDate, {"注册日期"}),
      MakeField(kNote, "note", "备注", "Note", FieldType::kLongText),
      MakeField(kContact, "contact", "联系人", "Contact", FieldType::kText),
  };
  return schema;
}

std::vector<FieldId> Map(std::vector<std::string> headers, std::vector<std::vector<std::string>> sample = {}) {
  std::vector<FieldId> fields;
  for (const ColumnTarget& target : MapColumns(Customers(), headers, sample).columns) fields.push_back(target.field);
  return fields;
}

TEST(MapColumns, KnowsNamesHoweverTheyAreWritten) {
  EXPECT_EQ(Map({"企业名称", "统一社会信用代码", "注册日期", "注册地址"}), (std::vector<FieldId>{kName, kUscc, kFounded, kAddress}));
  EXPECT_EQ(Map({"*客戶名稱（必填）", "Ｅ－ｍａｉｌ", " customer_NAME "}), (std::vector<FieldId>{kName, kEmail, 0}));
  EXPECT_EQ(Map({"name", "MOBILE", "编号"}), (std::vector<FieldId>{kName, kMobile, 0}));
}

TEST(MapColumns, JoinsProvinceCityAndDistrict) {
  const ColumnMapping mapping = MapColumns(Customers(), std::vector<std::string>{"区县", "所在省份", "城市", "名称"}, {});
  EXPECT_EQ(mapping.ColumnsOf(kRegion), (std::vector<std::uint32_t>{1, 2, 0}));
  EXPECT_EQ(Map({"所在省份", "地区", "注册地址"}), (std::vector<FieldId>{kRegion, kRegion, kAddress}));
}

TEST(MapColumns, PrefersTheNounOfAHeader) {
  EXPECT_EQ(Map({"联系人电话", "联系人"}), (std::vector<FieldId>{kMobile, kContact}));
  EXPECT_EQ(Map({"备注信息", "电话", "手机号"}), (std::vector<FieldId>{kNote, kMobile, 0}));
}

TEST(MapColumns, LooksAtTheValuesWhenHeadersSayNothing) {
  const std::vector<std::vector<std::string>> rows = {
      {"杭州华测检测有限公司", "91330100MA2B0A1C2X", "13800138000", "a@b.cn", "2019-03-04"},
      {"海南三亚鑫拓建材有限公司", "91460200687287211N", "139 0013 9000", "c@d.com", "2020/1/2"},
  };
  const std::vector<FieldId> expected = {kName, kUscc, kMobile, kEmail, kFounded};
  EXPECT_EQ(Map({}, rows), expected);
  EXPECT_EQ(Map({"A", "B", "C", "D", "E"}, rows), expected);
}

TEST(MapColumns, ListsWhatIsNotMapped) {
  const ColumnMapping mapping = MapColumns(Customers(), std::vector<std::string>{"客户名称", "星座"}, {});
  EXPECT_EQ(mapping.Unmapped(), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(mapping.confidence, 50);
}

TEST(ApplyMapping, OverridesTheGuess) {
  const std::vector<std::string> headers = {"企业名称", "甲", "乙", "电话"};
  ColumnMapping mapping = MapColumns(Customers(), headers, {});
  ASSERT_TRUE(ApplyMapping(Customers(), headers, "乙=note,甲=note,电话=,#1=contact", mapping).ok());
  EXPECT_EQ(mapping.ColumnsOf(kNote), (std::vector<std::uint32_t>{2, 1}));
  EXPECT_TRUE(mapping.ColumnsOf(kMobile).empty());
  EXPECT_EQ(mapping.ColumnsOf(kContact), (std::vector<std::uint32_t>{0}));
  ASSERT_TRUE(ApplyMapping(Customers(), headers, "企业名称=客户名称", mapping).ok());
  EXPECT_TRUE(mapping.HasField(kName));
}

TEST(ApplyMapping, SaysWhatIsWrong) {
  const std::vector<std::string> headers = {"企业名称"};
  ColumnMapping mapping = MapColumns(Customers(), headers, {});
  for (const std::string_view text : {"企业名称", "没有=name", "企业名称=nothing", "#2=name", "=name", "企业名称=number"}) {
    const Status status = ApplyMapping(Customers(), headers, text, mapping);
    ASSERT_FALSE(status.ok()) << text;
    EXPECT_EQ(status.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_TRUE(mapping.HasField(kName));
}

}  // namespace
}  // namespace kedang
