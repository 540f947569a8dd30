#include <algorithm>
#include <string>

#include "shared/match/comparison.h"
#include "shared/match/text_distance.h"
#include "shared/match/word_alignment.h"

namespace kedang {
namespace {

const MatchWord* FirstNumber(MatchCell cell) {
  for (const MatchWord& word : cell.subspan(1)) {
    if (word.part == Part::kNumber) return &word;
  }
  return nullptr;
}

}  // namespace

Compared CompareAddresses(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b) {
  const WordTable& words = table.words();
  if (a[0].word == b[0].word) return {5, false, false, words.Count(a[0].word)};
  const WordAlignment at = AlignWords(table, field, a, b, WordWeights::kMild);
  const MatchWord* number_a = FirstNumber(a);
  const MatchWord* number_b = FirstNumber(b);
  const double cover =
      std::max(at.total_a == 0 ? 0 : at.matched_a / at.total_a, at.total_b == 0 ? 0 : at.matched_b / at.total_b);
  Compared result;
  result.holders = at.holders;
  if (number_a != nullptr && number_b != nullptr && number_a->word == number_b->word) {
    const bool has_street = at.matched_words >= 2;
    if (has_street && at.left_a == 0 && at.left_b == 0)
      result.level = 5;
    else if (has_street && cover >= 0.95)
      result.level = 4;
    else if (has_street)
      result.level = 3;
    else
      result.level = 1;
  } else if (number_a == nullptr || number_b == nullptr) {
    const bool is_full = at.left_a == 0 && at.left_b == 0 && at.matched_words > 0;
    result.level = is_full ? 4 : cover >= 0.9 && at.matched_words > 0 ? 3 : cover >= 0.5 ? 2 : cover > 0.25 ? 1 : 0;
  } else {
    const bool is_slip = SlipsBetween(words.Text(number_a->word), words.Text(number_b->word), 1) == 1 &&
                         words.Text(number_a->word).size() > 2;
    result.level = cover >= 0.6 && at.matched_words > 0 ? (is_slip && cover >= 0.8 ? 3 : 2) : cover >= 0.3 ? 1 : 0;
  }
  return result;
}

Compared CompareTexts(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b) {
  const WordTable& words = table.words();
  if (a[0].word == b[0].word) return {5, false, false, words.Count(a[0].word)};
  const WordAlignment at = AlignWords(table, field, a, b, WordWeights::kFull);
  const double total = at.total_a + at.total_b;
  Compared result;
  result.holders = at.holders;
  double likeness = total == 0 ? 0 : at.likeness / total;
  if (at.has_number_conflict) likeness *= 0.8;
  const double cover =
      std::max(at.total_a == 0 ? 0 : at.matched_a / at.total_a, at.total_b == 0 ? 0 : at.matched_b / at.total_b);
  result.level = likeness >= 0.96   ? 5
                 : likeness >= 0.85 ? 4
                 : likeness >= 0.68 ? 3
                 : likeness >= 0.45 ? 2
                 : likeness >= 0.2  ? 1
                                    : 0;
  // One is a shorter edition of the other.
  if (result.level < 3 && cover >= 0.95 && at.matched_words >= 3 && !at.has_number_conflict) result.level = 3;
  // The same model, however the rest is worded.
  if (at.shares_code && result.level < 4) result.level = 4;
  return result;
}

Compared ComparePeople(const WordTable& words, MatchCell a, MatchCell b) {
  if (a[0].word == b[0].word) return {3, false, false, words.Count(a[0].word)};
  std::size_t matched = 0;
  for (const MatchWord& x : a.subspan(1)) {
    const std::string_view person_x = words.Text(x.word);
    for (const MatchWord& y : b.subspan(1)) {
      const std::string_view person_y = words.Text(y.word);
      const std::size_t name_x = std::min(person_x.find(' '), person_x.size()),
                        name_y = std::min(person_y.find(' '), person_y.size());
      const bool is_initial_same =
          name_x == person_x.size() || name_y == person_y.size() || person_x.substr(name_x) == person_y.substr(name_y);
      const std::size_t budget = std::min<std::size_t>(1, SlipBudget(std::min(name_x, name_y)));
      const bool is_same =
          x.word == y.word ||
          (is_initial_same && SlipsBetween(person_x.substr(0, name_x), person_y.substr(0, name_y), budget) <= budget);
      if (!is_same) continue;
      ++matched;
      break;
    }
  }
  const std::size_t least = std::min(a.size(), b.size()) - 1, most = std::max(a.size(), b.size()) - 1;
  Compared result;
  if (least == 0) return result;
  result.level = matched == most ? 3 : matched * 4 >= least * 3 ? 2 : matched * 3 >= least ? 1 : 0;
  return result;
}

}  // namespace kedang
