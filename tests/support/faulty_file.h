// FaultyFile: a file in memory that knows which of its bytes are on the disk and which only on their way there. When the
// power goes, each sector on its way is kept, lost or torn by itself, in any order, as a disk with a cache does it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tests/support/random.h"

namespace kedang {

class FaultyFile {
 public:
  static constexpr std::size_t kSector = 512;

  FaultyFile() = default;
  // A file that is on the disk with these bytes.
  explicit FaultyFile(std::vector<std::uint8_t> bytes) : seen_(bytes), durable_(std::move(bytes)) {}

  // What processes see.
  const std::vector<std::uint8_t>& bytes() const { return seen_; }
  // What is on the disk for certain.
  const std::vector<std::uint8_t>& durable() const { return durable_; }

  void Write(std::size_t offset, std::span<const std::uint8_t> data);
  void Truncate(std::size_t size);
  // Everything written so far is on the disk.
  void Sync();
  // As Linux does when a sync fails: what was on its way may or may not have arrived and is not tried again, although
  // processes go on seeing it.
  void FailSync(SeededRandom& random);
  // What was on its way is kept with a chance of `kept` in 16 for each sector; then only the disk is left.
  void LosePower(std::size_t kept, SeededRandom& random);

 private:
  struct Change {
    bool is_truncate = false;
    std::size_t offset = 0;  // the new size of a truncation
    std::vector<std::uint8_t> data;
  };
  static void Apply(std::vector<std::uint8_t>& bytes, const Change& change);
  void ApplySectors(const Change& change, std::size_t kept, SeededRandom& random);

  std::vector<std::uint8_t> seen_;
  std::vector<std::uint8_t> durable_;
  std::vector<Change> unsynced_;
};

}  // namespace kedang
