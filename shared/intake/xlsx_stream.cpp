#include "shared/intake/xlsx_stream.h"

#include "shared/intake/header_row.h"

namespace kedang {
namespace {

constexpr std::size_t kSampleRows = 100;

}  // namespace

Status XlsxStream::Feed(ByteSpan chunk, bool is_last) {
  bytes_.insert(bytes_.end(), chunk.begin(), chunk.end());
  if (!is_last) return {};
  KEDANG_ASSIGN(XlsxWorkbook workbook, XlsxWorkbook::Open(bytes_, options_.limits));
  workbook_.emplace(std::move(workbook));
  return OpenSheet();
}

Status XlsxStream::OpenSheet() {
  const auto& sheets = workbook_->sheets();
  if (options_.sheet > sheets.size()) {
    return Status(ErrorCode::kNotFound, "the workbook has " + std::to_string(sheets.size()) + " sheets, none with number " +
                                            std::to_string(options_.sheet));
  }
  sheet_ = options_.sheet;
  const auto open = [&](std::uint32_t number) -> Status {
    KEDANG_ASSIGN(XlsxSheetReader reader, XlsxSheetReader::Open(*workbook_, sheets[number - 1]));
    sheet_ = number;
    reader_.emplace(std::move(reader));
    return {};
  };
  if (sheet_ != 0) return open(sheet_);
  for (std::uint32_t number = 1; number <= sheets.size(); ++number) {
    if (sheets[number - 1].state != SheetState::kVisible) continue;
    KEDANG_RETURN_IF_ERROR(open(number));
    if (reader_->Next(row_)) return open(number);  // anew, from its first row
  }
  return open(sheet_ == 0 ? 1 : sheet_);
}

void XlsxStream::FindHeader() {
  is_sampled_ = true;
  while (sample_.size() < kSampleRows && reader_->Next(row_)) {
    std::vector<std::string> cells;
    for (const XlsxCell& cell : row_.cells) cells.emplace_back(cell.text);
    sample_numbers_.push_back(row_.number);
    sample_.push_back(std::move(cells));
  }
  if (sample_.empty() || options_.has_header == false) return;
  const auto found = FindHeaderRow(sample_);
  if (!found && !options_.has_header.value_or(false)) return;
  next_sample_ = found.value_or(0);
  header_row_ = sample_numbers_[next_sample_];
}

bool XlsxStream::Next(TableRow& row) {
  if (!reader_) return false;
  if (!is_sampled_) FindHeader();
  cells_.clear();
  if (next_sample_ < sample_.size()) {
    row.number = sample_numbers_[next_sample_];
    cells_.assign(sample_[next_sample_].begin(), sample_[next_sample_].end());
    ++next_sample_;
  } else {
    if (!sample_.empty()) {
      sample_.clear();
      sample_numbers_.clear();
      next_sample_ = 0;
    }
    if (!reader_->Next(row_)) {
      NoteFailure();
      return false;
    }
    row.number = row_.number;
    for (const XlsxCell& cell : row_.cells) cells_.push_back(cell.text);
  }
  ++given_;
  row.cells = cells_;
  row.is_header = header_row_ != 0 && row.number == header_row_;
  return true;
}

void XlsxStream::NoteFailure() {
  if (failure_ || !reader_->failure()) return;
  failure_ = TableIssue{0, 0, Severity::kBlock, "sheet_incomplete", reader_->failure()->message};
}

TableIssues XlsxStream::Issues() const {
  TableIssues issues;
  if (workbook_) issues = workbook_->issues();
  if (reader_) issues.insert(issues.end(), reader_->issues().begin(), reader_->issues().end());
  if (given_ == 0 && !failure_) issues.push_back({0, 0, Severity::kInfo, "empty_file", "the sheet has no rows"});
  if (failure_) issues.push_back(*failure_);
  return issues;
}

double XlsxStream::Share() const {
  if (!reader_ || reader_->size() == 0) return 1;
  return static_cast<double>(reader_->done()) / static_cast<double>(reader_->size());
}

}  // namespace kedang
