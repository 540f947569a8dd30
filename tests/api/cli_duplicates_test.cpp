// Imports taken back, and what is the same, on the command line.
#include "tests/support/asset.h"
#include "tests/support/cli_test.h"

#include <nlohmann/json.hpp>

namespace kedang {
namespace {

using nlohmann::json;

TEST_F(CliTest, AnImportIsTakenBackUpdatesIncluded) {
  Write("a.csv", "客户名称,统一社会信用代码,手机\r\n阿里巴巴（中国）有限公司,91330100799655058B,13800138000\r\n");
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  const std::string before = Run("export - --fields name,uscc,mobile").out;
  Write("b.csv",
        "客户名称,统一社会信用代码,手机\r\n阿里巴巴（中国）有限公司,91330100799655058B,13900139000\r\n重庆银行股份有限公司,,13700137000\r\n");
  const Answer second = Run("import b.csv --mode upsert --key uscc --json");
  ASSERT_EQ(second.status, 0) << Errors();
  const json counts = json::parse(second.out);
  EXPECT_EQ(counts["created"], 1);
  EXPECT_EQ(counts["updated"], 1);
  EXPECT_NE(Run("export - --fields name,uscc,mobile").out, before);
  const std::string batch = counts["batch"];
  const Answer undone = Run("import undo " + batch + " --json");
  ASSERT_EQ(undone.status, 0) << Errors();
  const json taken_back = json::parse(undone.out);
  EXPECT_EQ(taken_back["deleted"], 1);
  EXPECT_EQ(taken_back["changed"], 1);
  EXPECT_EQ(taken_back["kept"], 0);
  EXPECT_EQ(Run("export - --fields name,uscc,mobile").out, before);
  EXPECT_EQ(Run("import undo " + batch).status, 1);
  EXPECT_NE(Errors().find("already"), std::string::npos);
  EXPECT_EQ(Run("import undo nonsense").status, 2);
  EXPECT_EQ(Run("import undo 01ARZ3NDEKTSV4RRFFQ69G5FAV").status, 1);
  // What was taken back may be imported again.
  EXPECT_EQ(json::parse(Run("import b.csv --mode upsert --key uscc --json").out)["created"], 1);
}

TEST_F(CliTest, DuplicatesAreFoundMergedAndTakenApart) {
  Write("a.csv",
        "客户名称,统一社会信用代码,手机,备注\r\n杭州云锦科技有限公司,91330100799655058B,,甲\r\n宁波屿川国际贸易有限公司,,13900139001,\r\n"
        "上海华测检测技术股份有限公司,,13700137002,\r\n");
  Write("b.csv", "客户名称,手机,详细地址\r\n宁波屿川国际贸易有限公司,13900139001,宁波市海曙区中山路1号\r\n");
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  ASSERT_EQ(Run("import b.csv --quiet").status, 0) << Errors();
  const std::string before = Run("export - --fields name,uscc,mobile,address").out;
  const Answer looked = Run("dedupe --json");
  ASSERT_EQ(looked.status, 0) << Errors();
  const json found = json::parse(looked.out);
  EXPECT_EQ(found["records"], 4);
  ASSERT_EQ(found["clusters"].size(), 1u) << looked.out;
  EXPECT_EQ(found["clusters"][0]["records"].size(), 2u);
  EXPECT_GT(found["clusters"][0]["probability"], 0.5);
  EXPECT_FALSE(found["clusters"][0]["pairs"][0]["fields"].empty());
  EXPECT_EQ(found["merged"], 0);
  EXPECT_EQ(Run("export - --fields name,uscc,mobile,address").out, before);
  const json merged = json::parse(Run("dedupe --apply --threshold 0.5 --json").out);
  EXPECT_EQ(merged["merged"], 1) << merged.dump(1);
  EXPECT_EQ(json::parse(Run("search 屿川 --json").out)["count"], 1);
  EXPECT_NE(Run("search 屿川 --json").out.find("中山路"), std::string::npos);
  EXPECT_EQ(json::parse(Run("dedupe --json").out)["clusters"].size(), 0u);
  const std::string batch = merged["clusters"][0]["batch"];
  ASSERT_EQ(Run("import undo " + batch).status, 0) << Errors();
  EXPECT_EQ(Run("export - --fields name,uscc,mobile,address").out, before);
  EXPECT_EQ(Run("dedupe --schema task").status, 2);
  EXPECT_EQ(Run("dedupe --rules name=loudest").status, 2);
  EXPECT_EQ(Run("dedupe --threshold 1").status, 2);
}

TEST_F(CliTest, DuplicatesAreMergedIntoWhatThePoolHas) {
  Write("a.csv", "客户名称,手机,地区\r\n杭州云锦科技有限公司,13812345678,浙江省杭州市\r\n");
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  // Without any unique value in common: the same firm as somebody else types it, and one that is nowhere yet.
  Write("b.csv", "客户名称,手机,邮箱\r\n杭州云锦科技有限公司 ,138-1234-5678,a@example.com\r\n"
                 "云锦科技（杭州）有限公司,13812345678,b@example.com\r\n宁波海运物流有限公司,13912345679,c@example.com\r\n");
  const json merged = json::parse(Run("import b.csv --duplicates merge --json").out);
  EXPECT_EQ(merged["updated"].get<int>() + merged["duplicates"].get<int>(), 2) << merged;
  EXPECT_EQ(merged["created"], 1);
  // The name and the first mail stay as they were.
  EXPECT_EQ(json::parse(Run("search 'a@example.com 杭州云锦科技' --schema customer --json").out)["count"], 1);
  EXPECT_EQ(Run("export - --fields name,email").out.find("b@example.com"), std::string::npos);
  const json skipped = json::parse(Run("import b.csv --duplicates skip --json").out);
  EXPECT_EQ(skipped["duplicates"], 3);
  EXPECT_EQ(skipped["created"], 0);
}

TEST_F(CliTest, MatchFindsWhatIsTheSameInOneFileAndBetweenTwo) {
  Write("a.csv",
        "编号,公司,手机,地址\r\n1,杭州云锦科技有限公司,13812345678,人民路123号\r\n2,云锦（杭州）科技有限公司,138-1234-5678,人民路123号云锦大厦A座\r\n"
        "3,潍坊万华装饰工程有限公司,13912345678,中山路7号\r\n4,潍坊万锦装饰工程有限公司,13712340000,中山路7号\r\n5,杭州云锦科技有限公司滨江分公司,,江南大道1号\r\n");
  const Answer found = Run("match a.csv --id 编号 --out pairs.csv --json --save-config model.json");
  ASSERT_EQ(found.status, 0) << Errors();
  const json figures = json::parse(found.out);
  EXPECT_EQ(figures["pairs"], 1);
  EXPECT_TRUE(figures.contains("seconds") && figures.contains("peak_bytes"));
  std::ifstream file(directory_ + "/pairs.csv");
  std::string header, row;
  std::getline(file, header);
  std::getline(file, row);
  EXPECT_EQ(header.substr(0, 28), "id_a,id_b,probability,weight");
  EXPECT_EQ(row.substr(0, 4), "1,2,");
  // The same again by the configuration it wrote.
  const Answer again = Run("match a.csv --id 编号 --config model.json --out -");
  EXPECT_EQ(again.status, 0) << Errors();
  EXPECT_NE(again.out.find("1,2,"), std::string::npos);
  Write("b.csv", "编号,公司,手机,地址\n甲,云锦科技有限公司,+86 13812345678,人民路123号\n");
  const Answer linked = Run("match a.csv b.csv --id 编号 --quiet");
  EXPECT_EQ(linked.status, 0) << Errors();
  EXPECT_NE(linked.out.find(",甲,"), std::string::npos) << linked.out;
  EXPECT_EQ(Run("match a.csv --id nope").status, 2);
  EXPECT_NE(Errors().find("there are: 编号"), std::string::npos) << Errors();
}

TEST_F(CliTest, MatchAnswersClearlyWhateverItIsGiven) {
  Write("empty.csv", "");
  EXPECT_EQ(Run("match empty.csv").status, 2);
  EXPECT_NE(Errors().find("the file is empty"), std::string::npos) << Errors();
  Write("header.csv", "id,name\n");
  EXPECT_NE(Run("match header.csv").status, -1);
  Write("one.csv", "id,name\n1,Anna Smith\n");
  EXPECT_EQ(Run("match one.csv --id id").status, 0) << Errors();
  std::string wide = "id", cells = "1";
  for (int i = 0; i < 10'000; ++i) {
    wide += ",c" + std::to_string(i);
    cells += ",v" + std::to_string(i);
  }
  Write("wide.csv", wide + "\n" + cells + "\n2" + cells.substr(1) + "\n");
  EXPECT_EQ(Run("match wide.csv --id id").status, 0) << Errors();
  Write("long.csv", "id,name\n1,\"" + std::string(900'000, 'x') + "\"\n2,Anna\n");
  EXPECT_EQ(Run("match long.csv --id id").status, 0) << Errors();
  std::string same = "name,phone\n";
  for (int i = 0; i < 5'000; ++i) same += "Anna Smith,020 5550 1234\n";
  Write("same.csv", same);
  const Answer all = Run("match same.csv --json --out same-pairs.csv");
  EXPECT_EQ(all.status, 0) << Errors();
  EXPECT_GE(json::parse(all.out)["pairs"].get<int>(), 4'999);
  Write("bad.json", "{\"fields\":[{\"name\":\"name\",\"kind\":\"nonsense\"}]}");
  EXPECT_EQ(Run("match one.csv --config bad.json").status, 2);
  EXPECT_NE(Errors().find("unknown kind"), std::string::npos) << Errors();
}

TEST_F(CliTest, QualityIsMeasuredByGroupWithWhatToMendFirst) {
  Write("a.csv",
        "客户名称,统一社会信用代码,手机,邮箱\r\n"
        "宁波屿川国际贸易有限公司,,13900139001,li@163.con\r\n宁波屿川国际贸易有限公司,,13900139001,\r\n");
  Write("b.csv", "客户名称,统一社会信用代码,手机\r\n杭州云锦科技有限公司,91330100799655058B,13800138000\r\n");
  ASSERT_EQ(Run("import a.csv --quiet --source 展会名录").status, 0) << Errors();
  ASSERT_EQ(Run("import b.csv --quiet").status, 0) << Errors();
  const Answer answer = Run("quality --by source --json");
  ASSERT_EQ(answer.status, 0) << Errors();
  const json told = json::parse(answer.out);
  EXPECT_EQ(told["all"]["records"], 3);
  EXPECT_GT(told["all"]["score"], 0);
  EXPECT_LT(told["all"]["score"], 100);
  EXPECT_LT(told["all"]["parts"]["unique"], 1);
  ASSERT_EQ(told["groups"].size(), 2u) << answer.out;
  for (const json& group : told["groups"]) EXPECT_EQ(group["records"], group["name"] == "展会名录" ? 2 : 1);
  EXPECT_EQ(told["by"], "origin");
  bool has_typo = false, has_duplicate = false;
  for (const json& work : told["work"]) {
    has_typo = has_typo || (work["code"] == "email_typo" && work["field"] == "email" && work["records"] == 1);
    has_duplicate = has_duplicate || (work["code"] == "likely_duplicate" && work["records"] == 2);
    EXPECT_GT(work["gain"], 0);
  }
  EXPECT_TRUE(has_typo) << answer.out;
  EXPECT_TRUE(has_duplicate) << answer.out;
  EXPECT_EQ(json::parse(Run("quality --json --no-duplicates").out)["all"]["parts"]["unique"], 1.0);
  Write("policy.json", "{\"weights\":{\"complete\":0,\"valid\":0,\"unique\":0,\"timely\":100,\"consistent\":0}}");
  EXPECT_EQ(json::parse(Run("quality --json --policy policy.json").out)["all"]["score"], 100.0);
  Write("wrong.json", "{\"fields\":{\"nothing\":1}}");
  EXPECT_EQ(Run("quality --policy wrong.json").status, 2);
  EXPECT_EQ(Run("quality --by colour").status, 2);
}

TEST_F(CliTest, QualityIsKeptByTheDay) {
  Write("a.csv", "客户名称,手机\r\n宁波屿川国际贸易有限公司,13900139001\r\n杭州云锦科技有限公司,\r\n");
  ASSERT_EQ(Run("import a.csv --quiet --source 展会名录").status, 0) << Errors();
  const json before = json::parse(Run("quality --trend --json").out);
  EXPECT_TRUE(before["points"].empty());
  EXPECT_TRUE(before["since_week"].is_null());
  const Answer kept = Run("quality --keep --json");
  ASSERT_EQ(kept.status, 0) << Errors();
  EXPECT_EQ(json::parse(kept.out)["records"], 2);
  EXPECT_EQ(json::parse(kept.out)["score"], json::parse(Run("quality --no-duplicates --json").out)["all"]["score"]);
  // Once more on the same day: one snapshot, as it is now.
  Write("b.csv", "客户名称\r\n绍兴映棠纺织有限公司\r\n");
  ASSERT_EQ(Run("import b.csv --quiet").status, 0) << Errors();
  ASSERT_EQ(Run("quality --keep").status, 0) << Errors();
  const json told = json::parse(Run("quality --trend --json").out);
  ASSERT_EQ(told["points"].size(), 1u);
  EXPECT_EQ(told["points"][0]["records"], 3);
  ASSERT_EQ(Run("export kept.jsonl --schema quality_snapshot").status, 0) << Errors();
  const std::string lines = ReadFile(directory_ + "/kept.jsonl");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1) << lines;
  EXPECT_EQ(Run("quality --keep --by source").status, 2);
  EXPECT_EQ(Run("quality --keep --trend").status, 2);
}

}  // namespace
}  // namespace kedang
