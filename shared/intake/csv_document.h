// A CSV file from bytes to rows: CsvStream joins decoding and reading for any size of file in bounded memory;
// ReadCsvDocument keeps everything, as `kedang csv` prints it and a preview shows it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/intake/csv.h"
#include "shared/intake/encoding.h"
#include "shared/intake/table_issue.h"

namespace kedang {

// Feed bytes, take rows, feed more. `gb18030` may be null when the guess is another encoding; it must outlive the stream.
class CsvStream final : public TableStream {
 public:
  CsvStream(EncodingGuess guess, TextDecoder* gb18030, CsvOptions options)
      : guess_(guess), decoder_(guess, gb18030), reader_(std::move(options)) {}

  // Fails only when the decoder cannot work.
  Status Feed(ByteSpan chunk, bool is_last) override;
  bool Next(TableRow& row) override { return reader_.Next(row); }
  const std::optional<TableIssue>& failure() const override { return reader_.failure(); }

  const EncodingGuess& encoding() const { return guess_; }
  const CsvReader& reader() const { return reader_; }
  // The reader's issues, and what concerns the whole file: "encoding_guess", "one_column", "empty_file" and, last, the
  // limit that stopped it.
  TableIssues Issues() const override;

 private:
  EncodingGuess guess_;
  StreamDecoder decoder_;
  CsvReader reader_;
  std::string text_;
  std::vector<TextMark> marks_;
};

struct CsvDocument {
  EncodingGuess encoding;
  CsvDialect dialect;
  std::vector<std::vector<std::string>> rows;  // the header, when there is one, is rows[0]
  TableIssues issues;
  bool is_complete = true;  // false: a limit stopped the reading; rows are those before it, the last issue says why
};

// kUnsupported when the bytes are no text (the message says what they seem to be).
Result<CsvDocument> ReadCsvDocument(ByteSpan bytes, TextDecoder* gb18030, const CsvOptions& options);

// "\r\n", "\n" or "\r".
std::string_view NewlineText(Newline newline);

// {"encoding":"UTF-8","bom":false,"delimiter":",","quote":"\"","newline":"\r\n","header":true,"rows":[[…],…],
//  "issues":[{"row","column","severity","code","message"},…]}; quote is "" when there is none.
std::string FormatCsvDocument(const CsvDocument& document);

}  // namespace kedang
