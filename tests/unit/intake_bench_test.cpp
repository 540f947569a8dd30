// Files of rows read a second, natively and under Node. Off unless asked for:
//   kedang_unit_tests --gtest_also_run_disabled_tests --gtest_filter='IntakeBench*'
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "server/sample_customer.h"
#include "shared/field/field_types.h"
#include "shared/intake/csv_document.h"
#include "shared/intake/csv_writer.h"
#include "shared/intake/xlsx_stream.h"
#include "shared/intake/xlsx_writer.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

constexpr std::size_t kRows = 100'000;
constexpr std::size_t kColumns = 19;

// Texts of made-up customers, as an export has them.
std::vector<std::vector<std::string>> MakeRows() {
  const SchemaSet schemas = ShippedSchemas();
  const Schema& customer = *schemas.Find("customer");
  const auto lexicon = Lexicon::Parse(ReadAsset("assets/pinyin/pinyin.txt"), ReadAsset("assets/regions/regions.txt"),
                                      ReadAsset("assets/industries/industries.txt"));
  SampleRandom random(1);
  std::vector<std::vector<std::string>> rows;
  for (std::uint64_t i = 0; i < kRows; ++i) {
    const Record record = MakeSampleCustomer(customer, Id{0, i + 1}, *lexicon, random);
    auto& row = rows.emplace_back();
    row.push_back(std::to_string(i + 1));
    for (const Cell& cell : record.cells()) {
      if (row.size() < kColumns) row.push_back(FormatPlain(cell.value));
    }
    row.resize(kColumns);
  }
  return rows;
}

double SecondsOf(const std::function<void()>& work) {
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

std::size_t ReadAll(TableStream& stream, ByteSpan bytes) {
  constexpr std::size_t kPiece = 1 << 18;
  std::size_t cells = 0;
  TableRow row;
  for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
    const ByteSpan piece = bytes.subspan(at, std::min(kPiece, bytes.size() - at));
    EXPECT_TRUE(stream.Feed(piece, at + piece.size() == bytes.size()).ok());
    while (stream.Next(row)) cells += row.cells.size();
  }
  return cells;
}

TEST(IntakeBench, DISABLED_Csv) {
  std::string text;
  for (const auto& row : MakeRows()) {
    const std::vector<std::string_view> cells(row.begin(), row.end());
    AppendCsvRow(cells, CsvWriteOptions{',', true}, text);
  }
  const ByteSpan bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  const double megabytes = static_cast<double>(text.size()) / 1e6;
  const double parse = SecondsOf([&] {
    CsvStream stream(EncodingGuess(), nullptr, CsvOptions());
    EXPECT_EQ(ReadAll(stream, bytes), kRows * kColumns);
  });
  const double detect = SecondsOf([&] {
    EncodingDetector detector;
    detector.Feed(bytes);
    EXPECT_TRUE(detector.Finish().ok());
  });
  std::printf("CSV of %.1f MB: %.0f MB/s decoded and parsed; encoding told at %.0f MB/s\n", megabytes, megabytes / parse, megabytes / detect);
}

TEST(IntakeBench, DISABLED_Workbook) {
  XlsxWriter writer("客户");
  for (const auto& row : MakeRows()) {
    std::vector<XlsxWriterCell> cells;
    for (const std::string& cell : row) cells.push_back({cell, XlsxCellKind::kText});
    ASSERT_TRUE(writer.WriteRow(cells).ok());
  }
  const auto bytes = writer.Finish();
  ASSERT_TRUE(bytes.ok());
  const double seconds = SecondsOf([&] {
    XlsxStream stream;
    EXPECT_GT(ReadAll(stream, *bytes), kRows);
  });
  std::printf("workbook of %zu rows, %.1f MB: %.2f s\n", kRows, static_cast<double>(bytes->size()) / 1e6, seconds);
}

}  // namespace
}  // namespace kedang
