#include "server/query_string.h"

#include <algorithm>
#include <optional>

#include "shared/base/utf8.h"

namespace kedang {
namespace {

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> Decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded.push_back(' ');
    } else if (text[i] != '%') {
      decoded.push_back(text[i]);
    } else {
      const int high = i + 2 < text.size() ? DigitOf(text[i + 1]) : -1, low = high >= 0 ? DigitOf(text[i + 2]) : -1;
      if (low < 0) return std::nullopt;
      decoded.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  if (!IsValidUtf8(decoded)) return std::nullopt;
  return decoded;
}

}  // namespace

Result<QueryParameters> ParseQueryString(std::string_view query) {
  QueryParameters parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view part = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (part.empty()) continue;
    const std::size_t equal = std::min(part.find('='), part.size());
    const auto name = Decode(part.substr(0, equal)), value = Decode(part.substr(std::min(equal + 1, part.size())));
    if (!name || !value) return Error{ErrorCode::kInvalidArgument, "a parameter is not well-formed"};
    const bool is_double = std::any_of(parameters.begin(), parameters.end(), [&](const auto& one) { return one.first == *name; });
    if (is_double) return Error{ErrorCode::kInvalidArgument, *name + " comes twice"};
    parameters.emplace_back(*name, *value);
  }
  return parameters;
}

}  // namespace kedang
