#include "shared/field/url.h"

#include <vector>

#include "shared/base/utf8.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxUrl = 2083;

bool IsLabel(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  for (std::size_t position = 0; position < label.size();) {
    const char32_t c = DecodeUtf8(label, position);
    const bool is_ascii = c < 0x80 && (IsLetter(static_cast<char>(c)) || IsDigit(static_cast<char>(c)) || c == '-');
    if (!is_ascii && !IsForeignLetter(c)) return false;
  }
  return label.size() < 4 || LowerAscii(label.substr(0, 4)) != "xn--" || label.size() > 4;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool IsHexGroup(std::string_view text) {
  if (text.empty() || text.size() > 4) return false;
  for (const char c : text) {
    const bool is_hex = IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (!is_hex) return false;
  }
  return true;
}

// Number of 16-bit groups, an IPv4 tail being two; -1 when it is not such a list. Empty text is 0 groups.
int CountGroups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) return 0;
  int count = 0;
  const auto groups = Split(text, ':');
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool is_last = i + 1 == groups.size();
    if (IsHexGroup(groups[i])) {
      ++count;
    } else if (is_last && may_end_in_ipv4 && IsIpv4Address(groups[i])) {
      count += 2;
    } else {
      return -1;
    }
  }
  return count;
}

// A host with a top-level domain of two letters or more.
bool IsDomain(std::string_view host) {
  if (!IsHostName(host)) return false;
  const std::size_t dot = host.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view top = host.substr(dot + 1);
  if (CountCodePoints(top) < 2) return false;
  if (LowerAscii(top.substr(0, 4)) == "xn--") return true;
  for (const char c : top) {
    if (IsDigit(c) || c == '-') return false;
  }
  return true;
}

bool HasForbiddenCharacter(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '"' || c == '\\' || c == 0x7F) return true;
  }
  return false;
}

struct UrlParts {
  std::string_view scheme, user, host, port, rest;
  bool has_scheme = false, has_user = false;
};

UrlParts SplitUrl(std::string_view url) {
  UrlParts parts;
  std::size_t size = 0;
  while (size < url.size() && (IsLetter(url[size]) || IsDigit(url[size]) || url[size] == '+')) ++size;
  if (size > 0 && url.substr(size, 3) == "://") {
    parts.has_scheme = true;
    parts.scheme = url.substr(0, size);
    url.remove_prefix(size + 3);
  }
  const std::size_t end = url.find_first_of("/?#");
  std::string_view authority = url.substr(0, end);
  if (end != std::string_view::npos) parts.rest = url.substr(end);
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    parts.has_user = true;
    parts.user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  parts.host = authority.substr(0, colon);
  if (colon != std::string_view::npos) parts.port = authority.substr(colon + 1);
  return parts;
}

bool IsPort(std::string_view port) {
  if (port.empty()) return true;
  if (!IsAllDigits(port) || port.size() > 5) return false;
  int number = 0;
  for (const char c : port) number = number * 10 + (c - '0');
  return number >= 1 && number <= 65535;
}

bool IsUrlHost(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    return IsIpv6Address(host.substr(1, host.size() - 2), 1);
  }
  return IsIpv4Address(host) || IsDomain(host);
}

}  // namespace

bool IsHostName(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  for (const std::string_view label : Split(host, '.')) {
    if (!IsLabel(label)) return false;
  }
  return true;
}

bool IsIpv4Address(std::string_view text) {
  const auto parts = Split(text, '.');
  if (parts.size() != 4) return false;
  for (const std::string_view part : parts) {
    if (!IsAllDigits(part) || part.size() > 3) return false;
    int number = 0;
    for (const char c : part) number = number * 10 + (c - '0');
    if (number > 255) return false;
  }
  return true;
}

bool IsIpv6Address(std::string_view text, int shortest_gap) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return CountGroups(text, true) == 8;
  const int before = CountGroups(text.substr(0, gap), false);
  const int after = CountGroups(text.substr(gap + 2), true);
  return before >= 0 && after >= 0 && before + after + shortest_gap <= 8;
}

Checked CheckUrl(std::string_view text, TextChanges* changes) {
  Checked checked;
  checked.value = PlainText(text, changes);
  for (std::size_t dot; (dot = checked.value.find("。")) != std::string::npos;) {
    checked.value.replace(dot, 3, ".");
    Note(changes, TextChange::kSigns);
  }
  const auto block = [&checked](std::string_view code, IssueDetails details = {}) {
    checked.issues.push_back(MakeIssue(Severity::kBlock, code, details));
    return checked;
  };
  if (checked.value.size() > kMaxUrl || HasForbiddenCharacter(checked.value)) return block("url_format");
  const UrlParts parts = SplitUrl(checked.value);
  const std::string scheme = LowerAscii(parts.scheme);
  if (parts.has_scheme && scheme != "http" && scheme != "https" && scheme != "ftp") return block("url_scheme");
  if (!parts.has_scheme && parts.has_user) {
    return block(parts.user.find(':') == std::string_view::npos ? "url_email" : "url_format");
  }
  if (parts.user.find_first_of("@") != std::string_view::npos) return block("url_format");
  const std::size_t colon = parts.user.find(':');
  if (colon != std::string_view::npos && parts.user.find(':', colon + 1) != std::string_view::npos) {
    return block("url_format");
  }
  if (!IsUrlHost(parts.host)) return block("url_host", {{"host", parts.host}});
  if (!IsPort(parts.port)) return block("url_port");
  std::string canonical = parts.has_scheme ? scheme + "://" : std::string();
  if (parts.has_user) canonical.append(parts.user).append("@");
  canonical += LowerAscii(parts.host);
  Note(changes, TextChange::kCase, scheme != parts.scheme || !canonical.ends_with(parts.host));
  if (!parts.port.empty()) canonical.append(":").append(parts.port);
  if (parts.rest != "/") canonical.append(parts.rest);
  checked.value = std::move(canonical);
  return checked;
}

std::string UrlNormalForm(std::string_view canonical) {
  const UrlParts parts = SplitUrl(canonical);
  std::string form = LowerAscii(parts.host);
  if (form.rfind("www.", 0) == 0) form.erase(0, 4);
  if (!parts.port.empty()) form.append(":").append(parts.port);
  std::string_view rest = parts.rest;
  if (rest.find('#') != std::string_view::npos && rest.substr(0, 2) == "/#" && rest.size() == 2) rest = {};
  while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  return form.append(rest);
}

}  // namespace kedang
