#include "shared/model/id.h"

#include <array>

namespace kedang {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford: no i, l, o, u
constexpr std::size_t kTextLength = 26;

}  // namespace

Id MakeId(TimeMs now, Random& random) {
  std::array<std::uint8_t, 10> noise{};
  random.Fill(noise);
  Id id;
  id.high = static_cast<std::uint64_t>(now) << 16 | static_cast<std::uint64_t>(noise[0]) << 8 | noise[1];
  for (std::size_t i = 2; i < noise.size(); ++i) id.low = id.low << 8 | noise[i];
  return id;
}

std::string FormatId(Id id) {
  std::string text(kTextLength, '0');
  for (std::size_t i = kTextLength; i-- > 0;) {
    text[i] = kDigits[id.low & 31];
    id.low = id.low >> 5 | id.high << 59;
    id.high >>= 5;
  }
  return text;
}

std::optional<Id> ParseId(std::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  Id id;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const std::size_t digit = kDigits.find(lower);
    if (digit == std::string_view::npos || id.high >> 59 != 0) return std::nullopt;
    id.high = id.high << 5 | id.low >> 59;
    id.low = id.low << 5 | digit;
  }
  return id;
}

}  // namespace kedang
