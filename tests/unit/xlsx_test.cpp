// Workbooks: what their cells mean, what damaged and hostile ones do, and that what is written reads back.
#include <gtest/gtest.h>

#include "shared/intake/cell_format.h"
#include "shared/intake/xlsx_sheet.h"
#include "shared/intake/xlsx_stream.h"
#include "shared/intake/xlsx_writer.h"
#include "tests/support/xlsx_file.h"

namespace kedang {
namespace {

struct Read {
  std::vector<std::vector<std::string>> rows;  // empty cells as "∅"
  std::vector<std::uint64_t> numbers;
  std::vector<std::string> codes;  // of issues, with row and column
  std::string failure;
};

Read ReadSheet(const XlsxWorkbook& workbook, std::size_t index = 0) {
  Read read;
  auto reader = XlsxSheetReader::Open(workbook, workbook.sheets()[index]).value();
  XlsxRow row;
  while (reader.Next(row)) {
    std::vector<std::string> cells;
    for (const XlsxCell& cell : row.cells) cells.push_back(cell.is_empty ? "∅" : std::string(cell.text));
    read.rows.push_back(std::move(cells));
    read.numbers.push_back(row.number);
  }
  for (const TableIssue& issue : reader.issues()) {
    read.codes.push_back(issue.code + "@" + std::to_string(issue.row) + "," + std::to_string(issue.column));
  }
  if (reader.failure()) read.failure = reader.failure()->message;
  return read;
}

Read ReadParts(const XlsxParts& parts, XlsxLimits limits = {}) {
  const Bytes bytes = MakeXlsx(parts);
  const auto workbook = XlsxWorkbook::Open(bytes, limits);
  EXPECT_TRUE(workbook.ok()) << (workbook.ok() ? "" : workbook.error().message);
  return workbook.ok() ? ReadSheet(*workbook) : Read();
}

using Rows = std::vector<std::vector<std::string>>;

TEST(CellFormat, CodesSayWhatANumberIs) {
  const std::pair<const char*, CellKind> cases[] = {
      {"General", CellKind::kNumber}, {"0.00", CellKind::kNumber}, {"#,##0.00_);[Red](#,##0.00)", CellKind::kNumber},
      {"yyyy-mm-dd", CellKind::kDate}, {"[$-804]yyyy\"年\"m\"月\"d\"日\";@", CellKind::kDate}, {"mmm", CellKind::kDate}, {"d/m/yy\\ h:mm", CellKind::kDateTime},
      {"h:mm AM/PM", CellKind::kTime}, {"mm:ss.0", CellKind::kTime}, {"[h]:mm:ss", CellKind::kDuration}, {"[mm]:ss", CellKind::kDuration},
      {"0\"days\"", CellKind::kNumber}, {"0.00E+00", CellKind::kNumber}, {"\\d0", CellKind::kNumber}, {"[Red]0", CellKind::kNumber}, {"yyyy/m/d h:mm;0", CellKind::kDateTime},
      {"", CellKind::kNumber}, {"\"", CellKind::kNumber}, {"[", CellKind::kNumber}, {"\\", CellKind::kNumber}};
  for (const auto& [code, kind] : cases) EXPECT_EQ(KindOfFormat(code), kind) << code;
  EXPECT_EQ(KindOfBuiltInFormat(14), CellKind::kDate);
  EXPECT_EQ(KindOfBuiltInFormat(22), CellKind::kDateTime);
  EXPECT_EQ(KindOfBuiltInFormat(46), CellKind::kDuration);
  EXPECT_EQ(KindOfBuiltInFormat(9), CellKind::kNumber);
}

TEST(CellFormat, NumbersAreShownInTheirShortestDecimal) {
  const std::pair<double, const char*> cases[] = {{0, "0"}, {-0.0, "0"}, {0.1, "0.1"}, {1.0 / 3, "0.3333333333333333"}, {100, "100"}, {-12.5, "-12.5"}, {1e20, "100000000000000000000"},
      {1e21, "1E+21"}, {0.000001, "0.000001"}, {1e-9, "1E-9"}, {0.1 + 0.2, "0.30000000000000004"}, {13812345678.0, "13812345678"}, {5e-324, "5E-324"}, {1.7976931348623157e308, "1.7976931348623157E+308"}};
  for (const auto& [number, text] : cases) EXPECT_EQ(ShortestDecimal(number), text);
}

TEST(CellFormat, DayNumbersKnowBothCalendars) {
  EXPECT_EQ(DayNumberText(42489, CellKind::kDate, false), "2016-04-29");
  EXPECT_EQ(DayNumberText(42488.479166666664, CellKind::kDateTime, false), "2016-04-28T11:30:00");
  EXPECT_EQ(DayNumberText(41027, CellKind::kDate, true), "2016-04-29");
  EXPECT_EQ(DayNumberText(0, CellKind::kDate, true), "1904-01-01");
  EXPECT_EQ(DayNumberText(1, CellKind::kDate, false), "1900-01-01");
  EXPECT_EQ(DayNumberText(59, CellKind::kDate, false), "1900-02-28");
  EXPECT_EQ(DayNumberText(60, CellKind::kDate, false), "1900-02-28");  // the day that never was
  EXPECT_EQ(DayNumberText(61, CellKind::kDate, false), "1900-03-01");
  EXPECT_EQ(DayNumberText(0.115232638888, CellKind::kTime, false), "02:45:56.1");
  EXPECT_EQ(DayNumberText(1.5, CellKind::kDuration, false), "PT36H0M0S");
  EXPECT_EQ(DayNumberText(2958465, CellKind::kDate, false), "9999-12-31");
  for (const double none : {-1.0, 2958466.0, 1e300}) EXPECT_FALSE(DayNumberText(none, CellKind::kDate, false)) << none;
}

TEST(Xlsx, CellsOfEveryKind) {
  XlsxParts parts;
  parts.shared = "<si><t>云锦</t></si><si><r><t xml:space=\"preserve\">丰富 </t></r><r><rPr/><t>文本</t></r><rPh><t>fu</t></rPh></si><si><t>a_x000D_b_x005F_x0041_</t></si>";
  parts.formats = "<numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd\"/>";
  parts.cell_styles = "<xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"22\"/>";
  parts.sheet_data =
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"D1\" t=\"s\"><v>2</v></c></row>"
      "<row r=\"3\"><c r=\"A3\"><v>0.10000000000000001</v></c><c r=\"B3\" s=\"1\"><v>42489</v></c><c r=\"C3\" s=\"2\"><v>42489</v></c>"
      "<c r=\"D3\" t=\"b\"><v>1</v></c><c r=\"E3\" t=\"e\"><v>#DIV/0!</v></c><c r=\"F3\" t=\"str\"><f>A1</f><v>甲</v></c>"
      "<c r=\"G3\" t=\"inlineStr\"><is><t>乙</t></is></c><c r=\"H3\" t=\"d\"><v>2016-04-29</v></c><c r=\"I3\" s=\"1\"/></row>"
      "<row><c><v>1</v></c><c/><c><f>1+1</f><v>2</v></c></row>";
  const Read read = ReadParts(parts);
  EXPECT_EQ(read.rows, (Rows{{"云锦", "丰富 文本", "∅", "a\rb_x0041_"},
                             {"0.1", "2016-04-29", "2016-04-29T00:00:00", "TRUE", "#DIV/0!", "甲", "乙", "2016-04-29"},
                             {"1", "∅", "2"}}));
  EXPECT_EQ(read.numbers, (std::vector<std::uint64_t>{1, 3, 4}));
  EXPECT_TRUE(read.codes.empty());
}

TEST(Xlsx, SheetsAndTheirStates) {
  XlsxParts parts;
  parts.workbook = "<workbookPr date1904=\"1\"/><sheets><sheet name=\"隐藏\" state=\"veryHidden\" sheetId=\"1\" r:id=\"rId9\"/>"
                   "<sheet name=\"数据\" sheetId=\"2\" r:id=\"rId1\"/></sheets><extLst><ext><workbookPr/></ext></extLst>";
  parts.sheet_data = "<row><c><v>5</v></c></row>";
  const Bytes bytes = MakeXlsx(parts);
  const auto workbook = XlsxWorkbook::Open(bytes).value();
  EXPECT_TRUE(workbook.is_1904());
  ASSERT_EQ(workbook.sheets().size(), 2u);
  EXPECT_EQ(SheetStateName(workbook.sheets()[0].state), "veryHidden");
  EXPECT_EQ(workbook.issues().at(0).code, "sheet_missing");
  EXPECT_TRUE(ReadSheet(workbook, 0).rows.empty());
  EXPECT_EQ(ReadSheet(workbook, 1).rows, (Rows{{"5"}}));
}

TEST(Xlsx, OddCellsBecomeIssuesWithTheirPlace) {
  XlsxParts parts;
  parts.cell_styles = "<xf numFmtId=\"14\"/>";
  parts.sheet_data =
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>7</v></c><c r=\"B2\" s=\"9\"><v>12x</v></c><c r=\"B2\"><v>2</v></c><c r=\"C2\" s=\"0\"><v>-5</v></c>"
      "<c r=\"D2\" s=\"9\"><v>6222020200012345678</v></c><c r=\"XFE2\"><v>1</v></c></row><row r=\"2\"><c s=\"9\"><v>9</v></c></row>";
  const Read read = ReadParts(parts);
  EXPECT_EQ(read.rows, (Rows{{"∅", "12x", "-5", "6222020200012345000"}, {"9"}}));
  EXPECT_EQ(read.numbers, (std::vector<std::uint64_t>{2, 3}));
  EXPECT_EQ(read.codes, (std::vector<std::string>{"text_missing@2,1", "number_form@2,2", "cell_order@2,2", "date_range@2,3", "digits_lost@2,4", "column_range@2,16385", "row_order@2,0"}));
}

TEST(Xlsx, DamagedAndHostileFilesSaySo) {
  const auto error = [](const Bytes& bytes) {
    const auto workbook = XlsxWorkbook::Open(bytes);
    return workbook.ok() ? std::string("read") : std::string(ErrorCodeName(workbook.error().code)) + ": " + workbook.error().message;
  };
  const auto bytes_of = [](std::string_view text) { return Bytes(AsBytes(text).begin(), AsBytes(text).end()); };
  EXPECT_NE(error(bytes_of("PK\x03\x04 nothing")).find("no ZIP file"), std::string::npos);
  EXPECT_NE(error(bytes_of(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(600, ' '))).find("Excel 97"), std::string::npos);
  const std::string locked("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
  EXPECT_NE(error(bytes_of(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + locked)).find("password"), std::string::npos);
  ZipWriter other;
  ASSERT_TRUE(other.Begin("word/document.xml").ok());
  EXPECT_NE(error(other.Finish().value()).find("xl/workbook.xml is missing"), std::string::npos);
  const Bytes whole = MakeXlsx({.sheet_data = "<row><c><v>1</v></c></row>"});
  EXPECT_EQ(error(whole), "read");
  // All but the last bytes, which say that no comment follows.
  for (std::size_t size = 0; size + 4 < whole.size(); ++size) {
    EXPECT_NE(error(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))), "read") << size;
  }
  // A sheet that is cut within, and one with a document type, from which bombs are made.
  EXPECT_NE(ReadParts({.sheet_data = "<row><c><v>1</v></c></row><row><c>"}).failure.find("damaged"), std::string::npos);
  EXPECT_EQ(ReadParts({.sheet_data = "<row><c><v>1</v></c></row><row><c>"}).rows, (Rows{{"1"}}));
  ZipWriter bomb;
  ASSERT_TRUE(bomb.Begin("xl/workbook.xml").ok());
  ASSERT_TRUE(bomb.Write("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><workbook>&b;</workbook>").ok());
  EXPECT_NE(error(bomb.Finish().value()).find("document type"), std::string::npos);
}

TEST(Xlsx, LimitsStopTheReadingWhereTheyAre) {
  XlsxLimits limits;
  limits.cells = 100;
  std::string rows;
  for (int i = 0; i < 50; ++i) rows += "<row><c r=\"J" + std::to_string(i + 1) + "\"><v>1</v></c></row>";
  const Read wide = ReadParts({.sheet_data = rows}, limits);
  EXPECT_EQ(wide.rows.size(), 10u);
  EXPECT_NE(wide.failure.find("row 11"), std::string::npos) << wide.failure;
  limits = XlsxLimits();
  limits.zip.part_bytes = 5000;
  const Read bomb = ReadParts({.sheet_data = "<row><c t=\"str\"><v>" + std::string(100'000, 'a') + "</v></c></row>"}, limits);
  EXPECT_NE(bomb.failure.find("unpacks to more than 5000"), std::string::npos) << bomb.failure;
  const Read deep = ReadParts({.sheet_data = std::string(3000, '<') });
  EXPECT_FALSE(deep.failure.empty());
  std::string nested;
  for (int i = 0; i < 300; ++i) nested += "<x>";
  EXPECT_NE(ReadParts({.sheet_data = nested}).failure.find("too deeply"), std::string::npos);
  const Read far = ReadParts({.sheet_data = "<row r=\"1048577\"><c><v>1</v></c></row>"});
  EXPECT_NE(far.failure.find("1048576 rows"), std::string::npos);
  const Read long_cell = ReadParts({.sheet_data = "<row><c t=\"str\"><v>" + std::string((1 << 20) + 1, 'a') + "</v></c></row>"});
  EXPECT_NE(long_cell.failure.find("1 MB"), std::string::npos);
}

TEST(XlsxStream, LeavesOutTitlesAboveTheHeader) {
  XlsxWriter writer("客户");
  const auto add = [&writer](std::vector<std::string_view> cells) {
    std::vector<XlsxWriterCell> row;
    for (const std::string_view cell : cells) row.push_back({cell, XlsxCellKind::kText});
    ASSERT_TRUE(writer.WriteRow(row).ok());
  };
  add({"2026年客户名单"});
  add({});
  add({"公司名称", "手机", "城市"});
  for (int i = 0; i < 300; ++i) add({"杭州云锦" + std::to_string(i) + "有限公司", "13812345678", "杭州"});
  const Bytes bytes = writer.Finish().value();
  XlsxStream stream;
  // In any pieces.
  ASSERT_TRUE(stream.Feed(ByteSpan(bytes).first(100), false).ok());
  ASSERT_TRUE(stream.Feed(ByteSpan(bytes).subspan(100), true).ok());
  TableRow row;
  ASSERT_TRUE(stream.Next(row));
  EXPECT_TRUE(row.is_header);
  EXPECT_EQ(row.number, 3u);
  EXPECT_EQ(row.cells[1], "手机");
  std::uint64_t count = 0;
  while (stream.Next(row)) {
    EXPECT_FALSE(row.is_header);
    EXPECT_EQ(row.number, 4 + count++);
  }
  EXPECT_EQ(count, 300u);
  EXPECT_FALSE(stream.failure());
  EXPECT_EQ(stream.Share(), 1);
}

TEST(XlsxStream, ChoosesTheFirstVisibleSheetWithRows) {
  XlsxParts parts;
  parts.workbook = "<sheets><sheet name=\"空\" sheetId=\"3\" r:id=\"none\"/><sheet name=\"数据\" sheetId=\"2\" r:id=\"rId1\"/></sheets>";
  parts.sheet_data = "<row><c><v>5</v></c></row>";
  const Bytes bytes = MakeXlsx(parts);
  XlsxStream stream;
  ASSERT_TRUE(stream.Feed(bytes, true).ok());
  EXPECT_EQ(stream.sheet(), 2u);
  XlsxOptions options;
  options.sheet = 3;
  EXPECT_EQ(XlsxStream(options).Feed(bytes, true).error().code, ErrorCode::kNotFound);
}

TEST(XlsxWriter, WhatIsWrittenReadsBack) {
  XlsxWriter writer("a/b:*客户");
  const std::vector<std::string_view> titles = {"名称", "金额", "日期", "时间", "备注"};
  ASSERT_TRUE(writer.WriteHeader(titles).ok());
  const std::string control = std::string("tab\tand\x01") + "_x0041_\r\n<&>\"'";
  const std::vector<XlsxWriterCell> row = {{"=HYPERLINK(\"x\")"}, {"-12.50", XlsxCellKind::kNumber}, {"2026-11-22", XlsxCellKind::kDate},
                                           {"2026-11-22T08:30:00", XlsxCellKind::kDateTime}, {control}};
  ASSERT_TRUE(writer.WriteRow(row).ok());
  const std::vector<XlsxWriterCell> texts = {{""}, {"007", XlsxCellKind::kNumber}, {"1899-01-01", XlsxCellKind::kDate}, {"2026", XlsxCellKind::kDateTime}, {"330102199003070000", XlsxCellKind::kNumber}};
  ASSERT_TRUE(writer.WriteRow(texts).ok());
  const std::string longest(40'000, 'x');
  const std::vector<XlsxWriterCell> cut = {{longest}};
  ASSERT_TRUE(writer.WriteRow(cut).ok());
  EXPECT_EQ(writer.cut_texts(), 1u);
  const Bytes bytes = writer.Finish().value();
  const auto workbook = XlsxWorkbook::Open(bytes).value();
  EXPECT_EQ(workbook.sheets()[0].name, "ab客户");
  const Read read = ReadSheet(workbook);
  EXPECT_TRUE(read.codes.empty());
  ASSERT_EQ(read.rows.size(), 4u);
  EXPECT_EQ(read.rows[1], (std::vector<std::string>{"=HYPERLINK(\"x\")", "-12.5", "2026-11-22", "2026-11-22T08:30:00", control}));
  EXPECT_EQ(read.rows[2], (std::vector<std::string>{"∅", "007", "1899-01-01", "2026", "330102199003070000"}));
  EXPECT_EQ(read.rows[3][0].size(), 32'767u);
}

}  // namespace
}  // namespace kedang
