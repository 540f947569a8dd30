#include "tests/support/faulty_file.h"

#include <algorithm>

namespace kedang {
namespace {

void Put(std::vector<std::uint8_t>& bytes, std::size_t offset, std::span<const std::uint8_t> data) {
  if (bytes.size() < offset + data.size()) bytes.resize(offset + data.size());
  std::copy(data.begin(), data.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

void FaultyFile::Apply(std::vector<std::uint8_t>& bytes, const Change& change) {
  if (change.is_truncate) {
    bytes.resize(change.offset);
  } else {
    Put(bytes, change.offset, change.data);
  }
}

void FaultyFile::Write(std::size_t offset, std::span<const std::uint8_t> data) {
  Put(seen_, offset, data);
  unsynced_.push_back({false, offset, {data.begin(), data.end()}});
}

void FaultyFile::Truncate(std::size_t size) {
  seen_.resize(size);
  unsynced_.push_back({true, size, {}});
}

void FaultyFile::Sync() {
  for (const Change& change : unsynced_) Apply(durable_, change);
  unsynced_.clear();
}

void FaultyFile::FailSync(SeededRandom& random) {
  for (const Change& change : unsynced_) ApplySectors(change, 8, random);
  unsynced_.clear();
}

void FaultyFile::LosePower(std::size_t kept, SeededRandom& random) {
  const std::size_t seen_size = seen_.size();
  for (const Change& change : unsynced_) ApplySectors(change, kept, random);
  unsynced_.clear();
  // The size travels apart from the bytes: a file may have grown by what never came.
  if (durable_.size() < seen_size && random.OneIn(4)) durable_.resize(seen_size);
  seen_ = durable_;
}

void FaultyFile::ApplySectors(const Change& change, std::size_t kept, SeededRandom& random) {
  if (change.is_truncate) {
    if (random.Below(16) < kept) Apply(durable_, change);
    return;
  }
  const std::span<const std::uint8_t> data(change.data);
  for (std::size_t at = 0; at < data.size();) {
    const std::size_t place = change.offset + at;
    const std::size_t size = std::min(data.size() - at, kSector - place % kSector);
    if (random.Below(16) < kept) {
      const std::span<const std::uint8_t> sector = data.subspan(at, size);
      if (kept < 16 && random.OneIn(16)) {
        Put(durable_, place, sector.first(random.Below(size)));  // torn: the head had gone in
      } else if (kept < 16 && random.OneIn(64)) {
        std::vector<std::uint8_t> noise(size);
        random.Fill(noise);
        Put(durable_, place, noise);  // the head was over the sector when the current fell
      } else {
        Put(durable_, place, sector);
      }
    }
    at += size;
  }
}

}  // namespace kedang
