// Any bytes: as a whole file, and as the sheet, the shared texts, the styles and the list of sheets of an intact one. Reading
// ends, within its limits, and gives rows in ascending order.
#include <cstdint>
#include <cstdlib>

#include "shared/intake/xlsx_stream.h"
#include "tests/support/xlsx_file.h"

namespace {

void ReadAll(kedang::ByteSpan bytes) {
  kedang::XlsxLimits limits;
  limits.zip.part_bytes = 1 << 20;
  limits.zip.parts = 64;
  limits.shared_text_bytes = 1 << 20;
  limits.small_part_bytes = 1 << 20;
  limits.cells = 1 << 20;
  const auto workbook = kedang::XlsxWorkbook::Open(bytes, limits);
  if (workbook.ok()) {
    std::size_t sheets = 0;
    for (const kedang::XlsxSheet& sheet : workbook->sheets()) {
      if (++sheets > 4) break;
      auto reader = kedang::XlsxSheetReader::Open(*workbook, sheet);
      if (!reader.ok()) continue;
      kedang::XlsxRow row;
      std::uint64_t last = 0;
      while (reader->Next(row)) {
        if (row.number <= last || row.cells.empty() || row.cells.size() > kedang::kXlsxColumns || row.cells.back().is_empty) std::abort();
        last = row.number;
      }
    }
  }
  kedang::XlsxOptions options;
  options.limits = limits;
  kedang::XlsxStream stream(options);
  if (!stream.Feed(bytes, true).ok()) return;
  kedang::TableRow row;
  while (stream.Next(row)) {
  }
  (void)stream.Issues();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > (1 << 16)) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  kedang::XlsxParts parts;
  parts.sheet_data = "<row><c t=\"s\"><v>0</v></c><c s=\"0\"><v>42489.5</v></c></row>";
  parts.shared = "<si><t>a</t></si>";
  switch (data[0] % 5) {
    case 0: ReadAll(kedang::ByteSpan(data + 1, size - 1)); return 0;
    case 1: parts.sheet_data = text; break;
    case 2: parts.shared = text; break;
    case 3: parts.cell_styles = text; break;
    default: parts.workbook = text; break;
  }
  const kedang::Bytes bytes = kedang::MakeXlsx(parts);
  ReadAll(bytes);
  return 0;
}
