// The records that are matched, prepared: per record and field the words of the cell, by number. Rows are numbered in the
// order they are added; a removed row keeps its number and has no cells.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "shared/match/cell_reader.h"
#include "shared/match/match_field.h"
#include "shared/match/word_table.h"

namespace kedang {

using MatchRow = std::uint32_t;

// In four bytes: there are millions of them.
struct MatchWord {
  MatchWord(WordId word_id, Part word_part) : word(word_id & kLastWord), part(word_part) {}

  static constexpr std::uint32_t kLastWord = (1U << 28) - 1;
  std::uint32_t word : 28;
  Part part : 4;
};
static_assert(sizeof(MatchWord) == 4);

// The words of a cell: the whole first. Empty: missing.
using MatchCell = std::span<const MatchWord>;

class MatchTable {
 public:
  static constexpr std::size_t kMostFields = 250;

  // At most 250 fields. `lexicon` may be null and must outlive the table.
  MatchTable(std::vector<MatchField> fields, const Lexicon* lexicon);

  // `columns` are a record's cells, as the fields number them; missing ones at the end are empty.
  MatchRow Add(std::span<const std::string_view> columns);
  // Precondition: row < size().
  void Change(MatchRow row, std::span<const std::string_view> columns);
  void Remove(MatchRow row);

  MatchCell Cell(MatchRow row, std::size_t field) const {
    const std::uint32_t begin = cells_[row * fields_.size() + field];
    const MatchWord* const words = &chunks_[begin / kChunkWords][begin % kChunkWords];
    return {words + 1, words->word};
  }
  bool IsLive(MatchRow row) const { return is_live_[row]; }
  // Rows given out so far, removed ones included.
  std::size_t size() const { return is_live_.size(); }
  std::size_t live_count() const { return live_count_; }
  const std::vector<MatchField>& fields() const { return fields_; }
  const WordTable& words() const { return words_; }
  // How many cells of the field hold something.
  std::uint32_t FilledCount(std::size_t field) const { return filled_[field]; }
  const CellReader& reader() const { return reader_; }

 private:
  void Fill(MatchRow row, std::span<const std::string_view> columns);
  void Clear(MatchRow row);
  // Each word of a cell counts once.
  void Count(MatchCell cell, std::int32_t change);

  std::vector<MatchField> fields_;
  CellReader reader_;
  WordTable words_;
  static constexpr std::uint32_t kChunkWords = 1U << 20;

  // A cell is its length, then its words, all in one chunk; the cell at 0 is the empty one. In chunks, so that growing
  // never holds everything twice.
  std::vector<std::vector<MatchWord>> chunks_;
  std::vector<std::uint32_t> cells_;  // row by row, where the cell of each field begins
  std::vector<bool> is_live_;
  std::vector<std::uint32_t> filled_;
  std::size_t live_count_ = 0;
  CellWords scratch_;
  std::vector<std::string_view> texts_;
};

}  // namespace kedang
