#include "shared/match/match_table.h"

#include "shared/base/assert.h"

namespace kedang {

MatchTable::MatchTable(std::vector<MatchField> fields, const Lexicon* lexicon)
    : fields_(std::move(fields)), reader_(lexicon), filled_(fields_.size(), 0) {
  chunks_.emplace_back().reserve(kChunkWords);
  chunks_.back().emplace_back(0U, Part::kWhole);
  KEDANG_CHECK(fields_.size() <= kMostFields);
}

MatchRow MatchTable::Add(std::span<const std::string_view> columns) {
  const auto row = static_cast<MatchRow>(is_live_.size());
  is_live_.push_back(true);
  ++live_count_;
  cells_.resize(cells_.size() + fields_.size(), 0);
  Fill(row, columns);
  return row;
}

void MatchTable::Change(MatchRow row, std::span<const std::string_view> columns) {
  KEDANG_CHECK(row < is_live_.size());
  Clear(row);
  if (!is_live_[row]) ++live_count_;
  is_live_[row] = true;
  Fill(row, columns);
}

void MatchTable::Remove(MatchRow row) {
  KEDANG_CHECK(row < is_live_.size());
  Clear(row);
  if (is_live_[row]) --live_count_;
  is_live_[row] = false;
}

void MatchTable::Fill(MatchRow row, std::span<const std::string_view> columns) {
  for (std::size_t field = 0; field < fields_.size(); ++field) {
    texts_.clear();
    for (const std::size_t column : fields_[field].columns) {
      if (column < columns.size() && !columns[column].empty()) texts_.push_back(columns[column]);
    }
    if (texts_.empty()) continue;
    reader_.Read(fields_[field].kind, texts_, scratch_);
    if (scratch_.words.empty()) continue;
    // More words than any pool has that fits into memory.
    KEDANG_CHECK(chunks_.size() < 4095 && words_.size() + scratch_.words.size() < MatchWord::kLastWord);
    if (chunks_.back().size() + scratch_.words.size() + 1 > kChunkWords) chunks_.emplace_back().reserve(kChunkWords);
    std::vector<MatchWord>& chunk = chunks_.back();
    cells_[row * fields_.size() + field] =
        static_cast<std::uint32_t>((chunks_.size() - 1) * kChunkWords + chunk.size());
    chunk.emplace_back(static_cast<std::uint32_t>(scratch_.words.size()), Part::kWhole);
    for (const auto& [part, text] : scratch_.words) {
      // A whole is counted apart from the word of the same text.
      const auto space = static_cast<std::uint8_t>(field);
      chunk.emplace_back(words_.Intern(space, part == Part::kWhole ? "\x01" + text : text), part);
    }
    Count(Cell(row, field), 1);
    ++filled_[field];
  }
}

// What was filled last gives its place back, so that one row can ask again and again.
void MatchTable::Clear(MatchRow row) {
  for (std::size_t field = fields_.size(); field-- > 0;) {
    const MatchCell cell = Cell(row, field);
    if (cell.empty()) continue;
    Count(cell, -1);
    --filled_[field];
    std::vector<MatchWord>& chunk = chunks_.back();
    if (cell.data() + cell.size() == chunk.data() + chunk.size()) chunk.erase(chunk.end() - static_cast<std::ptrdiff_t>(cell.size()) - 1, chunk.end());
    cells_[row * fields_.size() + field] = 0;
  }
}

void MatchTable::Count(MatchCell cell, std::int32_t change) {
  for (std::size_t i = 0; i < cell.size(); ++i) {
    bool is_first = true;
    for (std::size_t j = 0; j < i && is_first; ++j) is_first = cell[j].word != cell[i].word;
    if (is_first) words_.AddCount(cell[i].word, change);
  }
}

}  // namespace kedang
