// Real workbooks and what another reader makes of them, found by KEDANG_TEST_DATA; skipped, saying so, where it is not set.
// Differences on purpose are listed with their reason in tests/data/xlsx_exceptions.json.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "shared/intake/xlsx_sheet.h"
#include "tests/support/asset.h"

namespace kedang {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// What the other reader says, in our words: empty for nothing.
std::string Expected(const Json& cell) {
  if (cell.is_null()) return {};
  if (cell.is_boolean()) return cell.get<bool>() ? "TRUE" : "FALSE";
  if (cell.is_number()) return ShortestDecimal(cell.get<double>());
  if (cell.is_string()) return cell.get<std::string>();
  std::string moment = cell.at("t");
  if (moment.find('.') != std::string::npos) moment.erase(moment.find_last_not_of('0') + 1);
  return moment;
}

bool IsSame(const std::string& expected, std::string_view got) {
  // It knows no days without a time.
  return expected == got || (expected.ends_with("T00:00:00") && expected.substr(0, 10) == got);
}

TEST(XlsxData, AgreesWithAnotherReader) {
  const char* folder = std::getenv("KEDANG_TEST_DATA");
  if (folder == nullptr || !fs::exists(fs::path(folder) / "xlsx")) GTEST_SKIP() << "KEDANG_TEST_DATA holds no xlsx/";
  const fs::path root = fs::path(folder) / "xlsx";
  const Json exceptions = Json::parse(ReadAsset("tests/data/xlsx_exceptions.json"));
  std::ifstream lines(root / "expected_openpyxl.jsonl");
  std::string line;
  std::size_t files = 0, cells = 0;
  while (std::getline(lines, line)) {
    const Json expected = Json::parse(line);
    const std::string name = expected.at("file");
    const std::string bytes = ReadFile(root / name);
    const auto workbook = XlsxWorkbook::Open(AsBytes(bytes));
    ASSERT_TRUE(workbook.ok()) << name << ": " << workbook.error().message;
    ++files;
    if (expected.contains("error")) continue;  // the other one fails
    EXPECT_EQ(workbook->is_1904(), expected.at("epoch") == "1904-01-01") << name;
    ASSERT_EQ(workbook->sheets().size(), expected.at("sheets").size()) << name;
    for (std::size_t i = 0; i < workbook->sheets().size(); ++i) {
      const Json& sheet = expected.at("sheets")[i];
      EXPECT_EQ(workbook->sheets()[i].name, sheet.at("name").get<std::string>()) << name;
      EXPECT_EQ(SheetStateName(workbook->sheets()[i].state), sheet.at("state").get<std::string>()) << name;
      std::vector<std::vector<std::string>> rows;
      auto reader = XlsxSheetReader::Open(*workbook, workbook->sheets()[i]).value();
      XlsxRow row;
      while (reader.Next(row)) {
        rows.resize(row.number);
        for (const XlsxCell& cell : row.cells) rows.back().emplace_back(cell.text);
      }
      EXPECT_FALSE(reader.failure()) << name;
      EXPECT_LE(rows.size(), sheet.at("max_row").get<std::size_t>()) << name;
      const Json wanted = sheet.value("rows_first60x40", Json::array());
      for (std::size_t r = 0; r < wanted.size(); ++r) {
        for (std::size_t c = 0; c < wanted[r].size(); ++c) {
          const std::string got = r < rows.size() && c < rows[r].size() ? rows[r][c] : std::string();
          ++cells;
          if (IsSame(Expected(wanted[r][c]), got)) continue;
          const std::string place = name + " " + sheet.at("name").get<std::string>() + " " + std::to_string(r + 1) + "," + std::to_string(c + 1);
          EXPECT_TRUE(exceptions.contains(place)) << place << ": expected " << wanted[r][c] << ", got " << got;
        }
      }
    }
  }
  EXPECT_EQ(files, 74u);
  EXPECT_GT(cells, 6000u);
}

}  // namespace
}  // namespace kedang
