// The command line as scripts use it: the real program on data directories of its own.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/cli_test.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr char kCustomers[] =
    "客户名称,统一社会信用代码,手机\r\n"
    "阿里巴巴（中国）有限公司,91330100799655058B,13800138000\r\n"
    "测试不通过有限公司,913301007996550589,13900139000\r\n"
    "重庆银行股份有限公司,,13700137000\r\n";

TEST_F(CliTest, WrongUsageIsTwoAndHelpHasAnExample) {
  EXPECT_EQ(Run("").status, 2);
  EXPECT_EQ(Run("nonsense").status, 2);
  EXPECT_EQ(Run("import").status, 2);
  for (const char* command : {"serve", "import", "export", "search", "check", "pinyin", "csv", "user add", "backup", "restore",
                              "verify", "match", "import undo", "dedupe", "bench expr", "bench match", "bench sync"}) {
    const Answer help = Run(std::string(command) + " --help");
    EXPECT_EQ(help.status, 0) << command;
    EXPECT_NE(help.out.find("Example:"), std::string::npos) << command;
  }
  EXPECT_EQ(Run("--version").out.substr(0, 7), "kedang ");
}

TEST_F(CliTest, ImportCountsSearchFindsAndExportGivesBack) {
  Write("a.csv", kCustomers);
  const Answer dry = Run("import a.csv --dry-run --json");
  ASSERT_EQ(dry.status, 0) << Errors();
  EXPECT_TRUE(json::parse(dry.out)["batch"].is_null());
  const Answer imported = Run("import a.csv --json --report r.json --rejected bad.csv");
  ASSERT_EQ(imported.status, 0) << Errors();
  const json counts = json::parse(imported.out);
  EXPECT_EQ(counts["read"], 3);
  EXPECT_EQ(counts["created"], 2);
  EXPECT_EQ(counts["rejected"], 1);
  EXPECT_EQ(counts["issues"][0]["row"], 3);
  std::ifstream bad(directory_ + "/bad.csv");
  const std::string rejected{std::istreambuf_iterator<char>(bad), {}};
  EXPECT_NE(rejected.find("913301007996550589"), std::string::npos);

  for (const char* query : {"重庆", "cqyh", "chongqing"}) {
    const Answer found = Run("search '" + std::string(query) + "' --json");
    ASSERT_EQ(found.status, 0) << query << Errors();
    EXPECT_EQ(json::parse(found.out)["count"], 1) << query;
    EXPECT_EQ(json::parse(found.out)["hits"][0]["title"], "重庆银行股份有限公司");
  }
  EXPECT_EQ(Run("search 不存在的词").status, 1);

  ASSERT_EQ(Run("export o.jsonl").status, 0) << Errors();
  std::ifstream exported(directory_ + "/o.jsonl");
  std::string line;
  std::getline(exported, line);
  EXPECT_EQ(json::parse(line)["fields"]["uscc"], "91330100799655058B");
  EXPECT_EQ(Run("export o.txt").status, 2);
}

// HOME stands for the machine whose backup key is used.
TEST_F(CliTest, WorkbooksGoOutAndComeBackIn) {
  Write("a.csv", kCustomers);
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  ASSERT_EQ(Run("export o.xlsx --fields name,mobile,budget").status, 0) << Errors();
  const json book = json::parse(Run("xlsx o.xlsx --json").out);
  ASSERT_EQ(book["sheets"].size(), 1u);
  EXPECT_EQ(book["sheets"][0]["rows"].size(), 3u);
  EXPECT_EQ(book["sheets"][0]["rows"][0][1], "客户名称");
  EXPECT_EQ(Run("xlsx o.xlsx --sheet 2").status, 2);
  // One is there already, one has a wrong code: both are refused, and kept as they were with the reasons.
  const Answer again = Run("import a.csv --force --json --rejected bad.xlsx");
  EXPECT_EQ(json::parse(again.out)["rejected"], 2) << Errors();
  const json bad = json::parse(Run("xlsx bad.xlsx --json").out);
  ASSERT_EQ(bad["sheets"][0]["rows"].size(), 3u);
  const Answer read = Run("import bad.xlsx --dry-run --json");
  ASSERT_EQ(read.status, 0) << Errors();
  EXPECT_EQ(json::parse(read.out)["read"], 2);
  EXPECT_EQ(json::parse(read.out)["rejected"], 2);
  Write("cut.xlsx", "PK\x03\x04 and no more");
  EXPECT_EQ(Run("import cut.xlsx").status, 1);
  EXPECT_NE(Errors().find("cut.xlsx: no ZIP file"), std::string::npos) << Errors();
}

TEST_F(CliTest, ABackupIsOneFileThatOpensWithItsKeyAndBecomesANewHistory) {
  Write("a.csv", kCustomers);
  const std::string here = "HOME=" + directory_ + "/home XDG_CONFIG_HOME= KEDANG_BACKUP_KEY= ";
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  ASSERT_EQ(Run("user add lin.yue --role administrator", "a-good-password\n").status, 0) << Errors();
  const Answer whole = Run("verify --json", "", here);
  ASSERT_EQ(whole.status, 0) << Errors();
  EXPECT_TRUE(json::parse(whole.out)["ok"].get<bool>());

  const Answer made = Run("backup b.kedang --json", "", here);
  ASSERT_EQ(made.status, 0) << Errors();
  const json backup = json::parse(made.out);
  EXPECT_EQ(backup["records"], json::parse(whole.out)["records"]);
  EXPECT_EQ(backup["users"], 1);
  EXPECT_NE(Errors().find("backup.key"), std::string::npos) << "the new key is named";
  std::ifstream file(directory_ + "/b.kedang", std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(bytes.find("SQLite"), std::string::npos);
  EXPECT_EQ(bytes.find("13800138000"), std::string::npos);
  EXPECT_EQ(Run("verify b.kedang", "", here).status, 0) << Errors();

  // Damage anywhere, and what is cut short, are found, and nothing is restored from it.
  for (const std::size_t at : {std::size_t{9}, std::size_t{40}, std::size_t{200}, bytes.size() / 2, bytes.size() - 1}) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    Write("damaged.kedang", damaged);
    EXPECT_EQ(Run("verify damaged.kedang", "", here).status, 1) << at;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{100}, std::size_t{152}, bytes.size() / 2, bytes.size() - 1}) {
    Write("cut.kedang", bytes.substr(0, size));
    EXPECT_EQ(Run("restore cut.kedang --data cut", "", here).status, 1) << size;
    EXPECT_FALSE(std::filesystem::exists(directory_ + "/cut/kedang.db")) << size;
  }
  Write("longer.kedang", bytes + "x");
  EXPECT_EQ(Run("verify longer.kedang", "", here).status, 1);
  const std::string elsewhere = "HOME=" + directory_ + "/elsewhere XDG_CONFIG_HOME= KEDANG_BACKUP_KEY= ";
  EXPECT_EQ(Run("restore b.kedang --data other", "", elsewhere).status, 1) << "without the key";

  ASSERT_EQ(Run("restore b.kedang --data restored", "", here).status, 0) << Errors();
  EXPECT_EQ(json::parse(Run("search 重庆银行 --data restored --json").out)["count"], 1);
  EXPECT_EQ(Run("verify --data restored").status, 0);

  // Over an instance that went on: only when asked, and what was there is kept.
  Write("c.csv", "客户名称\r\n杭州云锦科技有限公司\r\n");
  ASSERT_EQ(Run("import c.csv --quiet").status, 0) << Errors();
  EXPECT_EQ(Run("restore b.kedang", "", here).status, 1);
  const Answer replaced = Run("restore b.kedang --replace --json", "", here);
  ASSERT_EQ(replaced.status, 0) << Errors();
  const json restored = json::parse(replaced.out);
  EXPECT_GT(restored["epoch"].get<std::uint64_t>(), backup["epoch"].get<std::uint64_t>());
  EXPECT_TRUE(std::filesystem::exists(directory_ + "/" + restored["kept"].get<std::string>()));
  EXPECT_EQ(json::parse(Run("search 云锦 --json").out)["count"], 0);
  EXPECT_EQ(Run("import c.csv --quiet").status, 0) << Errors();
}

TEST_F(CliTest, ABackupMayBeSealedWithAPassphraseOrForAKeyKeptElsewhere) {
  Write("a.csv", kCustomers);
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  ASSERT_EQ(Run("backup p.kedang --passphrase --quiet", "correct horse\n").status, 0) << Errors();
  EXPECT_EQ(Run("verify p.kedang", "wrong horse\n").status, 1);
  EXPECT_EQ(Run("verify p.kedang", "correct horse\n").status, 0) << Errors();
  EXPECT_EQ(Run("backup p.kedang --passphrase", "short\n").status, 2);
  EXPECT_EQ(Run("backup p.kedang --to kdgpub-nothing").status, 2);
  ASSERT_EQ(Run("backup first.kedang --key-file first.key").status, 0) << Errors();
  std::ifstream key(directory_ + "/first.key");
  std::string line, recipient;
  while (std::getline(key, line)) recipient = line.starts_with("kdgpub-") ? line : recipient;
  ASSERT_FALSE(recipient.empty());
  ASSERT_EQ(Run("backup for.kedang --to " + recipient).status, 0) << Errors();
  EXPECT_EQ(Run("verify for.kedang --key-file first.key").status, 0) << Errors();
  ASSERT_EQ(Run("backup second.kedang --key-file second.key").status, 0) << Errors();
  EXPECT_EQ(Run("verify for.kedang --key-file second.key").status, 1);
  const auto mode = std::filesystem::status(directory_ + "/first.key").permissions();
  EXPECT_EQ(mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all), std::filesystem::perms::none);
}

TEST_F(CliTest, VerifyFindsWhatWasChangedBehindItsBack) {
  Write("a.csv", kCustomers);
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  EXPECT_EQ(Run("verify --data nothing-here").status, 1);
  std::fstream database(directory_ + "/kedang-data/kedang.db", std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(database), {}};
  const std::size_t at = bytes.find("91330100799655058B");
  ASSERT_NE(at, std::string::npos);
  database.clear();
  // Some place of the code that is kept: in the record or among the unique values.
  database.seekp(static_cast<std::streamoff>(at + 17));
  database.put('C');
  database.close();
  const Answer verdict = Run("verify --json");
  EXPECT_EQ(verdict.status, 1) << verdict.out;
}

TEST_F(CliTest, UpsertChangesByKeyAndARepeatedFileIsRefusedByUniqueCodes) {
  Write("a.csv", kCustomers);
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  EXPECT_EQ(json::parse(Run("import a.csv --force --json").out)["rejected"], 2);
  Write("b.csv", "统一社会信用代码,客户名称,邮箱\r\n91330100799655058B,阿里巴巴（中国）有限公司,a@example.com\r\n");
  const json upsert = json::parse(Run("import b.csv --mode upsert --key uscc --json").out);
  EXPECT_EQ(upsert["updated"], 1);
  EXPECT_EQ(upsert["created"], 0);
  EXPECT_NE(Run("search a@example.com --json").out.find("13800138000"), std::string::npos);
}

TEST_F(CliTest, SearchAndExportTakeTheQueryLanguage) {
  Write("a.csv",
        "客户名称,手机,客户阶段,预算,地区,标签\r\n"
        "杭州云锦科技有限公司,13812345678,跟进中,12万,浙江省杭州市,重点客户\r\n"
        "宁波云锦港务有限公司,13912345679,公海,5000,浙江省宁波市,\r\n"
        "上海软件有限公司,,公海,,上海市,\r\n");
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  const auto count = [&](const std::string& query, const std::string& more = "") {
    const Answer found = Run("search '" + query + "' --json" + more);
    return found.out.empty() ? -1 : json::parse(found.out)["count"].get<int>();
  };
  EXPECT_EQ(count("云锦 阶段:跟进中", " --schema customer"), 1);
  EXPECT_EQ(count("阶段:跟进中|公海 -上海", " --schema customer"), 2);
  EXPECT_EQ(count("地区:浙江 预算:>1万"), 1);
  EXPECT_EQ(count("缺:手机 更新:今天"), 1);
  EXPECT_EQ(count("尾号5678 标签:重点客户"), 1);
  EXPECT_EQ(count("(阶段:跟进中 或 上海)"), 2);
  EXPECT_EQ(count("联系人数:0"), 3);  // computed of other records
  EXPECT_EQ(Run("search '软件 -上海' --schema customer").status, 1);

  ASSERT_EQ(Run("export o.csv --schema customer --query '阶段:公海 -云锦' --fields name").status, 0) << Errors();
  std::ifstream exported(directory_ + "/o.csv");
  const std::string text{std::istreambuf_iterator<char>(exported), {}};
  EXPECT_NE(text.find("上海软件"), std::string::npos);
  EXPECT_EQ(text.find("云锦"), std::string::npos);

  EXPECT_EQ(Run("search '云锦 客户阶断:公海' --schema customer").status, 2);
  EXPECT_NE(Errors().find("unknown field at 7: 客户阶断 (did you mean 客户阶段?)"), std::string::npos) << Errors();
  EXPECT_EQ(Run("search '某某东西:1'").status, 2);
  EXPECT_EQ(Run("export o.csv --schema customer --query '阶段:公孩'").status, 2);
  EXPECT_NE(Errors().find("did you mean 公海?"), std::string::npos) << Errors();
  // A parenthesis too many is told and passed over.
  EXPECT_EQ(Run("search '云锦)'").status, 0);
  EXPECT_NE(Errors().find("stray close at 6"), std::string::npos) << Errors();
}

TEST_F(CliTest, PrivateViewsAreNotExported) {
  ASSERT_EQ(Run("user list").status, 0);
  Write("d.csv", "部门名称\r\n销售一部\r\n");
  ASSERT_EQ(Run("import d.csv --schema department --quiet").status, 0) << Errors();
  ASSERT_EQ(Run("user add lin", "轻舟已过万重山 2026\n").status, 0) << Errors();
  EXPECT_EQ(Run("user team lin 销售一部").status, 0) << Errors();
  EXPECT_EQ(Run("user team lin 没有的部门").status, 1);
  EXPECT_EQ(Run("user team ma 销售一部").status, 1);
  EXPECT_EQ(Run("user team lin").status, 0) << Errors();  // of none any more
  EXPECT_EQ(Run("user cap lin 500").status, 0) << Errors();
  EXPECT_EQ(Run("user cap ma 500").status, 1);
  EXPECT_EQ(Run("user cap lin many").status, 2);
  EXPECT_NE(Run("user list").out.find("at most 500 records of others"), std::string::npos);
  EXPECT_EQ(Run("user cap lin 0").status, 0) << Errors();
  Write("v.csv", "视图名称,用于,谁能看到,所有者\r\n自己的,customer,仅自己,lin\r\n大家的,customer,所有人,lin\r\n");
  ASSERT_EQ(Run("import v.csv --schema view --quiet").status, 0) << Errors();
  const auto names = [&](const std::string& more) {
    EXPECT_EQ(Run("export v.jsonl --schema view --fields name" + more).status, 0) << Errors();
    std::ifstream exported(directory_ + "/v.jsonl");
    return std::string{std::istreambuf_iterator<char>(exported), {}};
  };
  EXPECT_NE(names(" --as lin").find("自己的"), std::string::npos);
  EXPECT_EQ(names("").find("自己的"), std::string::npos);
  EXPECT_NE(names("").find("大家的"), std::string::npos);
}

TEST_F(CliTest, SearchShowsWhatIsComputed) {
  Write("a.csv", kCustomers);
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  Write("c.csv", "姓名,客户,手机\r\n王小明,阿里巴巴（中国）有限公司,13900139000\r\n");
  ASSERT_EQ(Run("import c.csv --schema contact --quiet").status, 0) << Errors();
  const json hit = json::parse(Run("search 王小明 --schema contact --json").out)["hits"][0];
  EXPECT_EQ(hit["fields"]["interaction_count"], 0) << hit.dump();
  EXPECT_EQ(hit["title"], "王小明");
  // The customer was found by its name, as in the browser.
  const json customers = json::parse(Run("search 阿里巴巴 --schema customer --json").out);
  EXPECT_EQ(hit["fields"]["customer"], customers["hits"][0]["id"]) << hit.dump();
  const json customer = json::parse(Run("search 阿里巴巴 --schema customer --json").out)["hits"][0];
  std::string line;
  ASSERT_EQ(Run("export o.jsonl --schema customer").status, 0) << Errors();
  std::ifstream exported(directory_ + "/o.jsonl");
  while (std::getline(exported, line)) {
    const json record = json::parse(line);
    if (record["id"] == customer["id"]) {
      EXPECT_EQ(record["fields"], customer["fields"]);
    }
  }
}

// Each value is a name to look for among all records: once for all of them, or publishing would never end.
TEST_F(CliTest, NamesBecomeReferencesInOneGo) {
  std::string many = "客户名称,英文名\r\n";
  for (int i = 0; i < 4000; ++i) {
    many += "测试第" + std::to_string(i) + "有限公司,测试第" + std::to_string((i * 7 + 1) % 4000) + "有限公司\r\n";
  }
  Write("many.csv", many);
  ASSERT_EQ(Run("import many.csv --quiet").status, 0) << Errors();
  ASSERT_EQ(Run("schema export p.json customer").status, 0) << Errors();
  std::ifstream file(directory_ + "/p.json");
  json package = json::parse(file);
  for (json& field : package["schemas"][0]["fields"]) {
    if (field["key"] != "english_name") continue;
    field["type"] = "reference";
    field["target"] = "customer";
    field.erase("max_length");
  }
  Write("p.json", package.dump());
  const auto begin = std::chrono::steady_clock::now();
  const Answer answer = Run("schema publish p.json --json");
  EXPECT_EQ(answer.status, 0) << Errors() << answer.out;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
  EXPECT_EQ(json::parse(answer.out)["converted"], 4000);
  EXPECT_EQ(json::parse(answer.out)["emptied"], 0);
}

TEST_F(CliTest, ATrialOfRulesTellsWhatIsNew) {
  Write("a.csv", kCustomers);
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  const std::string rule =
      R"j({"id":900,"key":"named","label":{"zh":"命名"},"holds":"matches(名称, \"*重庆*\")","message":{"zh":"名"}})j";
  Write("draft.json", R"({"schema":"customer","rules":[)" + rule + "]}");
  const Answer first = Run("check --rules draft.json --json");
  const json counts = json::parse(first.out, nullptr, false);
  ASSERT_TRUE(counts.is_object()) << first.out << Errors();
  EXPECT_EQ(counts["records"], 2);
  EXPECT_EQ(counts["newly"], counts["breaking"]);
  EXPECT_EQ(counts["counts"][0]["newly"], counts["counts"][0]["records"]);
  Write("deep.json", std::string(200'000, '['));
  EXPECT_EQ(Run("check --rules deep.json").status, 2) << Errors();
  Write("deep.json", R"({"schema":"customer","rules":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}");
  EXPECT_EQ(Run("check --rules deep.json").status, 2) << Errors();
}

TEST_F(CliTest, BadFilesNameWhatIsWrongAndImportNothing) {
  EXPECT_EQ(Run("import missing.csv").status, 1);
  EXPECT_NE(Errors().find("missing.csv"), std::string::npos);
  Write("binary.csv", std::string("PK\x03\x04", 4) + std::string(1000, '\0'));
  EXPECT_EQ(Run("import binary.csv").status, 1);
  EXPECT_EQ(Run("import binary.csv --schema nothing").status, 2);
  EXPECT_EQ(Run("export o.jsonl").status, 0);
  EXPECT_EQ(std::filesystem::file_size(directory_ + "/o.jsonl"), 0u);
}

TEST_F(CliTest, AFileThatMayNotGrowRefusesTheImportAndKeepsWhatWasThere) {
  Write("a.csv", kCustomers);
  ASSERT_EQ(Run("import a.csv --quiet").status, 0) << Errors();
  std::string many = "客户名称,备注\r\n";
  for (int i = 0; i < 20000; ++i) many += "测试第" + std::to_string(i) + "有限公司," + std::string(300, 'x') + "\r\n";
  Write("many.csv", many);
  const Answer refused = Run("import many.csv", "", "ulimit -f 4000; trap '' XFSZ; ");
  EXPECT_EQ(refused.status, 1) << Errors();
  EXPECT_NE(Errors().find("make room"), std::string::npos) << Errors();
  EXPECT_EQ(json::parse(Run("search 有限公司 --json").out)["count"], 2);
}

TEST_F(CliTest, ADamagedDatabaseIsCalledDamaged) {
  std::filesystem::create_directory(directory_ + "/kedang-data");
  Write("kedang-data/kedang.db", std::string(20000, 'z'));
  EXPECT_EQ(Run("user list").status, 1);
  EXPECT_NE(Errors().find("damaged"), std::string::npos) << Errors();
}

TEST_F(CliTest, SchemasAreExportedChangedAndPublished) {
  EXPECT_NE(Run("schema list").out.find("customer\t客户"), std::string::npos);
  EXPECT_NE(Run("schema show customer").out.find("\"key\": \"customer\""), std::string::npos);
  EXPECT_EQ(Run("schema show nothing").status, 2);
  ASSERT_EQ(Run("schema export package.json customer").status, 0);
  std::ifstream file(directory_ + "/package.json");
  std::string package{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(Run("schema diff package.json").out, "0 changes; nothing was written\n");
  const std::string name = "\"zh\": \"英文名\"";
  ASSERT_NE(package.find(name), std::string::npos);
  package.replace(package.find(name), name.size(), "\"zh\": \"外文名\"");
  Write("changed.json", package);
  const Answer diff = Run("schema diff changed.json");
  EXPECT_EQ(diff.status, 0);
  EXPECT_NE(diff.out.find("field_changed\tcustomer\tenglish_name.label"), std::string::npos) << diff.out;
  const auto published = nlohmann::json::parse(Run("schema publish changed.json --json").out, nullptr, false);
  EXPECT_EQ(published["version"], 2);
  EXPECT_EQ(published["changes"].size(), 1u);
  const auto history = nlohmann::json::parse(Run("schema history --json").out, nullptr, false);
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0]["source"], "command");
  EXPECT_EQ(history[0]["changes"][0]["after"], "外文名 / English name");
  // What ships adds nothing here, and does not take the change back.
  EXPECT_NE(Run("schema update").out.find("version 2 stays in force"), std::string::npos);

  Write("newer.json", R"({"kedang_schemas":9,"schemas":[]})");
  EXPECT_NE(Run("schema import newer.json").status, 0);
  EXPECT_NE(Errors().find("format 9"), std::string::npos) << Errors();
  Write("unknown.json", R"({"kedang_schemas":1,"schemas":[{"id":1,"key":"a","label":{"zh":"甲"},"title":"t","fields":[
    {"id":1,"key":"t","label":{"zh":"乙"},"type":"hologram"}]}]})");
  EXPECT_EQ(Run("schema import unknown.json").status, 2);
  EXPECT_NE(Errors().find("schemas[0].fields[0].type"), std::string::npos) << Errors();
  Write("broken.json", R"({"kedang_schemas":1,"schemas":[{"id":1,"key":"visit_note","label":{"zh":"随记"},"title":"t","fields":[
    {"id":1,"key":"t","label":{"zh":"题"},"type":"text"}],
    "rules":[{"id":1,"key":"r","label":{"zh":"规"},"holds":"没有 = 1","message":{"zh":"坏"}}]}]})");
  EXPECT_EQ(Run("schema import broken.json").status, 1);
  EXPECT_NE(Errors().find("visit_note.r.holds: unknown_name"), std::string::npos) << Errors();
  EXPECT_EQ(Run("schema import broken.json --as nobody").status, 2);
}

TEST_F(CliTest, ExpressionsAreCheckedAndDocumented) {
  EXPECT_NE(Run("expr docs --lang en").out.find("# Functions"), std::string::npos);
  EXPECT_EQ(Run("expr docs --lang fr").status, 2);
  EXPECT_EQ(Run("expr check customer '客户名称 <> null'").out, "ok\treads customer.name\n");
  const Answer bad = Run("expr check customer '客户名 > ' --json");
  EXPECT_EQ(bad.status, 1);
  EXPECT_EQ(nlohmann::json::parse(bad.out, nullptr, false)["ok"], false);
}

TEST_F(CliTest, ChecksPinyinAndUsers) {
  const Answer checked = Run("check --type uscc", "91330100799655058B\n913301007996550589\n");
  EXPECT_EQ(checked.status, 1);
  EXPECT_EQ(checked.out.substr(0, 22), "ok\t91330100799655058B\n");
  EXPECT_NE(checked.out.find("bad\tuscc_check_digit\t"), std::string::npos);
  EXPECT_EQ(Run("check --type nothing").status, 2);
  EXPECT_EQ(Run("pinyin", "重庆\n").out.substr(0, 10), "chong qing");

  EXPECT_EQ(Run("user add lin --role member", "short\n").status, 2);
  EXPECT_EQ(Run("user add lin --role member", "password123\n").status, 2);
  ASSERT_EQ(Run("user add lin --role member --display 林悦", "correct horse battery\n").status, 0) << Errors();
  EXPECT_EQ(Run("user add LIN", "correct horse battery\n").status, 1);
  EXPECT_EQ(Run("user passwd lin", "another good password\n").status, 0) << Errors();
  EXPECT_EQ(json::parse(Run("user list --json").out)[0]["display"], "林悦");
  const auto listed = [&] { return json::parse(Run("user list --json").out)[0]; };
  EXPECT_EQ(listed()["offline"], "plain");
  EXPECT_EQ(listed()["row_cap"], 0);
  EXPECT_EQ(Run("user offline lin off").status, 0) << Errors();
  EXPECT_EQ(listed()["offline"], "off");
  EXPECT_EQ(listed()["row_cap"], 0);
  EXPECT_EQ(Run("user offline lin encrypted").status, 0) << Errors();
  EXPECT_EQ(listed()["row_cap"], 50'000);  // what is worth sealing is not all carried about
  EXPECT_EQ(Run("user offline lin encrypted --days 3 --cap 700").status, 0) << Errors();
  EXPECT_NE(Run("user list").out.find("encrypted 3d\tat most 700"), std::string::npos);
  EXPECT_EQ(Run("user offline lin encrypted --days 4").status, 0) << Errors();
  EXPECT_EQ(listed()["row_cap"], 700);
  EXPECT_EQ(Run("user offline lin encrypted --cap 0").status, 0) << Errors();
  EXPECT_EQ(listed()["row_cap"], 0);
  EXPECT_EQ(Run("user offline lin encrypted --days 8").status, 2);
  EXPECT_EQ(Run("user offline lin sometimes").status, 2);
  EXPECT_EQ(Run("user offline ma off").status, 1);
  EXPECT_EQ(Run("user wipe lin").status, 0) << Errors();  // nothing to wipe yet
  EXPECT_EQ(Run("user wipe lin --device 0190000000").status, 2);
  EXPECT_EQ(Run("user disable lin").status, 0) << Errors();
  EXPECT_EQ(json::parse(Run("user list --json").out)[0]["active"], false);
  EXPECT_EQ(Run("user enable lin").status, 0) << Errors();
}

}  // namespace
}  // namespace kedang
