#include "shared/search/search_index.h"

#include <algorithm>

#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kFieldsPerWeight = 1600;
constexpr std::uint8_t kMaxWeight = 3;

char16_t MarkOf(FieldId field, std::uint8_t weight) {
  const std::size_t offset = std::min(weight, kMaxWeight) * kFieldsPerWeight + field % kFieldsPerWeight;
  return static_cast<char16_t>(kFieldMark + offset);
}
std::uint8_t WeightOf(char16_t mark) { return static_cast<std::uint8_t>((mark - kFieldMark) / kFieldsPerWeight); }
FieldId FieldOf(char16_t mark) { return static_cast<FieldId>((mark - kFieldMark) % kFieldsPerWeight); }

std::size_t MarkBefore(std::u16string_view text, std::size_t at) {
  while (at > 0 && !IsFieldMark(text[at])) --at;
  return at;
}

}  // namespace

void SearchIndex::Set(Row row, SchemaId schema, std::span<const FieldText> fields) {
  Remove(row);
  if (row >= entries_.size()) entries_.resize(row + 1);
  const std::size_t offset = arena_.size();
  for (const FieldText& field : fields) {
    if (field.weight == 0 || field.text.empty()) continue;
    arena_.push_back(MarkOf(field.field, field.weight));
    arena_ += ToIndexText(Fold(field.text));
  }
  if (arena_.size() == offset) arena_.push_back(MarkOf(0, 1));  // a record without text still is a row
  entries_[row] = Entry{static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(arena_.size() - offset), schema};
  ++revision_;
}

void SearchIndex::Remove(Row row) {
  if (row >= entries_.size() || entries_[row].length == 0) return;
  dead_units_ += entries_[row].length;
  entries_[row] = Entry();
  ++revision_;
  if (dead_units_ > 65'536 && dead_units_ > arena_.size() / 2) Compact();
}

void SearchIndex::Clear() {
  arena_.clear();
  entries_.clear();
  dead_units_ = 0;
  ++revision_;
}

void SearchIndex::Compact() {
  std::u16string packed;
  packed.reserve(arena_.size() - dead_units_);
  for (Row row = 0; row < entries_.size(); ++row) {
    if (entries_[row].length == 0) continue;
    const std::u16string_view text = TextOf(row);
    entries_[row].offset = static_cast<std::uint32_t>(packed.size());
    packed += text;
  }
  arena_ = std::move(packed);
  dead_units_ = 0;
}

bool SearchIndex::Matches(const SearchWords& query, Row row, SchemaId schema, std::uint8_t& score) const {
  if (row >= entries_.size() || entries_[row].length == 0) return false;
  if (schema != 0 && entries_[row].schema != schema) return false;
  const std::u16string_view text = TextOf(row);
  unsigned lowest_weight = kMaxWeight;
  unsigned literal = 0, at_start = 0;
  for (const SearchTerm& term : query.terms) {
    unsigned best_weight = 0;
    bool is_literal = false, is_at_start = false, is_found = false;
    std::size_t end = 0;
    for (std::size_t at = matcher_.Find(term, text, 0, end); at != Matcher::kNoMatch;
         at = matcher_.Find(term, text, at + 1, end)) {
      is_found = true;
      const std::size_t mark = MarkBefore(text, at);
      const unsigned weight = WeightOf(text[mark]);
      const bool is_same_text = text.substr(at, end - at) == term.text;
      if (weight < best_weight) continue;
      if (weight > best_weight) is_literal = is_at_start = false;
      best_weight = weight;
      is_literal = is_literal || is_same_text;
      is_at_start = is_at_start || mark + 1 == at;
      if (best_weight == kMaxWeight && is_literal && is_at_start) break;
    }
    if (!is_found) return false;
    lowest_weight = std::min(lowest_weight, best_weight);
    literal += is_literal ? 1 : 0;
    at_start += is_at_start ? 1 : 0;
  }
  const auto count = static_cast<unsigned>(query.terms.size());
  unsigned value = lowest_weight == kMaxWeight ? kNameScore : lowest_weight * 16;
  if (count > 0) value += literal * 8 / count + at_start * 4 / count;
  score = static_cast<std::uint8_t>(value);
  return true;
}

FieldId SearchIndex::WhereHit(const SearchWords& query, Row row) const {
  if (row >= entries_.size() || entries_[row].length == 0) return 0;
  const std::u16string_view text = TextOf(row);
  FieldId best = 0;
  unsigned best_weight = 0;
  for (const SearchTerm& term : query.terms) {
    std::size_t end = 0;
    for (std::size_t at = matcher_.Find(term, text, 0, end); at != Matcher::kNoMatch;
         at = matcher_.Find(term, text, at + 1, end)) {
      const char16_t mark = text[MarkBefore(text, at)];
      const unsigned weight = WeightOf(mark);
      if (weight < kMaxWeight && weight > best_weight) {
        best = FieldOf(mark);
        best_weight = weight;
      }
    }
  }
  return best;
}

RowSet SearchIndex::RowsOf(SchemaId schema) const {
  RowSet rows(row_limit());
  for (Row row = 0; row < entries_.size(); ++row) {
    if (entries_[row].length != 0 && (schema == 0 || entries_[row].schema == schema)) rows.Add(row);
  }
  return rows;
}

}  // namespace kedang
