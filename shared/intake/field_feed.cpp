#include "shared/intake/field_feed.h"

#include <algorithm>

namespace kedang {

FieldFeed::FieldFeed(const ColumnMapping& mapping, FieldId field) {
  std::vector<std::pair<std::uint8_t, MadeColumn>> feeding;
  const auto add = [&](const ColumnTarget& target, MadeColumn column) {
    if (target.field != field) return;
    feeding.emplace_back(target.part, std::move(column));
    is_as_typed_ = is_as_typed_ || target.is_as_typed;
  };
  for (std::uint32_t i = 0; i < mapping.columns.size(); ++i) add(mapping.columns[i], MadeColumn{{{i, ""}}, {}});
  for (const MadeTarget& made : mapping.made) add(made.target, made.column);
  std::stable_sort(feeding.begin(), feeding.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [part, column] : feeding) {
    for (const MadeColumn::Piece& piece : column.pieces) {
      if (std::find(columns_.begin(), columns_.end(), piece.column) == columns_.end()) columns_.push_back(piece.column);
    }
    made_.push_back(std::move(column));
  }
  const bool is_one = made_.size() == 1 && made_[0].pieces.size() == 1 && made_[0].cut.first == 0;
  if (is_one) made_.clear();
}

std::string_view FieldFeed::Text(std::span<const std::string_view> cells, std::string& buffer) const {
  if (made_.empty()) return !columns_.empty() && columns_[0] < cells.size() ? cells[columns_[0]] : std::string_view();
  if (made_.size() == 1) return made_[0].Text(cells, buffer);
  std::string joined, part;
  for (const MadeColumn& column : made_) {
    const std::string_view text = column.Text(cells, part);
    if (text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) continue;
    if (!joined.empty()) joined.push_back(' ');
    joined.append(text);
  }
  buffer = std::move(joined);
  return buffer;
}

}  // namespace kedang
