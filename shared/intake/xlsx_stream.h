// One sheet of a workbook as a TableStream. A ZIP file ends with its list of parts, so rows come when all of the file was
// fed; it stays in memory as it is, packed. Rows above the header are left out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/intake/table_stream.h"
#include "shared/intake/xlsx_sheet.h"

namespace kedang {

struct XlsxOptions {
  std::uint32_t sheet = 0;         // from 1; 0: the first visible one with rows
  std::optional<bool> has_header;  // nothing: found (header_row.h); true: the first row that is not blank
  XlsxLimits limits;
};

class XlsxStream final : public TableStream {
 public:
  explicit XlsxStream(XlsxOptions options = {}) : options_(options) {}

  // kUnsupported, kCorrupt, kTooLarge of XlsxWorkbook::Open, with the last piece; kNotFound without such a sheet.
  Status Feed(ByteSpan chunk, bool is_last) override;
  bool Next(TableRow& row) override;
  const std::optional<TableIssue>& failure() const override { return failure_; }
  TableIssues Issues() const override;
  double Share() const override;

  // Behind the last piece: the workbook, and which of its sheets is read, from 1.
  const XlsxWorkbook* workbook() const { return workbook_ ? &*workbook_ : nullptr; }
  std::uint32_t sheet() const { return sheet_; }
  // Known with the first row.
  bool has_header() const { return header_row_ != 0; }

 private:
  Status OpenSheet();
  void FindHeader();
  void NoteFailure();

  XlsxOptions options_;
  Bytes bytes_;
  std::optional<XlsxWorkbook> workbook_;
  std::optional<XlsxSheetReader> reader_;
  std::uint32_t sheet_ = 0;
  // The first rows, kept to find the header; given from `next_sample_` on.
  std::vector<std::uint64_t> sample_numbers_;
  std::vector<std::vector<std::string>> sample_;
  std::size_t next_sample_ = 0;
  bool is_sampled_ = false;
  std::uint64_t header_row_ = 0;  // its number, 0: none
  std::uint64_t given_ = 0;
  XlsxRow row_;
  std::vector<std::string_view> cells_;
  std::optional<TableIssue> failure_;
};

}  // namespace kedang
