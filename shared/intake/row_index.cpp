#include "shared/intake/row_index.h"

#include <cstring>

#include "shared/base/hash.h"

namespace kedang {

RowIndex::Entry RowIndex::KeyOf(std::string_view text) {
  const Hash128 hash = HashOf(AsBytes(text));
  Entry key;
  std::memcpy(&key.high, hash.data(), 8);
  std::memcpy(&key.low, hash.data() + 8, 8);
  return key;
}

std::size_t RowIndex::Place(const Entry& key) const {
  std::size_t at = static_cast<std::size_t>(key.low) & (entries_.size() - 1);
  while (entries_[at].row != 0 && (entries_[at].low != key.low || entries_[at].high != key.high)) {
    at = (at + 1) & (entries_.size() - 1);
  }
  return at;
}

std::uint64_t RowIndex::Find(std::string_view text) const {
  if (entries_.empty()) return 0;
  return entries_[Place(KeyOf(text))].row;
}

void RowIndex::Add(std::string_view text, std::uint64_t row) {
  if ((size_ + 1) * 3 > entries_.size() * 2) Grow();
  Entry key = KeyOf(text);
  Entry& entry = entries_[Place(key)];
  if (entry.row != 0) return;
  key.row = row;
  entry = key;
  ++size_;
}

void RowIndex::Grow() {
  std::vector<Entry> old(entries_.empty() ? 1024 : entries_.size() * 2);
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.row != 0) entries_[Place(entry)] = entry;
  }
}

}  // namespace kedang
