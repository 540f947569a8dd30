#include "shared/sync/held_rows.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::uint16_t kList = 0, kRuns = 1, kBits = 2;
constexpr std::size_t kEntryBytes = 12;
constexpr std::size_t kBlockWords = 1024;
constexpr std::size_t kBlockBits = std::size_t{kBlockWords} * 64;
// A base is made anew when more than this many are otherwise, and more than one for each of so many bytes of it.
constexpr std::size_t kMostOther = 1024, kBytesPerOther = 16;

Error Damaged() { return Error{ErrorCode::kCorrupt, "held rows: damaged"}; }

std::uint16_t U16At(ByteSpan bytes, std::size_t index) { return ReadU16(bytes.subspan(index * 2, 2)); }

// The first of `count` ascending numbers, `step` apart in units of two bytes, that is greater than `wanted`.
std::size_t FirstAbove(ByteSpan bytes, std::size_t count, std::size_t step, std::uint16_t wanted) {
  std::size_t begin = 0;
  while (count > 0) {
    const std::size_t half = count / 2;
    if (U16At(bytes, (begin + half) * step) <= wanted) {
      begin += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return begin;
}

// The smallest form of a block.
std::uint16_t PackBlock(const std::vector<std::uint64_t>& words, std::size_t members, Bytes& out) {
  std::vector<std::pair<std::uint16_t, std::uint16_t>> runs;
  const std::size_t most_runs = std::min(members, kBlockWords * 8 / 4);
  for (std::size_t bit = 0; bit < kBlockBits && runs.size() <= most_runs;) {
    const std::uint64_t word = words[bit >> 6] >> (bit & 63);
    if (word == 0) {
      bit = (bit | 63) + 1;
      continue;
    }
    bit += static_cast<std::size_t>(__builtin_ctzll(word));
    const std::size_t first = bit;
    while (bit < kBlockBits) {
      const std::uint64_t rest = ~words[bit >> 6] >> (bit & 63);
      if (rest != 0) {
        const std::size_t ones = static_cast<std::size_t>(__builtin_ctzll(rest));
        const std::size_t left = 64 - (bit & 63);
        bit += std::min(ones, left);
        if (ones < left) break;
      } else {
        bit = (bit | 63) + 1;
      }
    }
    runs.emplace_back(static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(bit - 1));
  }
  const std::size_t list_bytes = members * 2, bits_bytes = kBlockWords * 8;
  if (runs.size() <= most_runs && runs.size() * 4 <= std::min(list_bytes, bits_bytes)) {
    for (const auto& [first, last] : runs) {
      AppendU16(first, out);
      AppendU16(last, out);
    }
    return kRuns;
  }
  if (list_bytes <= bits_bytes) {
    for (std::size_t i = 0; i < kBlockWords; ++i) {
      for (std::uint64_t word = words[i]; word != 0; word &= word - 1) {
        AppendU16(static_cast<std::uint16_t>(i * 64 + static_cast<std::size_t>(__builtin_ctzll(word))), out);
      }
    }
    return kList;
  }
  for (const std::uint64_t word : words) AppendU64(word, out);
  return kBits;
}

// Makes a base of ascending numbers.
class BasePacker {
 public:
  void Add(RowNumber number) {
    if (number >> 16 != block_) FinishBlock();
    block_ = number >> 16;
    std::uint64_t& word = words_[(number & 0xFFFF) >> 6];
    const std::uint64_t bit = std::uint64_t{1} << (number & 63);
    members_ += (word & bit) == 0 ? 1 : 0;
    word |= bit;
  }

  Bytes Finish() {
    FinishBlock();
    Bytes packed;
    AppendU32(static_cast<std::uint32_t>(entries_.size()), packed);
    const std::size_t start = 4 + entries_.size() * kEntryBytes;
    for (const Entry& entry : entries_) {
      AppendU16(static_cast<std::uint16_t>(entry.block), packed);
      AppendU16(entry.form, packed);
      AppendU32(static_cast<std::uint32_t>(entry.members), packed);
      AppendU32(static_cast<std::uint32_t>(start + entry.offset), packed);
    }
    packed.insert(packed.end(), body_.begin(), body_.end());
    return packed;
  }

 private:
  struct Entry {
    std::uint32_t block;
    std::uint16_t form;
    std::size_t members, offset;
  };

  void FinishBlock() {
    if (members_ == 0) return;
    const std::size_t offset = body_.size();
    const std::uint16_t form = PackBlock(words_, members_, body_);
    entries_.push_back(Entry{block_, form, members_, offset});
    words_.assign(kBlockWords, 0);
    members_ = 0;
  }

  std::vector<Entry> entries_;
  Bytes body_;
  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(kBlockWords, 0);
  std::size_t members_ = 0;
  std::uint32_t block_ = 0;
};

}  // namespace

Result<HeldRows> HeldRows::Read(std::shared_ptr<const Bytes> base, ByteSpan other) {
  HeldRows rows;
  if (base) {
    if (base->size() < 4) return Damaged();
    const std::size_t count = ReadU32(*base);
    if (count > 0x10000 || base->size() < 4 + count * kEntryBytes) return Damaged();
    std::size_t at = 4 + count * kEntryBytes;
    for (std::size_t i = 0; i < count; ++i) {
      const ByteSpan entry = ByteSpan(*base).subspan(4 + i * kEntryBytes, kEntryBytes);
      const std::size_t form = ReadU16(entry.subspan(2)), members = ReadU32(entry.subspan(4)), offset = ReadU32(entry.subspan(8));
      const std::size_t end = i + 1 < count ? ReadU32(ByteSpan(*base).subspan(4 + (i + 1) * kEntryBytes + 8, 4)) : base->size();
      const bool ascends = i == 0 || ReadU16(entry) > ReadU16(ByteSpan(*base).subspan(4 + (i - 1) * kEntryBytes, 2));
      if (!ascends || offset != at || end < offset || end > base->size() || members == 0 || members > kBlockBits) return Damaged();
      const std::size_t size = end - offset;
      const bool fits = form == kList ? size == members * 2 : form == kRuns ? size % 4 == 0 && size > 0 : form == kBits && size == kBlockWords * 8;
      if (!fits) return Damaged();
      at = end;
    }
    if (at != base->size()) return Damaged();
  }
  rows.base_ = std::move(base);
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < other.size();) {
    const auto step = ReadVarint(other, at);
    if (!step || *step > 0xFFFFFFFF || (!rows.other_.empty() && *step == 0)) return Damaged();
    number += *step;
    if (number > 0xFFFFFFFF) return Damaged();
    rows.other_.insert(rows.other_.end(), static_cast<RowNumber>(number));
  }
  return rows;
}

HeldRows::Block HeldRows::BlockAt(std::size_t index) const {
  const ByteSpan all(*base_);
  const ByteSpan entry = all.subspan(4 + index * kEntryBytes, kEntryBytes);
  const std::size_t offset = ReadU32(entry.subspan(8));
  const std::size_t end = index + 1 < BlockCount() ? ReadU32(all.subspan(4 + (index + 1) * kEntryBytes + 8, 4)) : all.size();
  return {ReadU16(entry), ReadU16(entry.subspan(2)), ReadU32(entry.subspan(4)), all.subspan(offset, end - offset)};
}

bool HeldRows::InBase(RowNumber number) const {
  std::size_t begin = 0, count = BlockCount();
  const std::uint32_t wanted = number >> 16;
  while (count > 0) {
    const std::size_t half = count / 2;
    if (ReadU16(ByteSpan(*base_).subspan(4 + (begin + half) * kEntryBytes, 2)) < wanted) {
      begin += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  if (begin == BlockCount()) return false;
  const Block block = BlockAt(begin);
  if (block.number != wanted) return false;
  const auto low = static_cast<std::uint16_t>(number);
  if (block.form == kBits) return (block.bytes[low >> 3] >> (low & 7) & 1) != 0;
  const std::size_t step = block.form == kRuns ? 2 : 1;
  const std::size_t above = FirstAbove(block.bytes, block.bytes.size() / (step * 2), step, low);
  if (above == 0) return false;
  return block.form == kRuns ? U16At(block.bytes, (above - 1) * 2 + 1) >= low : U16At(block.bytes, above - 1) == low;
}

bool HeldRows::Has(RowNumber number) const { return InBase(number) != (other_.count(number) != 0); }

bool HeldRows::Set(RowNumber number, bool is_member) {
  if (Has(number) == is_member) return false;
  if (other_.erase(number) == 0) other_.insert(number);
  return true;
}

std::size_t HeldRows::Count(RowNumber begin, RowNumber end) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < BlockCount(); ++i) {
    const ByteSpan entry = ByteSpan(*base_).subspan(4 + i * kEntryBytes, kEntryBytes);
    const RowNumber first = static_cast<RowNumber>(ReadU16(entry)) << 16;
    if (first >= begin && (end == 0 || first < end)) count += ReadU32(entry.subspan(4));
  }
  for (auto number = other_.lower_bound(begin); number != other_.end() && (end == 0 || *number < end); ++number) {
    InBase(*number) ? --count : ++count;
  }
  return count;
}

void HeldRows::Unpack(const Block& block, Words& words) {
  const auto add = [&words](std::size_t bit) { words[bit >> 6] |= std::uint64_t{1} << (bit & 63); };
  switch (block.form) {
    case kBits:
      for (std::size_t i = 0; i < kBlockWords; ++i) words[i] = ReadU64(block.bytes.subspan(i * 8, 8));
      break;
    case kRuns:
      for (std::size_t i = 0; i < block.bytes.size() / 4; ++i) {
        for (std::size_t bit = U16At(block.bytes, i * 2); bit <= U16At(block.bytes, i * 2 + 1); ++bit) add(bit);
      }
      break;
    default:
      for (std::size_t i = 0; i < block.bytes.size() / 2; ++i) add(U16At(block.bytes, i));
  }
}

void HeldRows::ForEach(const std::function<bool(RowNumber)>& visit, RowNumber begin) const {
  std::size_t index = 0;
  while (index < BlockCount() && BlockAt(index).number < begin >> 16) ++index;
  auto changed = other_.lower_bound(begin & 0xFFFF0000u);
  Words words;
  while (index < BlockCount() || changed != other_.end()) {
    std::uint32_t number = changed != other_.end() ? *changed >> 16 : 0xFFFF;
    if (index < BlockCount()) number = std::min<std::uint32_t>(number, BlockAt(index).number);
    words.assign(kBlockWords, 0);
    if (index < BlockCount() && BlockAt(index).number == number) Unpack(BlockAt(index++), words);
    for (; changed != other_.end() && *changed >> 16 == number; ++changed) {
      words[(*changed & 0xFFFF) >> 6] ^= std::uint64_t{1} << (*changed & 63);
    }
    for (std::size_t i = 0; i < kBlockWords; ++i) {
      for (std::uint64_t word = words[i]; word != 0; word &= word - 1) {
        const RowNumber row = (number << 16) + static_cast<RowNumber>(i * 64) + static_cast<RowNumber>(__builtin_ctzll(word));
        if (row >= begin && !visit(row)) return;
      }
    }
  }
}

HeldRows HeldRows::Of(std::vector<RowNumber> numbers) {
  std::sort(numbers.begin(), numbers.end());
  BasePacker packer;
  for (const RowNumber number : numbers) packer.Add(number);
  HeldRows rows;
  rows.base_ = std::make_shared<const Bytes>(packer.Finish());
  return rows;
}

void HeldRows::Pack() {
  BasePacker packer;
  ForEach([&packer](RowNumber number) {
    packer.Add(number);
    return true;
  });
  base_ = std::make_shared<const Bytes>(packer.Finish());
  other_.clear();
}

void HeldRows::Tidy() {
  if (other_.size() > kMostOther && other_.size() > (base_ ? base_->size() / kBytesPerOther : 0)) Pack();
}

Bytes HeldRows::Other() const {
  Bytes out;
  RowNumber last = 0;
  for (const RowNumber number : other_) {
    AppendVarint(number - last, out);
    last = number;
  }
  return out;
}

}  // namespace kedang
