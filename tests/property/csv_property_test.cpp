// Laws of reading and writing CSV, over every small text: what is written reads back; cutting the text into chunks
// changes nothing; any bytes end in rows or a message.
#include <gtest/gtest.h>

#include "shared/intake/csv.h"
#include "shared/intake/csv_document.h"
#include "shared/intake/csv_writer.h"

namespace kedang {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Answer {
  Rows rows;
  TableIssues issues;
  bool operator==(const Answer&) const = default;
};

Answer Read(std::initializer_list<std::string_view> chunks, const CsvOptions& options) {
  CsvReader reader(options);
  Answer answer;
  TableRow row;
  for (const std::string_view chunk : chunks) {
    reader.Feed(chunk);
    while (reader.Next(row)) answer.rows.emplace_back(row.cells.begin(), row.cells.end());
  }
  reader.Finish();
  while (reader.Next(row)) answer.rows.emplace_back(row.cells.begin(), row.cells.end());
  answer.issues = reader.issues();
  return answer;
}

// Calls `visit` with every text over `alphabet` of `length` characters.
template <typename Visit>
void ForEachText(std::string_view alphabet, std::size_t length, const Visit& visit) {
  std::vector<std::size_t> digits(length, 0);
  std::string text(length, alphabet[0]);
  for (;;) {
    visit(text);
    std::size_t i = 0;
    for (; i < length; ++i) {
      digits[i] = (digits[i] + 1) % alphabet.size();
      text[i] = alphabet[digits[i]];
      if (digits[i] != 0) break;
    }
    if (i == length) return;
  }
}

CsvOptions Explicit() {
  CsvOptions options;
  options.delimiter = ",";
  options.quote = '"';
  options.has_header = false;
  return options;
}

TEST(CsvProperty, AnyCutOfTheTextGivesTheSameRows) {
  const CsvOptions options = Explicit();
  for (std::size_t length = 0; length <= 7; ++length) {
    ForEachText("a\",\n\r", length, [&](const std::string& text) {
      const std::string_view view(text);
      const Answer whole = Read({view}, options);
      for (std::size_t cut = 1; cut < length; ++cut) {
        ASSERT_EQ(Read({view.substr(0, cut), view.substr(cut)}, options), whole) << "cut " << cut;
      }
    });
  }
}

TEST(CsvProperty, ByteByByteGivesTheSameRows) {
  CsvOptions options = Explicit();
  options.delimiter = "; ";
  options.comment = "a;";
  for (std::size_t length = 0; length <= 6; ++length) {
    ForEachText("a\"; \n\r", length, [&](const std::string& text) {
      CsvReader reader(options);
      Answer bytes;
      TableRow row;
      for (const char& c : text) {
        reader.Feed(std::string_view(&c, 1));
        while (reader.Next(row)) bytes.rows.emplace_back(row.cells.begin(), row.cells.end());
      }
      reader.Finish();
      while (reader.Next(row)) bytes.rows.emplace_back(row.cells.begin(), row.cells.end());
      bytes.issues = reader.issues();
      ASSERT_EQ(bytes, Read({std::string_view(text)}, options));
    });
  }
}

TEST(CsvProperty, WhatIsWrittenReadsBack) {
  const CsvOptions options = Explicit();
  for (std::size_t length = 0; length <= 6; ++length) {
    ForEachText("a\",\n\r ", length, [&](const std::string& text) {
      // The text as one cell, and cut at every place into two cells and into two rows.
      for (std::size_t cut = 0; cut <= length; ++cut) {
        const std::vector<std::string> cells = {text.substr(0, cut), text.substr(cut), "z"};
        const Rows expected = {cells, {cells[1]}, {"end"}};
        std::string written;
        for (const std::vector<std::string>& row : expected) {
          const std::vector<std::string_view> views(row.begin(), row.end());
          AppendCsvRow(views, {}, written);
        }
        ASSERT_EQ(Read({std::string_view(written)}, options).rows, expected);
      }
    });
  }
}

TEST(CsvProperty, WithoutQuotesItSplitsLikeTheNaiveReader) {
  const CsvOptions options = Explicit();
  for (std::size_t length = 0; length <= 7; ++length) {
    ForEachText("ab,\n", length, [&](const std::string& text) {
      Rows expected;
      std::string rest = text;
      if (!rest.empty() && rest.back() != '\n') rest.push_back('\n');
      std::vector<std::string> row(1);
      for (const char c : rest) {
        if (c == ',') row.emplace_back();
        else if (c != '\n') row.back().push_back(c);
        else {
          expected.push_back(row);
          row.assign(1, "");
        }
      }
      ASSERT_EQ(Read({std::string_view(text)}, options).rows, expected);
    });
  }
}

TEST(CsvProperty, DetectionTakesAnyText) {
  for (std::size_t length = 0; length <= 6; ++length) {
    ForEachText("a1\"',;\n", length, [&](const std::string& text) {
      const Result<CsvDocument> document = ReadCsvDocument(AsBytes(text), nullptr, {});
      ASSERT_TRUE(document.ok());
      std::size_t size = 0;
      for (const auto& row : document->rows) {
        for (const auto& cell : row) size += cell.size();
      }
      ASSERT_LE(size, text.size());
    });
  }
}

}  // namespace
}  // namespace kedang
