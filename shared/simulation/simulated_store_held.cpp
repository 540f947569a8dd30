// SimulatedStore: rows by their numbers, and what replicas hold of them.
#include <algorithm>

#include "shared/simulation/simulated_store.h"

namespace kedang {
namespace {

ChangeMark MarkOf(RowNumber row, const Record& record) { return {record.changed.sequence, row}; }

}  // namespace

Result<std::uint64_t> SimulatedStore::AddView(Id replica, const HeldView& view) {
  const auto found = data_.views.find(replica);
  auto views = found == data_.views.end() ? std::map<std::uint64_t, HeldView>() : found->second;
  const std::uint64_t number = views.empty() ? data_.sequence + 1 : views.rbegin()->first + 1;
  views[number] = view;
  views[number].number = number;
  std::size_t kept[2] = {0, 0};
  for (auto one = views.end(); one != views.begin();) {
    --one;
    if (++kept[one->second.is_part ? 1 : 0] > kKeptViews) one = views.erase(one);
  }
  undo_.push_back([this, replica, old = data_.views[replica]] { data_.views[replica] = old; });
  data_.views[replica] = std::move(views);
  return number;
}

Result<std::optional<HeldView>> SimulatedStore::FindView(Id replica, std::uint64_t number) {
  const auto views = data_.views.find(replica);
  if (views == data_.views.end()) return std::optional<HeldView>();
  const auto found = views->second.find(number);
  if (found == views->second.end()) return std::optional<HeldView>();
  HeldView head = found->second;
  head.rows = HeldRows();
  return std::optional<HeldView>(std::move(head));
}

Status SimulatedStore::ReadRows(Id replica, HeldView& view) {
  const auto views = data_.views.find(replica);
  if (views != data_.views.end()) {
    const auto found = views->second.find(view.number);
    if (found != views->second.end()) {
      view.rows = found->second.rows;
      return {};
    }
  }
  return Error{ErrorCode::kCorrupt, "no such view"};
}

Result<RowNumber> SimulatedStore::RowOf(Id id) {
  const auto found = data_.rows.find(id);
  return found == data_.rows.end() ? RowNumber{0} : found->second;
}

Result<std::optional<Record>> SimulatedStore::RecordAt(RowNumber row) {
  if (row == 0 || row > data_.ids.size()) return std::optional<Record>();
  return Find(data_.ids[row - 1]);
}

template <typename Wanted, typename Order>
void SimulatedStore::Visit(const RowVisit& visit, const Wanted& is_wanted, const Order& order) const {
  std::vector<Numbered> found;
  for (std::size_t i = 0; i < data_.ids.size(); ++i) {
    const Record& record = data_.records.at(data_.ids[i]);
    const auto row = static_cast<RowNumber>(i + 1);
    if (is_wanted(row, record)) found.emplace_back(row, &record);
  }
  std::sort(found.begin(), found.end(), order);
  for (const auto& [row, record] : found) {
    if (!visit(row, *record)) break;
  }
}

Status SimulatedStore::ScanChanges(std::uint64_t sequence, const RowVisit& visit) {
  Visit(visit, [&](RowNumber, const Record& record) { return record.changed.sequence > sequence; },
        [](const Numbered& a, const Numbered& b) { return MarkOf(a.first, *a.second) < MarkOf(b.first, *b.second); });
  return {};
}

Status SimulatedStore::ScanRows(SchemaId schema, RowNumber after, const RowVisit& visit) {
  Visit(visit, [&](RowNumber row, const Record& record) { return record.schema == schema && !record.is_deleted && row > after; },
        [](const Numbered& a, const Numbered& b) { return a.first < b.first; });
  return {};
}

Status SimulatedStore::ScanByChange(ChangeMark mark, bool is_behind, const RowVisit& visit) {
  Visit(visit,
        [&](RowNumber row, const Record& record) { return !record.is_deleted && is_behind != (MarkOf(row, record) < mark); },
        [&](const Numbered& a, const Numbered& b) {
          const bool is_older = MarkOf(a.first, *a.second) < MarkOf(b.first, *b.second);
          return a.first != b.first && is_older == is_behind;
        });
  return {};
}

Result<std::vector<Conflict>> SimulatedStore::ConflictsOf(Id record) {
  std::vector<Conflict> conflicts;
  for (const auto& [id, conflict] : data_.conflicts) {
    if (conflict.record == record && conflict.is_open) conflicts.push_back(conflict);
  }
  return conflicts;
}

}  // namespace kedang
