#include "wasm/app/import_job_rows.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kBlockBytes = 1 << 20;

void PutNumber(std::size_t number, std::string& out) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>((number & 0x7F) | 0x80));
  out.push_back(static_cast<char>(number));
}

std::size_t TakeNumber(const char*& at) {
  std::size_t number = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    number |= static_cast<std::size_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return number;
  }
}

}  // namespace

void ImportRows::Clear() {
  blocks_.clear();
  places_.clear();
  originals_.clear();
  changed_rows_ = 0;
  byte_size_ = 0;
}

// A row is its cell count and then length and bytes of every cell.
void ImportRows::Store(std::span<const std::string_view> cells, Place& place) {
  std::string packed;
  std::size_t size = 5;
  for (const std::string_view cell : cells) size += cell.size() + 5;
  packed.reserve(size);
  PutNumber(cells.size(), packed);
  for (const std::string_view cell : cells) {
    PutNumber(cell.size(), packed);
    packed.append(cell);
  }
  if (blocks_.empty() || blocks_.back().size() + packed.size() > blocks_.back().capacity()) {
    blocks_.emplace_back();
    blocks_.back().reserve(std::max(kBlockBytes, packed.size()));
  }
  place.block = static_cast<std::uint32_t>(blocks_.size() - 1);
  place.offset = static_cast<std::uint32_t>(blocks_.back().size());
  blocks_.back().append(packed);
  byte_size_ += packed.size();
}

void ImportRows::Append(std::uint64_t number, std::span<const std::string_view> cells) {
  Place place;
  place.number = static_cast<std::uint32_t>(number);
  Store(cells, place);
  places_.push_back(place);
}

std::uint32_t ImportRows::RowNumbered(std::uint64_t number) const {
  const auto found = std::lower_bound(places_.begin(), places_.end(), number,
                                      [](const Place& place, std::uint64_t wanted) { return place.number < wanted; });
  return found != places_.end() && found->number == number ? static_cast<std::uint32_t>(found - places_.begin()) : size();
}

void ImportRows::Read(std::uint32_t row, std::vector<std::string_view>& cells) const {
  const Place& place = places_[row];
  const char* at = blocks_[place.block].data() + place.offset;
  cells.resize(TakeNumber(at));
  for (std::string_view& cell : cells) {
    const std::size_t size = TakeNumber(at);
    cell = std::string_view(at, size);
    at += size;
  }
}

std::string_view ImportRows::Cell(std::uint32_t row, std::uint32_t column) const {
  const Place& place = places_[row];
  const char* at = blocks_[place.block].data() + place.offset;
  if (column >= TakeNumber(at)) return {};
  for (std::uint32_t i = 0;; ++i) {
    const std::size_t size = TakeNumber(at);
    if (i == column) return std::string_view(at, size);
    at += size;
  }
}

bool ImportRows::IsRowChanged(std::uint32_t row) const {
  const auto first = originals_.lower_bound(KeyOf(row, 0));
  return first != originals_.end() && first->first >> 32 == row;
}

bool ImportRows::Holds(std::uint32_t row, std::string_view words) const {
  const auto is_same = [](char wanted, char c) { return wanted == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c); };
  const Place& place = places_[row];
  const char* at = blocks_[place.block].data() + place.offset;
  for (std::size_t left = TakeNumber(at); left > 0; --left) {
    const std::size_t size = TakeNumber(at);
    const char* const end = at + size;
    for (const char* begin = at; begin + words.size() <= end; ++begin) {
      if (std::equal(words.begin(), words.end(), begin, is_same)) return true;
    }
    at = end;
  }
  return false;
}

void ImportRows::SetCell(std::uint32_t row, std::uint32_t column, std::string_view text) {
  std::vector<std::string_view> views;
  Read(row, views);
  std::vector<std::string> cells(views.begin(), views.end());
  if (column >= cells.size()) cells.resize(column + 1);
  const bool was_changed = IsRowChanged(row);
  const std::uint64_t key = KeyOf(row, column);
  const auto original = originals_.try_emplace(key, cells[column]).first;
  if (original->second == text) originals_.erase(original);
  const bool is_changed = IsRowChanged(row);
  if (is_changed && !was_changed) ++changed_rows_;
  if (was_changed && !is_changed) --changed_rows_;
  cells[column] = std::string(text);
  views.assign(cells.begin(), cells.end());
  Store(views, places_[row]);
}

}  // namespace kedang
