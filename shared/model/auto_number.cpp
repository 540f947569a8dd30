#include "shared/model/auto_number.h"

#include <cstdio>
#include <functional>

namespace kedang {
namespace {

std::string DatePart(std::string_view name, Date date) {
  const CivilDate civil = ToCivil(date);
  char text[16] = "";
  if (name == "yyyy") std::snprintf(text, sizeof text, "%04d", civil.year);
  if (name == "yy") std::snprintf(text, sizeof text, "%02d", civil.year % 100);
  if (name == "mm") std::snprintf(text, sizeof text, "%02u", civil.month);
  if (name == "dd") std::snprintf(text, sizeof text, "%02u", civil.day);
  return text;
}

// Calls back with each run of plain text and each name in braces.
void Walk(std::string_view pattern, const std::function<void(std::string_view)>& on_text,
          const std::function<void(std::string_view)>& on_name) {
  std::size_t at = 0;
  while (at < pattern.size()) {
    const std::size_t open = pattern.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) break;
    on_text(pattern.substr(at, open - at));
    on_name(pattern.substr(open + 1, close - open - 1));
    at = close + 1;
  }
  on_text(pattern.substr(at));
}

}  // namespace

std::string AutoNumberScope(std::string_view pattern, Date date) {
  std::string scope;
  Walk(pattern, [](std::string_view) {}, [&](std::string_view name) { scope += DatePart(name, date); });
  return scope;
}

std::string FormatAutoNumber(std::string_view pattern, Date date, std::uint64_t number) {
  std::string out;
  bool has_counter = false;
  Walk(
      pattern, [&](std::string_view text) { out += text; },
      [&](std::string_view name) {
        if (!name.empty() && name.find_first_not_of('0') == std::string_view::npos) {
          const std::string digits = std::to_string(number);
          if (digits.size() < name.size()) out.append(name.size() - digits.size(), '0');
          out += digits;
          has_counter = true;
        } else if (const std::string part = DatePart(name, date); !part.empty()) {
          out += part;
        } else {
          out.append("{").append(name).append("}");
        }
      });
  if (!has_counter) out += std::to_string(number);
  return out;
}

}  // namespace kedang
