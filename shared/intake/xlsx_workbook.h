// A workbook of ECMA-376 (.xlsx, .xlsm; transitional and strict): its sheets by name, the texts they share and what number
// formats mean. Sheets themselves are read row by row by XlsxSheetReader. Hostile files end in an Error or in issues.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/intake/cell_format.h"
#include "shared/intake/table_issue.h"
#include "shared/intake/zip_archive.h"

namespace kedang {

struct XlsxLimits {
  ZipLimits zip;
  std::uint64_t shared_text_bytes = std::uint64_t{512} << 20;
  std::uint64_t small_part_bytes = std::uint64_t{64} << 20;  // workbook, styles, relations
  std::size_t cell_bytes = 1 << 20;
  std::uint64_t cells = 400'000'000;  // of a sheet, the empty ones before the last of a row counted
};

enum class SheetState : std::uint8_t { kVisible, kHidden, kVeryHidden };
std::string_view SheetStateName(SheetState state);  // "visible", "hidden", "veryHidden"

struct XlsxSheet {
  std::string name;
  SheetState state = SheetState::kVisible;
  std::string part;  // empty: the file names no part for it
};

// Texts one after the other: a million of them in two blocks of memory.
class TextPool {
 public:
  void Append(std::string_view piece) { text_ += piece; }
  void EndText() { ends_.push_back(text_.size()); }
  std::size_t size() const { return ends_.size(); }
  std::uint64_t bytes() const { return text_.size(); }
  // Precondition: index < size().
  std::string_view operator[](std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
  }

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
};

class XlsxWorkbook {
 public:
  // `bytes` must outlive the workbook. kUnsupported, saying what to do, for encrypted files and those of the older format;
  // kCorrupt for what is no workbook or a damaged one; kTooLarge at a limit. A damaged part that a table can do without
  // (styles, shared texts) becomes an issue.
  static Result<XlsxWorkbook> Open(ByteSpan bytes, XlsxLimits limits = {});

  bool is_1904() const { return is_1904_; }
  // Without charts, which have no cells.
  const std::vector<XlsxSheet>& sheets() const { return sheets_; }
  const TableIssues& issues() const { return issues_; }
  const XlsxLimits& limits() const { return limits_; }
  const ZipArchive& archive() const { return archive_; }
  const TextPool& shared_texts() const { return shared_texts_; }
  // Of a cell's style; kNumber for one that does not exist.
  CellKind KindOfStyle(std::uint32_t style) const { return style < styles_.size() ? styles_[style] : CellKind::kNumber; }

 private:
  explicit XlsxWorkbook(ZipArchive archive, XlsxLimits limits) : archive_(std::move(archive)), limits_(limits) {}
  Status ReadSheets(const std::string& part, std::string& shared_part, std::string& style_part);
  void ReadSharedTexts(const std::string& part);
  void ReadStyles(const std::string& part);
  void AddIssue(std::string code, std::string message);

  ZipArchive archive_;
  XlsxLimits limits_;
  bool is_1904_ = false;
  std::vector<XlsxSheet> sheets_;
  TextPool shared_texts_;
  std::vector<CellKind> styles_;
  TableIssues issues_;
};

// Whether bytes begin as a ZIP file or as an older Office file does: what is no CSV.
bool LooksLikeWorkbook(ByteSpan bytes);

}  // namespace kedang
