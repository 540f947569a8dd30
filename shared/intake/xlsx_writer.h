// A workbook of one sheet, written row by row: a bold header that stays in view, columns as wide as their texts. Texts are
// texts, whatever they begin with: a formula in a cell is not one here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/intake/zip_writer.h"

namespace kedang {

enum class XlsxCellKind : std::uint8_t {
  kText,
  kNumber,    // a decimal; what is none is written as text
  kDate,      // "2026-11-22"
  kDateTime,  // "2026-11-22T08:30:00"
};

struct XlsxWriterCell {
  std::string_view text;  // empty: no cell
  XlsxCellKind kind = XlsxCellKind::kText;
};

class XlsxWriter {
 public:
  // `sheet`: what a spreadsheet takes as a sheet's name of it is used (31 characters, none of \ / ? * [ ] :).
  explicit XlsxWriter(std::string_view sheet);

  Status WriteHeader(std::span<const std::string_view> titles);
  // kTooLarge behind the last row a sheet can hold. Characters that XML cannot hold are written as _xHHHH_; a text longer
  // than a cell can be (32,767) is cut and counted.
  Status WriteRow(std::span<const XlsxWriterCell> cells);
  std::uint64_t cut_texts() const { return cut_texts_; }
  Result<Bytes> Finish();

 private:
  Status Begin();
  void AppendText(std::string_view text, int style);
  Status Flush();

  ZipWriter zip_;
  std::string sheet_;
  std::string buffer_;
  std::uint64_t row_ = 0;
  std::uint64_t cut_texts_ = 0;
  bool has_header_ = false;
  bool is_begun_ = false;
  std::vector<unsigned> widths_;
};

}  // namespace kedang
