#include "shared/search/ending_table.h"

#include <algorithm>
#include <unordered_map>

#include "shared/search/search_words.h"

namespace kedang {
namespace {

std::uint64_t ChildKey(EndingTable::Ending parent, Symbol first) { return static_cast<std::uint64_t>(parent) << 32 | first; }

std::size_t SlotOf(std::uint64_t key) { return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15u >> 40); }

// A name by number takes three bytes.
constexpr std::size_t kNameBytes = 3;

}  // namespace

EndingTable::Ending EndingTable::Child(Ending parent, Symbol first) const {
  if (slots_.empty()) return kNone;
  const std::uint64_t key = ChildKey(parent, first);
  for (std::size_t slot = SlotOf(key);; ++slot) {
    const Slot& at = slots_[slot & (slots_.size() - 1)];
    if (at.child == kNone || at.key == key) return at.child;
  }
}

void EndingTable::AddChild(std::uint64_t key, Ending child) {
  if (slots_.size() < 4 * size()) {
    std::vector<Slot> old(std::max<std::size_t>(1024, slots_.size() * 2));
    std::swap(old, slots_);
    for (const Slot& slot : old) {
      if (slot.child != kNone) AddChild(slot.key, slot.child);
    }
  }
  std::size_t slot = SlotOf(key);
  while (slots_[slot & (slots_.size() - 1)].child != kNone) ++slot;
  slots_[slot & (slots_.size() - 1)] = {key, child};
}

void EndingTable::Learn(const std::vector<std::vector<Symbol>>& values, std::size_t min_count, const SymbolTable& symbols) {
  struct Walk {
    std::uint32_t value;
    Ending at;
  };
  std::vector<Walk> walks(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) walks[i] = {static_cast<std::uint32_t>(i), kNone};
  // One symbol further from the end in each round, with the values whose ending so far is frequent.
  for (std::size_t depth = 1; depth <= kMostSymbols && !walks.empty(); ++depth) {
    std::unordered_map<std::uint64_t, std::uint32_t> counts;
    const auto key_of = [&](const Walk& walk) {
      const std::vector<Symbol>& value = values[walk.value];
      return ChildKey(walk.at, value[value.size() - depth]);
    };
    for (const Walk& walk : walks) {
      if (values[walk.value].size() >= depth) ++counts[key_of(walk)];
    }
    std::vector<Walk> next;
    for (const Walk& walk : walks) {
      if (values[walk.value].size() < depth) continue;
      const std::uint64_t key = key_of(walk);
      Ending child = Child(walk.at, static_cast<Symbol>(key & 0xFFFFFFFF));
      if (child == kNone && counts[key] >= min_count && size() < kMostEndings) {
        child = static_cast<Ending>(size());
        const auto first = static_cast<Symbol>(key & 0xFFFFFFFF);
        const char32_t character = symbols.CharacterOf(first);
        begin_.push_back(static_cast<std::uint32_t>(texts_.size()));
        lengths_.push_back(static_cast<std::uint8_t>(depth));
        parents_.push_back(walk.at);
        firsts_.push_back(first);
        // Digits are compared over separators: a run of them is never divided.
        const bool is_number = (character >= U'0' && character <= U'9') || IsDigitSeparator(character);
        may_follow_.push_back(!is_number);
        texts_.push_back(character);
        if (walk.at != kNone) texts_ += std::u32string(TextOf(walk.at));
        AddChild(key, child);
        const std::size_t beginning = beginning_of_.try_emplace(character, beginnings_.size()).first->second;
        if (beginning == beginnings_.size()) beginnings_.push_back({character, {}});
        beginnings_[beginning].endings.push_back(child);
      }
      if (child != kNone) next.push_back({walk.value, child});
    }
    walks = std::move(next);
  }
}

EndingTable::Ending EndingTable::Find(std::span<const Symbol> value, std::size_t& length) const {
  Ending best = kNone;
  Ending at = kNone;
  std::size_t bytes = 0;
  for (std::size_t depth = 1; depth <= value.size(); ++depth) {
    const Symbol symbol = value[value.size() - depth];
    at = Child(at, symbol);
    if (at == kNone) break;
    bytes += symbol < 0x80 ? 1 : 2;
    const bool is_whole = depth == value.size();
    if (is_whole ? depth >= 2 : bytes > kNameBytes && may_follow_[at]) {
      best = at;
      length = depth;
    }
  }
  return best;
}

}  // namespace kedang
