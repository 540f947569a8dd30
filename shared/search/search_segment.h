// SearchSegment: the texts of up to 65,536 rows of an index and what they hold. Rows that were set since it was built wait as
// they are and are looked through one by one; SegmentBuilder makes a new base of all of them, in slices.
//
// A record's text is kept in three zones: name-like fields; other values with anything but ASCII; other values of ASCII
// only, where a letter is a letter and no pinyin is read. In each zone a value is its field's mark, then its symbols or an
// ending by number.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/search/ending_rows.h"
#include "shared/search/ending_table.h"
#include "shared/search/matcher.h"
#include "shared/search/pair_postings.h"
#include "shared/search/posting_list.h"
#include "shared/search/symbol_table.h"

namespace kedang {

enum Zone : std::size_t { kNameZone, kTextZone, kAsciiZone };
inline constexpr std::size_t kZones = 3;

// The texts of one row's zones, in one piece of memory.
class ZoneTexts {
 public:
  explicit ZoneTexts(const std::array<std::string, kZones>& texts);
  std::string_view Of(std::size_t zone) const {
    const std::size_t begin = zone == 0 ? 0 : end_[zone - 1];
    return std::string_view(bytes_).substr(begin, end_[zone] - begin);
  }
  std::size_t memory_bytes() const { return sizeof *this + bytes_.capacity(); }

 private:
  std::string bytes_;
  std::array<std::uint32_t, kZones> end_;
};

// Texts of rows one behind the other; a length is a byte, where they begin is kept for every sixteenth.
class RowTexts {
 public:
  // Rows ascending; rows left out are empty.
  void Append(std::uint32_t row, std::string_view text);
  // Gives back what was reserved for more.
  void Trim();
  std::span<const std::uint8_t> Of(std::uint32_t row) const;
  std::size_t memory_bytes() const { return bytes_.capacity() + lengths_.capacity() + begin_.capacity() * 4 + long_.size() * 32; }

 private:
  static constexpr std::uint32_t kGroup = 16;
  static constexpr std::uint8_t kLong = 255;

  std::string bytes_;
  std::vector<std::uint8_t> lengths_;
  std::vector<std::uint32_t> begin_;
  std::unordered_map<std::uint32_t, std::uint32_t> long_;
};

class SearchSegment {
 public:
  void Set(std::uint32_t row, const std::array<std::string, kZones>& texts);
  void Remove(std::uint32_t row);

  // Rows of the base that are as they were, and rows that wait.
  const Block& live() const { return live_; }
  const Block& waiting() const { return waiting_; }
  std::size_t waiting_count() const { return waiting_count_; }
  std::size_t base_count() const { return base_count_; }
  const PairPostings& postings(std::size_t zone) const { return postings_[zone]; }
  const EndingRows& ending_rows(std::size_t zone) const { return ending_rows_[zone]; }
  // The row's text in a zone, wherever it is kept; empty when there is none.
  std::span<const std::uint8_t> TextOf(std::uint32_t row, std::size_t zone) const;
  std::size_t memory_bytes() const;

 private:
  friend class SegmentBuilder;

  Block live_;
  Block waiting_;
  Block changed_;  // since a builder began
  std::size_t base_count_ = 0;
  std::size_t waiting_count_ = 0;
  std::array<RowTexts, kZones> texts_;
  std::array<PairPostings, kZones> postings_;
  std::array<EndingRows, kZones> ending_rows_;
  std::vector<std::unique_ptr<ZoneTexts>> waiting_texts_;  // by row; empty when nothing waits
};

class SegmentBuilder {
 public:
  // All by reference. Learns endings of a sample first.
  SegmentBuilder(SearchSegment& segment, const Matcher& matcher, const SymbolTable& symbols, EndingTable& endings);

  // About `max_rows` rows of work; true when the segment has its new base.
  bool Step(std::size_t max_rows);
  const SearchSegment* segment() const { return &segment_; }

 private:
  void Learn();
  void AddRow(std::uint32_t row);
  void AddValue(std::size_t zone, std::span<const std::uint8_t> text);
  void Replace();

  SearchSegment& segment_;
  const Matcher& matcher_;
  const SymbolTable& symbols_;
  EndingTable& endings_;
  std::uint32_t next_row_ = 0;
  std::size_t next_zone_ = 0;
  Block rows_;
  std::size_t count_ = 0;
  std::array<RowTexts, kZones> texts_;
  std::array<PairPostingsBuilder, kZones> builders_;
  std::vector<Symbol> value_;
  std::vector<std::size_t> value_at_;  // where each begins in the text; none of those spelled out of an ending
  Symbol mark_ = 0;
  std::string bytes_;
};

// Symbols of a text, endings spelled out, marks included.
void SpellOut(std::span<const std::uint8_t> text, const SymbolTable& symbols, const EndingTable& endings, std::u32string& out);

}  // namespace kedang
