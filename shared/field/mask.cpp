#include "shared/field/mask.h"

#include "shared/base/utf8.h"
#include "shared/field/calling_code.h"
#include "shared/field/phone.h"
#include "shared/field/plain_text.h"
#include "shared/text/fold.h"

namespace kedang {

std::string MaskMiddle(std::string_view text, std::size_t head, std::size_t tail) {
  const std::u32string all = ToCodePoints(text);
  if ((head + tail) * 3 > all.size() * 2) return MaskText(text);
  return ToUtf8(all.substr(0, head)) + std::string(all.size() - head - tail, '*') + ToUtf8(all.substr(all.size() - tail));
}

std::string MaskText(std::string_view text) {
  std::size_t end = 0;
  if (!text.empty()) DecodeUtf8(text, end);
  // Of one or two characters nothing may stay.
  return CountCodePoints(text) < 3 ? "***" : std::string(text.substr(0, end)) + "***";
}

std::string MaskName(std::string_view name) {
  const std::u32string all = ToCodePoints(name);
  if (all.empty()) return {};
  if (IsHanzi(all[0])) return ToUtf8(all.substr(0, 1)) + std::string(all.size() > 1 ? all.size() - 1 : 1, '*');
  std::string masked;
  bool is_first = true;
  for (const char32_t c : all) {
    const bool is_break = c == U' ' || c == U'·' || c == U'-';
    if (is_break || is_first) AppendUtf8(c, masked);
    if (is_first && !is_break) masked += "***";
    is_first = is_break;
  }
  return masked;
}

std::string MaskPhone(std::string_view number) {
  const std::string_view area = AreaCodeOf(number);
  if (!area.empty()) {
    const std::string_view rest = number.substr(area.size() + 1);
    const std::string_view subscriber = rest.substr(0, rest.find('-'));
    if (subscriber.size() < 7) return MaskText(number);
    return std::string(area) + "-" + std::string(subscriber.size() - 4, '*') + std::string(subscriber.substr(subscriber.size() - 4));
  }
  if (number.size() == 11 && IsAllDigits(number)) return MaskMiddle(number, 3, 4);
  if (!number.empty() && number[0] == '+') {
    const std::size_t head = CallingCodeOf(number.substr(1)).size() + 1;
    return number.size() < head + 5 ? MaskText(number)
                                    : std::string(number.substr(0, head)) + "****" + std::string(number.substr(number.size() - 3));
  }
  if (number.size() <= 6 || number.substr(0, 2) == "40" || number.substr(0, 2) == "80") return std::string(number);
  return MaskMiddle(number, 3, 2);
}

std::string MaskEmail(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos || at == 0) return MaskText(address);
  std::size_t end = 0;
  DecodeUtf8(address, end);
  return std::string(address.substr(0, end)) + "***" + std::string(address.substr(at));
}

}  // namespace kedang
