#include "shared/field/phone.h"

#include <array>
#include <vector>

#include "shared/base/utf8.h"
#include "shared/field/calling_code.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

// Ranges that China's ministry has given to operators; 146, 148 and 149 also serve data cards.
constexpr std::string_view kRanges =
      "130 131 132 133 134 135 136 137 138 139 145 146 147 148 149 150 151 152 153 155 156 157 158 159 162 165 166 167 "
      "170 171 172 173 174 175 176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 192 193 195 196 197 198 199 ";

constexpr std::array<bool, 100> MakeRanges() {
  std::array<bool, 100> is_known{};
  for (std::size_t i = 0; i < kRanges.size(); i += 4) is_known[static_cast<std::size_t>((kRanges[i + 1] - '0') * 10 + kRanges[i + 2] - '0')] = true;
  return is_known;
}
constexpr std::array<bool, 100> kIsKnownRange = MakeRanges();

// Precondition: three digits or more, the first of them 1.
bool IsKnownMobileRange(std::string_view number) {
  return kIsKnownRange[static_cast<std::size_t>((number[1] - '0') * 10 + number[2] - '0')];
}

bool StartsWith(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

bool IsMobileShape(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

// A number taken apart as typed: runs of digits between separators.
struct Pieces {
  bool has_plus = false;
  std::vector<std::string> groups;
  std::string extension;

  std::string Digits(std::size_t first = 0) const {
    std::string digits;
    for (std::size_t i = first; i < groups.size(); ++i) digits += groups[i];
    return digits;
  }
  // Takes `count` digits off the front, and any group that becomes empty.
  void Drop(std::size_t count) {
    while (count > 0 && !groups.empty()) {
      const std::size_t part = std::min(count, groups.front().size());
      groups.front().erase(0, part);
      count -= part;
      if (groups.front().empty()) groups.erase(groups.begin());
    }
  }
};

struct Judge {
  Checked checked;
  PhoneKind kind;

  Checked Block(std::string_view code, IssueDetails details = {}, std::string suggestion = {}) {
    checked.issues.push_back(MakeIssue(Severity::kBlock, code, details, std::move(suggestion)));
    return std::move(checked);
  }
  Checked Accept(std::string value) {
    checked.value = std::move(value);
    return std::move(checked);
  }
};

// Words before a number ("电话：", "Tel.") and before an extension ("转", "ext.").
std::string DropLabel(std::string text) {
  for (const std::string_view label : {"联系电话", "电话", "手机号码", "手机号", "手机", "座机", "固话", "传真"}) {
    if (StartsWith(text, label)) text.erase(0, label.size());
  }
  const std::string lower = LowerAscii(text);
  for (const std::string_view label : {"telephone", "phone", "mobile", "tel", "mob"}) {
    if (StartsWith(lower, label)) {
      text.erase(0, label.size());
      break;
    }
  }
  for (;;) {
    if (StartsWith(text, ":") || StartsWith(text, ".") || StartsWith(text, " ")) {
      text.erase(0, 1);
    } else if (StartsWith(text, "：")) {
      text.erase(0, 3);
    } else {
      return text;
    }
  }
}

std::string TakeExtension(std::string& text) {
  const std::string lower = LowerAscii(text);
  for (const std::string_view word : {"分机号", "分机", "转", "extension", "ext.", "ext", "x", "#"}) {
    const std::size_t at = lower.rfind(word);
    if (at == std::string::npos || at == 0) continue;
    std::string extension;
    bool is_number = true;
    for (const char c : std::string_view(text).substr(at + word.size())) {
      if (IsDigit(c)) {
        extension.push_back(c);
      } else if (c != ' ' && c != ':' && c != '-' && c != ')') {
        is_number = false;
      }
    }
    if (!is_number || extension.empty() || extension.size() > 6) continue;
    text.resize(at);
    while (!text.empty() && std::string_view(" -(,;").find(text.back()) != std::string_view::npos) text.pop_back();
    return extension;
  }
  return std::string();
}

// The first character that belongs to no number, as text; empty when there is none.
std::string FindForeign(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t start = position;
    const char32_t c = DecodeUtf8(text, position);
    const bool is_good = c < 0x80 && (IsDigit(static_cast<char>(c)) || std::string_view("+-. ()/").find(static_cast<char>(c)) != std::string_view::npos);
    if (!is_good) return std::string(text.substr(start, position - start));
  }
  return std::string();
}

Pieces TakeApart(std::string_view text) {
  Pieces pieces;
  bool is_new = true;
  for (const char c : text) {
    if (IsDigit(c)) {
      if (is_new) pieces.groups.emplace_back();
      pieces.groups.back().push_back(c);
    } else if (c == '+') {
      pieces.has_plus = true;
    }
    is_new = !IsDigit(c);
  }
  return pieces;
}

std::string WithExtension(std::string number, const std::string& extension) {
  return extension.empty() ? number : number + "-" + extension;
}

bool IsServiceNumber(std::string_view digits) {
  const std::size_t size = digits.size();
  if (StartsWith(digits, "95")) return size >= 5 && size <= 8;
  if (StartsWith(digits, "96")) return size == 5 || size == 6;
  return size == 5 && StartsWith(digits, "100");
}

Checked JudgeMobile(Judge& judge, const std::string& digits) {
  if (judge.kind == PhoneKind::kLandline) return judge.Block("phone_landline_format");
  if (!IsKnownMobileRange(digits)) {
    judge.checked.issues.push_back(
        MakeIssue(Severity::kWarn, "phone_mobile_range", {{"prefix", std::string_view(digits).substr(0, 3)}}));
  }
  return judge.Accept(digits);
}

// `pieces` begin with the area code and its 0.
Checked JudgeLandline(Judge& judge, Pieces pieces) {
  const std::string all = pieces.Digits();
  const std::size_t area_size = StartsWith(all, "01") || StartsWith(all, "02") ? 3 : 4;
  const bool is_split_early = area_size == 4 && pieces.groups.size() > 1 && pieces.groups[0].size() == 3;
  const std::string area = all.substr(0, is_split_early ? 3 : area_size);
  pieces.Drop(area.size());
  std::string number, extension = pieces.extension;
  std::size_t next = 0;
  while (next < pieces.groups.size() && number.size() < 7 && number.size() + pieces.groups[next].size() <= 8) {
    number += pieces.groups[next++];
  }
  // Four digits and four more, or an extension of up to three behind seven: the shorter reading is a number.
  const bool is_rest_extension = next + 1 == pieces.groups.size() && extension.empty();
  if (is_rest_extension && number.size() >= 7 && pieces.groups[next].size() <= 6) extension = pieces.groups[next++];
  const bool is_service = IsServiceNumber(number);
  if (next < pieces.groups.size() || (!is_service && (number.size() < 7 || number.size() > 8))) {
    const std::string count = std::to_string(all.size() - area.size());
    return judge.Block("phone_landline_length", {{"count", count}});
  }
  if (area == "000" || area.substr(0, 2) == "00") return judge.Block("phone_area_unknown", {{"area", area}});
  if (area[1] == '1' && area != "010") {
    judge.checked.issues.push_back(MakeIssue(Severity::kWarn, "phone_area_unknown", {{"area", area}}));
  }
  return judge.Accept(WithExtension(area + "-" + number, extension));
}

Checked JudgeNational(Judge& judge, Pieces pieces, bool is_after_country) {
  const std::string digits = pieces.Digits();
  const std::size_t size = digits.size();
  if (IsMobileShape(digits) && pieces.extension.empty()) return JudgeMobile(judge, digits);
  if (size == 13 && (StartsWith(digits, "10") || StartsWith(digits, "14"))) {
    return judge.Block("phone_iot", {{"prefix", std::string_view(digits).substr(0, 2)}});
  }
  const bool is_mobile_like = size >= 9 && digits[0] == '1' && digits[1] >= '3';
  if (judge.kind == PhoneKind::kMobile) {
    if (is_mobile_like && size != 11) return judge.Block("phone_mobile_length", {{"count", std::to_string(size)}});
    return judge.Block("phone_mobile_format");
  }
  if (digits[0] == '0') return JudgeLandline(judge, std::move(pieces));
  const bool is_shared = size >= 10 && (StartsWith(digits, "400") || StartsWith(digits, "800"));
  if (is_shared) {
    std::string extension = pieces.extension;
    const bool has_tail = size > 10 && size <= 16 && pieces.groups.size() > 1 && size - pieces.groups.back().size() == 10;
    if (has_tail && extension.empty()) extension = pieces.groups.back();
    if (size == 10 || has_tail) {
      return judge.Accept(
          WithExtension(digits.substr(0, 3) + "-" + digits.substr(3, 3) + "-" + digits.substr(6, 4), extension));
    }
  }
  if (IsServiceNumber(digits)) return judge.Accept(WithExtension(digits, pieces.extension));
  if (is_mobile_like && size <= 14) return judge.Block("phone_mobile_length", {{"count", std::to_string(size)}});
  const bool has_lost_zero = size >= 9 && size <= 12 && (digits[0] != '1' || StartsWith(digits, "10"));
  if (is_after_country || has_lost_zero) {
    Pieces longer = pieces;
    longer.groups.front().insert(0, "0");
    Judge trial{{}, PhoneKind::kLandline};
    Checked landline = JudgeLandline(trial, std::move(longer));
    if (landline.ok() && is_after_country) return landline;
    if (landline.ok()) return judge.Block("phone_leading_zero", {}, landline.value);
  }
  if ((size == 7 || size == 8) && digits[0] != '1') return judge.Block("phone_area_missing");
  return judge.Block("phone_landline_format");
}

Checked JudgeInternational(Judge& judge, const Pieces& pieces) {
  const std::string digits = pieces.Digits();
  const std::string_view country = CallingCodeOf(digits);
  if (country.empty()) return judge.Block("phone_country");
  const std::string_view national = std::string_view(digits).substr(country.size());
  if (judge.kind == PhoneKind::kMobile) return judge.Block("phone_mobile_country");
  if (!IsNationalLength(country, national)) {
    return judge.Block("phone_international_length", {{"country", country}});
  }
  return judge.Accept(WithExtension("+" + digits, pieces.extension));
}

// "+44 (0)20": the 0 is only dialled inside the country.
void DropTrunkZero(std::string& text) {
  const std::size_t at = text.find("(0)");
  if (at != std::string::npos && text.find('+') < at) text.erase(at, 3);
}

std::string FirstOf(std::string_view text, PhoneKind kind) {
  const std::size_t at = text.find_first_of("/,;|");
  const std::string first(text.substr(0, at));
  const Checked checked = CheckPhone(first, kind);
  return checked.ok() ? checked.value : std::string();
}

std::string PlainSeparators(std::string text) {
  for (const std::string_view mark : {"、", "，", "；"}) {
    for (std::size_t at; (at = text.find(mark)) != std::string::npos;) text.replace(at, mark.size(), ";");
  }
  for (char& c : text) c = c == '_' || c == '~' ? '-' : c;
  return text;
}

}  // namespace

PhoneKind ParsePhoneKind(std::string_view format) {
  if (format == "mobile") return PhoneKind::kMobile;
  return format == "landline" ? PhoneKind::kLandline : PhoneKind::kAny;
}

bool IsGoodMobile(std::string_view text) { return IsMobileShape(text) && IsAllDigits(text) && IsKnownMobileRange(text); }

namespace {

// What stands between the digits of a number.
std::string MarksOf(std::string_view text) {
  std::string marks;
  for (const char c : text) {
    if (std::string_view("-. ()/").find(c) != std::string_view::npos) marks.push_back(c);
  }
  return marks;
}

Checked ReadPhone(std::string_view typed, PhoneKind kind, TextChanges* changes) {
  Judge judge{{}, kind};
  std::string text = PlainText(typed, changes);
  if (IsMobileShape(text) && IsAllDigits(text)) return JudgeMobile(judge, text);
  const std::size_t labelled = text.size();
  text = DropLabel(std::move(text));
  Note(changes, TextChange::kLabel, text.size() != labelled);
  text = PlainSeparators(std::move(text));
  judge.checked.value = text;
  if (text.find_first_of(",;|/") != std::string::npos) return judge.Block("phone_several", {}, FirstOf(text, kind));
  Pieces pieces;
  DropTrunkZero(text);
  const std::size_t whole = text.size();
  const std::string extension = TakeExtension(text);
  Note(changes, TextChange::kExtension, text.size() != whole);
  const std::string foreign = FindForeign(text);
  if (!foreign.empty()) return judge.Block("phone_character", {{"character", foreign}});
  pieces = TakeApart(text);
  pieces.extension = extension;
  const std::size_t plus = text.rfind('+');
  const std::size_t first_digit = text.find_first_of("0123456789");
  if (plus != std::string::npos && (plus > first_digit || text.find('+') != plus)) {
    return judge.Block("phone_character", {{"character", "+"}});
  }
  std::string digits = pieces.Digits();
  if (digits.empty()) return judge.Block(kind == PhoneKind::kMobile ? "phone_mobile_format" : "phone_landline_format");
  bool is_international = pieces.has_plus;
  if (StartsWith(digits, "00") && digits.size() > 9) {
    pieces.Drop(2);
    is_international = true;
    Note(changes, TextChange::kCountryCode);
    digits = pieces.Digits();
  }
  const bool is_bare_86 = !is_international && StartsWith(digits, "86") &&
                          (IsMobileShape(std::string_view(digits).substr(2)) ||
                           (pieces.groups.size() > 1 && pieces.groups[0] == "86" && digits.size() > 10));
  if (is_bare_86 || (is_international && StartsWith(digits, "86"))) {
    pieces.Drop(2);
    Note(changes, TextChange::kCountryCode);
    if (pieces.groups.empty()) return judge.Block("phone_country");
    return JudgeNational(judge, std::move(pieces), true);
  }
  return is_international ? JudgeInternational(judge, pieces) : JudgeNational(judge, std::move(pieces), false);
}

}  // namespace

Checked CheckPhone(std::string_view typed, PhoneKind kind, TextChanges* changes) {
  Checked checked = ReadPhone(typed, kind, changes);
  if (changes == nullptr || !checked.ok()) return checked;
  // An extension brings its own.
  Note(changes, TextChange::kMarks, !changes->Has(TextChange::kExtension) && MarksOf(typed) != MarksOf(checked.value));
  return checked;
}

std::string FormatPhone(std::string_view number) {
  const auto four_and_four = [](std::string_view digits) {
    if (!IsAllDigits(digits) || digits.size() < 7 || digits.size() > 8) return std::string(digits);
    const std::size_t head = digits.size() - 4;
    return std::string(digits.substr(0, head)) + " " + std::string(digits.substr(head));
  };
  if (IsAllDigits(number) && IsMobileShape(number)) {
    return std::string(number.substr(0, 3)) + " " + std::string(number.substr(3, 4)) + " " + std::string(number.substr(7));
  }
  if (!number.empty() && number[0] == '+') {
    const std::string_view digits = number.substr(1, number.find('-') - 1);
    const std::string_view country = CallingCodeOf(digits);
    if (country.empty()) return std::string(number);
    std::string text = "+" + std::string(country);
    std::string_view rest = digits.substr(country.size());
    const std::size_t step = rest.size() == 8 ? 4 : 3;
    for (; rest.size() > 4; rest.remove_prefix(step)) text.append(" ").append(rest.substr(0, step));
    text.append(" ").append(rest);
    return text.append(number.substr(std::min(number.size(), digits.size() + 1)));
  }
  const std::string_view area = AreaCodeOf(number);
  if (area.empty()) return std::string(number);
  std::string_view rest = number.substr(area.size() + 1);
  const std::string_view subscriber = rest.substr(0, rest.find('-'));
  return std::string(area) + "-" + four_and_four(subscriber) + std::string(rest.substr(subscriber.size()));
}

std::string_view AreaCodeOf(std::string_view number) {
  const std::size_t dash = number.find('-');
  if (dash == std::string_view::npos || (dash != 3 && dash != 4) || number[0] != '0') return {};
  return number.substr(0, dash);
}

}  // namespace kedang
