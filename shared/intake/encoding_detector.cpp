#include <algorithm>
#include <array>
#include <string>

#include "shared/base/byte_scan.h"
#include "shared/intake/encoding.h"

namespace kedang {
namespace {

constexpr std::size_t kPrefixBytes = 64 * 1024;
constexpr std::uint64_t kGbPairs = 8192;  // as many pairs tell Chinese text from other text

struct Magic {
  std::string_view bytes;
  std::string_view kind;
};

using namespace std::string_view_literals;

// Formats people pick by mistake, each with what to do about it.
constexpr std::array<Magic, 14> kMagic = {{
    {"PK\x03\x04"sv, "an Excel workbook (.xlsx) or ZIP archive: import it as a workbook, or save it as CSV"sv},
    {"\xD0\xCF\x11\xE0"sv, "an old Excel workbook (.xls): save it as .xlsx or CSV"sv},
    {"%PDF"sv, "a PDF document: export the table from where it was made"sv},
    {"\x89PNG"sv, "a PNG picture"sv},
    {"\xFF\xD8\xFF"sv, "a JPEG picture"sv},
    {"GIF8"sv, "a GIF picture"sv},
    {"\x1F\x8B"sv, "a gzip archive: unpack it first"sv},
    {"\xFD" "7zXZ\0"sv, "an xz archive: unpack it first"sv},
    {"7z\xBC\xAF"sv, "a 7-Zip archive: unpack it first"sv},
    {"Rar!"sv, "a RAR archive: unpack it first"sv},
    {"SQLite format 3\0"sv, "a SQLite database: export the table as CSV"sv},
    {"PAR1"sv, "a Parquet file: export the table as CSV"sv},
    {"\x7F" "ELF"sv, "a program"sv},
    {"\xFF\xFE\0\0"sv, "UTF-32 text: save it as UTF-8"sv},
}};

bool IsControl(std::uint8_t byte) {
  return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0D) && !(byte >= 0x1B && byte <= 0x1F);
}

// What stands in tables: ASCII text, Latin and Greek and Cyrillic letters, punctuation, CJK, full-width forms.
bool IsPlausibleUnit(unsigned unit) {
  if (unit < 0x80) return unit >= 0x20 ? unit != 0x7F : (unit >= 0x09 && unit <= 0x0D);
  return (unit >= 0xA0 && unit < 0x0600) || (unit >= 0x2000 && unit < 0x2700) || (unit >= 0x3000 && unit < 0x3400) ||
         (unit >= 0x4E00 && unit < 0xA000) || (unit >= 0xAC00 && unit < 0xE000) || (unit >= 0xF900 && unit < 0xFB00) ||
         (unit >= 0xFF00 && unit < 0xFFF0) || unit == 0xFEFF;
}

// Of the code units of `bytes`, the share per thousand that is plausible.
std::uint64_t PlausiblePerMille(ByteSpan bytes, bool is_big) {
  std::uint64_t plausible = 0, units = 0;
  for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2, ++units) {
    const unsigned unit = is_big ? static_cast<unsigned>(bytes[at] << 8 | bytes[at + 1])
                                 : static_cast<unsigned>(bytes[at + 1] << 8 | bytes[at]);
    if (IsPlausibleUnit(unit)) ++plausible;
  }
  return units == 0 ? 0 : plausible * 1000 / units;
}

// Zero bytes at even and at odd positions: ASCII in UTF-16 has all of them on one side.
void CountZeros(ByteSpan bytes, std::uint64_t& even, std::uint64_t& odd) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == 0) ++(at % 2 == 0 ? even : odd);
  }
}

}  // namespace

void EncodingDetector::Feed(ByteSpan chunk) {
  if (prefix_.size() < kPrefixBytes) {
    const ByteSpan head = chunk.first(std::min(chunk.size(), kPrefixBytes - prefix_.size()));
    prefix_.insert(prefix_.end(), head.begin(), head.end());
  }
  total_ += chunk.size();
  ScanUtf8(chunk);
  ScanGb(chunk);
}

void EncodingDetector::ScanUtf8(ByteSpan chunk) {
  const std::string_view text = AsText(chunk);
  for (std::size_t at = 0; at < chunk.size();) {
    const std::uint8_t byte = chunk[at];
    if (pending_ > 0) {
      if (byte < low_ || byte > high_) {
        ++invalid_;
        pending_ = 0;
        continue;  // the byte may begin the next sequence
      }
      low_ = 0x80;
      high_ = 0xBF;
      if (--pending_ == 0) ++multibyte_;
      ++at;
      continue;
    }
    if (byte < 0x80) {
      at = FindOutside(text.data(), at, text.size(), 0x20);
      if (at == chunk.size() || chunk[at] >= 0x80) continue;
      const std::uint8_t rare = chunk[at++];
      if (rare < 0x20) {
        if (rare == 0) ++zeros_;
        if (IsControl(rare)) ++controls_;
      }
      continue;
    }
    if (const std::size_t end = SkipThreeByteCharacters(text.data(), at, text.size()); end > at) {
      multibyte_ += (end - at) / 3;
      at = end;
      continue;
    }
    ++at;
    low_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
    high_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
    if (byte >= 0xC2 && byte <= 0xDF) {
      pending_ = 1;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
      pending_ = 2;
    } else if (byte >= 0xF0 && byte <= 0xF4) {
      pending_ = 3;
    } else {
      ++invalid_;
    }
  }
}

void EncodingDetector::ScanGb(ByteSpan chunk) {
  for (std::size_t at = 0; at < chunk.size() && gb_common_ + gb_other_ < kGbPairs; ++at) {
    const std::uint8_t byte = chunk[at];
    if (gb_lead_ == 0) {
      if (byte >= 0x81 && byte != 0xFF) gb_lead_ = byte;
      else if (byte >= 0x80) ++gb_other_;
      continue;
    }
    const bool is_common = gb_lead_ >= 0xA1 && gb_lead_ <= 0xF7 && byte >= 0xA1 && byte != 0xFF;
    ++(is_common ? gb_common_ : gb_other_);
    gb_lead_ = 0;
  }
}

Result<EncodingGuess> EncodingDetector::Finish() const {
  const std::string_view head = AsText(prefix_);
  for (const Magic& magic : kMagic) {
    if (head.substr(0, magic.bytes.size()) == magic.bytes) {
      return Error{ErrorCode::kUnsupported, "this is no text table but " + std::string(magic.kind)};
    }
  }
  if (head.substr(0, 3) == "\xEF\xBB\xBF") return EncodingGuess{Encoding::kUtf8, true, true};
  if (head.substr(0, 2) == "\xFF\xFE") return EncodingGuess{Encoding::kUtf16Le, true, true};
  if (head.substr(0, 2) == "\xFE\xFF") return EncodingGuess{Encoding::kUtf16Be, true, true};
  if (head.substr(0, 4) == "\x84\x31\x95\x33") return EncodingGuess{Encoding::kGb18030, true, true};
  if (zeros_ > 0) {
    std::uint64_t even = 0, odd = 0;
    CountZeros(prefix_, even, odd);
    const bool is_big = even > odd;
    // ASCII that is looked at the wrong way round still falls into CJK, so the side of the zeros decides, not plausibility.
    const std::uint64_t right = std::max(even, odd), wrong = std::min(even, odd);
    // A stray zero byte in ordinary text is no UTF-16: that has one in every ASCII character, or is no UTF-8 at all.
    const bool is_wide = right * 4 >= prefix_.size() || (right * 100 >= prefix_.size() && invalid_ * 50 >= total_);
    if (is_wide && wrong * 20 <= right && PlausiblePerMille(prefix_, is_big) >= 900) {
      return EncodingGuess{is_big ? Encoding::kUtf16Be : Encoding::kUtf16Le, false, true};
    }
  }
  if (controls_ * 20 > total_) {
    return Error{ErrorCode::kUnsupported,
                 "this is no text table: " + std::to_string(controls_) + " of its " + std::to_string(total_) +
                     " bytes are control characters; export the table as CSV"};
  }
  // A sequence cut by the end of the file is no reason to doubt the rest. Chinese text in GBK that happens to hold
  // well-formed UTF-8 sequences has far more ill-formed ones.
  const bool is_utf8 = invalid_ == 0 ? (multibyte_ > 0 || pending_ == 0) : multibyte_ > 4 * invalid_;
  if (is_utf8) return EncodingGuess{Encoding::kUtf8, false, true};
  return EncodingGuess{Encoding::kGb18030, false, gb_common_ >= gb_other_};
}

}  // namespace kedang
