#include "shared/match/comparison.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "shared/base/utf8.h"
#include "shared/match/text_distance.h"
#include "shared/match/word_alignment.h"

namespace kedang {
namespace {

constexpr std::size_t kShortestSuffix = 7;  // digits that name a subscriber without the area

Compared CompareCodes(const WordTable& words, MatchCell a, MatchCell b) {
  if (a[0].word == b[0].word) return {3, false, false, words.Count(a[0].word)};
  const std::string_view x = WholeText(words, a), y = WholeText(words, b);
  const std::size_t length = std::min(x.size(), y.size());
  if (length < 5) return {0, false, false, 0};
  const std::size_t slips = SlipsBetween(x, y, 2);
  return {static_cast<std::int8_t>(slips == 1 ? 2 : slips == 2 ? 1 : 0), false, false, 0};
}

Compared ComparePhones(const WordTable& words, MatchCell a, MatchCell b) {
  Compared best{0, false, false, 0};
  for (const MatchWord& x : a.subspan(1)) {
    for (const MatchWord& y : b.subspan(1)) {
      if (x.word == y.word) return {3, false, false, words.Count(x.word)};
      const std::string_view digits_x = words.Text(x.word), digits_y = words.Text(y.word);
      const std::size_t length = std::min(digits_x.size(), digits_y.size());
      std::int8_t level = 0;
      if (length >= kShortestSuffix && digits_x.size() != digits_y.size() &&
          digits_x.substr(digits_x.size() - length) == digits_y.substr(digits_y.size() - length))
        level = 2;
      else if (length >= kShortestSuffix && SlipsBetween(digits_x, digits_y, 1) == 1)
        level = 1;
      if (level > best.level)
        best = {level, false, false, level == 2 ? std::max(words.Count(x.word), words.Count(y.word)) : 0};
    }
  }
  return best;
}

Compared CompareEmails(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b) {
  const WordTable& words = table.words();
  if (a[0].word == b[0].word) return {4, false, false, words.Count(a[0].word)};
  if (a.size() < 3 || b.size() < 3) return {0, false, false, 0};
  const std::string_view x = WholeText(words, a), y = WholeText(words, b);
  const std::size_t length = std::min(x.size(), y.size());
  const std::string_view mailbox_x = words.Text(a[1].word), mailbox_y = words.Text(b[1].word);
  const std::size_t budget = std::max<std::size_t>(1, length / 6);
  // Numbers differ: another person's mailbox at the same host.
  const bool is_counted = a[2].word == b[2].word && mailbox_x.size() == mailbox_y.size() &&
                          std::equal(mailbox_x.begin(), mailbox_x.end(), mailbox_y.begin(), [](char p, char q) {
                            return p == q || (p >= '0' && p <= '9' && q >= '0' && q <= '9');
                          });
  if (SlipsBetween(x, y, budget) <= budget && !(is_counted && mailbox_x.size() < 6)) return {3, false, false, 0};
  if (a[1].word == b[1].word && mailbox_x.size() >= 4) return {2, false, false, words.Count(a[1].word)};
  const std::uint32_t hosts = words.Count(a[2].word);
  // A host that many share says nothing.
  if (a[2].word == b[2].word && hosts <= std::max(20U, table.FilledCount(field) / 200)) return {1, false, false, hosts};
  return {0, false, false, 0};
}

Compared CompareDates(const WordTable& words, MatchCell a, MatchCell b) {
  if (a[0].word == b[0].word) return {3, false, false, words.Count(a[0].word)};
  const std::string_view x = WholeText(words, a), y = WholeText(words, b);
  if (x.size() != 8 || y.size() != 8)
    return {static_cast<std::int8_t>(SlipsBetween(x, y, 1) == 1 ? 1 : 0), false, false, 0};
  const bool is_swapped =
      x.substr(0, 4) == y.substr(0, 4) && x.substr(4, 2) == y.substr(6, 2) && x.substr(6, 2) == y.substr(4, 2);
  const std::size_t slips = SlipsBetween(x, y, 2);
  if (is_swapped || slips == 1) return {2, false, false, 0};
  const int same = (x.substr(0, 4) == y.substr(0, 4) ? 1 : 0) + (x.substr(4, 2) == y.substr(4, 2) ? 1 : 0) +
                   (x.substr(6, 2) == y.substr(6, 2) ? 1 : 0);
  return {static_cast<std::int8_t>(slips == 2 || same == 2 ? 1 : 0), false, false, 0};
}

Compared CompareNumbers(const WordTable& words, MatchCell a, MatchCell b) {
  if (a[0].word == b[0].word) return {2, false, false, words.Count(a[0].word)};
  const double x = std::strtod(std::string(WholeText(words, a)).c_str(), nullptr),
               y = std::strtod(std::string(WholeText(words, b)).c_str(), nullptr);
  const bool is_year = x == std::floor(x) && y == std::floor(y) && x >= 1800 && x <= 2100 && y >= 1800 && y <= 2100;
  const double difference = std::fabs(x - y), size = std::max(std::fabs(x), std::fabs(y));
  const bool is_near = is_year ? difference <= 1 : difference <= 0.05 * size;
  return {static_cast<std::int8_t>(is_near ? 1 : 0), false, false, 0};
}

// Of places, categories and postcodes.
Compared CompareShort(const WordTable& words, MatchCell a, MatchCell b, MatchKind kind) {
  if (a[0].word == b[0].word) return {2, false, false, words.Count(a[0].word)};
  const std::string_view x = WholeText(words, a), y = WholeText(words, b);
  const std::size_t length = std::min(x.size(), y.size());
  if (length < 3) return {0, false, false, 0};
  const std::size_t budget = kind == MatchKind::kPostcode ? 1 : std::max<std::size_t>(1, length / 4);
  const bool is_contained = kind != MatchKind::kPostcode
                                ? x.find(y) != std::string_view::npos || y.find(x) != std::string_view::npos
                                : x.substr(0, length) == y.substr(0, length);
  return {static_cast<std::int8_t>(is_contained || SlipsBetween(x, y, budget) <= budget ? 1 : 0), false, false, 0};
}

Compared CompareUrls(const WordTable& words, MatchCell a, MatchCell b) {
  if (a[0].word == b[0].word) return {2, false, false, words.Count(a[0].word)};
  const bool is_host = a.size() > 1 && b.size() > 1 && a[1].word == b[1].word;
  return {static_cast<std::int8_t>(is_host ? 1 : 0), false, false, is_host ? words.Count(a[1].word) : 0};
}

bool HasPart(MatchCell cell, Part part) {
  return std::any_of(cell.begin(), cell.end(), [&](const MatchWord& word) { return word.part == part; });
}

}  // namespace

std::string_view WholeText(const WordTable& words, MatchCell cell) { return words.Text(cell[0].word).substr(1); }

std::size_t SlipBudget(std::size_t length) { return length < 3 ? 0 : length < 6 ? 1 : length < 11 ? 2 : 3; }

Compared CompareCells(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b) {
  if (a.empty() || b.empty()) return {};
  const WordTable& words = table.words();
  const MatchKind kind = table.fields()[field].kind;
  const bool is_aligned = kind == MatchKind::kPersonName || kind == MatchKind::kCompanyName ||
                          kind == MatchKind::kAddress || kind == MatchKind::kText || kind == MatchKind::kLongText;
  // Always in the same order where words are paired one after another.
  if (is_aligned && a[0].word != b[0].word && words.Text(b[0].word) < words.Text(a[0].word)) std::swap(a, b);
  switch (kind) {
    case MatchKind::kIgnored: return {};
    case MatchKind::kCode:
    case MatchKind::kUscc:
    case MatchKind::kIdentityCard: return CompareCodes(words, a, b);
    case MatchKind::kPhone: return ComparePhones(words, a, b);
    case MatchKind::kEmail: return CompareEmails(table, field, a, b);
    case MatchKind::kUrl: return CompareUrls(words, a, b);
    case MatchKind::kBirthDate:
    case MatchKind::kDate: return CompareDates(words, a, b);
    case MatchKind::kNumber: return CompareNumbers(words, a, b);
    case MatchKind::kPersonName:
    case MatchKind::kCompanyName: {
      const bool is_hanzi_a = HasPart(a, Part::kBrand), is_hanzi_b = HasPart(b, Part::kBrand);
      // 华为 and Huawei: another script says nothing either way.
      if (is_hanzi_a != is_hanzi_b) return {};
      if (is_hanzi_a)
        return kind == MatchKind::kPersonName ? CompareHanziPeople(words, a, b) : CompareHanziCompanies(words, a, b);
      return CompareLatinNames(table, field, a, b, kind == MatchKind::kPersonName);
    }
    case MatchKind::kAddress: return CompareAddresses(table, field, a, b);
    case MatchKind::kPlace:
    case MatchKind::kPostcode:
    case MatchKind::kCategory: return CompareShort(words, a, b, kind);
    case MatchKind::kText:
    case MatchKind::kLongText: return CompareTexts(table, field, a, b);
    case MatchKind::kPeople: return ComparePeople(words, a, b);
  }
  return {};
}

}  // namespace kedang
