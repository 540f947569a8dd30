// From the bytes of a text file to UTF-8: finds out the encoding, then decodes chunk by chunk in bounded memory. What
// cannot be decoded becomes U+FFFD and leaves a mark, so that the row and column can be named; nothing is dropped.
// UTF-8 and UTF-16 are decoded here; GB18030 (and GBK, its subset) by an injected TextDecoder, because both the browser
// and the C library have the table already.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace kedang {

enum class Encoding : std::uint8_t { kUtf8, kUtf16Le, kUtf16Be, kGb18030 };

// "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030".
std::string_view EncodingName(Encoding encoding);

struct EncodingGuess {
  Encoding encoding = Encoding::kUtf8;
  bool has_bom = false;
  bool is_certain = true;  // false: GB18030 was taken for want of better, but the bytes do not look like Chinese text
};

// Reads a whole file once (any chunks) and then says what it is. The answer does not depend on the chunks.
class EncodingDetector {
 public:
  void Feed(ByteSpan chunk);
  // Order of evidence: byte order mark; known binary formats; zero bytes in the pattern of UTF-16; share of control
  // characters; UTF-8 validity (a few bad bytes in text that is otherwise UTF-8 keep it UTF-8); else GB18030.
  // kUnsupported when the file is no text; the message says what it seems to be.
  Result<EncodingGuess> Finish() const;

 private:
  void ScanUtf8(ByteSpan chunk);
  void ScanGb(ByteSpan chunk);

  Bytes prefix_;  // at most kPrefixBytes, for the mark, the magic numbers and the UTF-16 statistics
  std::uint64_t total_ = 0;
  std::uint64_t zeros_ = 0;
  std::uint64_t controls_ = 0;        // without tab, newlines, form feed, escape and the separators 1C..1F
  std::uint64_t multibyte_ = 0;       // well-formed UTF-8 sequences of two bytes or more
  std::uint64_t invalid_ = 0;         // ill-formed ones
  std::uint32_t pending_ = 0;         // continuation bytes still expected
  std::uint8_t low_ = 0x80;           // bounds of the next continuation byte
  std::uint8_t high_ = 0xBF;
  std::uint8_t gb_lead_ = 0;
  std::uint64_t gb_common_ = 0;       // pairs within GB 2312, where ordinary text lives
  std::uint64_t gb_other_ = 0;        // other pairs and stray bytes
};

// Decodes one stream of an encoding this library does not know. Ill-formed bytes become U+FFFD, also a character that is
// cut at the end when `is_last`; a character cut between chunks is kept for the next call. Fails only when the decoder
// itself cannot work.
class TextDecoder {
 public:
  virtual ~TextDecoder() = default;
  virtual Result<std::string> Decode(ByteSpan chunk, bool is_last) = 0;
};

// A place where bytes were replaced by U+FFFD.
struct TextMark {
  std::uint64_t offset = 0;  // of the U+FFFD, in bytes of the whole decoded text
  bool is_cut = false;       // the file ends within a character
};

class StreamDecoder {
 public:
  // `gb18030` must outlive this object; it may be null when the encoding is another (else Decode fails).
  StreamDecoder(EncodingGuess guess, TextDecoder* gb18030) : guess_(guess), gb18030_(gb18030) {}

  // Appends the text of `chunk` to `text` (without the byte order mark) and its marks, in order, to `marks`.
  Status Decode(ByteSpan chunk, bool is_last, std::string& text, std::vector<TextMark>& marks);

 private:
  void DecodeUtf8Chunk(ByteSpan chunk, bool is_last, std::string& text, std::vector<TextMark>& marks);
  void DecodeUtf16Chunk(ByteSpan chunk, bool is_last, std::string& text, std::vector<TextMark>& marks);
  Status DecodeOther(ByteSpan chunk, bool is_last, std::string& text, std::vector<TextMark>& marks);
  // Position of the end of `text` in the whole decoded text.
  std::uint64_t OffsetAt(std::size_t size) const { return produced_ + (size - base_size_); }

  EncodingGuess guess_;
  TextDecoder* gb18030_;
  bool is_at_start_ = true;
  Bytes carry_;                 // bytes of a character cut between chunks, at most 4
  std::uint64_t produced_ = 0;  // bytes of text before this call
  std::size_t base_size_ = 0;   // size of the caller's string at the start of this call
};

}  // namespace kedang
