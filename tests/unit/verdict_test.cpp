// One verdict everywhere: the editor's draft, the importer in the browser, the import command and the server's push judge the
// same generated records, and must say the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "server/content.h"
#include "server/import_job.h"
#include "server/instance.h"
#include "server/sample_company.h"
#include "shared/intake/csv_writer.h"
#include "shared/sync/apply.h"
#include "shared/sync/client_state.h"
#include "shared/sync/codec.h"
#include "shared/sync/server.h"
#include "tests/support/asset.h"
#include "tests/support/directory_test.h"
#include "tests/support/migrations.h"
#include "tests/support/sync_world.h"
#include "wasm/app/record_draft.h"

namespace kedang {
namespace {

using Codes = std::set<std::string>;

constexpr const char* kFields[] = {"name", "uscc", "type", "founded_on", "level", "stage", "region", "mobile", "phone",
                                   "tax_number", "last_contact_on", "next_contact_on", "note", "template"};
constexpr std::size_t kFieldCount = std::size(kFields);

class Verdicts : public DirectoryTest {
 protected:
  Verdicts() {
    for (MigrationScript& script : ReadMigrations()) content_.migrations.push_back(Keep(std::move(script.text)));
    content_.pinyin = Asset("assets/pinyin/pinyin.txt");
    content_.regions = Asset("assets/regions/regions.txt");
    content_.industries = Asset("assets/industries/industries.txt");
    const auto index = nlohmann::json::parse(ReadAsset("assets/schemas/index.json"), nullptr, false);
    for (const auto& name : index["schemas"]) {
      const std::string& text = Asset("assets/schemas/" + name.get<std::string>());
      content_.schemas.push_back(name == "customer.json" ? Keep(WithBlocks(text)) : text);
    }
  }
  const std::string& Keep(std::string text) {
    texts_.push_back(std::move(text));
    return texts_.back();
  }
  const std::string& Asset(const std::string& name) { return Keep(ReadAsset(name)); }

  // The shipped template, with rules that block and one over a computed field, so that there is something to disagree about.
  static std::string WithBlocks(const std::string& text) {
    auto customer = nlohmann::ordered_json::parse(text, nullptr, false);
    for (auto& rule : customer["rules"]) {
      if (rule["key"] == "next_after_last" || rule["key"] == "reachable") rule["severity"] = "block";
    }
    customer["fields"].push_back({{"id", 900}, {"key", "ways"}, {"label", {{"zh", "联系方式数"}}}, {"type", "formula"}, {"result", "integer"},
                                  {"formula", "if(手机 <> null, 1, 0) + if(座机 <> null, 1, 0)"}});
    customer["rules"].push_back({{"id", 900}, {"key", "two_ways"}, {"label", {{"zh", "两种联系方式"}}}, {"severity", "block"},
                                 {"when", {{"from", "project"}}}, {"holds", "联系方式数 = 2"}, {"fields", {"mobile"}},
                                 {"message", {{"zh", "只有 {ways} 种联系方式"}}}});
    return customer.dump();
  }


  std::string Text(std::size_t field, const SampleCompany& company, SampleRandom& random) {
    const auto one_of = [&](std::initializer_list<const char*> texts) {
      return std::string(*(texts.begin() + random.Below(static_cast<std::uint32_t>(texts.size()))));
    };
    if (field == 0) return random.Chance(3) ? "" : company.name;
    if (random.Chance(30)) return "";
    switch (field) {
      case 1: return random.Chance(10) ? company.uscc.substr(0, 17) + "I" : company.uscc;
      case 2: return one_of({"企业", "政府机关", "个体工商户", "外星"});
      case 3: return one_of({"2015-01-02", "2999-01-01", "2015/1/2", "很久"});
      case 4: return one_of({"A", "战略", "E 黑名单", "Z"});
      case 5: return one_of({"待清洗", "公海", "跟进中", "已立项", "沉睡", "黑名单"});
      case 6: return one_of({"浙江省杭州市", "北京市", "火星"});
      case 7: return random.Chance(20) ? "1380013" : company.mobile;
      case 8: return company.phone;
      case 9: return random.Chance(50) ? company.uscc : "91330106673959654P";
      case 10: return one_of({"2026-10-01", "2026-11-01"});
      case 11: return one_of({"2026-10-15", "2026-12-01", "13月"});
      case 12: return "备注";
      default: return one_of({"工程项目", "个人客户", "软件互联网", "没有这种"});
    }
  }

  std::deque<std::string> texts_;
  Content content_;
};

char Mark(Severity severity) { return severity == Severity::kBlock ? '!' : severity == Severity::kWarn ? '?' : '.'; }

TEST_F(Verdicts, AreTheSameFourWays) {
  constexpr std::size_t count = 10'000;
  auto instance = Instance::Open(directory_, content_);
  ASSERT_TRUE(instance.ok()) << instance.error().message;
  const SchemaSet& schemas = (*instance)->schemas();
  const Schema& schema = *schemas.Find("customer");

  MemoryStorage storage;
  SeededRandom random(5);
  Workspace workspace(storage, (*instance)->clock(), random, (*instance)->lexicon(), "test", [] {});
  ClientState state;
  state.replica = Id{1, 1};
  state.schemas = FormatSchemaSet(schemas);
  workspace.client().Restore(StorageArea::kMeta, kStateKey, Encode(state));
  ASSERT_TRUE(workspace.client().Start().ok());

  // The records, as texts, and as a file.
  SampleRandom sample(7);
  std::vector<std::vector<std::string>> rows;
  std::string csv;
  std::vector<std::string_view> headers;
  for (const char* key : kFields) headers.push_back(schema.Find(key)->label.zh);
  AppendCsvRow(headers, CsvWriteOptions(), csv);
  std::set<std::string> names, codes;
  while (rows.size() < count) {
    const SampleCompany company = MakeSampleCompany(sample);
    if (!names.insert(company.name).second || !codes.insert(company.uscc).second) continue;
    std::vector<std::string> row;
    for (std::size_t field = 0; field < kFieldCount; ++field) row.push_back(Text(field, company, sample));
    AppendCsvRow(std::vector<std::string_view>(row.begin(), row.end()), CsvWriteOptions(), csv);
    rows.push_back(std::move(row));
  }
  const std::string file = directory_ + "/rows.csv";
  std::FILE* out = std::fopen(file.c_str(), "wb");
  ASSERT_NE(out, nullptr);
  std::fwrite(csv.data(), 1, csv.size(), out);
  std::fclose(out);

  // The command.
  ImportRequest request;
  request.file = file;
  request.schema = &schema;
  request.is_dry_run = true;
  request.author = Principal{Id{4, 4}, "owner", Role::kAdministrator, 1};
  const auto answer = RunImportJob(**instance, request, {});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  ASSERT_EQ(answer->counts.read, count);
  std::map<std::uint64_t, Codes> by_command;
  for (const TableIssue& issue : answer->issues) {
    by_command[issue.row].insert(issue.code + Mark(issue.severity) + std::to_string(issue.column));
  }
  const std::uint64_t last_told = answer->issue_count > answer->issues.size() ? answer->issues.back().row : ~std::uint64_t{0};

  // The importer of the browser, the editor, the server.
  std::vector<std::string> header_texts(headers.begin(), headers.end());
  const ColumnMapping mapping = MapColumns(schema, header_texts, {});
  Importer importer = Importer::Make(schema, mapping, {}, workspace.Check(), nullptr).value();
  ServerData data;
  MemoryServerStore store(data);
  SyncServer server(schemas, (*instance)->rules(), (*instance)->lexicon(), (*instance)->clock(), random);
  std::uint64_t rejected = 0, blocked_by_rules = 0, pushed = 0;
  for (std::size_t i = 0; i < count; ++i) {
    SCOPED_TRACE("row " + std::to_string(i + 2) + ": " + rows[i][0]);
    const std::vector<std::string_view> cells(rows[i].begin(), rows[i].end());
    const auto prepared = importer.Prepare(i + 2, cells).value();
    ASSERT_TRUE(prepared.has_value());
    Codes by_importer;
    for (const TableIssue& issue : prepared->issues) {
      by_importer.insert(issue.code + Mark(issue.severity) + std::to_string(issue.column));
    }
    if (i + 2 < last_told) {
      EXPECT_EQ(by_command[i + 2], by_importer);
    }
    rejected += prepared->decision == ImportDecision::kReject ? 1 : 0;

    RecordDraft draft(workspace, schema);
    draft.ShowAllIssues();
    Codes by_editor;
    for (std::size_t field = 0; field < kFieldCount; ++field) {
      if (!rows[i][field].empty()) draft.SetText(schema.Find(kFields[field])->id, rows[i][field]);
    }
    for (const Field& field : schema.fields) {
      const std::vector<std::uint32_t> columns = mapping.ColumnsOf(field.id);
      const std::string column = std::to_string(columns.empty() ? 0 : columns[0] + 1);
      for (const Issue& issue : draft.IssuesOf(field.id)) by_editor.insert(issue.code + Mark(issue.severity) + column);
    }
    EXPECT_EQ(by_editor, by_importer);

    // What the editor would send, whether it may or not.
    Group group;
    std::vector<std::pair<FieldId, Value>> values;
    for (const FieldId field : draft.changed_fields()) values.emplace_back(field, draft.record().Get(field));
    group.mutations.push_back(workspace.client().MakeInsert(schema.id, draft.id(), std::move(values)));
    const auto results = server.Apply(store, request.author, group);
    ASSERT_TRUE(results.ok()) << results.error().message;
    Codes by_server, blocks;
    for (const Issue& issue : results->front().issues) by_server.insert(issue.code + std::to_string(issue.field));
    Issues own = CheckRecord(schema, draft.record(), workspace.Check(), {});
    for (const Issue& issue : BlockingIssues(own, {}, true)) {
      blocks.insert(issue.code + std::to_string(issue.field));
      blocked_by_rules += IsOfRules(issue) ? 1 : 0;
    }
    EXPECT_EQ(by_server, blocks);
    EXPECT_EQ(IsAccepted(results->front().outcome), blocks.empty());
    pushed += blocks.empty() ? 1 : 0;
  }
  EXPECT_EQ(rejected, answer->counts.rejected);
  EXPECT_GT(blocked_by_rules, count / 20);  // they had something to agree on
  EXPECT_GT(pushed, count / 20);
}

}  // namespace
}  // namespace kedang
