#include "shared/query/row_journal.h"

namespace kedang {
namespace {

constexpr std::size_t kMostEntries = 20'000;

}  // namespace

void RowJournal::Note(std::uint64_t revision, Row row) {
  entries_.push_back({revision, row});
  while (entries_.size() > kMostEntries) {
    complete_from_ = entries_.front().revision;
    entries_.pop_front();
  }
}

void RowJournal::NoteAll(std::uint64_t revision) {
  entries_.clear();
  complete_from_ = revision;
}

bool RowJournal::ChangedSince(std::uint64_t revision, std::vector<Row>& rows) const {
  if (revision < complete_from_) return false;
  for (auto entry = entries_.rbegin(); entry != entries_.rend() && entry->revision > revision; ++entry) rows.push_back(entry->row);
  return true;
}

}  // namespace kedang
