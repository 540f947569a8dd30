#include "wasm/app/route.h"

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

}  // namespace

Route ParseRoute(std::string_view text) {
  Route route;
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
  return text.empty() ? "/" : text;
}

}  // namespace kedang
