// TableStream: a file of rows and columns, fed in pieces as it arrives, whatever its format; what an import reads from.
//
//   stream.Feed(piece, is_last);  TableRow row;  while (stream.Next(row)) …
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/intake/table_issue.h"

namespace kedang {

struct TableRow {
  std::uint64_t number = 0;                 // in the file, from 1, also counting the rows left out
  std::span<const std::string_view> cells;  // until the next call of Next or Feed
  bool is_header = false;                   // the names of the columns; only one row is
};

class TableStream {
 public:
  virtual ~TableStream() = default;

  // An Error when the bytes cannot be what the stream takes them for; no more can be read then.
  virtual Status Feed(ByteSpan chunk, bool is_last) = 0;
  // False: feed more, or (behind the last piece) there is no more, or failure() says what stopped it.
  virtual bool Next(TableRow& row) = 0;
  // Where a limit or damage stopped the reading; rows given before stand.
  virtual const std::optional<TableIssue>& failure() const = 0;
  // What is odd about the file and its rows; the failure last. Call behind the last row.
  virtual TableIssues Issues() const = 0;
  // How much of what was fed has become rows, 0 to 1.
  virtual double Share() const { return 1; }
};

}  // namespace kedang
