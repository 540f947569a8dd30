#include "shared/query/query_text.h"

#include "shared/base/utf8.h"

namespace kedang {
namespace {

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Every parenthesis has its partner.
bool IsBalanced(std::string_view text) {
  int open = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char32_t sign = TakeQuerySign(text, i);
    if (sign == '(') ++open;
    if (sign == ')' && --open < 0) return false;
  }
  return open == 0;
}

template <typename Test>
bool HasSign(std::string_view text, Test test) {
  for (std::size_t i = 0; i < text.size();) {
    if (test(TakeQuerySign(text, i))) return true;
  }
  return false;
}

bool IsOperatorSign(char32_t sign) { return sign == '<' || sign == '>' || sign == '=' || sign == U'≤' || sign == U'≥' || sign == U'≠'; }

}  // namespace

bool IsQueryBlank(char32_t sign) { return sign == ' ' || sign < 0x20; }

char32_t TakeQuerySign(std::string_view text, std::size_t& position) {
  const char32_t sign = DecodeUtf8(text, position);
  if (sign < 0x80) return sign;
  switch (sign) {
    case U'：': return ':';
    case U'｜': return '|';
    case U'（': return '(';
    case U'）': return ')';
    case U'－':
    case U'−': return '-';
    case U'＜': return '<';
    case U'＞': return '>';
    case U'＝': return '=';
    case U'！': return '!';
    case U'～': return '~';
    case U'“':
    case U'”':
    case U'„':
    case U'‟':
    case U'‘':
    case U'’':
    case U'＂': return '"';
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0xFEFF: return ' ';
    default: return sign >= 0x2000 && sign <= 0x200B ? U' ' : sign;
  }
}

std::size_t EndOfQueryWord(std::string_view text, std::size_t begin, bool stops_at_colon) {
  int open = 0;
  for (std::size_t at = begin; at < text.size();) {
    const std::size_t here = at;
    const char32_t sign = TakeQuerySign(text, at);
    const bool ends = IsQueryBlank(sign) || sign == '|' || (stops_at_colon && sign == ':') || (sign == ')' && open == 0);
    if (ends) return here;
    if (sign == '(') ++open;
    if (sign == ')') --open;
  }
  return text.size();
}

QueryJoint FindQueryJoint(std::string_view word) {
  if (word == "或" || word == "或者" || word == "OR" || word == "||") return QueryJoint::kOr;
  if (word == "且" || word == "并且" || word == "AND" || word == "&&") return QueryJoint::kAnd;
  if (word == "非" || word == "NOT") return QueryJoint::kNot;
  return QueryJoint::kNone;
}

std::string_view SuffixDigits(std::string_view word) {
  constexpr std::string_view kWord = "尾号";
  if (!word.starts_with(kWord) || !IsDigits(word.substr(kWord.size()))) return {};
  return word.substr(kWord.size());
}

bool IsPlainQueryWord(std::string_view text) {
  if (text.empty() || FindQueryJoint(text) != QueryJoint::kNone || !SuffixDigits(text).empty()) return false;
  std::size_t at = 0;
  const char32_t first = TakeQuerySign(text, at);
  if (first == '-' || first == '(') return false;
  const bool has_sign = HasSign(text, [](char32_t sign) {
    return IsQueryBlank(sign) || IsOperatorSign(sign) || sign == '"' || sign == ':' || sign == '|';
  });
  return !has_sign && IsBalanced(text);
}

bool IsPlainQueryName(std::string_view text) {
  if (!IsPlainQueryWord(text)) return false;
  return !HasSign(text, [](char32_t sign) { return sign == '(' || sign == ')' || sign == '!'; });
}

bool IsPlainQueryValue(std::string_view text, bool has_ranges) {
  if (text.empty()) return false;
  const bool has_sign = HasSign(text, [&](char32_t sign) {
    return IsQueryBlank(sign) || sign == '"' || sign == '|' || (has_ranges && (sign == '~' || sign == U'…'));
  });
  if (has_sign || (has_ranges && text.find("..") != std::string_view::npos)) return false;
  std::size_t at = 0;
  const char32_t first = TakeQuerySign(text, at);
  if (IsOperatorSign(first) || first == '!') return false;
  return first != '(' && IsBalanced(text);
}

std::string QuoteQueryText(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace kedang
