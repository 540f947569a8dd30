#include "shared/match/cell_reader.h"

#include <algorithm>
#include <array>
#include <vector>

#include "shared/base/utf8.h"
#include "shared/match/latin_form.h"
#include "shared/match/latin_words.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kMostBytes = 4000;
constexpr std::size_t kMostWords = 120;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) { return IsDigit(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

std::string Alnums(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (IsAlnum(c)) out.push_back(c);
  }
  return out;
}

std::string Digits(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (IsDigit(c)) out.push_back(c);
  }
  return out;
}

std::string WithoutBlanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '"' && c != '\'') out.push_back(c);
  }
  return out;
}

// The national number: without calling code 86, trunk zero and extension.
std::string PhoneDigits(std::string_view text) {
  for (const std::string_view extension : {"ext", "x", "转", "#"}) {
    const std::size_t at = text.find(extension);
    if (at != std::string_view::npos && Digits(text.substr(0, at)).size() >= 7) text = text.substr(0, at);
  }
  std::string digits = Digits(text);
  if (digits.starts_with("0086"))
    digits.erase(0, 4);
  else if (digits.starts_with("00"))
    digits.erase(0, 2);
  else if (digits.starts_with("86") && digits.size() >= 12)
    digits.erase(0, 2);
  if (digits.size() >= 10 && digits[0] == '0') digits.erase(0, 1);
  if (digits.size() == 11 && digits[0] == '1' && text.find('+') != std::string_view::npos)
    digits.erase(0, text.find("+1") != std::string_view::npos ? 1 : 0);
  return digits;
}

void ReadPhone(std::string_view folded, CellWords& out) {
  std::vector<std::string> numbers;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= folded.size(); ++i) {
    const bool is_break = i == folded.size() || folded[i] == ';' || folded[i] == ',' || folded[i] == '|' ||
                          folded[i] == '\n' ||
                          (folded[i] == '/' && Digits(folded.substr(begin, i - begin)).size() >= 7);
    if (!is_break) continue;
    std::string number = PhoneDigits(folded.substr(begin, i - begin));
    begin = i + 1;
    if (number.size() >= 5 && std::find(numbers.begin(), numbers.end(), number) == numbers.end())
      numbers.push_back(std::move(number));
  }
  if (numbers.empty()) {
    if (std::string all = PhoneDigits(folded); all.size() >= 5)
      numbers.push_back(std::move(all));
    else
      return;
  }
  // Nobody is called at 0000000.
  std::erase_if(numbers,
                [](const std::string& number) { return number.find_first_not_of(number[0]) == std::string::npos; });
  if (numbers.empty()) return;
  out.Add(Part::kWhole, numbers[0]);
  for (std::size_t i = 0; i < numbers.size() && i < 4; ++i) out.Add(Part::kNumber, numbers[i]);
}

void ReadEmail(std::string_view folded, CellWords& out) {
  const std::size_t at = folded.rfind('@');
  std::string whole = WithoutBlanks(folded);
  if (at == std::string_view::npos || at == 0) return;
  out.Add(Part::kWhole, whole);
  const std::size_t sign = whole.rfind('@');
  out.Add(Part::kWord, whole.substr(0, sign));
  out.Add(Part::kDomain, whole.substr(sign + 1));
}

void ReadUrl(std::string_view folded, CellWords& out) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (folded.starts_with(scheme)) folded.remove_prefix(scheme.size());
  }
  if (folded.starts_with("www.")) folded.remove_prefix(4);
  while (folded.ends_with('/')) folded.remove_suffix(1);
  if (folded.find('.') == std::string_view::npos) return;
  out.Add(Part::kWhole, std::string(folded));
  out.Add(Part::kDomain, std::string(folded.substr(0, std::min({folded.find('/'), folded.find('?'), folded.size()}))));
}

void ReadNumber(std::string_view folded, CellWords& out) {
  std::string number;
  bool has_dot = false;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    if (IsDigit(c))
      number.push_back(c);
    else if (c == '.' && !has_dot && !number.empty()) {
      has_dot = true;
      number.push_back(c);
    } else if (c == '-' && number.empty())
      number.push_back(c);
    else if (!number.empty() && IsDigit(number.back()) && c != ',')
      break;
  }
  if (has_dot) {
    while (number.ends_with('0')) number.pop_back();
    if (number.ends_with('.')) number.pop_back();
  }
  if (Digits(number).empty()) return;
  out.Add(Part::kWhole, std::move(number));
}

void ReadPeople(std::string_view folded, CellWords& out) {
  const std::string latin = LatinForm(folded);
  const bool has_semicolons = latin.find(';') != std::string::npos;
  out.Add(Part::kWhole, latin);
  std::vector<std::string> people;
  std::string person;
  const auto end_person = [&] {
    if (!person.empty()) people.push_back(person);
    person.clear();
  };
  for (std::size_t i = 0; i < latin.size(); ++i) {
    const std::string_view rest = std::string_view(latin).substr(i);
    if (latin[i] == ';' || latin[i] == '&' || latin[i] == '\n' || (latin[i] == ',' && !has_semicolons))
      end_person();
    else if (rest.starts_with(" and ")) {
      end_person();
      i += 4;
    } else
      person.push_back(latin[i]);
  }
  end_person();
  for (const std::string& name : people) {
    const std::size_t comma = name.find(',');
    std::vector<std::string> words = SplitLatinWords(name.substr(0, comma));
    std::vector<std::string> given =
        comma == std::string::npos ? std::vector<std::string>() : SplitLatinWords(name.substr(comma + 1));
    if (words.empty()) continue;
    if (given.empty() && words.size() > 1) given = {words[0]};
    if (words.back() == "jr" && words.size() > 1) words.pop_back();
    out.Add(Part::kWord, words.back() + (given.empty() ? "" : " " + given[0].substr(0, 1)));
    if (out.words.size() > kMostWords) break;
  }
}

void ReadHanziAddress(std::string_view text, const HanziNames& names, CellWords& out) {
  std::string run;
  bool is_number = false;
  const auto end_run = [&] {
    if (!run.empty()) out.Add(is_number ? Part::kNumber : Part::kWord, run);
    run.clear();
  };
  for (std::size_t position = names.RegionPrefix(text); position < text.size();) {
    const std::size_t begin = position;
    const char32_t c = DecodeUtf8(text, position);
    if (c < 0x80 && !IsAlnum(static_cast<char>(c))) {
      end_run();
      continue;
    }
    const bool is_digit = c < 0x80 && IsDigit(static_cast<char>(c));
    if (is_digit != is_number) end_run();
    is_number = is_digit;
    run += text.substr(begin, position - begin);
    const std::string_view sign = text.substr(begin, position - begin);
    // Roads, villages and house signs end a run.
    if (sign == "路" || sign == "街" || sign == "道" || sign == "巷" || sign == "号" || sign == "村" || sign == "镇" ||
        sign == "室" || sign == "楼")
      end_run();
  }
  end_run();
}

void ReadHanziText(std::string_view text, CellWords& out) {
  std::string before;
  for (std::size_t position = 0; position < text.size() && out.words.size() < kMostWords;) {
    const std::size_t begin = position;
    DecodeUtf8(text, position);
    const std::string sign(text.substr(begin, position - begin));
    if (!before.empty()) out.Add(Part::kWord, before + sign);
    before = sign;
  }
}

}  // namespace

bool IsPlaceholder(std::string_view folded) {
  static constexpr std::array<std::string_view, 22> kNothing = {
      "n/a", "na", "null", "none", "nil",  "nan",  "unknown", "-",   "--",   "---", ".",
      "?",   "无", "不详", "未知", "暂无", "没有", "\\n",     "tbd", "#n/a", "0",   "n.a."};
  return folded.empty() || std::find(kNothing.begin(), kNothing.end(), folded) != kNothing.end();
}

std::string DateDigits(std::string_view folded) {
  static constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  std::vector<std::string> parts;
  std::string part;
  std::size_t month_part = 3;
  for (std::size_t i = 0; i <= folded.size(); ++i) {
    const char c = i < folded.size() ? folded[i] : ' ';
    if (IsDigit(c)) {
      part.push_back(c);
      continue;
    }
    if (!part.empty()) parts.push_back(part);
    part.clear();
    if (c >= 'a' && c <= 'z' && (i == 0 || !IsAlnum(folded[i - 1])) && i + 3 <= folded.size()) {
      const std::size_t at = kMonths.find(folded.substr(i, 3));
      if (at != std::string_view::npos && at % 3 == 0) {
        month_part = parts.size();
        parts.push_back(std::to_string(at / 3 + 1));
      }
    }
    if (parts.size() >= 3) break;
  }
  const auto two = [](const std::string& number) { return number.size() == 1 ? "0" + number : number; };
  if (parts.size() == 1 && parts[0].size() == 8) return parts[0];
  if (!parts.empty() && parts[0].size() == 14) return parts[0].substr(0, 8);
  if (parts.size() < 3) return {};
  if (parts[0].size() == 4 && parts[1].size() <= 2 && parts[2].size() <= 2)
    return parts[0] + two(parts[1]) + two(parts[2]);
  if (parts[2].size() == 4 && parts[0].size() <= 2 && parts[1].size() <= 2) {
    const bool is_day_first = month_part == 1 || (month_part == 3 && std::stoi(parts[0]) > 12);
    return parts[2] + (is_day_first ? two(parts[1]) + two(parts[0]) : two(parts[0]) + two(parts[1]));
  }
  return {};
}

void CellReader::Read(MatchKind kind, std::span<const std::string_view> texts, CellWords& out) const {
  out.words.clear();
  std::string joined;
  for (const std::string_view text : texts) {
    const std::string folded = Fold(TruncateUtf8(text, kMostBytes));
    if (IsPlaceholder(folded) && !(folded == "0" && kind == MatchKind::kNumber)) continue;
    joined += (joined.empty() ? "" : " ") + folded;
  }
  if (joined.empty() || kind == MatchKind::kIgnored) return;
  switch (kind) {
    case MatchKind::kPhone: return ReadPhone(joined, out);
    case MatchKind::kEmail: return ReadEmail(joined, out);
    case MatchKind::kUrl: return ReadUrl(joined, out);
    case MatchKind::kNumber: return ReadNumber(joined, out);
    case MatchKind::kPeople: return ReadPeople(joined, out);
    case MatchKind::kCode:
    case MatchKind::kUscc:
    case MatchKind::kIdentityCard:
    case MatchKind::kPostcode: {
      std::string code = Alnums(joined);
      if (!code.empty()) out.Add(Part::kWhole, std::move(code));
      return;
    }
    case MatchKind::kBirthDate:
    case MatchKind::kDate: {
      std::string date = DateDigits(joined);
      out.Add(Part::kWhole, date.empty() ? joined : std::move(date));
      return;
    }
    default: break;
  }
  const bool is_hanzi = HasHanzi(joined);
  if (is_hanzi) {
    const std::string text = WithoutBlanks(joined);
    if (text.empty()) return;
    out.Add(Part::kWhole, kind == MatchKind::kPlace ? names_.PlaceName(text) : text);
    if (kind == MatchKind::kCompanyName) names_.ReadCompany(text, out);
    if (kind == MatchKind::kPersonName) names_.ReadPerson(text, out);
    if (kind == MatchKind::kAddress) ReadHanziAddress(text, names_, out);
    if (kind == MatchKind::kText || kind == MatchKind::kLongText) ReadHanziText(text, out);
    return;
  }
  const std::string latin = LatinForm(joined);
  std::string whole;
  for (const std::string& word : SplitLatinWords(latin)) whole += (whole.empty() ? "" : " ") + word;
  if (whole.empty()) return;
  out.Add(Part::kWhole, std::move(whole));
  switch (kind) {
    case MatchKind::kPersonName: ReadLatinWords(latin, LatinText::kPerson, out); break;
    case MatchKind::kCompanyName: ReadLatinWords(latin, LatinText::kCompany, out); break;
    case MatchKind::kAddress: ReadLatinWords(latin, LatinText::kAddress, out); break;
    case MatchKind::kText:
    case MatchKind::kLongText: ReadLatinWords(latin, LatinText::kText, out); break;
    default: break;
  }
  if (out.words.size() > kMostWords) out.words.resize(kMostWords);
}

}  // namespace kedang
