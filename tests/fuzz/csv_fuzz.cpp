// Any bytes: detection and reading end, rows stay within the limits, and the rows do not depend on the chunks.
#include <cstdint>
#include <cstdlib>

#include "shared/intake/csv_document.h"

namespace {

// Stands in for the platform's decoder: bytes above 7F become U+FFFD one by one.
class AsciiDecoder : public kedang::TextDecoder {
 public:
  kedang::Result<std::string> Decode(kedang::ByteSpan chunk, bool) override {
    std::string out;
    for (const std::uint8_t byte : chunk) {
      if (byte < 0x80) out.push_back(static_cast<char>(byte));
      else out.append("\xEF\xBF\xBD");
    }
    return out;
  }
};

std::vector<std::vector<std::string>> ReadInChunks(const kedang::EncodingGuess& guess, kedang::ByteSpan bytes,
                                                   std::size_t chunk, const kedang::CsvOptions& options) {
  AsciiDecoder decoder;
  kedang::CsvStream stream(guess, &decoder, options);
  std::vector<std::vector<std::string>> rows;
  kedang::TableRow row;
  for (bool is_last = false; !is_last;) {
    const kedang::ByteSpan part = bytes.first(bytes.size() < chunk ? bytes.size() : chunk);
    bytes = bytes.subspan(part.size());
    is_last = bytes.empty();
    if (!stream.Feed(part, is_last).ok()) std::abort();
    while (stream.Next(row)) rows.emplace_back(row.cells.begin(), row.cells.end());
  }
  return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const kedang::ByteSpan bytes(data, size);
  kedang::EncodingDetector detector;
  detector.Feed(bytes);
  const kedang::Result<kedang::EncodingGuess> guess = detector.Finish();
  if (!guess.ok()) return 0;
  kedang::CsvOptions options;
  options.limits.columns = 64;
  const auto whole = ReadInChunks(*guess, bytes, size + 1, options);
  for (const auto& row : whole) {
    if (row.empty() || row.size() > options.limits.columns) std::abort();
  }
  if (size <= 4096 && ReadInChunks(*guess, bytes, 1 + size / 7, options) != whole) std::abort();
  AsciiDecoder decoder;
  const auto document = kedang::ReadCsvDocument(bytes, &decoder, options);
  if (document.ok()) (void)kedang::FormatCsvDocument(*document);
  return 0;
}
