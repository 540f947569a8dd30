// Sources, profiles and the same file twice, by the command line.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/asset.h"
#include "tests/support/cli_test.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr char kFair[] =
    "单位,代码,联系电话,说明\r\n"
    "阿里巴巴（中国）有限公司,91330100799655058B,13800138000,展位一\r\n"
    "重庆银行股份有限公司,91500000202869177Y,13800138001,展位二\r\n";

class CliSourcesTest : public CliTest {
 protected:
  json Import(const std::string& arguments) {
    const Answer answer = Run("import " + arguments + " --json");
    EXPECT_EQ(answer.status, 0) << Errors();
    return answer.out.empty() ? json() : json::parse(answer.out);
  }
  int Count(const std::string& query) {
    const Answer found = Run("search '" + query + "' --schema customer --json");
    return found.out.empty() ? -1 : json::parse(found.out)["count"].get<int>();
  }
  std::string Field(const std::string& query, const std::string& field) {
    const json found = json::parse(Run("search '" + query + "' --json").out);
    return found["hits"].empty() ? "" : found["hits"][0]["fields"].value(field, "");
  }
};

TEST_F(CliSourcesTest, ColumnsAreSplitJoinedAndKeptInTheProfile) {
  Write("a.csv", "单位,联系方式,路,号,说明\r\n重庆银行（总行）,张三／138 0013 8001,永平门街,6号,展位一\r\n");
  const json made = Import("a.csv --map '单位=name!,联系方式[/#2]=phone,路&\" \"&号=address' --source 展会名录 --profile 展会");
  EXPECT_EQ(made["created"], 1);
  EXPECT_EQ(Field("重庆银行", "name"), "重庆银行（总行）");
  EXPECT_EQ(Field("重庆银行", "phone"), "13800138001");
  EXPECT_EQ(Field("重庆银行", "address"), "永平门街 6号");
  // By the profile, from another order of columns.
  Write("b.csv", "联系方式,号,路,单位\r\n李四/13800138002,浙江省杭州市滨江区699号,网商路,宁波银行（分行）\r\n");
  const json again = Import("b.csv --source 展会名录 --profile 展会");
  EXPECT_EQ(again["created"], 1);
  EXPECT_EQ(Field("宁波银行", "name"), "宁波银行（分行）");
  EXPECT_EQ(Field("宁波银行", "phone"), "13800138002");
  const Answer wrong = Run("import a.csv --map '联系方式[/]=phone' --force");
  EXPECT_NE(wrong.status, 0);
  EXPECT_NE(Errors().find("is no part"), std::string::npos) << Errors();
}

TEST_F(CliSourcesTest, TheAddressSaysTheRegion) {
  Write("a.csv", "客户名称,地址\r\n重庆银行股份有限公司,重庆市江北区永平门街6号\r\n");
  EXPECT_EQ(Import("a.csv")["created"], 1);
  EXPECT_EQ(Field("重庆银行", "region"), "500105");
}

TEST_F(CliSourcesTest, TheSameFileTwiceIsANoOpThatSaysSo) {
  Write("a.csv", kFair);
  const json first = Import("a.csv --map '单位=name,代码=uscc' --source 展会名录");
  EXPECT_EQ(first["created"], 2);
  EXPECT_TRUE(first["earlier"].is_null());
  // Another name, the same content.
  std::filesystem::copy(directory_ + "/a.csv", directory_ + "/b.csv");
  const json again = Import("b.csv --map '单位=name,代码=uscc' --source 展会名录");
  EXPECT_EQ(again["read"], 2);
  EXPECT_EQ(again["created"], 0);
  EXPECT_EQ(again["duplicates"], 2);
  EXPECT_TRUE(again["batch"].is_null());
  EXPECT_EQ(again["earlier"]["batch"], first["batch"]);
  EXPECT_EQ(again["earlier"]["file"], "a.csv");
  const Answer told = Run("import b.csv --map '单位=name,代码=uscc'");
  EXPECT_EQ(told.status, 0);
  EXPECT_NE(told.out.find("nothing was done"), std::string::npos) << told.out;
  // Asked for in another way it is another import; and one may insist.
  EXPECT_EQ(Import("b.csv --map '单位=name,代码=uscc' --duplicates skip")["duplicates"], 2);
  EXPECT_TRUE(Import("b.csv --map '单位=name,代码=uscc' --duplicates skip")["earlier"].is_null()) << "nothing was written by it";
  const json forced = Import("b.csv --map '单位=name,代码=uscc' --force");
  EXPECT_EQ(forced["rejected"], 2) << "the codes are there";
  EXPECT_FALSE(forced["earlier"].is_null());
  // Taken back, it is no repeat; brought back, it is.
  const json undone = json::parse(Run("import undo " + first["batch"].get<std::string>() + " --json").out);
  EXPECT_EQ(undone["deleted"], 2);
  EXPECT_EQ(undone["records"], 2) << "the record of the import is none that was imported";
  EXPECT_EQ(undone["kept"], 0);
  EXPECT_EQ(Count("缺:邮箱"), 0);
  EXPECT_EQ(Import("b.csv --map '单位=name,代码=uscc' --source 展会名录")["created"], 2);
}

// 名录 as GBK, on a disk where somebody unpacked an archive of another system.
TEST_F(CliSourcesTest, ANameInAnotherEncodingIsRepaired) {
  Write("\xC3\xFB\xC2\xBC.csv", kFair);
  const json answer = Import("\xC3\xFB\xC2\xBC.csv --map '单位=name,代码=uscc' --source 'A\xC3\xFB' --profile 'B\xC3\xFB'");
  EXPECT_EQ(answer["created"], 2);
  const Answer runs = Run("export runs.jsonl --schema import_run");
  EXPECT_EQ(runs.status, 0) << Errors();
  EXPECT_NE(ReadFile(directory_ + "/runs.jsonl").find(".csv"), std::string::npos);
  EXPECT_EQ(Count("数据来源:A"), 2);
  EXPECT_EQ(Import("\xC3\xFB\xC2\xBC.csv --map '单位=name,代码=uscc'")["duplicates"], 2) << "the same file";
}

TEST_F(CliSourcesTest, ALongMappingIsKnownAgain) {
  std::string header = "单位,代码", row = "重庆银行股份有限公司,91500000202869177Y", map = "单位=name,代码=uscc";
  for (int i = 0; i < 30; ++i) {
    const std::string column = "不要的一列" + std::to_string(i);
    header += "," + column;
    row += ",x";
    map += "," + column + "=";
  }
  Write("a.csv", header + "\r\n" + row + "\r\n");
  EXPECT_EQ(Import("a.csv --map '" + map + "'")["created"], 1);
  EXPECT_FALSE(Import("a.csv --map '" + map + "'")["earlier"].is_null());
}

TEST_F(CliSourcesTest, AProfileIsKeptAndUsedAndItsSourceWithIt) {
  Write("a.csv", kFair);
  EXPECT_EQ(Import("a.csv --map '单位=name,代码=uscc,说明=note,联系电话=' --source 展会名录 --profile 秋季展会 --mode upsert --key uscc")["created"], 2);
  EXPECT_EQ(Count("展位一"), 1);
  EXPECT_EQ(Count("13800138000"), 0) << "left out";
  EXPECT_EQ(Count("数据来源=展会名录"), 2);
  // The next file: other order, one more column, one row known by its code.
  Write("b.csv",
        "说明,联系电话,代码,单位,备用\r\n"
        "展位九,13800138009,91330100799655058B,阿里巴巴（中国）有限公司,x\r\n"
        "展位十,13800138010,,宁波云锦港务有限公司,y\r\n");
  const json next = Import("b.csv --profile 秋季展会");
  EXPECT_EQ(next["updated"], 1) << next.dump();
  EXPECT_EQ(next["created"], 1) << "no code, so a new one";
  EXPECT_EQ(Count("展位九"), 1);
  Write("c.csv", "标题,数\r\n一,二\r\n");
  EXPECT_EQ(Run("import c.csv --profile 秋季展会").status, 2);
  EXPECT_NE(Errors().find("秋季展会"), std::string::npos) << Errors();
}

TEST_F(CliSourcesTest, ByTrustAWeakSourceLeavesWhatAStrongOneSaid) {
  Write("a.csv", "客户名称,统一社会信用代码,邮箱\r\n重庆银行股份有限公司,91500000202869177Y,first@example.com\r\n");
  EXPECT_EQ(Import("a.csv --source 甲")["created"], 1);
  // Of the same source: its own value it may mend. Without one it is trusted less.
  Write("b.csv", "客户名称,统一社会信用代码,邮箱\r\n重庆银行股份有限公司,91500000202869177Y,second@example.com\r\n");
  EXPECT_EQ(Import("b.csv --duplicates trust")["updated"], 0);
  EXPECT_EQ(Field("重庆银行", "email"), "first@example.com");
  EXPECT_EQ(Import("b.csv --duplicates trust --source 甲")["updated"], 1);
  EXPECT_EQ(Field("重庆银行", "email"), "second@example.com");
}

}  // namespace
}  // namespace kedang
