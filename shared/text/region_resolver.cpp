// RegionTree::Resolve: from a messy text to codes. Chinese names are taken from the left, level by level, the longest
// name first and each within what was found before; pinyin is looked up word by word.
#include <algorithm>
#include <utility>

#include "shared/text/fold.h"
#include "shared/text/region_tree.h"

namespace kedang {
namespace {

struct Spelling {
  std::string_view text;
  RegionCode code;
};
constexpr Spelling kForeignNames[] = {
    {"harbin", 230100}, {"hohhot", 150100}, {"hongkong", 810000}, {"innermongolia", 150000},
    {"lhasa", 540100},  {"macao", 820000},  {"macau", 820000},    {"taipei", 710100},
    {"tibet", 540000},  {"urumqi", 650100}, {"xizang", 540000},   {"kashgar", 653100},
};

bool IsSeparator(char c) { return std::string_view(" ,/\\-_>|.;:").find(c) != std::string_view::npos; }

bool StartsWith(std::string_view text, std::string_view head) { return text.substr(0, head.size()) == head; }

// "上海路" is a street, no city.
bool IsStreetNext(std::string_view rest) {
  for (const std::string_view word : {"路", "街", "道", "大道", "大街", "东路", "西路", "南路", "北路", "中路", "巷"}) {
    if (StartsWith(rest, word)) return true;
  }
  return false;
}

}  // namespace

class RegionResolver {
 public:
  explicit RegionResolver(const RegionTree& tree) : tree_(tree) {}

  RegionMatch Run(std::string_view source) const {
    if (IsPlainFolded(source)) return Match(source, nullptr);
    const FoldedText folded = FoldWithOffsets(source);
    return Match(folded.text, &folded.offset);
  }

 private:
  using Indices = std::vector<std::uint32_t>;

  // `offset` says where the bytes of the text come from; null: they are the source's.
  RegionMatch Match(std::string_view text, const std::vector<std::uint32_t>* offset) const {
    RegionMatch match;
    if (text.empty()) return match;
    std::size_t used = 0;
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      if (const Region* region = tree_.FindText(text)) match.codes.push_back(region->code);
      used = text.size();
    } else if (static_cast<unsigned char>(text[0]) < 0x80) {
      match.codes = ByPinyin(text);
      used = text.size();
    } else {
      match.codes = ByNames(text, used, match.former);
    }
    match.length = match.codes.empty() ? 0 : offset == nullptr ? used : (*offset)[used];
    return match;
  }

  const Region& At(std::uint32_t index) const { return tree_.regions_[index]; }

  static std::pair<std::vector<RegionTree::Name>::const_iterator, std::vector<RegionTree::Name>::const_iterator> Equal(
      const std::vector<RegionTree::Name>& names, std::string_view text) {
    struct Less {
      bool operator()(const RegionTree::Name& a, std::string_view b) const { return a.text < b; }
      bool operator()(std::string_view a, const RegionTree::Name& b) const { return a < b.text; }
    };
    return std::equal_range(names.begin(), names.end(), text, Less());
  }

  bool IsWithinAny(std::uint32_t index, const Indices& uppers) const {
    if (uppers.empty()) return true;
    return std::any_of(uppers.begin(), uppers.end(), [&](std::uint32_t upper) {
      return index != upper && tree_.IsWithin(At(index), At(upper).code);
    });
  }

  std::vector<RegionCode> ByNames(std::string_view text, std::size_t& used, RegionCode& former) const {
    Indices found;
    std::size_t position = 0;
    for (const std::string_view country : {"中华人民共和国", "中国"}) {
      if (StartsWith(text, country)) {
        position = country.size();
        break;
      }
    }
    while (position < text.size()) {
      while (position < text.size() && IsSeparator(text[position])) ++position;
      std::size_t length = 0;
      Indices next = LongestNameAt(text, position, found, length);
      if (next.empty()) break;
      position += length;
      used = position;
      found = std::move(next);
      if (At(found[0]).level == RegionLevel::kDistrict) break;
    }
    if (found.size() == 1 && At(found[0]).is_retired && At(found[0]).successor != 0) former = At(found[0]).code;
    return ToCodes(found);
  }

  static bool IsPrefix(const std::string& name, std::string_view text) {
    // The last byte tells most of them apart.
    return name.size() <= text.size() && text[name.size() - 1] == name.back() && StartsWith(text, name);
  }

  // Places in names_, the second behind the last.
  using Places = std::pair<std::ptrdiff_t, std::ptrdiff_t>;

  // The names whose heads are from `low` to `high`.
  Places NamesBetween(std::uint64_t low, std::uint64_t high) const {
    const std::vector<std::uint64_t>& heads = tree_.heads_;
    const auto first = std::lower_bound(heads.begin(), heads.end(), low);
    auto last = first;
    while (last != heads.end() && *last <= high) ++last;
    return {first - heads.begin(), last - heads.begin()};
  }

  // The divisions within `uppers` whose name is the longest that starts at `position`.
  Indices LongestNameAt(std::string_view text, std::size_t position, const Indices& uppers, std::size_t& length) const {
    const std::string_view rest = text.substr(position);
    constexpr std::uint64_t kBehindHead = ~std::uint64_t{0} >> (8 * RegionTree::kHeadSize);
    const std::uint64_t head = RegionTree::HeadOf(rest);
    Indices found = LongestOf(NamesBetween(head & ~kBehindHead, head | kBehindHead), rest, uppers, length);
    if (!found.empty() || !tree_.has_tiny_names_) return found;
    for (std::size_t size = std::min(RegionTree::kHeadSize - 1, rest.size()); size > 0 && found.empty(); --size) {
      const std::uint64_t tiny = RegionTree::HeadOf(rest.substr(0, size));
      found = LongestOf(NamesBetween(tiny, tiny), rest, uppers, length);
    }
    return found;
  }

  // The same among the names at these places.
  Indices LongestOf(Places places, std::string_view rest, const Indices& uppers, std::size_t& length) const {
    const auto begin = tree_.names_.begin();
    for (auto [first, last] = places; first < last;) {
      // Sorted by text, so a prefix's longer forms follow it: the longest are at the back.
      while (first < last && !IsPrefix(begin[last - 1].text, rest)) --last;
      if (first == last) break;
      length = begin[last - 1].text.size();
      Indices full, shortened;
      for (; first < last && begin[last - 1].text.size() == length && IsPrefix(begin[last - 1].text, rest); --last) {
        const RegionTree::Name& found = begin[last - 1];
        if (IsWithinAny(found.index, uppers)) (found.is_short ? shortened : full).push_back(found.index);
      }
      std::sort(full.begin(), full.end());
      std::sort(shortened.begin(), shortened.end());
      const std::string_view behind = rest.substr(length);
      if (!shortened.empty() && IsStreetNext(behind)) shortened.clear();
      // A district's bare name at the start of a longer text ("新华书店") is more likely a word.
      if (uppers.empty() && !behind.empty()) {
        shortened.erase(std::remove_if(shortened.begin(), shortened.end(),
                                       [&](std::uint32_t i) { return At(i).level == RegionLevel::kDistrict; }),
                        shortened.end());
      }
      Indices best = Preferred(full.empty() ? std::move(shortened) : std::move(full), rest.substr(0, length));
      if (!best.empty()) return best;
    }
    return {};
  }

  // Divisions in use before retired ones, and of one bare name's levels the highest.
  Indices Preferred(Indices indices, std::string_view name) const {
    if (indices.size() < 2) return indices;
    const auto keep = [&](const auto& is_wanted) {
      Indices kept;
      for (const std::uint32_t index : indices) {
        if (is_wanted(At(index))) kept.push_back(index);
      }
      if (!kept.empty()) indices.swap(kept);
    };
    keep([](const Region& region) { return !region.is_retired; });
    // 朝阳 is as often the district of 北京 as the city in 辽宁.
    if (name == "朝阳") return indices;
    for (const RegionLevel level : {RegionLevel::kDistrict, RegionLevel::kCity}) {
      keep([&](const Region& region) { return region.level < level; });
    }
    return indices;
  }

  std::vector<RegionCode> ToCodes(const Indices& indices) const {
    std::vector<RegionCode> codes;
    for (const std::uint32_t index : indices) {
      const Region& region = At(index);
      const RegionCode code = region.is_retired && region.successor != 0 ? region.successor : region.code;
      if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    }
    return codes;
  }

  Indices ByOnePinyin(const std::string& word) const {
    Indices indices;
    for (const Spelling& foreign : kForeignNames) {
      const Region* region = foreign.text == word ? tree_.Find(foreign.code) : nullptr;
      if (region != nullptr) return {static_cast<std::uint32_t>(region - tree_.regions_.data())};
    }
    const auto range = Equal(tree_.pinyin_names_, word);
    for (auto name = range.first; name != range.second; ++name) indices.push_back(name->index);
    return Preferred(std::move(indices), word);
  }

  // "Hangzhou", "Xi'an", "Zhejiang Hangzhou", "Hangzhou, Zhejiang, China", "Binjiang District, Hangzhou City".
  std::vector<RegionCode> ByPinyin(std::string_view text) const {
    std::vector<std::string> words(1);
    for (const char c : text) {
      if (c >= 'a' && c <= 'z') {
        words.back() += c;
      } else if (c != '\'' && !words.back().empty()) {
        words.emplace_back();
      }
    }
    const auto is_filler = [](const std::string& word) {
      for (const std::string_view filler :
           {"", "china", "prc", "city", "province", "district", "county", "prefecture"}) {
        if (word == filler) return true;
      }
      return false;
    };
    words.erase(std::remove_if(words.begin(), words.end(), is_filler), words.end());
    std::string joined;
    for (const std::string& word : words) joined += word;
    Indices found = ByOnePinyin(joined);
    if (!found.empty() || words.size() < 2) return ToCodes(found);
    // Each word names a level; order differs by habit, so the lower of two always lies within the other.
    for (const std::string& word : words) {
      const Indices named = AllByPinyin(word);
      if (named.empty()) return {};
      if (found.empty()) {
        found = named;
        continue;
      }
      Indices lower;
      for (const std::uint32_t index : named) {
        if (IsWithinAny(index, found)) lower.push_back(index);
      }
      for (const std::uint32_t index : found) {
        if (lower.empty() || At(lower[0]).level == At(index).level) {
          if (IsWithinAny(index, named)) lower.push_back(index);
        }
      }
      if (lower.empty()) return {};
      found = std::move(lower);
    }
    return ToCodes(found);
  }

  Indices AllByPinyin(const std::string& word) const {
    Indices indices;
    const auto range = Equal(tree_.pinyin_names_, word);
    for (auto name = range.first; name != range.second; ++name) indices.push_back(name->index);
    return indices;
  }

  const RegionTree& tree_;
};

RegionMatch RegionTree::Resolve(std::string_view text) const { return RegionResolver(*this).Run(text); }

}  // namespace kedang
