// Real CSV files and other programs' test cases, found by KEDANG_TEST_DATA; skipped, saying so, where it is not set.
// Differences on purpose are listed with their reason in tests/data/csv_exceptions.json.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <nlohmann/json.hpp>
#include "server/encoding_iconv.h"
#include "shared/base/utf8.h"
#include "shared/intake/csv_document.h"
#include "shared/intake/csv_writer.h"
#include "tests/support/asset.h"

namespace kedang {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Rows = std::vector<std::vector<std::string>>;

Result<CsvDocument> Read(std::string_view bytes, const CsvOptions& options = {}) {
  Result<std::unique_ptr<TextDecoder>> decoder = MakeIconvDecoder();
  EXPECT_TRUE(decoder.ok());
  return ReadCsvDocument(AsBytes(bytes), decoder.value().get(), options);
}

class CsvData : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("KEDANG_TEST_DATA");
    if (folder == nullptr || !fs::exists(fs::path(folder) / "csv")) GTEST_SKIP() << "KEDANG_TEST_DATA holds no csv/";
    root_ = fs::path(folder) / "csv";
  }

  std::vector<fs::path> Files(std::string_view folder) const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(root_ / folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    EXPECT_FALSE(files.empty());
    return files;
  }

  fs::path root_;
};

// The reason why a case of `suite` is read otherwise, or nothing.
std::string ExceptionFor(const std::string& suite, const std::string& name) {
  static const Json all = Json::parse(ReadAsset("tests/data/csv_exceptions.json"));
  const auto found = all.find(suite);
  return found == all.end() ? "" : found->value(name, "");
}

// Expected JSON: a list of lists, or objects (one, or a list) by header.
Json AsExpected(const CsvDocument& document, const Json& expected) {
  if (expected.is_array() && !expected.empty() && expected[0].is_array()) return document.rows;
  Json rows = Json::array();
  for (std::size_t i = 1; i < document.rows.size(); ++i) {
    Json row = Json::object();
    for (std::size_t j = 0; j < document.rows[0].size(); ++j) row[document.rows[0][j]] = document.rows[i].at(j);
    rows.push_back(row);
  }
  return expected.is_object() ? rows.at(0) : rows;
}

TEST_F(CsvData, EveryEncodingGivesTheSameTable) {
  const CsvDocument reference = Read(ReadFile(root_ / "encodings/utf8.csv")).value();
  ASSERT_EQ(reference.rows.size(), 1500u);
  EXPECT_TRUE(reference.issues.empty());
  for (const fs::path& path : Files("encodings")) {
    SCOPED_TRACE(path.filename().string());
    const CsvDocument document = Read(ReadFile(path)).value();
    EXPECT_TRUE(document.dialect.has_header);
    EXPECT_TRUE(document.encoding.is_certain);
    if (path.filename() == "gbk_truncated_midchar.csv") {
      // Cut within a row: everything before it is the same, and the cut row is named.
      ASSERT_FALSE(document.issues.empty());
      EXPECT_EQ(document.issues.back().row, document.rows.size());
      EXPECT_TRUE(std::equal(document.rows.begin(), document.rows.end() - 1, reference.rows.begin()));
      continue;
    }
    ASSERT_EQ(document.rows.size(), reference.rows.size());
    EXPECT_TRUE(document.issues.empty());
    for (std::size_t i = 0; i < reference.rows.size(); ++i) {
      // The files with another delimiter were made by turning every comma into it, also those in cells.
      Rows::value_type expected = reference.rows[i];
      for (std::string& cell : expected) std::replace(cell.begin(), cell.end(), ',', document.dialect.delimiter[0]);
      ASSERT_EQ(document.rows[i], expected);
    }
  }
}

TEST_F(CsvData, GbkCutWithinACharacterIsReported) {
  const std::string whole = ReadFile(root_ / "encodings/gb18030.csv");
  const CsvDocument reference = Read(whole).value();
  for (std::size_t size = 20000; size < 20064; ++size) {
    const CsvDocument document = Read(whole.substr(0, size)).value();
    const std::string& last = document.rows.back().back();
    const bool is_cut = last.size() >= 3 && last.substr(last.size() - 3) == "\xEF\xBF\xBD";
    const bool is_reported = !document.issues.empty() && document.issues[0].code == "cut_character";
    ASSERT_EQ(is_cut, is_reported) << size;
    ASSERT_TRUE(std::equal(document.rows.begin(), document.rows.end() - 1, reference.rows.begin()));
  }
}

TEST_F(CsvData, SuitesGiveTheirExpectedJson) {
  int compared = 0;
  for (const std::string suite : {"csv_spectrum/csvs", "sineemore/csv"}) {
    for (const fs::path& path : Files(suite)) {
      SCOPED_TRACE(path.filename().string());
      const Result<CsvDocument> document = Read(ReadFile(path));
      ASSERT_TRUE(document.ok());
      const fs::path answer = path.parent_path().parent_path() / "json" / path.stem().concat(".json");
      const std::string reason = ExceptionFor(suite, path.filename().string());
      if (!reason.empty()) continue;
      if (path.filename().string().rfind("bad-", 0) == 0) {
        // Bad files are read as far as they go, and say what is wrong unless the header alone is unexpected.
        const bool is_readable = path.stem() == "bad-header-wrong-header" || path.stem() == "bad-unescaped-quote";
        EXPECT_EQ(document->issues.empty(), is_readable);
        continue;
      }
      const Json expected = Json::parse(ReadFile(answer));
      EXPECT_EQ(AsExpected(*document, expected), expected);
      ++compared;
    }
  }
  EXPECT_GE(compared, 28);
}

CsvOptions OptionsOf(const Json& config) {
  CsvOptions options;
  options.delimiter = config.value("delimiter", "");
  if (config.contains("quoteChar")) options.quote = config["quoteChar"].get<std::string>()[0];
  if (config.contains("escapeChar")) options.escape = config["escapeChar"].get<std::string>()[0];
  const std::string newline = config.value("newline", "");
  if (newline == "\r\n") options.newline = Newline::kCrLf;
  if (newline == "\n") options.newline = Newline::kLf;
  if (newline == "\r") options.newline = Newline::kCr;
  if (config.contains("comments")) {
    options.comment = config["comments"].is_boolean() ? (config["comments"] ? "#" : "") : config["comments"];
  }
  if (config.contains("skipEmptyLines")) {
    const Json& skip = config["skipEmptyLines"];
    options.empty_rows = skip == "greedy" ? EmptyRows::kSkipBlank : skip == true ? EmptyRows::kSkip : EmptyRows::kKeep;
  }
  const bool has_header = config.value("header", false);
  options.has_header = has_header;
  options.skip_rows = config.value("skipFirstNLines", 0u);
  options.take_rows = config.value("preview", 0u);
  if (options.take_rows > 0 && has_header) ++options.take_rows;
  return options;
}

// Papa Parse takes a line's end as between lines, so a final one is followed by an empty row; here it ends the last row.
Rows WithFinalRow(Rows rows, const std::string& input, const CsvOptions& options) {
  const bool ends_line = !input.empty() && (input.back() == '\n' || input.back() == '\r');
  if (ends_line && options.empty_rows == EmptyRows::kKeep && options.take_rows == 0) rows.push_back({""});
  return rows;
}

Json WithHeader(const Rows& rows) {
  Json data = Json::array();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    Json row = Json::object();
    for (std::size_t j = 0; j < std::min(rows[i].size(), rows[0].size()); ++j) row[rows[0][j]] = rows[i][j];
    data.push_back(row);
  }
  return data;
}

std::set<std::string> ExpectedCodes(const Json& errors) {
  std::set<std::string> codes;
  for (const Json& error : errors) {
    const std::string code = error.at("code");
    if (code == "InvalidQuotes") codes.insert("stray_quote");
    if (code == "MissingQuotes") codes.insert("unclosed_quote");
    if (code == "TooFewFields") codes.insert("too_few_cells");
    if (code == "TooManyFields") codes.insert("too_many_cells");
  }
  return codes;
}

TEST_F(CsvData, PapaParseCases) {
  const Json cases = Json::parse(ReadFile(root_ / "papaparse_cases.json"));
  int passed = 0, excepted = 0;
  for (const std::string suite : {"CORE_PARSER_TESTS", "PARSE_TESTS"}) {
    for (const Json& one : cases.at(suite)) {
      const std::string name = one.at("description");
      SCOPED_TRACE(suite + ": " + name);
      if (!ExceptionFor(suite, name).empty()) {
        ++excepted;
        continue;
      }
      const Json config = one.value("config", Json::object());
      const CsvOptions options = OptionsOf(config);
      const std::string input = one.at("input");
      const CsvDocument document = Read(input, options).value();
      const Json& expected = one.at("expected");
      const bool has_header = *options.has_header;
      EXPECT_EQ(has_header ? WithHeader(document.rows) : Json(WithFinalRow(document.rows, input, options)),
                expected.at("data"));
      std::set<std::string> codes;
      for (const TableIssue& issue : document.issues) {
        const bool is_width = issue.code == "too_few_cells" || issue.code == "too_many_cells";
        // Papa Parse compares widths only when there is a header.
        if (issue.severity == Severity::kWarn && (has_header || !is_width)) codes.insert(issue.code);
      }
      EXPECT_EQ(codes, ExpectedCodes(expected.at("errors")));
      const std::string linebreak = expected.value("meta", Json::object()).value("linebreak", "");
      if (!linebreak.empty()) {
        EXPECT_EQ(NewlineText(document.dialect.newline), linebreak);
      }
      ++passed;
    }
  }
  RecordProperty("passed", passed);
  EXPECT_LE(excepted, 5);
  EXPECT_GE(passed, 71);
}

// The table a writer case means: rows, or objects under the keys of the first (or of "columns").
std::vector<std::vector<std::string>> TableOf(const Json& one) {
  const Json config = one.value("config", Json::object());
  const Json input = one.at("input");
  const auto text = [](const Json& cell) { return cell.is_null() ? std::string() : cell.is_string() ? cell.get<std::string>() : cell.dump(); };
  std::vector<std::vector<std::string>> rows;
  const Json data = input.is_object() ? input.value("data", Json::array()) : input;
  if (input.is_object() && input.contains("fields")) rows.push_back(input.at("fields").get<std::vector<std::string>>());
  std::vector<std::string> keys;
  for (const Json& row : data) {
    if (row.is_object() && keys.empty()) {
      for (const auto& [key, cell] : row.items()) keys.push_back(key);
      if (config.value("header", true)) rows.push_back(keys);
    }
    if (row.empty() && config.value("skipEmptyLines", false)) continue;
    std::vector<std::string> cells;
    if (row.is_object()) {
      for (const std::string& key : keys) cells.push_back(row.contains(key) ? text(row.at(key)) : std::string());
    } else {
      for (const Json& cell : row) cells.push_back(text(cell));
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

TEST_F(CsvData, PapaParseWriterCases) {
  const Json cases = Json::parse(ReadFile(root_ / "papaparse_cases.json"));
  int passed = 0, excepted = 0;
  for (const Json& one : cases.at("UNPARSE_TESTS")) {
    const std::string name = one.at("description");
    SCOPED_TRACE(name);
    if (!ExceptionFor("UNPARSE_TESTS", name).empty()) {
      ++excepted;
      continue;
    }
    const Json config = one.value("config", Json::object());
    CsvWriteOptions options;
    options.delimiter = config.value("delimiter", std::string(",")).front();
    options.has_formula_guard = config.value("escapeFormulae", false);
    std::string written;
    for (const std::vector<std::string>& row : TableOf(one)) {
      const std::vector<std::string_view> cells(row.begin(), row.end());
      AppendCsvRow(cells, options, written);
    }
    // The last row ends like every other.
    if (written.size() >= 2) written.resize(written.size() - 2);
    EXPECT_EQ(written, one.at("expected").get<std::string>());
    ++passed;
  }
  EXPECT_LE(excepted, 12);
  EXPECT_GE(passed, 13);
}

TEST_F(CsvData, EveryFileEndsInRowsOrAMessage) {
  for (const fs::path& path : Files(".")) {
    SCOPED_TRACE(path.filename().string());
    const Result<CsvDocument> document = Read(ReadFile(path));
    if (!document.ok()) {
      EXPECT_FALSE(document.error().message.empty());
      continue;
    }
    for (const auto& row : document->rows) {
      for (const std::string& cell : row) ASSERT_TRUE(IsValidUtf8(cell));
    }
    EXPECT_FALSE(Json::parse(FormatCsvDocument(*document), nullptr, false).is_discarded());
  }
}

// The peer's list shows the first cells of a row only.
bool IsPrefix(const Json& shown, const Rows::value_type& row) {
  if (shown.size() > row.size()) return false;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i] != row[i]) return false;
  }
  return true;
}

// Papa Parse's own answers for the same files are a comparison, not the truth: this counts, and holds the level reached.
TEST_F(CsvData, AgreesWithPapaParseOnMostFiles) {
  std::ifstream lines(root_ / "reference_papaparse_5_autodetect.jsonl");
  int agreed = 0, differing = 0;
  for (std::string line; std::getline(lines, line);) {
    const Json peer = Json::parse(line, nullptr, false);
    if (peer.is_discarded() || !peer.value("valid_utf8", false) || !peer.at("errors").empty()) continue;
    const Result<CsvDocument> document = Read(ReadFile(root_ / peer.at("file").get<std::string>()));
    const bool is_same = document.ok() && document->dialect.delimiter == peer.at("delimiter") && !document->rows.empty() &&
                         IsPrefix(peer.at("first_row"), document->rows[0]);
    ++(is_same ? agreed : differing);
    if (!is_same && std::getenv("KEDANG_TEST_VERBOSE") != nullptr) {
      printf("%s: %s\n", peer.at("file").get<std::string>().c_str(),
             document.ok() ? document->dialect.delimiter.c_str() : document.error().message.c_str());
    }
  }
  EXPECT_GE(agreed, 40);
  EXPECT_LE(differing * 20, agreed);
}

}  // namespace
}  // namespace kedang
