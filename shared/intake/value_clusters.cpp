#include "shared/intake/value_clusters.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/match/text_distance.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kLongest = 60;        // characters of a text that is looked at: others are prose
constexpr std::size_t kShortestHanzi = 4;   // with a slip in it: of shorter words every other one is a neighbour
constexpr std::size_t kShortestLatin = 5;
constexpr std::size_t kLongestPlace = 8;
constexpr std::size_t kNeighbours = 200;    // that share a key and are compared

bool IsAsciiWord(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
// Everything that is read aloud: letters of any script and digits, no marks.
bool IsSpoken(char32_t c) { return IsAsciiWord(c) || (c >= 0xC0 && c != 0xD7 && c != 0xF7 && (c < 0x2000 || c > 0x303F || c == 0x3005 || c == 0x3007) && !(c >= 0xFF00)); }

std::u32string Spoken(std::string_view folded) {
  std::u32string spoken;
  for (const char32_t c : ToCodePoints(folded)) {
    if (IsSpoken(c)) spoken.push_back(c);
  }
  return spoken;
}

std::uint64_t HashOfText(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 0xCBF29CE484222325ULL ^ (seed * 0x9E3779B97F4A7C15ULL);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash ^ (hash >> 31);
}

std::uint64_t HashWithout(const std::u32string& text, std::size_t left_out) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != left_out) hash = (hash ^ text[i]) * 0x9E3779B97F4A7C15ULL, hash ^= hash >> 29;
  }
  return hash;
}

bool HasSameNumbers(const std::u32string& a, const std::u32string& b) {
  std::u32string x, y;
  std::copy_if(a.begin(), a.end(), std::back_inserter(x), IsDigit);
  std::copy_if(b.begin(), b.end(), std::back_inserter(y), IsDigit);
  return x == y;
}

// 杭州市 → 杭州, where something of two characters is left.
std::u32string WithoutPlaceEnding(std::u32string text) {
  constexpr std::u32string_view kEndings = U"省市区县";
  if (text.size() < 3 || text.size() > kLongestPlace || !std::all_of(text.begin(), text.end(), IsHanzi)) return text;
  if (kEndings.find(text.back()) != std::u32string_view::npos) text.pop_back();
  return text;
}

}  // namespace

std::string FingerprintOf(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char32_t c : ToCodePoints(Fold(text))) {
    if (c == ' ') {
      words.emplace_back();
    } else if (IsSpoken(c)) {
      AppendUtf8(c, words.back());
    }
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  std::string key;
  for (const std::string& word : words) {
    if (!word.empty()) key += (key.empty() ? "" : " ") + word;
  }
  return key;
}

std::string PairsOf(std::string_view text) {
  const std::u32string spoken = Spoken(Fold(text));
  if (spoken.size() < 3) return ToUtf8(spoken);
  std::vector<std::u32string> pairs;
  for (std::size_t i = 0; i + 1 < spoken.size(); ++i) pairs.push_back(spoken.substr(i, 2));
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::u32string key;
  for (const std::u32string& pair : pairs) key += pair;
  return ToUtf8(key);
}

std::string SoundOf(std::string_view text, const PinyinTable& pinyin) {
  const std::string reading = pinyin.BestReading(ToUtf8(WithoutPlaceEnding(Spoken(Fold(text)))));
  std::string key;
  for (const char c : reading) {
    if (c != ' ') key.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return key;
}

void ValueClusters::Add(std::string text, std::uint32_t count) {
  const auto member = static_cast<std::uint32_t>(members_.size());
  parent_.push_back(member);
  folded_.emplace_back();
  const bool is_looked_at = CountCodePoints(text) <= kLongest;
  const auto add = [&](ClusterMethod method, const std::string& key) {
    if (!key.empty()) keys_.push_back({HashOfText(key, method), member});
  };
  if (is_looked_at) {
    if ((methods_ & kByFingerprint) != 0) add(kByFingerprint, FingerprintOf(text));
    if ((methods_ & kByPairs) != 0) add(kByPairs, PairsOf(text));
    if ((methods_ & kBySound) != 0 && pinyin_ != nullptr) add(kBySound, SoundOf(text, *pinyin_));
    if ((methods_ & kBySlip) != 0) {
      std::u32string spoken = Spoken(Fold(text));
      const bool has_hanzi = std::any_of(spoken.begin(), spoken.end(), IsHanzi);
      if (spoken.size() >= (has_hanzi ? kShortestHanzi : kShortestLatin)) {
        // Two texts one slip apart have a key of these in common: the whole, or all but one character.
        for (std::size_t i = 0; i <= spoken.size(); ++i) slips_.push_back({HashWithout(spoken, i), member});
        folded_.back() = std::move(spoken);
      }
    }
  }
  members_.push_back({std::move(text), count});
}

std::uint32_t ValueClusters::RootOf(std::uint32_t member) {
  while (parent_[member] != member) member = parent_[member] = parent_[parent_[member]];
  return member;
}

void ValueClusters::Join(std::uint32_t a, std::uint32_t b) {
  a = RootOf(a);
  b = RootOf(b);
  if (a != b) parent_[std::max(a, b)] = std::min(a, b);
}

std::vector<ValueCluster> ValueClusters::Finish() {
  std::sort(keys_.begin(), keys_.end());
  for (std::size_t i = 1; i < keys_.size(); ++i) {
    if (keys_[i].hash == keys_[i - 1].hash) Join(keys_[i].member, keys_[i - 1].member);
  }
  std::sort(slips_.begin(), slips_.end());
  for (std::size_t begin = 0, end = 0; begin < slips_.size(); begin = end) {
    for (end = begin + 1; end < slips_.size() && slips_[end].hash == slips_[begin].hash;) ++end;
    for (std::size_t i = begin + 1; i < end; ++i) {
      // What has one key may still be two slips apart.
      for (std::size_t j = i - std::min(i - begin, kNeighbours); j < i; ++j) {
        const std::uint32_t one = slips_[j].member, other = slips_[i].member;
        const std::u32string& a = folded_[one];
        const std::u32string& b = folded_[other];
        if (RootOf(one) == RootOf(other) || !HasSameNumbers(a, b)) continue;
        if (SlipsBetween(std::u32string_view(a), std::u32string_view(b), 1) <= 1) Join(one, other);
      }
    }
  }
  std::vector<ValueCluster> found;
  std::vector<std::uint32_t> place(members_.size(), 0xFFFFFFFFU);
  for (std::uint32_t member = 0; member < members_.size(); ++member) {
    const std::uint32_t root = RootOf(member);
    if (place[root] == 0xFFFFFFFFU) {
      place[root] = static_cast<std::uint32_t>(found.size());
      found.emplace_back();
    }
    ValueCluster& cluster = found[place[root]];
    cluster.rows += members_[member].count;
    cluster.members.push_back(std::move(members_[member]));
  }
  std::erase_if(found, [](const ValueCluster& cluster) { return cluster.members.size() < 2; });
  for (ValueCluster& cluster : found) {
    std::stable_sort(cluster.members.begin(), cluster.members.end(),
                     [](const ValueCluster::Member& a, const ValueCluster::Member& b) { return a.count > b.count; });
  }
  const auto changed = [](const ValueCluster& cluster) { return cluster.rows - cluster.members.front().count; };
  std::stable_sort(found.begin(), found.end(),
                   [&](const ValueCluster& a, const ValueCluster& b) { return changed(a) > changed(b); });
  members_.clear();
  folded_.clear();
  keys_.clear();
  slips_.clear();
  parent_.clear();
  return found;
}

}  // namespace kedang
