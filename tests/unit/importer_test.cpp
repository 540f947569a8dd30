#include "shared/intake/importer.h"

#include <gtest/gtest.h>

#include "shared/intake/csv_document.h"
#include "shared/store/memory_store.h"

namespace kedang {
namespace {

enum : FieldId { kName = 1, kCode, kMail, kNote };

Schema Customers() {
  Schema schema;
  schema.id = 7;
  schema.key = "customer";
  const auto add = [&](FieldId id, std::string key, FieldType type) -> Field& {
    Field field;
    field.id = id;
    field.key = key;
    field.label.zh = std::move(key);
    field.type = type;
    schema.fields.push_back(std::move(field));
    return schema.fields.back();
  };
  add(kName, "name", FieldType::kText).is_required = true;
  Field& code = add(kCode, "code", FieldType::kText);
  code.is_unique = code.is_unique_block = true;
  add(kMail, "mail", FieldType::kEmail).is_unique = true;
  add(kNote, "note", FieldType::kText);
  return schema;
}

class Pool : public UniqueLookup {
 public:
  explicit Pool(const Schema& schema) : schema_(schema) {}
  Id Add(std::uint64_t number, std::vector<std::pair<FieldId, std::string>> cells) {
    Record record(schema_.id, Id{1, number});
    for (const auto& cell : cells) {
      record.Set(cell.first, Value::Text(cell.second));
      keys_.emplace_back(cell.first, NormalForm(*schema_.Find(cell.first), Value::Text(cell.second)), record.id);
    }
    EXPECT_TRUE(store_.Put(record).ok());
    return record.id;
  }
  std::optional<Id> FindOther(SchemaId, FieldId field, std::string_view normal, Id except) override {
    for (const auto& [key_field, key, id] : keys_) {
      if (key_field == field && key == normal && !(id == except)) return id;
    }
    return std::nullopt;
  }
  MemoryStore& store() { return store_; }

 private:
  const Schema& schema_;
  MemoryStore store_;
  std::vector<std::tuple<FieldId, std::string, Id>> keys_;
};

class ImporterTest : public testing::Test {
 protected:
  std::vector<PreparedRow> Run(std::string_view text, ImportOptions options = {}, std::size_t slice = 2) {
    CsvStream stream({}, nullptr, {});
    EXPECT_TRUE(stream.Feed(AsBytes(text), true).ok());
    const std::vector<std::string> headers = {"name", "code", "mail", "note"};
    CheckContext check;
    check.unique = &pool_;
    Result<Importer> importer =
        Importer::Make(schema_, MapColumns(schema_, headers, {}), options, check, &pool_.store());
    EXPECT_TRUE(importer.ok());
    std::vector<PreparedRow> rows;
    for (bool has_more = true; has_more;) has_more = importer->Step(stream, slice, rows).value();
    counts_ = importer->counts();
    EXPECT_EQ(counts_.read, counts_.created + counts_.updated + counts_.duplicates + counts_.rejected);
    EXPECT_EQ(counts_.read, rows.size());
    return rows;
  }

  Schema schema_ = Customers();
  Pool pool_{schema_};
  ImportCounts counts_;
};

std::vector<std::string> Codes(const PreparedRow& row) {
  std::vector<std::string> codes;
  for (const TableIssue& issue : row.issues) codes.push_back(issue.code);
  return codes;
}

constexpr std::string_view kHeader = "name,code,mail,note\n";

TEST_F(ImporterTest, PreparesRowsAndSkipsBlankOnes) {
  const std::vector<PreparedRow> rows = Run(std::string(kHeader) + "甲公司,00123,a@b.cn,\n\n,,,\n乙公司,00124,,x\n");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(counts_.created, 2u);
  EXPECT_EQ(rows[0].row, 2u);
  EXPECT_EQ(rows[1].row, 5u);
  ASSERT_EQ(rows[0].cells.size(), 3u);
  EXPECT_EQ(rows[0].cells[1].second, Value::Text("00123"));
}

TEST_F(ImporterTest, RejectsWithRowColumnAndReason) {
  const std::vector<PreparedRow> rows = Run(std::string(kHeader) + "甲公司,1,no mail at all,\n,2,,only a note\n");
  EXPECT_EQ(counts_.rejected, 2u);
  ASSERT_FALSE(rows[0].issues.empty());
  EXPECT_EQ(rows[0].issues[0].row, 2u);
  EXPECT_EQ(rows[0].issues[0].column, 3u);
  EXPECT_EQ(rows[0].issues[0].severity, Severity::kBlock);
  EXPECT_EQ(rows[1].issues[0].column, 1u);  // the required name
}

TEST_F(ImporterTest, FindsDuplicatesInTheFileAndInThePool) {
  const Id known = pool_.Add(1, {{kName, "旧公司"}, {kCode, "9"}, {kMail, "old@b.cn"}});
  const std::string text = std::string(kHeader) + "甲,1,a@b.cn,\n乙,1,,\n丙,2,A@B.cn,\n丁,9,,\n戊,3,old@b.cn,\n";
  std::vector<PreparedRow> rows = Run(text);
  EXPECT_EQ(counts_.rejected, 2u);  // the code blocks, the mail only warns
  EXPECT_EQ(counts_.flagged, 2u);
  EXPECT_EQ(rows[1].repeats_row, 2u);
  EXPECT_EQ(Codes(rows[1]), (std::vector<std::string>{"duplicate_in_file"}));
  EXPECT_EQ(rows[2].repeats_row, 2u);
  EXPECT_EQ(rows[3].target, known);
  EXPECT_EQ(Codes(rows[4]), (std::vector<std::string>{"duplicate_in_pool"}));
  EXPECT_TRUE(rows[4].is_flagged);

  ImportOptions skip;
  skip.duplicates = DuplicatePolicy::kSkip;
  rows = Run(text, skip);
  EXPECT_EQ(counts_.created, 1u);
  EXPECT_EQ(counts_.duplicates, 4u);
}

// Knows one record by its name.
class ByName final : public LikelyRecords {
 public:
  ByName(std::string name, Id record) : name_(std::move(name)), record_(record) {}
  Id FindLikely(const std::vector<std::pair<FieldId, Value>>& cells) override {
    for (const auto& [field, value] : cells) {
      if (field == kName && value.text() == name_) return record_;
    }
    return Id();
  }

 private:
  std::string name_;
  Id record_;
};

TEST_F(ImporterTest, MergingFillsOnlyWhatTheRecordLeavesEmpty) {
  const Id known = pool_.Add(1, {{kName, "旧公司"}, {kCode, "9"}});
  const Id like = pool_.Add(2, {{kName, "云锦科技"}, {kNote, "老"}});
  ByName likely("杭州云锦", like);
  ImportOptions merge;
  merge.duplicates = DuplicatePolicy::kMerge;
  merge.likely = &likely;
  const auto rows = Run(std::string(kHeader) + "改名公司,9,a@b.cn,\n旧公司,9,,\n杭州云锦,,c@d.cn,新\n新公司,1,,\n新公司,1,,\n", merge);
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0].decision, ImportDecision::kUpdate);
  EXPECT_EQ(rows[0].target, known);
  ASSERT_EQ(rows[0].cells.size(), 1u);  // neither name nor code is touched
  EXPECT_EQ(rows[0].cells[0].first, kMail);
  EXPECT_EQ(rows[1].decision, ImportDecision::kDuplicate);  // says nothing new
  EXPECT_EQ(rows[2].decision, ImportDecision::kUpdate);
  EXPECT_EQ(rows[2].target, like);
  ASSERT_EQ(rows[2].cells.size(), 1u);
  EXPECT_EQ(rows[2].cells[0].first, kMail);
  EXPECT_EQ(rows[3].decision, ImportDecision::kCreate);
  EXPECT_EQ(rows[4].decision, ImportDecision::kDuplicate);  // an earlier row of the file
  // Left out by likeness, too.
  merge.duplicates = DuplicatePolicy::kSkip;
  Run(std::string(kHeader) + "杭州云锦,,c@d.cn,新\n宁波云锦,,,\n", merge);
  EXPECT_EQ(counts_.duplicates, 1u);
  EXPECT_EQ(counts_.created, 1u);
}

TEST_F(ImporterTest, ATargetIsChangedWhateverItsKeysSay) {
  const Id known = pool_.Add(1, {{kName, "旧公司"}, {kCode, "9"}, {kNote, "老"}});
  const auto record = pool_.store().FindRecord(known);
  CheckContext check;
  check.unique = &pool_;
  const std::vector<std::string> headers = {"name", "code", "mail", "note"};
  auto importer = Importer::Make(schema_, MapColumns(schema_, headers, {}), {}, check, nullptr).value();
  const std::vector<std::string_view> cells = {"旧公司", "9", "a@b.cn", "新"};
  RowTarget target{&*record, false};
  auto prepared = importer.Prepare(2, cells, target).value();
  ASSERT_TRUE(prepared.has_value());
  EXPECT_EQ(prepared->decision, ImportDecision::kUpdate);
  EXPECT_EQ(prepared->target, known);
  target.is_only_empty = true;
  prepared = importer.Prepare(3, cells, target).value();
  ASSERT_EQ(prepared->cells.size(), 1u);
  EXPECT_EQ(prepared->cells[0].first, kMail);
  // Without a target its key blocks.
  EXPECT_EQ(importer.Prepare(4, cells).value()->decision, ImportDecision::kReject);
}

TEST_F(ImporterTest, ARejectedRowIsNoDuplicateOfAnything) {
  Run(std::string(kHeader) + ",1,,x\n甲,1,,\n");
  EXPECT_EQ(counts_.rejected, 1u);
  EXPECT_EQ(counts_.created, 1u);
}

TEST_F(ImporterTest, UpdatesByKey) {
  const Id known = pool_.Add(1, {{kName, "旧公司"}, {kCode, "9"}});
  ImportOptions options;
  options.key = kCode;
  options.mode = ImportMode::kUpdate;
  const std::string text = std::string(kHeader) + ",9,new@b.cn,\n甲,10,,\n乙,9,,again\n";
  std::vector<PreparedRow> rows = Run(text, options);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].decision, ImportDecision::kUpdate);  // the name is there already
  EXPECT_EQ(rows[0].target, known);
  EXPECT_EQ(rows[1].decision, ImportDecision::kReject);
  EXPECT_EQ(Codes(rows[1]), (std::vector<std::string>{"key_unknown"}));
  EXPECT_EQ(rows[2].decision, ImportDecision::kDuplicate);
  EXPECT_EQ(rows[2].repeats_row, 2u);

  options.mode = ImportMode::kUpsert;
  rows = Run(text, options);
  EXPECT_EQ(rows[0].decision, ImportDecision::kUpdate);
  EXPECT_EQ(rows[1].decision, ImportDecision::kCreate);
}

TEST_F(ImporterTest, AnUpdateMayNotTakeAnotherRecordsCode) {
  pool_.Add(1, {{kName, "甲"}, {kMail, "a@b.cn"}, {kCode, "1"}});
  pool_.Add(2, {{kName, "乙"}, {kMail, "c@d.cn"}, {kCode, "2"}});
  ImportOptions options;
  options.key = kMail;
  options.mode = ImportMode::kUpsert;
  const std::vector<PreparedRow> rows = Run(std::string(kHeader) + "甲,2,a@b.cn,\n甲甲,1,a@b.cn,\n", options);
  EXPECT_EQ(rows[0].decision, ImportDecision::kReject);
  EXPECT_EQ(rows[1].decision, ImportDecision::kUpdate);
}

TEST_F(ImporterTest, SaysWhatIsMissing) {
  const CheckContext check;
  const std::vector<std::string> headers = {"name", "note"};
  const ColumnMapping mapping = MapColumns(schema_, headers, {});
  ImportOptions options;
  options.mode = ImportMode::kUpsert;
  EXPECT_FALSE(Importer::Make(schema_, mapping, options, check, &pool_.store()).ok());
  options.key = kCode;  // no column feeds it
  EXPECT_FALSE(Importer::Make(schema_, mapping, options, check, &pool_.store()).ok());
  options.key = kNote;  // not unique
  EXPECT_FALSE(Importer::Make(schema_, mapping, options, check, &pool_.store()).ok());
  EXPECT_FALSE(Importer::Make(schema_, ColumnMapping(), {}, check, nullptr).ok());
  EXPECT_EQ(ParseDuplicatePolicy("join").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(ParseImportMode("upsert").value(), ImportMode::kUpsert);
}

TEST_F(ImporterTest, AReaderLimitIsAnErrorThatNamesTheRow) {
  CsvOptions narrow;
  narrow.limits.columns = 4;
  CsvStream stream({}, nullptr, narrow);
  ASSERT_TRUE(stream.Feed(AsBytes("name,code,mail,note\n甲,1,,\n乙,2,,,,,,\n"), true).ok());
  const std::vector<std::string> headers = {"name", "code", "mail", "note"};
  Importer importer =
      Importer::Make(schema_, MapColumns(schema_, headers, {}), {}, CheckContext(), nullptr).value();
  std::vector<PreparedRow> rows;
  const Result<bool> step = importer.Step(stream, 100, rows);
  ASSERT_FALSE(step.ok());
  EXPECT_EQ(step.error().code, ErrorCode::kTooLarge);
  EXPECT_NE(step.error().message.find("row 3"), std::string::npos);
}

}  // namespace
}  // namespace kedang
