#include "server/guard.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::string_view kTokenPunctuation = "!#$%&'*+-.^_`|~";

bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kTokenPunctuation.find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenCharacter); }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

char LowerCase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), LowerCase);
  return lower;
}

bool IsHeaderValue(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

// The line before the next CRLF, taken from the front of `rest`; nothing when a lone CR or LF is in it.
std::optional<std::string_view> TakeLine(std::string_view& rest) {
  const std::size_t end = rest.find_first_of("\r\n");
  if (end == std::string_view::npos || rest.substr(end, 2) != "\r\n") return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

std::optional<Refusal> ParseRequestLine(std::string_view line, RequestHead& head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return Refusal{400, "bad_request_line"};
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!IsToken(method)) return Refusal{400, "bad_request_line"};
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return Refusal{400, "bad_version"};
  if (target.size() > kMaxTargetBytes) return Refusal{414, "target_too_long"};
  const bool is_plain = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
  if (!target.starts_with('/') || !is_plain) return Refusal{400, "bad_target"};
  if (method != "GET" && method != "HEAD" && method != "POST") return Refusal{405, "method_not_allowed"};
  head.wants_close = version == "HTTP/1.0";
  const std::size_t question = target.find('?');
  head.request.method = std::string(method);
  head.request.path = std::string(target.substr(0, question));
  if (question != std::string_view::npos) head.request.query = std::string(target.substr(question + 1));
  return std::nullopt;
}

std::optional<Refusal> ParseHeaderLine(std::string_view line, RequestHead& head) {
  const std::size_t colon = line.find(':');
  // Folded lines and spaces before the colon fail here too: a space is no token character.
  if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) return Refusal{400, "bad_header"};
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  if (!IsHeaderValue(value)) return Refusal{400, "bad_header"};
  if (line.size() > kMaxHeaderBytes) return Refusal{431, "header_too_long"};
  if (head.request.headers.size() >= kMaxHeaders) return Refusal{431, "too_many_headers"};
  head.request.headers.emplace_back(Lower(line.substr(0, colon)), std::string(value));
  return std::nullopt;
}

std::optional<Refusal> CheckFraming(RequestHead& head) {
  const HttpRequest& request = head.request;
  if (request.CountHeader("host") != 1) return Refusal{400, "one_host_required"};
  if (request.CountHeader("transfer-encoding") > 0) return Refusal{400, "transfer_encoding_not_allowed"};
  if (request.CountHeader("content-encoding") > 0) return Refusal{415, "content_encoding_not_allowed"};
  if (request.CountHeader("upgrade") > 0) return Refusal{400, "upgrade_not_allowed"};
  if (request.CountHeader("content-length") > 1) return Refusal{400, "bad_content_length"};
  if (request.CountHeader("content-length") == 1) {
    const std::string_view digits = request.Header("content-length");
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), IsDigit)) {
      return Refusal{400, "bad_content_length"};
    }
    for (const char digit : digits) {
      head.body_bytes = head.body_bytes * 10 + static_cast<std::size_t>(digit - '0');
      if (head.body_bytes > kMaxBodyBytes) return Refusal{413, "body_too_large"};
    }
  } else if (request.method == "POST") {
    return Refusal{411, "length_required"};
  }
  if (request.method != "POST" && head.body_bytes > 0) return Refusal{400, "body_not_allowed"};
  return std::nullopt;
}

// The host of "host:port" in lower case; empty when it is not of that form.
std::string HostName(std::string_view authority) {
  std::size_t end = 0;
  if (authority.starts_with('[')) {
    end = authority.find(']');
    if (end == std::string_view::npos) return std::string();
    ++end;
  } else {
    end = std::min(authority.find(':'), authority.size());
  }
  const std::string_view port = authority.substr(end);
  if (!port.empty()) {
    const bool is_port = port.size() > 1 && port.size() <= 6 && port[0] == ':' &&
                         std::all_of(port.begin() + 1, port.end(), IsDigit);
    if (!is_port) return std::string();
  }
  return Lower(authority.substr(0, end));
}

bool IsAddress(std::string_view host) {
  if (host.starts_with('[')) {
    return std::all_of(host.begin() + 1, host.end() - 1, [](char c) {
      return IsDigit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
    });
  }
  return std::count(host.begin(), host.end(), '.') == 3 &&
         std::all_of(host.begin(), host.end(), [](char c) { return IsDigit(c) || c == '.'; });
}

bool IsDataPath(std::string_view path) {
  return path.starts_with("/sync/") || path.starts_with("/auth/") || path.starts_with("/api/");
}

// Of a page of this very server, as far as the browser tells; programs that are no browsers tell nothing.
bool IsOwnSite(const HttpRequest& request) {
  if (request.CountHeader("sec-fetch-site") > 0 && request.Header("sec-fetch-site") != "same-origin") {
    // "none": typed by the user; harmless for reading, and no form of ours is ever posted that way.
    if (request.method == "POST" || request.Header("sec-fetch-site") != "none") return false;
  }
  if (request.CountHeader("origin") == 0) return true;
  std::string_view origin = request.Header("origin");
  if (origin.starts_with("https://")) {
    origin.remove_prefix(8);
  } else if (origin.starts_with("http://")) {
    origin.remove_prefix(7);
  } else {
    return false;
  }
  return Lower(origin) == Lower(request.Header("host"));
}

}  // namespace

RequestHead ParseRequestHead(std::string_view text) {
  RequestHead head;
  std::string_view rest = text;
  const auto request_line = TakeLine(rest);
  if (!request_line) {
    head.refusal = Refusal{400, "bad_request_line"};
    return head;
  }
  head.refusal = ParseRequestLine(*request_line, head);
  while (!head.refusal) {
    const auto line = TakeLine(rest);
    if (!line) {
      head.refusal = Refusal{400, "bad_header"};
    } else if (line->empty()) {
      head.refusal = CheckFraming(head);
      break;
    } else {
      head.refusal = ParseHeaderLine(*line, head);
    }
  }
  if (head.refusal) return head;
  if (Lower(head.request.Header("connection")) == "close") head.wants_close = true;
  head.expects_continue = Lower(head.request.Header("expect")) == "100-continue";
  return head;
}

std::optional<Refusal> CheckRequest(const HttpRequest& request, const GuardRules& rules) {
  const std::string host = HostName(request.Header("host"));
  const bool is_known = std::find(rules.hosts.begin(), rules.hosts.end(), host) != rules.hosts.end() ||
                        (rules.allows_any_address && IsAddress(host));
  if (!is_known) return Refusal{421, "host_not_allowed"};
  if (!IsDataPath(request.path)) return std::nullopt;
  if (!IsOwnSite(request)) return Refusal{403, "cross_site"};
  if (request.method != "POST") return std::nullopt;
  // A page of another site cannot send this header, nor these content types, without asking first.
  if (request.Header("x-kedang") != "1") return Refusal{403, "x_kedang_required"};
  std::string_view type = request.Header("content-type");
  type = type.substr(0, type.find(';'));
  const std::string_view wanted = request.path.starts_with("/sync/") ? "application/x-kedang" : "application/json";
  if (Lower(type) != wanted) return Refusal{415, "wrong_content_type"};
  return std::nullopt;
}

}  // namespace kedang
