// The rows of one sheet of a workbook, read piece by piece: the memory is that of a few rows, whatever the sheet's size.
// Cells come as text: numbers in their shortest decimal, dates and times in ISO 8601 (cell_format.h), TRUE and FALSE,
// errors as #DIV/0!; of formulas the value that was kept with them; of merged cells the first holds the value.
//
//   XlsxSheetReader reader = XlsxSheetReader::Open(workbook, sheet).value();
//   XlsxRow row;  while (reader.Next(row)) …;  reader.failure(), reader.issues()
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shared/intake/table_issue.h"
#include "shared/intake/xlsx_workbook.h"

namespace kedang {

inline constexpr std::uint32_t kXlsxColumns = 16'384;
inline constexpr std::uint32_t kXlsxRows = 1'048'576;

struct XlsxCell {
  bool is_empty = true;  // nothing there; else the text may still be empty
  std::string_view text;
};

struct XlsxRow {
  std::uint64_t number = 0;          // in the sheet, from 1, ascending; rows without cells are left out
  std::span<const XlsxCell> cells;   // up to the last that is not empty; until the next call of Next
};

class XlsxSheetReader {
 public:
  // `workbook` must outlive the reader. A sheet without a part has no rows.
  static Result<XlsxSheetReader> Open(const XlsxWorkbook& workbook, const XlsxSheet& sheet);
  XlsxSheetReader(XlsxSheetReader&&) noexcept;
  XlsxSheetReader& operator=(XlsxSheetReader&&) noexcept;
  ~XlsxSheetReader();

  // False at the end, and where reading failed.
  bool Next(XlsxRow& row);
  // Set where the sheet is damaged or a limit stopped it; rows given before stand.
  const std::optional<Error>& failure() const;
  // At most kMaxIssues, with row and column.
  const TableIssues& issues() const;
  // Unpacked bytes read, of how many.
  std::uint64_t done() const;
  std::uint64_t size() const;

  static constexpr std::size_t kMaxIssues = 1000;

 private:
  struct State;
  explicit XlsxSheetReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kedang
