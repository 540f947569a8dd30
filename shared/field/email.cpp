#include "shared/field/email.h"

#include "shared/base/utf8.h"
#include "shared/field/plain_text.h"
#include "shared/field/url.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxMailbox = 64, kMaxAddress = 254;

bool IsAtext(char32_t c) {
  if (c >= 0x80) return IsForeignLetter(c);
  const char byte = static_cast<char>(c);
  return IsLetter(byte) || IsDigit(byte) || (c > ' ' && std::string_view("!#$%&'*+-/=?^_`{|}~").find(byte) != std::string_view::npos);
}

bool IsDotAtom(std::string_view text) {
  bool is_after_dot = true;
  for (std::size_t position = 0; position < text.size();) {
    const char32_t c = DecodeUtf8(text, position);
    const bool is_dot = c == '.';
    if (is_dot ? is_after_dot : !IsAtext(c)) return false;
    is_after_dot = is_dot;
  }
  return !is_after_dot;
}

// One quoted string and nothing else: RFC 5321 qtextSMTP and quoted pairs of printable ASCII.
bool IsQuotedString(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
  text = text.substr(1, text.size() - 2);
  for (std::size_t position = 0; position < text.size();) {
    char32_t c = DecodeUtf8(text, position);
    if (c == '"') return false;
    if (c == '\\') {
      if (position == text.size()) return false;
      c = DecodeUtf8(text, position);
      if (c < ' ' || c > '~') return false;
    } else if (c < 0x80 ? (c < ' ' || c > '~') : !IsForeignLetter(c)) {
      return false;
    }
  }
  return true;
}

bool IsAddressLiteral(std::string_view domain) {
  if (domain.size() < 2 || domain.front() != '[' || domain.back() != ']') return false;
  domain = domain.substr(1, domain.size() - 2);
  if (LowerAscii(domain.substr(0, 5)) == "ipv6:") return IsIpv6Address(domain.substr(5), 2);
  return IsIpv4Address(domain);
}

// Where the mailbox ends: the last @ outside of a quoted string.
std::size_t FindAt(std::string_view text) {
  const std::size_t bracket = text.rfind('[');
  return text.rfind('@', bracket == std::string_view::npos ? text.size() : bracket);
}

bool IsOneEditApart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  const std::string_view rest_a = a.substr(same), rest_b = b.substr(same);
  if (a.size() != b.size()) return rest_a == rest_b.substr(1);
  if (rest_a.empty()) return false;
  if (rest_a.substr(1) == rest_b.substr(1)) return true;
  return rest_a.size() > 1 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] && rest_a.substr(2) == rest_b.substr(2);
}

// Public mail hosts. A name of five letters or more may differ by one edit; a shorter one only in its ending, because
// its neighbours are real hosts of others.
constexpr std::string_view kProviders[] = {"qq.com",     "163.com",     "126.com",    "139.com",   "sina.com",
                                           "sohu.com",   "188.com",     "189.cn",     "yeah.net",  "gmail.com",
                                           "hotmail.com", "outlook.com", "foxmail.com", "aliyun.com", "icloud.com",
                                           "yahoo.com",  "live.com",    "msn.com",    "vip.qq.com", "vip.163.com"};
constexpr std::string_view kBadEndings[] = {"con", "cmo", "ocm", "comm", "coom", "vom", "xom", "c0m", "cpm", "cim", "dom", "om", "cm", "co", "ccom", "col", "cok"};

bool IsProvider(std::string_view domain) {
  for (const std::string_view provider : kProviders) {
    if (domain == provider) return true;
  }
  return domain == "yahoo.co.jp" || domain == "live.cn" || domain == "sina.cn" || domain == "mail.com";
}

// The host somebody probably meant; empty when nothing speaks for a slip.
std::string LikelyDomain(std::string_view domain) {
  if (IsProvider(domain)) return std::string();
  const std::size_t dot = domain.rfind('.');
  if (dot == std::string_view::npos) {
    for (const std::string_view provider : kProviders) {
      std::string joined(provider);
      joined.erase(joined.rfind('.'), 1);
      if (domain == joined) return std::string(provider);
    }
    return std::string();
  }
  const std::string_view name = domain.substr(0, dot), top = domain.substr(dot + 1);
  for (const std::string_view provider : kProviders) {
    const std::size_t provider_dot = provider.rfind('.');
    const std::string_view provider_name = provider.substr(0, provider_dot);
    if (name == provider_name) {
      for (const std::string_view ending : kBadEndings) {
        if (top == ending) return std::string(provider);
      }
    }
    if (provider_name.size() >= 5 && domain[0] == provider[0] && IsOneEditApart(domain, provider)) {
      return std::string(provider);
    }
  }
  // Endings that no country or registry has, after any name.
  for (const std::string_view ending : {"con", "cmo", "ocm", "vom", "xom", "c0m", "cpm", "comm", "coom", "ccom"}) {
    if (top == ending) return std::string(name) + ".com";
  }
  return std::string();
}

// The one address inside "Name <a@b.cn>", "a@b.cn;c@d.cn" or "a@b.cn."; empty when there is none.
std::string FindAddress(std::string_view text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t start = rest.find_first_not_of(" ,;<>/|()");
    if (start == std::string_view::npos) break;
    rest.remove_prefix(start);
    std::string_view word = rest.substr(0, rest.find_first_of(" ,;<>/|()"));
    rest.remove_prefix(word.size());
    if (!word.empty() && word.back() == '.') word.remove_suffix(1);
    if (word.size() < text.size() && word.find('@') != std::string_view::npos && CheckEmail(word).ok()) {
      return std::string(word);
    }
  }
  return std::string();
}

}  // namespace

Checked CheckEmail(std::string_view text, TextChanges* changes) {
  Checked checked;
  checked.value = PlainText(text, changes);
  for (std::size_t dot; (dot = checked.value.find("。")) != std::string::npos;) {
    checked.value.replace(dot, 3, ".");
    Note(changes, TextChange::kSigns);
  }
  const std::string& address = checked.value;
  const auto block = [&checked, &address](std::string_view code, IssueDetails details = {}) {
    checked.issues.push_back(MakeIssue(Severity::kBlock, code, details, FindAddress(address)));
    return checked;
  };
  const std::size_t at = FindAt(address);
  if (at == std::string::npos || at == 0 || at + 1 == address.size()) return block("email_at");
  const std::string_view mailbox = std::string_view(address).substr(0, at);
  const std::string_view domain = std::string_view(address).substr(at + 1);
  const bool is_quoted = IsQuotedString(mailbox);
  if (!is_quoted && !IsDotAtom(mailbox)) {
    const bool is_several = mailbox.find('@') != std::string_view::npos && mailbox.front() != '"';
    return block(is_several ? "email_several" : "email_local");
  }
  const bool is_literal = IsAddressLiteral(domain);
  if (!is_literal && !IsHostName(domain)) {
    return block(address.size() > kMaxAddress ? "email_too_long" : "email_domain", {{"domain", domain}});
  }
  if (mailbox.size() > kMaxMailbox || address.size() > kMaxAddress) return block("email_too_long");
  const std::string host = LowerAscii(domain);
  Note(changes, TextChange::kCase, host != domain && !is_literal);
  std::string canonical = std::string(mailbox) + "@" + (is_literal ? std::string(domain) : host);
  const std::string likely = is_literal ? std::string() : LikelyDomain(host);
  if (!likely.empty()) {
    checked.issues.push_back(
        MakeIssue(Severity::kWarn, "email_typo", {{"domain", likely}}, std::string(mailbox) + "@" + likely));
  } else if (is_quoted || is_literal || host.find('.') == std::string::npos) {
    checked.issues.push_back(MakeIssue(Severity::kWarn, "email_unusual"));
  }
  checked.value = std::move(canonical);
  return checked;
}

}  // namespace kedang
