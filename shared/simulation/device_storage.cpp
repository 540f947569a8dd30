#include "shared/simulation/device_storage.h"

#include <algorithm>
#include <charconv>

#include "shared/sync/codec.h"
#include "shared/sync/mutant.h"

namespace kedang {

std::uint32_t GroupNumberOf(const std::string& source) {
  std::uint32_t number = 0;
  if (source.size() > 1 && source[0] == 'e') (void)std::from_chars(source.data() + 1, source.data() + source.size(), number);
  return number;
}

void DeviceStorage::Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) {
  if (IsPlanted(Mutant::kCookieBeforeData)) {
    // The state goes ahead in a transaction of its own.
    std::vector<StorageWrite> first, rest;
    for (StorageWrite& write : writes) {
      const bool is_state = write.area == StorageArea::kMeta || (write.area == StorageArea::kBase && write.key == "mark");
      (is_state ? first : rest).push_back(std::move(write));
    }
    Write(first);
    queue_.push_back({std::move(rest), std::move(done)});
    return;
  }
  queue_.push_back({std::move(writes), std::move(done)});
}

void DeviceStorage::Count(StorageArea area, const std::string& key, const Bytes* value) {
  if (area != StorageArea::kOutbox && area != StorageArea::kJournal && area != StorageArea::kTray) return;
  const auto place = groups_.find({area, key});
  if (place != groups_.end()) {
    if (--places_[place->second] == 0) {
      places_.erase(place->second);
      forgotten_.push_back(place->second);
    }
    groups_.erase(place);
  }
  if (value == nullptr) return;
  const auto queued = Decode<QueuedGroup>(*value);
  const std::uint32_t group = queued.ok() ? GroupNumberOf(queued.value().group.provenance.source) : 0;
  if (group == 0) return;
  groups_[{area, key}] = group;
  ++places_[group];
}

void DeviceStorage::Write(std::vector<StorageWrite>& writes) {
  for (StorageWrite& write : writes) {
    const bool is_unsent = write.area == StorageArea::kOutbox || write.area == StorageArea::kTray || write.area == StorageArea::kMeta;
    if (is_wiped_ && !is_unsent) continue;
    Rows& rows = areas_[static_cast<std::size_t>(write.area)];
    Count(write.area, write.key, write.value ? &*write.value : nullptr);
    if (write.value) {
      rows[write.key] = std::move(*write.value);
    } else {
      rows.erase(write.key);
    }
  }
  // Only what is nowhere at the end of the transaction is forgotten.
  std::erase_if(forgotten_, [this](std::uint32_t group) { return places_.count(group) != 0; });
}

void DeviceStorage::WriteHalf(std::vector<StorageWrite>& writes) {
  std::vector<StorageWrite> half;
  for (std::size_t i = 0; i < writes.size(); i += 2) half.push_back(std::move(writes[i]));
  Write(half);
}

void DeviceStorage::Finish(const Status& status) {
  if (queue_.empty()) return;
  Transaction transaction = std::move(queue_.front());
  queue_.pop_front();
  if (status.ok()) {
    Write(transaction.writes);
  } else if (IsPlanted(Mutant::kTornTransaction)) {
    WriteHalf(transaction.writes);
  }
  const bool is_lie = !status.ok() && IsPlanted(Mutant::kFailureHidden);
  transaction.done(is_lie ? Status() : status);
}

void DeviceStorage::Crash(std::size_t finished) {
  while (!queue_.empty()) {
    if (finished > 0) {
      Write(queue_.front().writes);
      --finished;
    } else if (IsPlanted(Mutant::kTornTransaction)) {
      WriteHalf(queue_.front().writes);
      finished = 0;
      queue_.clear();
      return;
    }
    queue_.pop_front();
  }
  is_wiped_ = false;
}

void DeviceStorage::Evict() {
  for (Rows& rows : areas_) rows.clear();
  groups_.clear();
  places_.clear();
  forgotten_.clear();
}

void DeviceStorage::Evict(StorageArea area) { areas_[static_cast<std::size_t>(area)].clear(); }

// As the browser's vault does it. Edits go with the journal only; the world hears of them by TakeForgotten.
void DeviceStorage::Wipe() {
  std::vector<StorageArea> areas = {StorageArea::kConflicts, StorageArea::kJournal};
  if (!IsPlanted(Mutant::kWipeLeavesCopy)) areas.push_back(StorageArea::kBase);
  if (IsPlanted(Mutant::kWipeTakesUnsent)) areas.push_back(StorageArea::kOutbox);
  std::vector<StorageWrite> writes;
  for (const StorageArea area : areas) {
    for (const auto& [key, value] : rows(area)) writes.push_back({area, key, std::nullopt});
  }
  Write(writes);
  is_wiped_ = true;
}

std::uint32_t DeviceStorage::Damage(StorageArea area, std::uint64_t where) {
  Rows& rows = areas_[static_cast<std::size_t>(area)];
  if (rows.empty()) return 0;
  auto row = rows.begin();
  std::advance(row, static_cast<std::ptrdiff_t>(where % rows.size()));
  if (row->second.empty()) return 0;
  row->second[(where >> 16) % row->second.size()] ^= static_cast<std::uint8_t>(1u << (where >> 8 & 7));
  const auto group = groups_.find({area, row->first});
  return group == groups_.end() ? 0 : group->second;
}

bool DeviceStorage::Holds(StorageArea area, std::uint32_t group) const {
  return std::any_of(groups_.begin(), groups_.end(), [&](const auto& row) { return row.first.first == area && row.second == group; });
}

std::vector<std::uint32_t> DeviceStorage::TakeForgotten() { return std::move(forgotten_); }

}  // namespace kedang
