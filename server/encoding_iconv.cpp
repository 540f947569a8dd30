#include "server/encoding_iconv.h"

#include <iconv.h>

#include <array>
#include <cerrno>

namespace kedang {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

class IconvDecoder : public TextDecoder {
 public:
  explicit IconvDecoder(iconv_t converter) : converter_(converter) {}
  ~IconvDecoder() override { iconv_close(converter_); }
  IconvDecoder(const IconvDecoder&) = delete;
  IconvDecoder& operator=(const IconvDecoder&) = delete;

  Result<std::string> Decode(ByteSpan chunk, bool is_last) override {
    std::string input = std::move(carry_);
    carry_.clear();
    input.append(AsText(chunk));
    std::string out;
    out.reserve(input.size() * 2);
    char* in = input.data();
    std::size_t left = input.size();
    std::array<char, 1 << 15> block{};
    while (left > 0) {
      char* to = block.data();
      std::size_t room = block.size();
      errno = 0;
      const std::size_t converted = iconv(converter_, &in, &left, &to, &room);
      const int reason = errno;
      out.append(block.data(), block.size() - room);
      if (converted != static_cast<std::size_t>(-1) || reason == E2BIG) continue;
      if (reason == EINVAL && !is_last) {
        carry_.assign(in, left);
        break;
      }
      if (reason == EINVAL) {
        out.append(kReplacement);
        break;
      }
      if (reason != EILSEQ) return Error{ErrorCode::kInternal, "iconv failed with errno " + std::to_string(reason)};
      // The Euro sign of Windows' GBK is a single byte that GB18030 does not have.
      const unsigned char first = static_cast<unsigned char>(in[0]);
      out.append(first == 0x80 ? std::string_view("\xE2\x82\xAC") : kReplacement);
      // A bad second byte that could be text by itself is kept (as browsers do), so a lost byte never eats a delimiter.
      const bool is_pair = first > 0x80 && first != 0xFF && left > 1 && static_cast<unsigned char>(in[1]) >= 0x80;
      const std::size_t skip = is_pair ? 2 : 1;
      in += skip;
      left -= skip;
    }
    return out;
  }

 private:
  iconv_t converter_;
  std::string carry_;  // a character cut between chunks, at most three bytes
};

}  // namespace

Result<std::unique_ptr<TextDecoder>> MakeIconvDecoder() {
  const iconv_t converter = iconv_open("UTF-8", "GB18030");
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return Error{ErrorCode::kUnavailable,
                 "this system has no GB18030 converter (package libc6's gconv modules); save the file as UTF-8"};
  }
  return std::unique_ptr<TextDecoder>(new IconvDecoder(converter));
}

}  // namespace kedang
