#include "shared/match/word_alignment.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "shared/match/comparison.h"
#include "shared/match/text_distance.h"

namespace kedang {
namespace {

constexpr std::size_t kMostWords = 24;
constexpr double kParticleWeight = 0.15;
constexpr std::size_t kShortestCode = 5;
constexpr std::uint32_t kMostOfCode = 5;  // cells that hold it

// "pslx350h": what a maker calls one product.
bool IsCode(std::string_view text) {
  bool has_digit = false, has_letter = false;
  for (const char c : text) (c >= '0' && c <= '9' ? has_digit : has_letter) = true;
  return has_digit && has_letter && text.size() >= kShortestCode;
}

struct Item {
  std::string_view text;
  WordId word = 0;
  double weight = 0;
  bool is_number = false;
  bool is_initial = false;
  bool is_particle = false;
  bool is_used = false;
};

struct Side {
  std::array<Item, kMostWords> items;
  std::size_t count = 0;
};

double WeightOf(const MatchTable& table, std::size_t field, WordId word, WordWeights weights) {
  const double cells = table.FilledCount(field);
  const double holders = std::max(1.0, static_cast<double>(table.words().Count(word)));
  if (weights == WordWeights::kFull) return std::max(0.3, std::log2(1 + cells / holders));
  if (weights == WordWeights::kEqual || cells < 100) return 1;
  return std::clamp(std::log2(1 + cells / holders) / std::log2(1 + cells / 4), 0.25, 1.0);
}

Side SideOf(const MatchTable& table, std::size_t field, MatchCell cell, WordWeights weights) {
  Side side;
  for (const MatchWord& word : cell.subspan(1)) {
    if (side.count == kMostWords) break;
    if (word.part == Part::kForm || word.part == Part::kTitle) continue;
    Item& item = side.items[side.count++];
    item.text = table.words().Text(word.word);
    item.word = word.word;
    item.is_number = word.part == Part::kNumber;
    item.is_initial = word.part == Part::kInitial;
    item.is_particle = word.part == Part::kParticle;
    item.weight = WeightOf(table, field, word.word, weights);
    if (item.is_particle) item.weight = weights == WordWeights::kFull ? std::min(item.weight, 0.5) : kParticleWeight;
    if (item.is_initial) item.weight *= 0.6;
  }
  return side;
}

class Aligner {
 public:
  Aligner(const MatchTable& table, Side& a, Side& b) : table_(table), a_(a), b_(b) {}

  WordAlignment Run() {
    Equal();
    Spelled();
    Joined(a_, b_);
    Joined(b_, a_);
    Shortened(a_, b_);
    Shortened(b_, a_);
    Finish(a_, result_.total_a, result_.matched_a, result_.left_a);
    Finish(b_, result_.total_b, result_.matched_b, result_.left_b);
    return result_;
  }

 private:
  void Pair(Item& x, Item& y, int slips, double likeness) {
    x.is_used = y.is_used = true;
    result_.likeness += (x.weight + y.weight) * likeness;
    result_.slips += slips;
    if (x.is_particle && y.is_particle) return;
    if (slips == 0 && IsCode(x.text) && IsCode(y.text) && table_.words().Count(x.word) <= kMostOfCode &&
        table_.words().Count(y.word) <= kMostOfCode)
      result_.shares_code = true;
    ++result_.matched_words;
    if (!x.is_initial && !y.is_initial) ++result_.full_words;
    const std::uint32_t holders = std::max(table_.words().Count(x.word), table_.words().Count(y.word));
    if (!x.is_initial && !y.is_initial && (result_.holders == 0 || holders < result_.holders))
      result_.holders = holders;
  }

  void Equal() {
    for (std::size_t i = 0; i < a_.count; ++i) {
      for (std::size_t j = 0; j < b_.count; ++j) {
        if (!a_.items[i].is_used && !b_.items[j].is_used && a_.items[i].word == b_.items[j].word)
          Pair(a_.items[i], b_.items[j], 0, 1);
      }
    }
  }

  // The likeliest spelling of each word first.
  void Spelled() {
    for (std::size_t slips = 1; slips <= 3; ++slips) {
      for (std::size_t i = 0; i < a_.count; ++i) {
        Item& x = a_.items[i];
        if (x.is_used || x.is_number || x.is_initial || x.is_particle) continue;
        for (std::size_t j = 0; j < b_.count && !x.is_used; ++j) {
          Item& y = b_.items[j];
          if (y.is_used || y.is_number || y.is_initial || y.is_particle) continue;
          const std::size_t length = std::min(x.text.size(), y.text.size());
          if (SlipBudget(length) < slips || SlipsBetween(x.text, y.text, slips) != slips) continue;
          Pair(x, y, static_cast<int>(slips),
               1 - static_cast<double>(slips) / static_cast<double>(std::max(x.text.size(), y.text.size())));
        }
      }
    }
  }

  // Two words of `two` that are one of `one`.
  void Joined(Side& two, Side& one) {
    for (std::size_t i = 0; i + 1 < two.count; ++i) {
      Item& x = two.items[i];
      Item& next = two.items[i + 1];
      if (x.is_used || next.is_used) continue;
      const std::string joined = std::string(x.text) + std::string(next.text);
      for (std::size_t j = 0; j < one.count; ++j) {
        Item& y = one.items[j];
        if (y.is_used || y.text.size() < 2) continue;
        const std::size_t budget = SlipBudget(std::min(joined.size(), y.text.size()) * 2 / 3);
        const std::size_t slips = SlipsBetween(joined, y.text, budget);
        if (slips > budget) continue;
        Pair(x, y, static_cast<int>(slips), 1);
        if (slips == 0 && IsCode(y.text) && table_.words().Count(y.word) <= kMostOfCode) result_.shares_code = true;
        next.is_used = true;
        result_.likeness += next.weight;
        ++result_.matched_words;
        ++result_.full_words;
        break;
      }
    }
  }

  // Initials, several initials written together, and words cut short.
  void Shortened(Side& shorts, Side& longs) {
    for (std::size_t i = 0; i < shorts.count; ++i) {
      Item& x = shorts.items[i];
      if (x.is_used || x.is_number || x.is_particle || x.text.empty()) continue;
      for (std::size_t j = 0; j < longs.count && !x.is_used; ++j) {
        Item& y = longs.items[j];
        if (y.is_used || y.is_number || y.is_particle || y.text.size() <= x.text.size()) continue;
        if (x.is_initial ? y.text[0] == x.text[0]
                         : x.text.size() >= 3 && y.text.substr(0, x.text.size()) == x.text &&
                               y.text.size() >= x.text.size() + 2) {
          Pair(x, y, 1, x.is_initial ? 0.8 : 0.75);
        } else if (x.text.size() == 2 && j + 1 < longs.count && !longs.items[j + 1].is_used && y.text[0] == x.text[0] &&
                   longs.items[j + 1].text[0] == x.text[1] && !longs.items[j + 1].is_number) {
          Pair(x, y, 1, 0.8);
          longs.items[j + 1].is_used = true;
          result_.likeness += longs.items[j + 1].weight * 0.8;
        }
      }
    }
  }

  void Finish(Side& side, double& total, double& matched, int& left) {
    bool has_left_number = false;
    for (std::size_t i = 0; i < side.count; ++i) {
      const Item& item = side.items[i];
      total += item.weight;
      if (item.is_used)
        matched += item.weight;
      else if (!item.is_particle) {
        ++left;
        if (item.is_number) {
          has_left_number = true;
          ++result_.left_numbers;
        }
      }
    }
    if (has_left_number) {
      result_.has_number_conflict = had_left_number_;
      had_left_number_ = true;
    }
  }

  const MatchTable& table_;
  Side& a_;
  Side& b_;
  bool had_left_number_ = false;
  WordAlignment result_;
};

}  // namespace

WordAlignment AlignWords(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b, WordWeights weights) {
  Side side_a = SideOf(table, field, a, weights), side_b = SideOf(table, field, b, weights);
  return Aligner(table, side_a, side_b).Run();
}

}  // namespace kedang
