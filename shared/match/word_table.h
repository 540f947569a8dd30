// The words of prepared cells: each distinct text once, by number, with how many cells hold it. Words are kept apart by a
// space (the field they belong to), so that a count says how common a word is in that field.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace kedang {

using WordId = std::uint32_t;
inline constexpr WordId kNoWord = 0xFFFFFFFFU;

class WordTable {
 public:
  WordTable();

  // The word's number, a new one when it is new. Texts longer than 4,000 bytes are cut (their hash is appended).
  WordId Intern(std::uint8_t space, std::string_view text);
  // kNoWord when nobody has interned it.
  WordId Find(std::uint8_t space, std::string_view text) const;

  std::string_view Text(WordId word) const {
    const Entry& entry = entries_[word];
    return {chunks_[entry.chunk].data() + entry.offset, entry.size};
  }
  std::uint32_t Count(WordId word) const { return entries_[word].count; }
  void AddCount(WordId word, std::int32_t change) {
    entries_[word].count = static_cast<std::uint32_t>(static_cast<std::int64_t>(entries_[word].count) + change);
  }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint32_t hash;
    std::uint32_t offset;
    std::uint32_t count;
    std::uint16_t size;
    std::uint16_t chunk;
  };

  static std::uint32_t HashOf(std::uint8_t space, std::string_view text);
  std::size_t SlotOf(std::uint32_t hash, std::string_view text) const;
  void Grow();

  std::vector<Entry> entries_;
  std::vector<WordId> slots_;  // open addressing, a power of two
  std::deque<std::vector<char>> chunks_;
};

// A well mixed 64-bit hash of bytes, the same on every machine (FNV-1a with a final mix).
std::uint64_t MixedHash(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace kedang
