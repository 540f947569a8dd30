#include "shared/intake/csv_writer.h"

#include <gtest/gtest.h>

namespace kedang {
namespace {

std::string Write(std::initializer_list<std::string_view> cells, CsvWriteOptions options = {}) {
  std::string out;
  AppendCsvRow(std::span<const std::string_view>(cells.begin(), cells.size()), options, out);
  return out;
}

TEST(CsvWriter, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(Write({"A", "b c", ""}), "A,b c,\r\n");
  EXPECT_EQ(Write({"a,b", "\"q\"", "x\ny", " lead", "trail "}), "\"a,b\",\"\"\"q\"\"\",\"x\ny\",\" lead\",\"trail \"\r\n");
  EXPECT_EQ(Write({"a,b", "c\td"}, {'\t', false}), "a,b\t\"c\td\"\r\n");
}

TEST(CsvWriter, GuardsFormulasButNotNumbersAndPhones) {
  const CsvWriteOptions guarded{',', true};
  EXPECT_EQ(Write({"=1+1", "@SUM(A1)", "+cmd|x", "-2+3*cmd"}, guarded), "\"'=1+1\",\"'@SUM(A1)\",\"'+cmd|x\",\"'-2+3*cmd\"\r\n");
  EXPECT_EQ(Write({"+86 138-0013-8000", "-12.50"}, guarded), "+86 138-0013-8000,-12.50\r\n");
  EXPECT_EQ(Write({"=A1,B1"}, guarded), "\"'=A1,B1\"\r\n");
}

}  // namespace
}  // namespace kedang
