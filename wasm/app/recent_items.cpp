#include "wasm/app/recent_items.h"

#include <algorithm>

namespace kedang {
namespace {

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

template <typename T>
bool MoveToFront(std::vector<T>& items, T item, std::size_t most) {
  if (!items.empty() && items.front() == item) return false;
  items.erase(std::remove(items.begin(), items.end(), item), items.end());
  items.insert(items.begin(), std::move(item));
  if (items.size() > most) items.resize(most);
  return true;
}

}  // namespace

void RecentItems::Read(std::string_view records, std::string_view searches) {
  records_.clear();
  searches_.clear();
  for (const std::string_view line : LinesOf(records)) {
    const auto id = ParseId(line);
    if (id && records_.size() < kMostRecords) records_.push_back(*id);
  }
  for (const std::string_view line : LinesOf(searches)) {
    if (searches_.size() < kMostSearches) searches_.emplace_back(line);
  }
}

std::string RecentItems::RecordsText() const {
  std::string text;
  for (const Id id : records_) text += FormatId(id) + "\n";
  return text;
}

std::string RecentItems::SearchesText() const {
  std::string text;
  for (const std::string& search : searches_) text += search + "\n";
  return text;
}

bool RecentItems::NoteRecord(Id record) { return MoveToFront(records_, record, kMostRecords); }

bool RecentItems::NoteSearch(std::string_view words) {
  std::string line(words);
  std::replace(line.begin(), line.end(), '\n', ' ');
  if (line.find_first_not_of(' ') == std::string::npos) return false;
  return MoveToFront(searches_, std::move(line), kMostSearches);
}

}  // namespace kedang
