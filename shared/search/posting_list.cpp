#include "shared/search/posting_list.h"

#include <cstring>

namespace kedang {
namespace {

// A list begins with a byte for its form and two for the count, less one.
enum Form : std::uint8_t { kNumbers, kGaps, kBits, kMarked };
constexpr std::size_t kHead = 3;
// From so many rows on bits are read several times as fast as gaps, for three times the room at most.
constexpr std::size_t kManyRows = 2'048;
// A gap of this byte goes on in the next one.
constexpr std::uint32_t kLongGap = 255;

std::size_t GapBytes(std::span<const std::uint16_t> rows) {
  std::size_t size = 0;
  std::int32_t last = -1;
  for (const std::uint16_t row : rows) {
    size += static_cast<std::size_t>(row - last - 1) / kLongGap + 1;
    last = row;
  }
  return size;
}

void AppendHead(Form form, std::size_t count, std::string& bytes) {
  bytes.push_back(static_cast<char>(form));
  bytes.push_back(static_cast<char>((count - 1) & 0xFF));
  bytes.push_back(static_cast<char>((count - 1) >> 8));
}

void AppendGap(std::uint32_t gap, std::string& bytes) {
  for (; gap >= kLongGap; gap -= kLongGap) bytes.push_back(static_cast<char>(kLongGap));
  bytes.push_back(static_cast<char>(gap));
}

std::size_t CountOf(const std::uint8_t* bytes) { return std::size_t{bytes[1]} + (std::size_t{bytes[2]} << 8) + 1; }

// Visits row and mark of a list with marks.
template <typename Visit>
void ReadMarked(const std::uint8_t* bytes, Visit visit) {
  std::size_t count = CountOf(bytes);
  std::uint32_t row = 0;
  for (bytes += kHead; count > 0; ++bytes) {
    row += *bytes;
    if (*bytes == kLongGap) continue;
    visit(row, *++bytes);
    --count;
  }
}

}  // namespace

void AppendPostings(std::span<const std::uint16_t> rows, std::string& bytes) {
  if (rows.empty()) return;
  const std::size_t gap_bytes = GapBytes(rows);
  const std::size_t number_bytes = rows.size() * 2;
  constexpr std::size_t kBitBytes = kSegmentRows / 8;
  const Form form = rows.size() >= kManyRows ? kBits : number_bytes <= gap_bytes ? kNumbers : kGaps;
  AppendHead(form, rows.size(), bytes);
  if (form == kBits) {
    const std::size_t begin = bytes.size();
    bytes.append(kBitBytes, '\0');
    for (const std::uint16_t row : rows) {
      bytes[begin + row / 8] = static_cast<char>(static_cast<std::uint8_t>(bytes[begin + row / 8]) | 1u << (row % 8));
    }
    return;
  }
  std::int32_t last = -1;
  for (const std::uint16_t row : rows) {
    if (form == kNumbers) {
      bytes.push_back(static_cast<char>(row & 0xFF));
      bytes.push_back(static_cast<char>(row >> 8));
      continue;
    }
    AppendGap(static_cast<std::uint32_t>(row - last - 1), bytes);
    last = row;
  }
}

void AppendBlock(const Block& block, std::string& bytes) {
  std::size_t count = 0;
  for (const std::uint64_t word : block.words) count += static_cast<std::size_t>(__builtin_popcountll(word));
  if (count == 0) return;
  AppendHead(kBits, count, bytes);
  bytes.append(reinterpret_cast<const char*>(block.words.data()), sizeof block.words);
}

std::size_t CountPostings(const std::uint8_t* bytes) { return CountOf(bytes); }

void AppendMarkedPostings(std::span<const std::uint16_t> rows, std::span<const std::uint8_t> marks, std::string& bytes) {
  if (rows.empty()) return;
  AppendHead(kMarked, rows.size(), bytes);
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    AppendGap(rows[i] - last, bytes);
    bytes.push_back(static_cast<char>(marks[i]));
    last = rows[i];
  }
}

void AddMarkedPostings(const std::uint8_t* bytes, std::uint8_t mark, Block& block) {
  ReadMarked(bytes, [&](std::uint32_t row, std::uint8_t its) {
    if (its == mark) block.Add(row);
  });
}

void AddPostings(const std::uint8_t* bytes, Block& block) {
  const auto form = static_cast<Form>(bytes[0]);
  if (form == kMarked) {
    ReadMarked(bytes, [&](std::uint32_t row, std::uint8_t) { block.Add(row); });
    return;
  }
  std::size_t count = CountOf(bytes);
  bytes += kHead;
  if (form == kBits) {
    for (std::size_t i = 0; i < Block::kWords; ++i, bytes += 8) {
      std::uint64_t word;
      std::memcpy(&word, bytes, sizeof word);  // written in the same order: rows of a list are little-endian
      block.words[i] |= word;
    }
    block.used.fill(~std::uint64_t{0});
    return;
  }
  if (form == kNumbers) {
    for (; count > 0; --count, bytes += 2) block.Add(static_cast<std::uint32_t>(bytes[0] | bytes[1] << 8));
    return;
  }
  std::uint32_t row = 0;
  for (; count > 0; ++bytes) {
    row += *bytes;
    if (*bytes == kLongGap) continue;
    block.Add(row++);
    --count;
  }
}

}  // namespace kedang
