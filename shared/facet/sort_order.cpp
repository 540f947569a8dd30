#include "shared/facet/sort_order.h"

#include <algorithm>
#include <cstring>

namespace kedang {
namespace {

constexpr std::size_t kKeysPerLook = 128;    // between two looks at the clock
constexpr std::size_t kItemsPerLook = 8192;
constexpr std::size_t kRowsPerLook = 32'768;
constexpr std::size_t kRun = 1024;           // sorted in one go
constexpr std::size_t kMostMended = 300;     // each costs some twenty keys

std::uint64_t HeadOf(const std::string& key) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < 8; ++i) head = head << 8 | (i < key.size() ? static_cast<std::uint8_t>(key[i]) : 0u);
  return head;
}

}  // namespace

void SortOrder::Build() {
  Release();
  phase_ = Phase::kEmpty;
}

void SortOrder::Release() {
  std::vector<Row>().swap(given_);
  std::vector<Row>().swap(keyless_);
  std::vector<Item>().swap(items_);
  std::vector<Item>().swap(merged_);
  blocks_.clear();
  block_used_ = 1u << kBlockBits;
  next_ = width_ = 0;
}

bool SortOrder::Step(SortKeys& keys, const IsOver& is_over) {
  if (phase_ == Phase::kReady && touched_.Count() > kMostMended) Build();
  if (phase_ == Phase::kEmpty) {
    given_ = keys.Rows();
    touched_ = RowSet();
    phase_ = Phase::kKeys;
  }
  if (phase_ == Phase::kKeys && !StepKeys(keys, is_over)) return false;
  if (phase_ == Phase::kSort && !StepSort(is_over)) return false;
  if (phase_ == Phase::kReady && !touched_.empty()) Mend(keys);
  return phase_ == Phase::kReady;
}

std::size_t SortOrder::memory_bytes() const {
  return (rows_.capacity() + given_.capacity() + keyless_.capacity()) * sizeof(Row) + starts_.capacity() * 8 +
         (items_.capacity() + merged_.capacity()) * sizeof(Item) + (blocks_.size() << kBlockBits);
}

// ---- building ----------------------------------------------------------------------------------------------------------

void SortOrder::AddItem(Row row, const std::string& key) {
  Item item{HeadOf(key), 0, row};
  if (key.size() > 8) {
    const auto size = static_cast<std::uint32_t>(std::min(key.size(), kMaxSortKey) - 8);
    if (block_used_ + size + 1 > 1u << kBlockBits) {
      blocks_.push_back(std::make_unique<std::uint8_t[]>(std::size_t{1} << kBlockBits));
      block_used_ = blocks_.size() == 1 ? 1 : 0;  // place 0 of the first means none
    }
    item.rest = static_cast<std::uint32_t>(blocks_.size() - 1) << kBlockBits | block_used_;
    std::uint8_t* place = blocks_.back().get() + block_used_;
    place[0] = static_cast<std::uint8_t>(size);
    std::memcpy(place + 1, key.data() + 8, size);
    block_used_ += size + 1;
  }
  items_.push_back(item);
}

int SortOrder::Compare(const Item& a, const Item& b) const {
  if (a.head != b.head) return a.head < b.head ? -1 : 1;
  if (a.rest == 0 || b.rest == 0) return (a.rest != 0 ? 1 : 0) - (b.rest != 0 ? 1 : 0);
  const std::uint8_t* x = RestOf(a);
  const std::uint8_t* y = RestOf(b);
  const int order = std::memcmp(x + 1, y + 1, std::min(x[0], y[0]));
  return order != 0 ? order : int{x[0]} - int{y[0]};
}

bool SortOrder::StepKeys(SortKeys& keys, const IsOver& is_over) {
  std::string key;
  while (next_ < given_.size()) {
    const std::size_t stop = std::min(given_.size(), next_ + kKeysPerLook);
    for (; next_ < stop; ++next_) {
      key.clear();
      if (!keys.KeyOf(given_[next_], key)) continue;
      if (key.empty()) keyless_.push_back(given_[next_]);
      else AddItem(given_[next_], key);
    }
    if (next_ < given_.size() && is_over()) return false;
  }
  next_ = 0;
  phase_ = Phase::kSort;
  return true;
}

bool SortOrder::StepSort(const IsOver& is_over) {
  const auto is_less = [this](const Item& a, const Item& b) { return Compare(a, b) < 0; };
  const auto at = [this](std::size_t place) { return items_.begin() + static_cast<std::ptrdiff_t>(place); };
  while (width_ == 0) {
    if (next_ < items_.size()) {
      const std::size_t stop = std::min(items_.size(), next_ + kRun);
      std::stable_sort(at(next_), at(stop), is_less);
      next_ = stop;
      if (is_over()) return false;
      continue;
    }
    next_ = left_ = right_ = 0;
    width_ = kRun;
    merged_.clear();
    merged_.reserve(items_.size());
  }
  while (width_ < items_.size()) {
    // Runs [next_, middle) and [middle, end) into merged_.
    const std::size_t middle = std::min(items_.size(), next_ + width_);
    const std::size_t end = std::min(items_.size(), middle + width_);
    std::size_t a = next_ + left_, b = middle + right_;
    const std::size_t stop = merged_.size() + kItemsPerLook;
    while (a < middle && b < end && merged_.size() < stop) merged_.push_back(is_less(items_[b], items_[a]) ? items_[b++] : items_[a++]);
    if (a == middle || b == end) {
      merged_.insert(merged_.end(), at(a), at(middle));
      merged_.insert(merged_.end(), at(b), at(end));
      next_ = end;
      left_ = right_ = 0;
      if (next_ == items_.size()) {
        items_.swap(merged_);
        merged_.clear();
        next_ = 0;
        width_ *= 2;
      }
    } else {
      left_ = a - next_;
      right_ = b - middle;
    }
    if (is_over()) return false;
  }
  Finish();
  return true;
}

void SortOrder::Finish() {
  keyed_ = items_.size();
  rows_.clear();
  rows_.reserve(keyed_ + keyless_.size());
  starts_.assign((keyed_ + keyless_.size()) / 64 + 1, 0);
  for (std::size_t i = 0; i < keyed_; ++i) {
    if (i == 0 || Compare(items_[i - 1], items_[i]) != 0) StartsAt(i, starts_);
    rows_.push_back(items_[i].row);
  }
  rows_.insert(rows_.end(), keyless_.begin(), keyless_.end());
  Release();
  phase_ = Phase::kReady;
  ++revision_;
}

// ---- mending -----------------------------------------------------------------------------------------------------------

// Takes all touched rows out, and puts those that still belong back in their places, in one walk.
void SortOrder::Mend(SortKeys& keys) {
  struct Moved {
    std::string key;
    Row row;
    std::size_t place;  // in `kept`
  };
  std::vector<Row> kept;
  std::vector<bool> kept_starts;
  kept.reserve(rows_.size());
  kept_starts.reserve(rows_.size());
  std::size_t kept_keyed = 0;
  bool is_start = false;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    is_start = is_start || IsStart(i);
    if (touched_.Has(rows_[i])) continue;
    kept.push_back(rows_[i]);
    kept_starts.push_back(is_start);
    is_start = false;
    if (i < keyed_) ++kept_keyed;
  }
  std::vector<Moved> moved;
  std::string key;
  touched_.ForEach([&](Row row) {
    key.clear();
    if (keys.KeyOf(row, key)) moved.push_back({key.substr(0, kMaxSortKey), row, 0});
  });
  touched_ = RowSet();
  const auto comes_before = [&keys](const std::string& a_key, Row a, const std::string& b_key, Row b) {
    if (a_key != b_key) return b_key.empty() || (!a_key.empty() && a_key < b_key);
    return keys.IsBefore(a, b);
  };
  const auto key_at = [&](std::size_t place) {
    key.clear();
    if (place < kept_keyed) keys.KeyOf(kept[place], key);
    key.resize(std::min(key.size(), kMaxSortKey));
    return key;
  };
  for (Moved& one : moved) {
    std::size_t low = 0, high = kept.size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      const std::string other = key_at(middle);
      if (comes_before(other, kept[middle], one.key, one.row)) low = middle + 1;
      else high = middle;
    }
    one.place = low;
  }
  std::sort(moved.begin(), moved.end(), [&](const Moved& a, const Moved& b) {
    return a.place != b.place ? a.place < b.place : comes_before(a.key, a.row, b.key, b.row);
  });
  rows_.clear();
  starts_.assign((kept.size() + moved.size()) / 64 + 1, 0);
  keyed_ = 0;
  std::size_t next = 0;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    const Moved& one = moved[i];
    for (; next < one.place; ++next) {
      if (kept_starts[next]) StartsAt(rows_.size(), starts_);
      rows_.push_back(kept[next]);
    }
    const bool follows_moved = i > 0 && moved[i - 1].place == one.place;
    const std::string before = follows_moved ? moved[i - 1].key : next > 0 ? key_at(next - 1) : std::string();
    if (!one.key.empty() && (rows_.empty() || before != one.key)) StartsAt(rows_.size(), starts_);
    rows_.push_back(one.row);
    if (!one.key.empty()) ++keyed_;
    const bool is_last_here = i + 1 == moved.size() || moved[i + 1].place != one.place;
    if (is_last_here && next < kept.size()) kept_starts[next] = next < kept_keyed && key_at(next) != one.key;
  }
  for (; next < kept.size(); ++next) {
    if (kept_starts[next]) StartsAt(rows_.size(), starts_);
    rows_.push_back(kept[next]);
  }
  keyed_ += kept_keyed;
  ++revision_;
}

// ---- listing -----------------------------------------------------------------------------------------------------------

void SortOrder::Listing::Start(const SortOrder& order, const RowSet& found, bool is_descending) {
  order_ = &order;
  found_ = &found;
  is_descending_ = is_descending;
  next_ = is_descending ? order.keyed_ : 0;
  tail_ = order.keyed_;
  left_ = found.Count();
}

bool SortOrder::Listing::Step(const IsOver& is_over, std::vector<Row>& rows) {
  const std::vector<Row>& all = order_->rows_;
  std::size_t looked = 0;
  const auto take = [&](std::size_t place) {
    ++looked;
    if (!found_->Has(all[place])) return;
    rows.push_back(all[place]);
    --left_;
  };
  while (is_descending_ && next_ > 0 && left_ > 0) {
    std::size_t begin = next_ - 1;
    while (begin > 0 && !order_->IsStart(begin)) --begin;
    for (std::size_t place = begin; place < next_; ++place) take(place);
    next_ = begin;
    if (looked < kRowsPerLook) continue;
    looked = 0;
    if (is_over()) return false;
  }
  std::size_t& place = is_descending_ ? tail_ : next_;
  while (place < all.size() && left_ > 0) {
    take(place++);
    if (looked < kRowsPerLook) continue;
    looked = 0;
    if (is_over()) return false;
  }
  return true;
}

}  // namespace kedang
