#include "shared/base/content_hash.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kBlockBytes = 1 << 20;

void Append(ByteSpan block, Bytes& hashes) {
  const Hash128 hash = HashOf(block);
  hashes.insert(hashes.end(), hash.begin(), hash.end());
}

}  // namespace

void ContentHash::Add(ByteSpan piece) {
  size_ += piece.size();
  while (!piece.empty()) {
    if (block_.empty() && piece.size() >= kBlockBytes) {
      Append(piece.first(kBlockBytes), hashes_);
      piece = piece.subspan(kBlockBytes);
      continue;
    }
    const std::size_t taken = std::min(piece.size(), kBlockBytes - block_.size());
    block_.insert(block_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(taken));
    piece = piece.subspan(taken);
    if (block_.size() < kBlockBytes) continue;
    Append(block_, hashes_);
    block_.clear();
  }
}

std::string ContentHash::Text() const {
  Bytes all = hashes_;
  if (!block_.empty()) Append(block_, all);
  for (int shift = 0; shift < 64; shift += 8) all.push_back(static_cast<std::uint8_t>(size_ >> shift));
  std::string text;
  for (const std::uint8_t byte : HashOf(all)) {
    text.push_back("0123456789abcdef"[byte >> 4]);
    text.push_back("0123456789abcdef"[byte & 15]);
  }
  return text;
}

}  // namespace kedang
