#include <gtest/gtest.h>

#include "shared/intake/csv.h"
#include "shared/intake/csv_document.h"

namespace kedang {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Answer {
  Rows rows;
  TableIssues issues;
  CsvDialect dialect;
  std::optional<TableIssue> failure;
};

Answer Read(std::string_view text, CsvOptions options = {}, std::size_t chunk = 1 << 16) {
  CsvReader reader(std::move(options));
  Answer answer;
  TableRow row;
  const auto take = [&] {
    while (reader.Next(row)) answer.rows.emplace_back(row.cells.begin(), row.cells.end());
  };
  for (std::size_t at = 0; at < text.size() && !reader.failure().has_value(); at += chunk) {
    reader.Feed(text.substr(at, chunk));
    take();
  }
  reader.Finish();
  take();
  answer.issues = reader.issues();
  answer.dialect = reader.dialect();
  answer.failure = reader.failure();
  return answer;
}

CsvOptions Comma() {
  CsvOptions options;
  options.delimiter = ",";
  return options;
}

TEST(CsvReader, ReadsEveryKindOfLineEnd) {
  for (const std::string_view end : {"\r\n", "\n", "\r"}) {
    const std::string text = "a,b" + std::string(end) + "\"1\r\n2\",3" + std::string(end) + "4,5" + std::string(end);
    const Answer answer = Read(text);
    EXPECT_EQ(answer.rows, (Rows{{"a", "b"}, {"1\r\n2", "3"}, {"4", "5"}}));
    EXPECT_EQ(NewlineText(answer.dialect.newline), end);
    EXPECT_TRUE(answer.issues.empty());
  }
}

TEST(CsvReader, KeepsTextAsText) {
  const Answer answer = Read("编号,电话,代码\n00123,013800138000,911100001234567890\n 1 ,+86 10,1e5\n");
  EXPECT_EQ(answer.rows[1], (std::vector<std::string>{"00123", "013800138000", "911100001234567890"}));
  EXPECT_EQ(answer.rows[2], (std::vector<std::string>{" 1 ", "+86 10", "1e5"}));
}

TEST(CsvReader, NamesTheCellOfAStrayQuote) {
  const Answer answer = Read("a,b,c\n1,\"Hey, I missed \" it\",3\n");
  EXPECT_EQ(answer.rows[1], (std::vector<std::string>{"1", "Hey, I missed \" it", "3"}));
  ASSERT_EQ(answer.issues.size(), 1u);
  EXPECT_EQ(answer.issues[0].code, "stray_quote");
  EXPECT_EQ(answer.issues[0].row, 2u);
  EXPECT_EQ(answer.issues[0].column, 2u);
}

TEST(CsvReader, NamesTheCellWhereAnUnclosedQuoteOpened) {
  const Answer answer = Read("a,b\n1,2\n3,\"4\n5,6\n");
  EXPECT_EQ(answer.rows.back(), (std::vector<std::string>{"3", "4\n5,6\n"}));
  ASSERT_EQ(answer.issues.size(), 1u);
  EXPECT_EQ(answer.issues[0].code, "unclosed_quote");
  EXPECT_EQ(answer.issues[0].row, 3u);
  EXPECT_EQ(answer.issues[0].column, 2u);
}

TEST(CsvReader, ReportsRaggedRowsAndKeepsThem) {
  const Answer answer = Read("a,b,c\n1,2\n1,2,3,4\n1,2,3,\n\n1,2,3\n");
  EXPECT_EQ(answer.rows.size(), 6u);
  ASSERT_EQ(answer.issues.size(), 3u);
  EXPECT_EQ(answer.issues[0].code, "too_few_cells");
  EXPECT_EQ(answer.issues[0].column, 3u);
  EXPECT_EQ(answer.issues[1].code, "too_many_cells");
  EXPECT_EQ(answer.issues[1].column, 4u);
  EXPECT_EQ(answer.issues[2].severity, Severity::kInfo);
}

TEST(CsvReader, FindsTheDelimiter) {
  EXPECT_EQ(Read("a;b;c\n1,5;2,5;3,5\n").dialect.delimiter, ";");
  EXPECT_EQ(Read("1,5;2,5;3,5\n1,5;2,5;3,5\n").dialect.delimiter, ";");
  EXPECT_EQ(Read("名称\t地址\n甲\t北京,朝阳\n乙\t上海,静安,南京西路\n").dialect.delimiter, "\t");
  EXPECT_EQ(Read("a|b\n\"x,y\"|\"1,2\"\n").dialect.delimiter, "|");
  EXPECT_EQ(Read("a\x1F" "b\n1\x1F" "2\n").dialect.delimiter, "\x1F");
  EXPECT_FALSE(Read("名称\n甲\n乙\n").dialect.has_delimiter);
  EXPECT_EQ(Read("名称\n甲\n乙\n").rows.size(), 3u);
}

TEST(CsvReader, TakesSingleQuotesOnlyWhenTheyQuote) {
  const Answer quoted = Read("id,name\n1,'Smith, John'\n2,'O''Hara'\n");
  EXPECT_EQ(quoted.dialect.quote, '\'');
  EXPECT_EQ(quoted.rows[1][1], "Smith, John");
  EXPECT_EQ(quoted.rows[2][1], "O'Hara");
  const Answer plain = Read("id,name\n1,'s-Gravenhage\n2,'tis\n3,O'Hara\n");
  EXPECT_EQ(plain.dialect.quote, '"');
  EXPECT_EQ(plain.rows[1][1], "'s-Gravenhage");
}

TEST(CsvReader, FindsTheHeader) {
  EXPECT_TRUE(Read("姓名,电话\n张三,13800138000\n李四,13900139000\n").dialect.has_header);
  EXPECT_TRUE(Read("name,city\nAlice,Paris\nBob,Rome\n").dialect.has_header);
  EXPECT_FALSE(Read("张三,13800138000\n李四,13900139000\n").dialect.has_header);
  EXPECT_FALSE(Read("1,2\n3,4\n").dialect.has_header);
  EXPECT_FALSE(Read("").dialect.has_header);
  EXPECT_FALSE(Read("甲,北京\n乙,上海\n甲,天津\n").dialect.has_header);
}

TEST(CsvReader, HonoursItsOptions) {
  CsvOptions options = Comma();
  options.comment = "//";
  options.empty_rows = EmptyRows::kSkip;
  options.skip_rows = 1;
  options.take_rows = 2;
  CsvReader reader(options);
  reader.Feed("skipped\n// comment, with comma\n\na,b\n1,2\n3,4\n");
  reader.Finish();
  TableRow row;
  ASSERT_TRUE(reader.Next(row));
  EXPECT_EQ(row.number, 4u);
  ASSERT_TRUE(reader.Next(row));
  EXPECT_EQ(row.cells[1], "2");
  EXPECT_FALSE(reader.Next(row));

  options = Comma();
  options.escape = '\\';
  EXPECT_EQ(Read("a,\"b\\\"c\\d\"\n", options).rows, (Rows{{"a", "b\"c\\d"}}));
  options = Comma();
  options.delimiter = "||";
  EXPECT_EQ(Read("a|||b||\"c||d\"||e", options, 1).rows, (Rows{{"a", "|b", "c||d", "e"}}));
  options = Comma();
  options.newline = Newline::kLf;
  EXPECT_EQ(Read("a\rb,c\n", options).rows, (Rows{{"a\rb", "c"}}));
}

TEST(CsvReader, StopsAtItsLimitsAndSaysWhere) {
  const Answer wide = Read("a,b\n" + std::string(1'000'000, ','), Comma());
  ASSERT_TRUE(wide.failure.has_value());
  EXPECT_EQ(wide.failure->code, "too_many_columns");
  EXPECT_EQ(wide.failure->row, 2u);
  EXPECT_EQ(wide.failure->column, 16385u);
  EXPECT_EQ(wide.rows.size(), 1u);

  const std::string line(3 << 20, 'x');
  const Answer cell = Read("a,b\n1," + line, Comma());
  ASSERT_TRUE(cell.failure.has_value());
  EXPECT_EQ(cell.failure->code, "cell_too_long");
  EXPECT_EQ(cell.failure->row, 2u);
  EXPECT_EQ(cell.failure->column, 2u);

  const Answer open = Read("a,b\n1,\"" + line, Comma());
  ASSERT_TRUE(open.failure.has_value());
  EXPECT_EQ(open.failure->code, "unclosed_quote");
  EXPECT_NE(open.failure->message.find("row 2, column 2"), std::string::npos);

  CsvOptions options = Comma();
  options.limits.rows = 2;
  EXPECT_EQ(Read("a\nb\nc\n", options).failure->code, "too_many_rows");
}

TEST(CsvReader, MemoryStaysBoundedOnAnEndlessLine) {
  CsvReader reader(Comma());
  const std::string piece(1 << 16, 'x');
  TableRow row;
  int fed = 0;
  for (; fed < 1600 && !reader.failure().has_value(); ++fed) {
    reader.Feed(piece);
    EXPECT_FALSE(reader.Next(row));
  }
  EXPECT_LT(fed, 20);  // just over the cell limit of 1 MiB, not 100 MB
}

TEST(CsvDocument, NamesTheCellOfReplacedBytes) {
  const std::string_view bytes = "姓名,城市\n张三,北京\n\"李\"\"四\",上\xFF海\n王五,广\xE5\xB7";
  const CsvDocument document = ReadCsvDocument(AsBytes(bytes), nullptr, {}).value();
  EXPECT_EQ(document.rows[2], (std::vector<std::string>{"李\"四", "上\uFFFD海"}));
  ASSERT_EQ(document.issues.size(), 2u);
  EXPECT_EQ(document.issues[0].code, "malformed_text");
  EXPECT_EQ(document.issues[0].row, 3u);
  EXPECT_EQ(document.issues[0].column, 2u);
  EXPECT_EQ(document.issues[1].code, "cut_character");
  EXPECT_EQ(document.issues[1].row, 4u);
}

TEST(CsvDocument, FormatsAsJson) {
  const CsvDocument document = ReadCsvDocument(AsBytes("a,b\n1,\"x\"\"y\"\n1\n"), nullptr, {}).value();
  EXPECT_EQ(FormatCsvDocument(document),
            "{\"encoding\":\"UTF-8\",\"bom\":false,\"delimiter\":\",\",\"quote\":\"\\\"\",\"newline\":\"\\n\","
            "\"header\":true,\"rows\":[[\"a\",\"b\"],\n[\"1\",\"x\\\"y\"],\n[\"1\"]],\"issues\":[{\"row\":3,\"column\":2,"
            "\"severity\":\"warn\",\"code\":\"too_few_cells\",\"message\":\"the row has 1 cells, the first row has 2\"}]}\n");
}

TEST(CsvDocument, SaysThatAFileIsEmptyOrHasOneColumn) {
  EXPECT_EQ(ReadCsvDocument({}, nullptr, {}).value().issues[0].code, "empty_file");
  EXPECT_EQ(ReadCsvDocument(AsBytes("a\nb\n"), nullptr, {}).value().issues[0].code, "one_column");
}

}  // namespace
}  // namespace kedang
