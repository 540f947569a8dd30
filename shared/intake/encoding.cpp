#include "shared/intake/encoding.h"

#include <algorithm>

#include "shared/base/byte_scan.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::string_view kReplacementText = "\xEF\xBF\xBD";

// Length of the well-formed sequence at `at`; 0 when it is ill-formed or cut. `bad` is then the length of the maximal
// ill-formed subpart and `is_cut` says that the bytes merely end too early.
std::size_t SequenceLength(ByteSpan bytes, std::size_t at, std::size_t& bad, bool& is_cut) {
  bad = 1;
  is_cut = false;
  const std::uint8_t first = bytes[at];
  std::size_t length = 0;
  std::uint8_t low = 0x80, high = 0xBF;  // bounds of the second byte (Unicode table 3-7)
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) length = 2;
  if (first >= 0xE0 && first <= 0xEF) length = 3;
  if (first >= 0xF0 && first <= 0xF4) length = 4;
  if (length == 0) return 0;
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  for (std::size_t i = 1; i < length; ++i) {
    bad = i;
    if (at + i >= bytes.size()) {
      is_cut = true;
      return 0;
    }
    if (bytes[at + i] < low || bytes[at + i] > high) return 0;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

// Moves over ASCII and the three-byte sequences of Chinese text; stops at anything else.
std::size_t SkipPlain(ByteSpan bytes, std::size_t at) {
  const char* data = AsText(bytes).data();
  for (;;) {
    const std::size_t begin = FindOutside(data, at, bytes.size(), 0);
    at = SkipThreeByteCharacters(data, begin, bytes.size());
    if (at == begin) return at;
  }
}

char32_t UnitAt(ByteSpan bytes, std::size_t at, bool is_big) {
  const char32_t first = bytes[at], second = bytes[at + 1];
  return is_big ? (first << 8 | second) : (second << 8 | first);
}

}  // namespace

std::string_view EncodingName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8: return "UTF-8";
    case Encoding::kUtf16Le: return "UTF-16LE";
    case Encoding::kUtf16Be: return "UTF-16BE";
    case Encoding::kGb18030: return "GB18030";
  }
  return "";
}

Status StreamDecoder::Decode(ByteSpan chunk, bool is_last, std::string& text, std::vector<TextMark>& marks) {
  base_size_ = text.size();
  Bytes joined;
  if (!carry_.empty()) {
    joined.swap(carry_);
    joined.insert(joined.end(), chunk.begin(), chunk.end());
    chunk = joined;
  }
  if (is_at_start_ && guess_.has_bom) {
    const std::size_t length = guess_.encoding == Encoding::kUtf8 ? 3 : guess_.encoding == Encoding::kGb18030 ? 4 : 2;
    if (chunk.size() < length && !is_last) {
      carry_.assign(chunk.begin(), chunk.end());
      return Status();
    }
    chunk = chunk.subspan(std::min(length, chunk.size()));
  }
  is_at_start_ = false;
  Status status;
  switch (guess_.encoding) {
    case Encoding::kUtf8: DecodeUtf8Chunk(chunk, is_last, text, marks); break;
    case Encoding::kUtf16Le:
    case Encoding::kUtf16Be: DecodeUtf16Chunk(chunk, is_last, text, marks); break;
    case Encoding::kGb18030: status = DecodeOther(chunk, is_last, text, marks); break;
  }
  produced_ += text.size() - base_size_;
  return status;
}

void StreamDecoder::DecodeUtf8Chunk(ByteSpan chunk, bool is_last, std::string& text, std::vector<TextMark>& marks) {
  std::size_t clean = 0;  // everything from here to `at` is well-formed and not yet appended
  std::size_t at = 0;
  while ((at = SkipPlain(chunk, at)) < chunk.size()) {
    std::size_t bad = 0;
    bool is_cut = false;
    const std::size_t length = SequenceLength(chunk, at, bad, is_cut);
    if (length != 0) {
      at += length;
      continue;
    }
    text.append(AsText(chunk.subspan(clean, at - clean)));
    if (is_cut && !is_last) {
      carry_.assign(chunk.begin() + static_cast<std::ptrdiff_t>(at), chunk.end());
      return;
    }
    marks.push_back(TextMark{OffsetAt(text.size()), is_cut});
    text.append(kReplacementText);
    at += bad;
    clean = at;
  }
  text.append(AsText(chunk.subspan(clean)));
}

void StreamDecoder::DecodeUtf16Chunk(ByteSpan chunk, bool is_last, std::string& text, std::vector<TextMark>& marks) {
  const bool is_big = guess_.encoding == Encoding::kUtf16Be;
  std::size_t at = 0;
  for (; at + 2 <= chunk.size(); at += 2) {
    char32_t unit = UnitAt(chunk, at, is_big);
    if (unit >= 0xD800 && unit <= 0xDFFF) {
      const bool is_high = unit <= 0xDBFF;
      if (is_high && at + 4 > chunk.size() && !is_last) break;
      const char32_t low = is_high && at + 4 <= chunk.size() ? UnitAt(chunk, at + 2, is_big) : 0;
      if (low >= 0xDC00 && low <= 0xDFFF) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      } else {
        marks.push_back(TextMark{OffsetAt(text.size()), is_high && at + 4 > chunk.size()});
        unit = kReplacementCharacter;
      }
    }
    AppendUtf8(unit, text);
  }
  if (at == chunk.size()) return;
  if (is_last) {
    // After a lone high surrogate the cut is marked already; the odd byte belongs to it.
    if (marks.empty() || !marks.back().is_cut) {
      marks.push_back(TextMark{OffsetAt(text.size()), true});
      text.append(kReplacementText);
    }
  } else {
    carry_.assign(chunk.begin() + static_cast<std::ptrdiff_t>(at), chunk.end());
  }
}

Status StreamDecoder::DecodeOther(ByteSpan chunk, bool is_last, std::string& text, std::vector<TextMark>& marks) {
  if (gb18030_ == nullptr) return Status(ErrorCode::kUnsupported, "no decoder for GB18030; save the file as UTF-8");
  KEDANG_ASSIGN(const std::string decoded, gb18030_->Decode(chunk, is_last));
  for (std::size_t at = decoded.find(kReplacementText); at != std::string::npos;
       at = decoded.find(kReplacementText, at + kReplacementText.size())) {
    marks.push_back(TextMark{OffsetAt(text.size()) + at, is_last && at + kReplacementText.size() == decoded.size()});
  }
  text.append(decoded);
  return Status();
}

}  // namespace kedang
