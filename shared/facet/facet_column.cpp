#include "shared/facet/facet_column.h"

#include <algorithm>
#include <cstring>

#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kBlockRows = 4096;
constexpr std::size_t kBlockWords = kBlockRows / 64;
// From so many rows of 64 on, going through all is faster than finding them one by one.
constexpr int kManyOfWord = 20;
// Four rows next to each other count in different tables: the same counter twice in a row would have to wait for itself.
constexpr std::size_t kTables = 4;

template <typename Code>
void CountWord(const Code* codes, std::uint64_t word, std::uint32_t* tables, std::size_t size) {
  if (word == ~std::uint64_t{0}) {
    for (std::size_t i = 0; i < 64; i += kTables) {
      ++tables[codes[i]];
      ++tables[size + codes[i + 1]];
      ++tables[2 * size + codes[i + 2]];
      ++tables[3 * size + codes[i + 3]];
    }
  } else if (__builtin_popcountll(word) >= kManyOfWord) {
    // Rows that are not meant count for code 0, which nobody asks for.
    for (std::size_t i = 0; i < 64; i += kTables) {
      const auto bits = static_cast<std::uint32_t>(word >> i);
      ++tables[codes[i] & (0u - (bits & 1))];
      ++tables[size + (codes[i + 1] & (0u - (bits >> 1 & 1)))];
      ++tables[2 * size + (codes[i + 2] & (0u - (bits >> 2 & 1)))];
      ++tables[3 * size + (codes[i + 3] & (0u - (bits >> 3 & 1)))];
    }
  } else {
    for (; word != 0; word &= word - 1) ++tables[codes[static_cast<std::size_t>(__builtin_ctzll(word))]];
  }
}

template <typename Code>
void CountBlock(const std::uint8_t* block, const std::uint64_t* words, const std::uint64_t* but_of, std::size_t count,
                std::uint32_t* tables, std::size_t size) {
  const auto* codes = reinterpret_cast<const Code*>(block);
  for (std::size_t w = 0; w < count; ++w) {
    const std::uint64_t word = but_of != nullptr ? but_of[w] & ~words[w] : words[w];
    if (word != 0) CountWord(codes + w * 64, word, tables, size);
  }
}

template <typename Code>
void MarkBlock(const std::uint8_t* block, const std::vector<std::uint8_t>& is_wanted, std::uint64_t* words, std::size_t count) {
  const auto* codes = reinterpret_cast<const Code*>(block);
  for (std::size_t w = 0; w < count; ++w) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < 64; ++i) word |= std::uint64_t{is_wanted[codes[w * 64 + i]]} << i;
    words[w] = word;
  }
}

template <typename Code>
Code ReadCode(const std::uint8_t* block, std::size_t place) {
  Code code;
  std::memcpy(&code, block + place * sizeof(Code), sizeof code);
  return code;
}

template <typename Code>
void WriteCode(std::uint8_t* block, std::size_t place, std::uint32_t value) {
  const auto code = static_cast<Code>(value);
  std::memcpy(block + place * sizeof(Code), &code, sizeof code);
}

std::uint64_t HashNodes(std::span<const std::uint32_t> nodes) {
  std::uint64_t hash = 0x9E3779B97F4A7C15u;
  for (const std::uint32_t node : nodes) hash = (hash ^ node) * 0xFF51AFD7ED558CCDu ^ hash >> 29;
  return hash;
}

std::size_t HashText(std::string_view text) {
  std::uint64_t hash = text.size() * 0x9E3779B97F4A7C15u;
  for (; text.size() > 8; text.remove_prefix(8)) {
    std::uint64_t chunk;
    std::memcpy(&chunk, text.data(), 8);
    hash = (hash ^ chunk) * 0xFF51AFD7ED558CCDu;
    hash ^= hash >> 32;
  }
  std::uint64_t chunk = 0;
  std::memcpy(&chunk, text.data(), text.size());
  hash = (hash ^ chunk) * 0xFF51AFD7ED558CCDu;
  return static_cast<std::size_t>(hash ^ hash >> 32);
}

std::uint32_t ReadAny(const std::uint8_t* block, std::size_t place, int width) {
  if (width == 1) return block[place];
  return width == 2 ? ReadCode<std::uint16_t>(block, place) : ReadCode<std::uint32_t>(block, place);
}

void WriteAny(std::uint8_t* block, std::size_t place, int width, std::uint32_t code) {
  if (width == 1) block[place] = static_cast<std::uint8_t>(code);
  else if (width == 2) WriteCode<std::uint16_t>(block, place, code);
  else WriteCode<std::uint32_t>(block, place, code);
}

std::string_view RegionAbove(const RegionTree& regions, std::string_view key, std::string& made) {
  const Region* region = regions.FindText(key);
  while (region != nullptr && region->parent != 0) {
    region = regions.Find(region->parent);
    if (region == nullptr || region->is_container) continue;
    made = std::to_string(region->code);
    return made;
  }
  return {};
}

}  // namespace

// ---- what rows have ----------------------------------------------------------------------------------------------------

void FacetColumn::Set(Row row, std::span<const std::string_view> values) {
  if (is_given_up_) return;
  Node few[8];
  std::vector<Node> many;
  std::size_t count = 0;
  Node* own = few;
  if (values.size() > std::size(few)) {
    many.resize(values.size());
    own = many.data();
  }
  for (const std::string_view value : values) {
    if (!value.empty()) own[count++] = NodeOf(value);
  }
  std::sort(own, own + count);
  count = static_cast<std::size_t>(std::unique(own, own + count) - own);
  const Code code = CodeOf({own, count});
  if (keys_.size() > kMostValues) {
    Compact();  // perhaps most of them are gone
    return keys_.size() + 2 * values.size() > kMostValues ? GiveUp() : Set(row, values);
  }
  Write(row, code);
}

void FacetColumn::Remove(Row row) {
  if (!is_given_up_ && At(row) != 0) Write(row, 0);
}

void FacetColumn::Clear() { *this = FacetColumn(tree_, *lexicon_); }

void FacetColumn::GiveUp() {
  Clear();
  is_given_up_ = true;
}

std::size_t FacetColumn::SlotOf(std::string_view key) const {
  const std::size_t last = slots_.size() - 1;
  std::size_t slot = HashText(key) & last;
  while (slots_[slot] != 0 && keys_[slots_[slot] - 1] != key) slot = (slot + 1) & last;
  return slot;
}

FacetColumn::Node FacetColumn::NodeOf(std::string_view key) {
  const std::size_t slot = SlotOf(key);
  if (slots_[slot] != 0) return slots_[slot] - 1;
  const auto node = static_cast<Node>(keys_.size());
  keys_.emplace_back(key);
  alone_.push_back(0);
  if (keys_.size() * 2 <= slots_.size()) {
    slots_[slot] = node + 1;
    return node;
  }
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t i = 0; i < keys_.size(); ++i) slots_[SlotOf(keys_[i])] = static_cast<Node>(i + 1);
  return node;
}

FacetColumn::Code FacetColumn::CodeOf(std::span<const Node> own) {
  if (own.empty()) return 1;
  if (own.size() == 1) {
    const Code code = alone_[own[0]];
    return code != 0 ? code : NewCode(own, 0);
  }
  const std::uint64_t hash = HashNodes(own);
  const auto [begin, end] = codes_.equal_range(hash);
  for (auto entry = begin; entry != end; ++entry) {
    const std::span<const Node> known = OwnOf(groups_[entry->second]);
    if (std::equal(own.begin(), own.end(), known.begin(), known.end())) return entry->second;
  }
  return NewCode(own, hash);
}

FacetColumn::Code FacetColumn::NewCode(std::span<const Node> own, std::uint64_t hash) {
  std::vector<Node> all(own.begin(), own.end());
  for (const Node node : own) AddAbove(node, all);
  const auto code = static_cast<Code>(groups_.size());
  groups_.push_back(Group{static_cast<std::uint32_t>(group_nodes_.size()), static_cast<std::uint32_t>(own.size()),
                          static_cast<std::uint32_t>(all.size()), 0});
  group_nodes_.insert(group_nodes_.end(), all.begin(), all.end());
  if (own.size() == 1) alone_[own[0]] = code;
  else codes_.emplace(hash, code);
  ++dead_groups_;  // until a row has it
  return code;
}

void FacetColumn::AddAbove(Node node, std::vector<Node>& all) {
  if (tree_ == FacetTree::kFlat) return;
  std::string made, key = keys_[node];
  for (;;) {
    std::string_view above;
    if (tree_ == FacetTree::kRegions) {
      above = RegionAbove(lexicon_->regions(), key, made);
    } else if (const Industry* industry = lexicon_->industries().Find(key)) {
      above = industry->parent;
    }
    if (above.empty()) return;
    const Node upper = NodeOf(above);
    if (std::find(all.begin(), all.end(), upper) == all.end()) all.push_back(upper);
    key = std::string(above);
  }
}

// ---- codes -------------------------------------------------------------------------------------------------------------

FacetColumn::Code FacetColumn::At(Row row) const {
  const std::size_t block = row / kBlockRows;
  if (block >= blocks_.size() || blocks_[block] == nullptr) return 0;
  return ReadAny(blocks_[block].get(), row % kBlockRows, width_);
}

void FacetColumn::Write(Row row, Code code) {
  if (code > 0xFFFF && width_ < 4) Widen(4);
  else if (code > 0xFF && width_ < 2) Widen(2);
  const std::size_t block = row / kBlockRows;
  if (block >= blocks_.size()) blocks_.resize(block + 1);
  if (blocks_[block] == nullptr) blocks_[block] = std::make_unique<std::uint8_t[]>(kBlockRows * static_cast<std::size_t>(width_));
  std::uint8_t* bytes = blocks_[block].get();
  const Code before = ReadAny(bytes, row % kBlockRows, width_);
  if (before == code) return;
  if (groups_[code].rows++ == 0 && code > 1) --dead_groups_;
  if (before != 0 && --groups_[before].rows == 0 && before > 1) ++dead_groups_;
  WriteAny(bytes, row % kBlockRows, width_, code);
  if (dead_groups_ > 256 && dead_groups_ > groups_.size() / 2) Compact();
}

void FacetColumn::Widen(int width) {
  for (Block& block : blocks_) {
    if (block == nullptr) continue;
    auto wider = std::make_unique<std::uint8_t[]>(kBlockRows * static_cast<std::size_t>(width));
    for (std::size_t i = 0; i < kBlockRows; ++i) WriteAny(wider.get(), i, width, ReadAny(block.get(), i, width_));
    block = std::move(wider);
  }
  width_ = width;
}

void FacetColumn::Compact() {
  FacetColumn made(tree_, *lexicon_);
  std::vector<Code> renamed(groups_.size());
  renamed[1] = 1;
  made.groups_[0] = groups_[0];
  made.groups_[1] = groups_[1];
  std::vector<Node> own;
  for (Code code = 2; code < groups_.size(); ++code) {
    const Group& group = groups_[code];
    if (group.rows == 0) continue;
    own.clear();
    for (const Node node : OwnOf(group)) own.push_back(made.NodeOf(keys_[node]));
    std::sort(own.begin(), own.end());
    renamed[code] = made.CodeOf(own);
    made.groups_[renamed[code]].rows = group.rows;
  }
  made.dead_groups_ = 0;
  made.blocks_ = std::move(blocks_);
  for (const Block& block : made.blocks_) {
    if (block == nullptr) continue;
    for (std::size_t i = 0; i < kBlockRows; ++i) WriteAny(block.get(), i, width_, renamed[ReadAny(block.get(), i, width_)]);
  }
  made.width_ = width_;
  *this = std::move(made);
}

std::size_t FacetColumn::memory_bytes() const {
  constexpr std::size_t kNode = sizeof(std::string) + sizeof(Code) + 3 * sizeof(Node);
  std::size_t bytes = blocks_.capacity() * sizeof(Block) + groups_.capacity() * sizeof(Group) +
                      group_nodes_.capacity() * sizeof(Node) + keys_.size() * kNode + codes_.size() * 5 * sizeof(void*);
  for (const Block& block : blocks_) bytes += block != nullptr ? kBlockRows * static_cast<std::size_t>(width_) : 0;
  return bytes;
}

// ---- counting ----------------------------------------------------------------------------------------------------------

// The codes of the rows in `rows`; or, with `but_of`, of the rows that are in that and not in `rows`.
void FacetColumn::Histogram(const RowSet& rows, const RowSet* but_of, std::vector<std::uint32_t>& counts) const {
  const std::size_t size = groups_.size();
  std::vector<std::uint32_t> tables(size * kTables);
  const RowSet& seen = but_of != nullptr ? *but_of : rows;
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    if (blocks_[block] == nullptr) continue;
    const std::size_t from = block * kBlockWords;
    if (from >= seen.words().size()) break;
    std::size_t count = std::min(kBlockWords, seen.words().size() - from);
    const std::uint64_t* words = rows.words().data() + from;
    const std::uint64_t* others = but_of != nullptr ? but_of->words().data() + from : nullptr;
    std::uint64_t padded[kBlockWords] = {};
    if (but_of != nullptr && rows.words().size() < from + count) {
      if (rows.words().size() > from) std::copy(rows.words().begin() + static_cast<std::ptrdiff_t>(from), rows.words().end(), padded);
      words = padded;
    }
    if (width_ == 1) CountBlock<std::uint8_t>(blocks_[block].get(), words, others, count, tables.data(), size);
    else if (width_ == 2) CountBlock<std::uint16_t>(blocks_[block].get(), words, others, count, tables.data(), size);
    else CountBlock<std::uint32_t>(blocks_[block].get(), words, others, count, tables.data(), size);
  }
  counts.assign(size, 0);
  for (std::size_t code = 0; code < size; ++code) {
    for (std::size_t table = 0; table < kTables; ++table) counts[code] += tables[table * size + code];
  }
}

std::vector<FacetCount> FacetColumn::Count(const RowSet& rows, const RowSet& members) const {
  std::vector<std::uint32_t> by_code;
  if (RowSet::CountBoth(rows, members) > members.Count() / 2) {
    Histogram(rows, &members, by_code);
    for (Code code = 1; code < groups_.size(); ++code) by_code[code] = groups_[code].rows - by_code[code];
  } else {
    Histogram(rows, nullptr, by_code);
  }
  std::vector<std::uint32_t> by_node(keys_.size());
  for (Code code = 2; code < groups_.size(); ++code) {
    if (by_code[code] == 0) continue;
    for (const Node node : AllOf(groups_[code])) by_node[node] += by_code[code];
  }
  std::vector<FacetCount> counts;
  if (by_code[1] > 0) counts.push_back({std::string_view(), by_code[1]});
  for (Node node = 0; node < keys_.size(); ++node) {
    if (by_node[node] > 0) counts.push_back({keys_[node], by_node[node]});
  }
  return counts;
}

void FacetColumn::AddAlike(std::vector<std::string_view>& keys) const {
  std::vector<std::string> wanted;
  for (const std::string_view key : keys) {
    if (!key.empty()) wanted.push_back(Fold(key));
  }
  if (wanted.empty()) return;
  std::sort(wanted.begin(), wanted.end());
  for (const std::string& key : keys_) {
    if (std::binary_search(wanted.begin(), wanted.end(), Fold(key))) keys.push_back(key);
  }
}

RowSet FacetColumn::RowsWith(std::span<const std::string_view> keys) const {
  std::vector<std::uint8_t> is_node(keys_.size());
  std::vector<std::uint8_t> is_wanted(groups_.size());
  for (const std::string_view key : keys) {
    if (key.empty()) is_wanted[1] = 1;
    const Node known = slots_[SlotOf(key)];
    if (known != 0) is_node[known - 1] = 1;
  }
  for (Code code = 2; code < groups_.size(); ++code) {
    for (const Node node : AllOf(groups_[code])) is_wanted[code] |= is_node[node];
  }
  RowSet rows(static_cast<Row>(blocks_.size() * kBlockRows));
  std::uint64_t* words = rows.MutableWords();
  for (std::size_t block = 0; block < blocks_.size(); ++block, words += kBlockWords) {
    if (blocks_[block] == nullptr) continue;
    if (width_ == 1) MarkBlock<std::uint8_t>(blocks_[block].get(), is_wanted, words, kBlockWords);
    else if (width_ == 2) MarkBlock<std::uint16_t>(blocks_[block].get(), is_wanted, words, kBlockWords);
    else MarkBlock<std::uint32_t>(blocks_[block].get(), is_wanted, words, kBlockWords);
  }
  return rows;
}

}  // namespace kedang
