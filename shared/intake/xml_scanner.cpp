#include "shared/intake/xml_scanner.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "shared/base/byte_scan.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxTagBytes = 64 * 1024;  // looked at again with every piece while its end is awaited
constexpr std::size_t kMaxAttributes = 32;       // compared pairwise
constexpr std::size_t kMaxDepth = 200;           // deeper ones are the general parser's to refuse
constexpr std::size_t kMaxReferenceBytes = 12;   // "&#x10FFFF;" and leading zeros

enum ByteClass : std::uint8_t {
  kPlain = 1,    // stands for itself in text
  kInValue = 2,  // … and in the value of an attribute
  kInName = 4,
  kBeginsName = 8,
  kSpace = 16,
};

constexpr std::array<std::uint8_t, 256> MakeClasses() {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0x20; c < 0x80; ++c) classes[c] = kPlain | kInValue;
  classes['\t'] = kPlain | kSpace;
  classes['\n'] = kPlain | kSpace;
  classes['\r'] = kSpace;
  classes[' '] |= kSpace;
  for (const char c : {'<', '&'}) classes[static_cast<std::size_t>(c)] = 0;
  classes[']'] = kInValue;
  for (const char c : {'"', '\''}) classes[static_cast<std::size_t>(c)] = kPlain;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) classes[c] |= kInName | kBeginsName;
  for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] |= kInName | kBeginsName;
  for (std::size_t c = '0'; c <= '9'; ++c) classes[c] |= kInName;
  classes['_'] |= kInName | kBeginsName;
  for (const char c : {'-', '.', ':'}) classes[static_cast<std::size_t>(c)] |= kInName;
  return classes;
}

constexpr std::array<std::uint8_t, 256> kClasses = MakeClasses();

bool Is(char byte, std::uint8_t what) { return (kClasses[static_cast<unsigned char>(byte)] & what) != 0; }

std::size_t SkipAll(std::string_view text, std::size_t at, std::uint8_t what) {
  while (at < text.size() && Is(text[at], what)) ++at;
  return at;
}

bool TakeWord(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// Whether `text`, without "<?xml" and "?>", is a declaration that says what is so without it.
bool IsUsualDeclaration(std::string_view text) {
  if (!TakeWord(text, " version=\"1.0\"")) return false;
  if (!TakeWord(text, " encoding=\"UTF-8\"")) (void)TakeWord(text, " encoding=\"utf-8\"");
  if (!TakeWord(text, " standalone=\"yes\"")) (void)TakeWord(text, " standalone=\"no\"");
  return text.empty() || text == " ";
}

// The character that a reference without its "&" and ";" stands for, 0 for one that is not known or not allowed.
char32_t ReadReference(std::string_view name) {
  if (name == "amp") return '&';
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  if (!TakeWord(name, "#")) return 0;
  const int base = TakeWord(name, "x") ? 16 : 10;
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, base);
  if (error != std::errc() || end != name.data() + name.size()) return 0;
  const bool is_allowed = code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code < 0xD800) ||
                          (code >= 0xE000 && code < 0xFFFE) || (code >= 0x10000 && code <= 0x10FFFF);
  return is_allowed ? static_cast<char32_t>(code) : 0;
}

}  // namespace

std::string_view LocalXmlName(std::string_view name) {
  // They are too short for anything but a plain loop.
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == ':') return name.substr(i + 1);
  }
  return name;
}

bool XmlScanner::Feed(std::string_view piece, bool is_last) {
  CountTaken();
  buffer_.erase(0, at_);
  at_ = counted_ = 0;
  buffer_ += piece;
  is_last_ = is_last;
  Step step;
  do {
    step = Take();
  } while (step == Step::kTaken);
  const bool is_going = is_last ? has_ended_ && at_ == buffer_.size() : buffer_.size() - at_ <= kMaxTagBytes;
  if (step == Step::kMore && is_going) return true;
  CountTaken();
  return false;
}

std::string XmlScanner::Opening() const {
  if (has_ended_) return '<' + root_ + "/>";
  std::string opening;
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    const std::size_t end = i + 1 < begins_.size() ? begins_[i + 1] : open_.size();
    opening += '<' + open_.substr(begins_[i], end - begins_[i]) + '>';
  }
  // Behind a beginning that was taken nothing may begin anew.
  if (opening.empty() && line_ + column_ > 0) opening = "<!---->";
  return opening;
}

void XmlScanner::CountTaken() {
  while (counted_ < at_) {
    const std::size_t end = FindByte(buffer_.data(), counted_, at_, {'\n', '\r', '\r'});
    if (end > counted_) is_behind_return_ = false;
    column_ += CountCharacters(buffer_.data() + counted_, end - counted_);
    counted_ = end;
    if (end == at_) break;
    line_ += buffer_[end] == '\n' && is_behind_return_ ? 0 : 1;
    column_ = 0;
    is_behind_return_ = buffer_[end] == '\r';
    ++counted_;
  }
}

XmlScanner::Step XmlScanner::Take() {
  if (!has_begun_) {
    const Step step = TakeBeginning();
    if (step != Step::kTaken) return step;
  }
  if (begins_.empty()) {
    at_ = SkipAll(buffer_, at_, kSpace);
    if (at_ == buffer_.size()) return Step::kMore;
    if (has_ended_ || buffer_[at_] != '<') return Step::kStop;
  }
  if (at_ == buffer_.size()) return Step::kMore;
  return buffer_[at_] == '<' ? TakeTag() : TakeText();
}

XmlScanner::Step XmlScanner::TakeBeginning() {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  constexpr std::string_view kDeclaration = "<?xml";
  if (buffer_.size() < kMark.size() + kDeclaration.size() && !is_last_) return Step::kMore;
  const std::size_t begin = buffer_.starts_with(kMark) ? kMark.size() : 0;
  const std::string_view text = std::string_view(buffer_).substr(begin);
  std::size_t size = 0;
  if (text.starts_with(kDeclaration)) {
    const std::size_t end = text.find("?>");
    if (end == std::string_view::npos) return Step::kMore;
    if (!IsUsualDeclaration(text.substr(kDeclaration.size(), end - kDeclaration.size()))) return Step::kStop;
    size = end + 2;
  }
  has_begun_ = true;
  at_ = begin + size;
  return Step::kTaken;
}

XmlScanner::Step XmlScanner::TakeTag() {
  if (at_ + 1 == buffer_.size()) return Step::kMore;
  const char next = buffer_[at_ + 1];
  if (next == '/') return TakeEnd();
  return Is(next, kBeginsName) ? TakeStart() : Step::kStop;
}

XmlScanner::Step XmlScanner::TakeEnd() {
  if (begins_.empty()) return Step::kStop;
  const std::string_view name = std::string_view(open_).substr(begins_.back());
  const std::size_t end = at_ + 2 + name.size();
  if (end >= buffer_.size()) return Step::kMore;
  if (std::string_view(buffer_).substr(at_ + 2, name.size()) != name || buffer_[end] != '>') return Step::kStop;
  at_ = end + 1;
  handler_.OnEnd(LocalXmlName(name));
  if (begins_.size() == 1) {
    has_ended_ = true;
    root_ = open_;
  }
  open_.resize(begins_.back());
  begins_.pop_back();
  return Step::kTaken;
}

// Reads ` name="value"` at `at` and moves behind it. False where there is none, or no whole one; `at` is where it ended.
bool XmlScanner::TakeAttribute(std::size_t& at) {
  const std::string_view text = buffer_;
  const std::size_t name = at;
  at = SkipAll(text, at, kInName);
  const std::size_t name_end = at;
  if (at + 1 >= text.size() || text[at] != '=') {
    if (at + 1 == text.size() && text[at] == '=') ++at;
    return false;
  }
  const char quote = text[at + 1];
  if (quote != '"' && quote != '\'') return false;
  at += 2;
  const std::size_t value = at;
  while (at < text.size() && text[at] != quote) {
    if (Is(text[at], kInValue) || text[at] == '"' || text[at] == '\'') {
      ++at;
      continue;
    }
    const std::size_t next = SkipCharacters(at);
    if (next == at) return false;
    at = std::min(next, text.size());
  }
  if (at == text.size()) return false;
  attributes_.push_back({LocalXmlName(text.substr(name, name_end - name)), text.substr(value, at - value)});
  ++at;
  const auto is_same = [&](const XmlAttribute& other) { return other.name == attributes_.back().name; };
  return attributes_.size() <= kMaxAttributes && std::none_of(attributes_.begin(), attributes_.end() - 1, is_same);
}

XmlScanner::Step XmlScanner::TakeStart() {
  if (begins_.size() >= kMaxDepth) return Step::kStop;
  const std::string_view text = buffer_;
  std::size_t at = SkipAll(text, at_ + 1, kInName);
  const std::string_view name = text.substr(at_ + 1, at - at_ - 1);
  attributes_.clear();
  for (;;) {
    const std::size_t word = SkipAll(text, at, kSpace);
    if (word == text.size()) return Step::kMore;
    const bool is_empty = text[word] == '/';
    if (is_empty || text[word] == '>') {
      at = word + (is_empty ? 1 : 0);
      if (at == text.size()) return Step::kMore;
      if (text[at] != '>') return Step::kStop;
      at_ = at + 1;
      handler_.OnStart(LocalXmlName(name), attributes_);
      if (!is_empty) {
        begins_.push_back(open_.size());
        open_ += name;
        return Step::kTaken;
      }
      handler_.OnEnd(LocalXmlName(name));
      if (begins_.empty()) {
        has_ended_ = true;
        root_ = name;
      }
      return Step::kTaken;
    }
    if (word == at || !Is(text[word], kBeginsName)) return Step::kStop;
    at = word;
    if (!TakeAttribute(at)) return at == text.size() && !is_last_ ? Step::kMore : Step::kStop;
  }
}

// Behind the characters at `at` beyond ASCII, `at` itself where there is none that is allowed, kCutOff where its end is missing.
std::size_t XmlScanner::SkipCharacters(std::size_t at) const {
  const std::size_t chinese = SkipThreeByteCharacters(buffer_.data(), at, buffer_.size());
  if (chinese != at) return chinese;
  if (static_cast<unsigned char>(buffer_[at]) < 0xC2) return at;
  std::size_t next = at;
  const char32_t code = DecodeUtf8(buffer_, next);
  if (next - at == 1) return buffer_.size() - at < 4 && !is_last_ ? kCutOff : at;
  return code == 0xFFFE || code == 0xFFFF ? at : next;
}

XmlScanner::Step XmlScanner::TakeText() {
  const std::string_view text = buffer_;
  std::size_t at = at_;
  Step step = Step::kTaken;
  for (;;) {
    at = SkipAll(text, at, kPlain);
    if (at == text.size() || text[at] == '<' || text[at] == '&') break;
    if (text[at] == ']') {
      if (text.size() - at < 3 && !is_last_) step = Step::kMore;
      if (text.substr(at).starts_with("]]>")) step = Step::kStop;
      if (step != Step::kTaken) break;
      ++at;
      continue;
    }
    const std::size_t next = SkipCharacters(at);
    if (next == at) step = Step::kStop;
    if (next == kCutOff) step = Step::kMore;
    if (step != Step::kTaken) break;
    at = next;
  }
  if (at > at_) handler_.OnText(text.substr(at_, at - at_));
  at_ = at;
  if (step != Step::kTaken || at == text.size()) return step;
  return text[at] == '&' ? TakeReference() : step;
}

XmlScanner::Step XmlScanner::TakeReference() {
  const std::string_view text = std::string_view(buffer_).substr(at_, kMaxReferenceBytes);
  const std::size_t end = text.find(';');
  if (end == std::string_view::npos) return text.size() < kMaxReferenceBytes && !is_last_ ? Step::kMore : Step::kStop;
  const char32_t code = ReadReference(text.substr(1, end - 1));
  if (code == 0) return Step::kStop;
  std::string decoded;
  AppendUtf8(code, decoded);
  at_ += end + 1;
  handler_.OnText(decoded);
  return Step::kTaken;
}

}  // namespace kedang
