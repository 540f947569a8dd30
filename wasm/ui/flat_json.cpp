#include "wasm/ui/flat_json.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "shared/base/utf8.h"

namespace kedang::ui {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view json) : json_(json) {}

  bool Take(char wanted) {
    SkipSpace();
    if (at_ >= json_.size() || json_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  bool IsAtEnd() {
    SkipSpace();
    return at_ == json_.size();
  }

  std::optional<std::string> String() {
    if (!Take('"')) return std::nullopt;
    std::string text;
    while (at_ < json_.size()) {
      const char c = json_[at_++];
      if (c == '"') return text;
      if (static_cast<unsigned char>(c) < 0x20) return std::nullopt;
      if (c != '\\') {
        text += c;
      } else if (!Escape(text)) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  Status Fail(std::string_view what) const {
    return Status(ErrorCode::kInvalidArgument, std::string(what) + " at byte " + std::to_string(at_));
  }

 private:
  void SkipSpace() {
    while (at_ < json_.size() && std::string_view(" \t\r\n").find(json_[at_]) != std::string_view::npos) ++at_;
  }

  bool Escape(std::string& text) {
    if (at_ >= json_.size()) return false;
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    const char c = json_[at_++];
    if (const size_t i = kLetters.find(c); i != std::string_view::npos) {
      text += kMeant[i];
      return true;
    }
    return c == 'u' && UnicodeEscape(text);
  }

  bool UnicodeEscape(std::string& text) {
    std::optional<uint32_t> code = FourHex();
    if (!code || (*code >= 0xDC00 && *code < 0xE000)) return false;
    if (*code >= 0xD800 && *code < 0xDC00) {
      if (json_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      const std::optional<uint32_t> low = FourHex();
      if (!low || *low < 0xDC00 || *low >= 0xE000) return false;
      code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
    }
    AppendUtf8(static_cast<char32_t>(*code), text);
    return true;
  }

  std::optional<uint32_t> FourHex() {
    if (json_.size() - at_ < 4) return std::nullopt;
    uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = json_[at_++];
      const uint32_t digit = c >= '0' && c <= '9'   ? static_cast<uint32_t>(c - '0')
                             : c >= 'a' && c <= 'f' ? static_cast<uint32_t>(c - 'a' + 10)
                             : c >= 'A' && c <= 'F' ? static_cast<uint32_t>(c - 'A' + 10)
                                                    : 16;
      if (digit == 16) return std::nullopt;
      value = value * 16 + digit;
    }
    return value;
  }

  std::string_view json_;
  size_t at_ = 0;
};

}  // namespace

Status ReadFlatJson(std::string_view json, const std::function<bool(std::string key, std::string text)>& take) {
  Reader reader(json);
  if (!reader.Take('{')) return reader.Fail("an object must begin");
  if (!reader.Take('}')) {
    do {
      std::optional<std::string> key = reader.String();
      if (!key) return reader.Fail("a key must be a string");
      if (!reader.Take(':')) return reader.Fail("a colon is missing");
      std::optional<std::string> text = reader.String();
      if (!text) return reader.Fail("a value must be a string");
      if (!take(std::move(*key), std::move(*text))) return reader.Fail("a key is given twice before");
    } while (reader.Take(','));
    if (!reader.Take('}')) return reader.Fail("the object must end");
  }
  if (!reader.IsAtEnd()) return reader.Fail("nothing may follow the object");
  return Status();
}

}  // namespace kedang::ui
