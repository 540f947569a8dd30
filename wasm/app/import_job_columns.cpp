// The columns of an import that are made of others, and what stays as it was typed.
#include <algorithm>

#include "wasm/app/import_job.h"

namespace kedang {

// Behind what feeds the field already.
std::uint8_t ImportJob::NextPart(FieldId field) const {
  std::uint8_t part = 0;
  const auto look = [&](const ColumnTarget& target) {
    if (field != 0 && target.field == field && target.part >= part && target.part < 255) part = static_cast<std::uint8_t>(target.part + 1);
  };
  for (const ColumnTarget& target : mapping_.columns) look(target);
  for (const MadeTarget& made : mapping_.made) look(made.target);
  return part;
}

std::vector<std::string> ImportJob::SampleOf(const MadeColumn& column) const {
  std::vector<std::string> texts;
  std::vector<std::string_view> cells;
  std::string buffer;
  for (const auto& row : sample_.rows) {
    cells.assign(row.begin(), row.end());
    texts.emplace_back(column.Text(cells, buffer));
  }
  return texts;
}

std::vector<ColumnCut> ImportJob::CutsOf(std::uint32_t column) const {
  std::vector<ColumnCut> cuts;
  for (const MadeTarget& made : mapping_.made) {
    if (made.column.pieces.size() == 1 && made.column.pieces[0].column == column) cuts.push_back(made.column.cut);
  }
  return cuts;
}

void ImportJob::SplitColumn(std::uint32_t column, std::span<const ColumnCut> cuts) {
  if (column >= mapping_.columns.size() || phase_ != ImportPhase::kMapping) return;
  std::erase_if(mapping_.made, [&](const MadeTarget& made) { return made.column.pieces.size() == 1 && made.column.pieces[0].column == column; });
  if (cuts.empty()) return;
  mapping_.columns[column] = ColumnTarget();
  std::vector<std::vector<std::string>> rows(sample_.rows.size(), std::vector<std::string>(cuts.size()));
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    MadeTarget made;
    made.column = {{{column, ""}}, cuts[i]};
    std::vector<std::string> texts = SampleOf(made.column);
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row][i] = std::move(texts[row]);
    mapping_.made.push_back(std::move(made));
  }
  // By content alone; what a field has already is nothing to guess about.
  const ColumnMapping guess = MapColumns(*schema_, {}, rows);
  const std::size_t first = mapping_.made.size() - cuts.size();
  for (std::size_t i = 0; i < guess.columns.size() && i < cuts.size(); ++i) {
    if (guess.columns[i].field != 0 && !mapping_.HasField(guess.columns[i].field)) mapping_.made[first + i].target = guess.columns[i];
  }
}

void ImportJob::JoinColumns(std::vector<MadeColumn::Piece> pieces) {
  if (pieces.size() < 2 || phase_ != ImportPhase::kMapping) return;
  MadeTarget made;
  // What the first of them fed is what all of them are for.
  for (const MadeColumn::Piece& piece : pieces) {
    if (piece.column >= mapping_.columns.size()) return;
    if (made.target.field == 0) made.target = mapping_.columns[piece.column];
    mapping_.columns[piece.column] = ColumnTarget();
  }
  made.column.pieces = std::move(pieces);
  mapping_.made.push_back(std::move(made));
}

void ImportJob::RemoveMade(std::size_t made) {
  if (made < mapping_.made.size() && phase_ == ImportPhase::kMapping) mapping_.made.erase(mapping_.made.begin() + static_cast<std::ptrdiff_t>(made));
}

void ImportJob::SetMadeTarget(std::size_t made, FieldId field) {
  if (made >= mapping_.made.size()) return;
  mapping_.made[made].target = {field, field == 0 ? MappingBasis::kNone : MappingBasis::kChosen, 100, NextPart(field)};
}

void ImportJob::SetAsTyped(FieldId field, bool is_as_typed) {
  if (FieldFeed(mapping_, field).is_as_typed() == is_as_typed) return;
  for (ColumnTarget& target : mapping_.columns) target.is_as_typed = target.field == field ? is_as_typed : target.is_as_typed;
  for (MadeTarget& made : mapping_.made) made.target.is_as_typed = made.target.field == field ? is_as_typed : made.target.is_as_typed;
  if (phase_ == ImportPhase::kReview) StartJudging();
}

}  // namespace kedang
