#include "shared/store/packed_rows.h"

#include <algorithm>
#include <cstring>

namespace kedang {
namespace {

// The first block is small, for there are stores of a few records; each further one twice as large.
constexpr std::size_t kLeastBlock = 1u << 10, kMostBlock = 1u << 18;

}  // namespace

void PackedRows::Add(ByteSpan bytes) {
  if (bytes.size() > free_bytes_) {
    const std::size_t size = std::max(bytes.size(), std::clamp(block_bytes_, kLeastBlock, kMostBlock));
    blocks_.emplace_back(new std::uint8_t[size]);
    free_ = blocks_.back().get();
    free_bytes_ = size;
    block_bytes_ += size;
  }
  if (!bytes.empty()) std::memcpy(free_, bytes.data(), bytes.size());
  places_.push_back(Place{free_, static_cast<std::uint32_t>(bytes.size())});
  free_ += bytes.size();
  free_bytes_ -= bytes.size();
}

// The place in its block stays empty: a row loses it once, whatever comes behind.
void PackedRows::Replace(Row row, ByteSpan bytes) {
  Bytes& own = own_[row];
  own_bytes_ += bytes.size() - own.size();
  own.assign(bytes.begin(), bytes.end());
  own.shrink_to_fit();
  places_[row] = Place{own.data(), static_cast<std::uint32_t>(own.size())};
}

void PackedRows::Free(Row row) {
  if (const auto own = own_.find(row); own != own_.end()) {
    own_bytes_ -= own->second.size();
    own_.erase(own);
  }
  places_[row] = Place();
}

}  // namespace kedang
