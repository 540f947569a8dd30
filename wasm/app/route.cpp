#include "wasm/app/route.h"

#include <algorithm>
#include <utility>

#include "shared/base/bytes.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

std::string Decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' ? FromHex(text.substr(i + 1, 2)) : std::nullopt;
    if (byte && byte->size() == 1) {
      out.push_back(static_cast<char>((*byte)[0]));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return RepairUtf8(out);
}

std::string Encode(std::string_view text) {
  static constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      out += "%" + ToHex(AsBytes(std::string_view(&c, 1)));
    }
  }
  return out;
}

void ReadOptions(std::string_view text, Route& route) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view option = text.substr(0, end);
    const std::size_t is = std::min(option.find('='), option.size());
    if (is > 0) route.options.emplace_back(Decode(option.substr(0, is)), is < option.size() ? Decode(option.substr(is + 1)) : std::string());
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::string_view Route::option(std::string_view name) const {
  for (const auto& [known, value] : options) {
    if (known == name) return value;
  }
  return {};
}

bool Route::has_option(std::string_view name) const {
  return std::any_of(options.begin(), options.end(), [name](const auto& option) { return option.first == name; });
}

Route ParseRoute(std::string_view text) {
  Route route;
  if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
    ReadOptions(text.substr(mark + 1), route);
    text = text.substr(0, mark);
  }
  while (!text.empty()) {
    const std::size_t slash = text.find('/');
    const std::string_view part = text.substr(0, slash);
    if (!part.empty()) route.parts.push_back(Decode(part));
    if (slash == std::string_view::npos) break;
    text.remove_prefix(slash + 1);
  }
  return route;
}

std::string FormatRoute(const Route& route) {
  std::string text;
  for (const std::string& part : route.parts) text += "/" + Encode(part);
  if (text.empty()) text = "/";
  char before = '?';
  for (const auto& [name, value] : route.options) text += std::exchange(before, '&') + Encode(name) + "=" + Encode(value);
  return text;
}

}  // namespace kedang
