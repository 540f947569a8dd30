#include <algorithm>
#include <string>

#include "shared/base/utf8.h"
#include "shared/match/comparison.h"
#include "shared/match/text_distance.h"
#include "shared/match/word_alignment.h"

namespace kedang {
namespace {

// The first word of that part, or nothing.
const MatchWord* FindPart(MatchCell cell, Part part) {
  for (const MatchWord& word : cell) {
    if (word.part == part) return &word;
  }
  return nullptr;
}

std::string_view TextOf(const WordTable& words, const MatchWord* word) {
  return word == nullptr ? std::string_view() : words.Text(word->word);
}

bool IsSameOrUnknown(const MatchWord* a, const MatchWord* b) {
  return a == nullptr || b == nullptr || a->word == b->word;
}

enum class Likeness { kNone, kOneSign, kSounds, kEqual };

// Two brands in hanzi: equal, homophones or swapped signs, or one sign different.
Likeness BrandLikeness(MatchCell a, MatchCell b, std::string_view brand_a, std::string_view brand_b) {
  if (brand_a == brand_b) return Likeness::kEqual;
  const MatchWord* sound_a = FindPart(a, Part::kSound);
  const MatchWord* sound_b = FindPart(b, Part::kSound);
  const std::u32string signs_a = ToCodePoints(brand_a), signs_b = ToCodePoints(brand_b);
  if (sound_a != nullptr && sound_b != nullptr && sound_a->word == sound_b->word && signs_a.size() > 1)
    return Likeness::kSounds;
  std::u32string sorted_a = signs_a, sorted_b = signs_b;
  std::sort(sorted_a.begin(), sorted_a.end());
  std::sort(sorted_b.begin(), sorted_b.end());
  if (sorted_a == sorted_b && SlipsBetween(signs_a, signs_b, 1) == 1 && signs_a.size() > 2) return Likeness::kSounds;
  const std::size_t longest = std::max(signs_a.size(), signs_b.size());
  const std::size_t slips = SlipsBetween(signs_a, signs_b, longest);
  return slips == 1 && longest >= 2 ? Likeness::kOneSign : Likeness::kNone;
}

bool Contains(std::string_view text, std::string_view part) {
  return !part.empty() && text.find(part) != std::string_view::npos;
}

enum class Agreement { kSame, kUnknown, kConflict };

Agreement RegionAgreement(MatchCell a, MatchCell b) {
  bool has_a = false, has_b = false, is_shared = false;
  for (const MatchWord& x : a) {
    if (x.part != Part::kRegion) continue;
    has_a = true;
    for (const MatchWord& y : b) is_shared = is_shared || (y.part == Part::kRegion && x.word == y.word);
  }
  for (const MatchWord& y : b) has_b = has_b || y.part == Part::kRegion;
  if (!has_a && !has_b) return Agreement::kSame;
  if (!has_a || !has_b) return Agreement::kUnknown;
  return is_shared ? Agreement::kSame : Agreement::kConflict;
}

Agreement TradeAgreement(std::string_view a, std::string_view b) {
  if (a == b) return Agreement::kSame;
  if (a.empty() || b.empty() || Contains(a, b) || Contains(b, a)) return Agreement::kUnknown;
  return Agreement::kConflict;
}

}  // namespace

Compared CompareHanziCompanies(const WordTable& words, MatchCell a, MatchCell b) {
  Compared result;
  const MatchWord* brand_a = FindPart(a, Part::kBrand);
  const MatchWord* brand_b = FindPart(b, Part::kBrand);
  if (brand_a == nullptr || brand_b == nullptr) return result;
  if (a[0].word == b[0].word) return {5, false, false, words.Count(a[0].word)};

  const MatchWord* branch_a = FindPart(a, Part::kBranch);
  const MatchWord* branch_b = FindPart(b, Part::kBranch);
  const std::string_view whole_a = WholeText(words, a), whole_b = WholeText(words, b);
  const Likeness brand = BrandLikeness(a, b, words.Text(brand_a->word), words.Text(brand_b->word));
  const Agreement region = RegionAgreement(a, b);
  const Agreement trade =
      TradeAgreement(TextOf(words, FindPart(a, Part::kTrade)), TextOf(words, FindPart(b, Part::kTrade)));
  const MatchWord* form_a = FindPart(a, Part::kForm);
  const MatchWord* form_b = FindPart(b, Part::kForm);
  const bool is_form_same = IsSameOrUnknown(form_a, form_b);
  const int conflicts =
      (region == Agreement::kConflict ? 1 : 0) + (trade == Agreement::kConflict ? 1 : 0) + (is_form_same ? 0 : 1);
  const int unknowns = (region == Agreement::kUnknown ? 1 : 0) + (trade == Agreement::kUnknown ? 1 : 0);

  if (brand == Likeness::kEqual) {
    result.holders = words.Count(brand_a->word);
    const bool is_tiny = ToCodePoints(words.Text(brand_a->word)).size() < 2;
    if (conflicts == 0)
      result.level = unknowns == 0               ? (form_a != nullptr && form_b != nullptr ? 5 : 4)
                     : unknowns == 1 && !is_tiny ? 4
                                                 : 3;
    else
      result.level = conflicts == 1 ? 2 : 1;
    result.is_other = conflicts > 0;
    if (result.level == 5 && SlipsBetween(whole_a, whole_b, 6) > 6) result.level = 4;
  } else if (brand == Likeness::kSounds) {
    result.level = conflicts == 0 ? (unknowns == 0 ? 4 : 3) : 1;
    result.holders = std::max(words.Count(brand_a->word), words.Count(brand_b->word));
  } else if (brand == Likeness::kOneSign) {
    // 万华 and 万锦 are two firms, however much else they share.
    result.level = conflicts == 0 ? 1 : 0;
    result.is_other = true;
  } else {
    result.level = 0;
    result.is_other = true;
  }
  // A branch is another unit than its parent and than other branches: related, never the same.
  if (branch_a != nullptr || branch_b != nullptr) {
    const bool is_same_branch = branch_a != nullptr && branch_b != nullptr && branch_a->word == branch_b->word;
    if (!is_same_branch) {
      result.is_related = result.level >= 3;
      result.level = std::min<std::int8_t>(result.level, 1);
    }
  } else if (whole_a.size() != whole_b.size()) {
    // "X供销社" and "X供销社寨子门市部", also where the form is none we know.
    const std::string_view shorter = whole_a.size() < whole_b.size() ? whole_a : whole_b;
    const std::string_view longer = whole_a.size() < whole_b.size() ? whole_b : whole_a;
    const bool is_prefix = longer.substr(0, shorter.size()) == shorter &&
                           FindPart(whole_a.size() < whole_b.size() ? a : b, Part::kForm) != nullptr &&
                           longer.substr(shorter.size(), 1) != "(" &&
                           FindPart(whole_a.size() < whole_b.size() ? b : a, Part::kForm) != nullptr;
    static constexpr std::string_view kUnits[] = {"部", "店", "站", "处", "行", "所", "厂", "司",
                                                  "室", "队", "社", "场", "院", "点", "库"};
    const bool is_unit = std::any_of(std::begin(kUnits), std::end(kUnits),
                                     [&](std::string_view unit) { return longer.ends_with(unit); });
    if (is_prefix && is_unit && !longer.ends_with("公司")) {
      result.is_related = true;
      result.level = std::min<std::int8_t>(result.level, 1);
    }
  }
  return result;
}

Compared CompareHanziPeople(const WordTable& words, MatchCell a, MatchCell b) {
  Compared result;
  if (a[0].word == b[0].word) return {5, false, false, words.Count(a[0].word)};
  const MatchWord* family_a = FindPart(a, Part::kBrand);
  const MatchWord* family_b = FindPart(b, Part::kBrand);
  if (family_a == nullptr || family_b == nullptr) return result;
  const MatchWord* given_a = FindPart(a, Part::kWord);
  const MatchWord* given_b = FindPart(b, Part::kWord);
  const MatchWord* sound_a = FindPart(a, Part::kSound);
  const MatchWord* sound_b = FindPart(b, Part::kSound);
  if (family_a->word == family_b->word) {
    if (given_a != nullptr && given_b != nullptr && given_a->word == given_b->word)
      return {5, false, false, words.Count(given_a->word)};
    // 李总 may be 李明.
    if (given_a == nullptr || given_b == nullptr) return {3, false, false, words.Count(family_a->word)};
  }
  if (sound_a != nullptr && sound_b != nullptr && sound_a->word == sound_b->word)
    return {3, false, false, words.Count(sound_a->word)};
  if (family_a->word != family_b->word)
    return {
        static_cast<std::int8_t>(given_a != nullptr && given_b != nullptr && given_a->word == given_b->word ? 1 : 0),
        false, false, 0};
  const std::u32string signs_a = ToCodePoints(words.Text(given_a->word)),
                       signs_b = ToCodePoints(words.Text(given_b->word));
  const bool is_near = std::max(signs_a.size(), signs_b.size()) == 2 && SlipsBetween(signs_a, signs_b, 1) == 1;
  result.level = is_near ? 2 : 1;
  return result;
}

Compared CompareLatinNames(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b, bool is_person) {
  const WordTable& words = table.words();
  if (a[0].word == b[0].word) return {5, false, false, words.Count(a[0].word)};
  const WordAlignment at = AlignWords(table, field, a, b, is_person ? WordWeights::kEqual : WordWeights::kMild);
  Compared result;
  result.holders = at.holders;
  const double cover_a = at.total_a == 0 ? 0 : at.matched_a / at.total_a,
               cover_b = at.total_b == 0 ? 0 : at.matched_b / at.total_b;
  const double cover = std::min(cover_a, cover_b);
  const double extra = 1 - cover;
  if (at.left_a == 0 && at.left_b == 0) {
    result.level = at.slips == 0 ? 5 : 4;
  } else if (at.left_a == 0 || at.left_b == 0) {
    if (is_person)
      result.level = at.full_words >= 2 ? 4 : 3;
    else
      result.level = extra <= 0.25 ? 4 : 3;
  } else {
    result.level = cover >= 0.85 && !is_person ? 3 : cover >= 0.6 ? 2 : cover >= 0.3 ? 1 : 0;
  }
  // Only initials agree, or too much is misspelt.
  if (at.full_words == 0) result.level = std::min<std::int8_t>(result.level, 1);
  const std::string_view whole_a = WholeText(words, a), whole_b = WholeText(words, b);
  const std::size_t length = std::min(whole_a.size(), whole_b.size());
  if (result.level == 4 && at.slips > 1 && static_cast<std::size_t>(at.slips) * 4 > length) result.level = 3;
  if (at.has_number_conflict)
    result.level = std::min<std::int8_t>(result.level, 2);
  else if (at.left_numbers > 0)
    result.level = std::min<std::int8_t>(result.level, 3);
  if (result.level < 4 && at.left_numbers == 0) {
    // Words written together or apart in other ways.
    std::string joined_a, joined_b;
    for (const char c : whole_a)
      if (c != ' ') joined_a.push_back(c);
    for (const char c : whole_b)
      if (c != ' ') joined_b.push_back(c);
    const std::size_t budget = SlipBudget(std::min(joined_a.size(), joined_b.size()) / 2);
    const std::size_t slips = SlipsBetween(joined_a, joined_b, budget);
    const std::size_t shortest = std::min(joined_a.size(), joined_b.size());
    if (slips <= budget && shortest >= 5 &&
        (slips == 0 || result.level >= 3 || at.matched_words == 0 || (slips == 1 && shortest >= 8))) {
      result.level = 4;
    }
  }
  return result;
}

}  // namespace kedang
