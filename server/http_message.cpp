#include "server/http_message.h"

#include <algorithm>
#include <array>

namespace kedang {
namespace {

struct Phrase {
  int status;
  std::string_view title;
};
constexpr std::array<Phrase, 17> kTitles = {{{400, "Bad request"},
                                             {401, "Not signed in"},
                                             {403, "Not allowed"},
                                             {404, "Not found"},
                                             {405, "Method not allowed"},
                                             {408, "Request took too long"},
                                             {409, "Conflict"},
                                             {411, "Length required"},
                                             {413, "Too large"},
                                             {414, "Address too long"},
                                             {415, "Wrong content type"},
                                             {421, "Wrong host"},
                                             {429, "Too many requests"},
                                             {431, "Headers too large"},
                                             {500, "Internal error"},
                                             {503, "Not available"},
                                             {507, "Storage full"}}};

std::string_view Title(int status) {
  for (const Phrase& phrase : kTitles) {
    if (phrase.status == status) return phrase.title;
  }
  return "Error";
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// The next part before `separator`, taken from the front of `rest`.
std::string_view TakePart(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return Trim(part);
}

// "0.875" as 875; anything else as 0, which means "not wanted".
int ParseQuality(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return 0;
  int quality = (text[0] - '0') * 1000;
  if (text.size() == 1) return quality;
  if (text[1] != '.') return 0;
  int unit = 100;
  for (const char c : text.substr(2)) {
    if (c < '0' || c > '9') return 0;
    quality += (c - '0') * unit;
    unit /= 10;
  }
  return quality > 1000 ? 0 : quality;
}

}  // namespace

std::string_view HttpRequest::Header(std::string_view name) const {
  std::string_view found;
  std::size_t count = 0;
  for (const auto& header : headers) {
    if (header.first != name) continue;
    found = header.second;
    ++count;
  }
  return count == 1 ? found : std::string_view();
}

std::size_t HttpRequest::CountHeader(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(), [name](const auto& header) { return header.first == name; }));
}

std::optional<std::string_view> HttpRequest::Cookie(std::string_view name) const {
  std::optional<std::string_view> found;
  for (const auto& header : headers) {
    if (header.first != "cookie") continue;
    for (std::string_view rest = header.second; !rest.empty();) {
      const std::string_view pair = TakePart(rest, ';');
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      if (found) return std::nullopt;
      found = pair.substr(equals + 1);
    }
  }
  return found;
}

HttpResponse JsonResponse(int status, std::string json) {
  HttpResponse response;
  response.status = status;
  response.type = "application/json; charset=utf-8";
  response.body = std::move(json);
  return response;
}

HttpResponse ProblemResponse(int status, std::string_view code, int retry_after_ms) {
  HttpResponse response;
  response.status = status;
  response.type = "application/problem+json";
  response.body = R"({"type":"about:blank","title":")" + std::string(Title(status)) +
                  R"(","status":)" + std::to_string(status) + R"(,"code":")" + std::string(code) + '"';
  if (retry_after_ms > 0) {
    response.body += ",\"retry_after_ms\":" + std::to_string(retry_after_ms);
    response.headers.emplace_back("Retry-After", std::to_string((retry_after_ms + 999) / 1000));
  }
  response.body += '}';
  return response;
}

int StatusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kCorrupt:
    case ErrorCode::kUnsupported:
      return 400;
    case ErrorCode::kUnauthenticated:
      return 401;
    case ErrorCode::kPermissionDenied:
      return 403;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kTooLarge:
      return 413;
    case ErrorCode::kUnavailable:
    case ErrorCode::kCancelled:
      return 503;
    case ErrorCode::kResourceExhausted:
      return 507;
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

std::string_view NegotiateEncoding(std::string_view accept_encoding, bool has_brotli, bool has_gzip) {
  int brotli = -1;
  int gzip = -1;
  int identity = -1;
  int others = 0;
  for (std::string_view rest = accept_encoding; !rest.empty();) {
    std::string_view parameters = TakePart(rest, ',');
    const std::string name = Lower(TakePart(parameters, ';'));
    int quality = 1000;
    while (!parameters.empty()) {
      const std::string_view parameter = TakePart(parameters, ';');
      if (parameter.starts_with("q=") || parameter.starts_with("Q=")) quality = ParseQuality(parameter.substr(2));
    }
    if (name == "br") brotli = quality;
    if (name == "gzip" || name == "x-gzip") gzip = quality;
    if (name == "identity") identity = quality;
    if (name == "*") others = quality;
  }
  if (brotli < 0) brotli = others;
  if (gzip < 0) gzip = others;
  if (!has_brotli) brotli = 0;
  if (!has_gzip) gzip = 0;
  // Unless it is named, identity is good only when nothing better is.
  if (identity > std::max(brotli, gzip)) return "";
  if (brotli > 0 && brotli >= gzip) return "br";
  return gzip > 0 ? "gzip" : "";
}

}  // namespace kedang
