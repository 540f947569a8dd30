#include "wasm/app/row_links.h"

#include <algorithm>

#include "shared/base/bytes.h"
#include "shared/base/hash.h"

namespace kedang {
namespace {

std::uint64_t KeyOf(SchemaId schema, FieldId field, std::string_view normal_form) {
  Bytes bytes;
  AppendU32(schema, bytes);
  AppendU32(field, bytes);
  bytes.insert(bytes.end(), normal_form.begin(), normal_form.end());
  return ReadU64(HashOf(bytes));
}

}  // namespace

// Rows have most of their entries in common with thousands of others (the same department): only a row that was there before
// is looked for among them.
template <typename Index, typename Key>
void RowLinks::Add(Index& index, const Key& key, Row row) {
  if (row < was_added_.size() && was_added_[row]) {
    const auto [begin, end] = index.equal_range(key);
    if (std::any_of(begin, end, [row](const auto& entry) { return entry.second == row; })) return;
  }
  index.emplace(key, row);
}

void RowLinks::AddKey(SchemaId schema, FieldId field, std::string_view normal_form, Row row) {
  if (!normal_form.empty()) Add(keys_, KeyOf(schema, field, normal_form), row);
}

void RowLinks::AddTarget(Id target, Row row) { Add(targets_, target, row); }

void RowLinks::NoteAdded(Row row) {
  if (was_added_.size() <= row) was_added_.resize(row + std::size_t{1});
  was_added_[row] = true;
}

void RowLinks::Clear() {
  keys_.clear();
  targets_.clear();
  was_added_.clear();
}

// Growing step by step would sort what is there again and again: a row has a title, and mostly a unique value.
void RowLinks::Reserve(std::size_t rows) {
  keys_.reserve(2 * rows);
  was_added_.reserve(rows);
}

std::vector<Row> RowLinks::WithKey(SchemaId schema, FieldId field, std::string_view normal_form) const {
  std::vector<Row> rows;
  const auto [begin, end] = keys_.equal_range(KeyOf(schema, field, normal_form));
  for (auto entry = begin; entry != end; ++entry) rows.push_back(entry->second);
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace kedang
