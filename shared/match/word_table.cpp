#include "shared/match/word_table.h"

#include <cstring>

#include "shared/base/assert.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::size_t kChunkBytes = 1U << 20;
constexpr std::size_t kLongestWord = 4000;

}  // namespace

std::uint64_t MixedHash(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ (seed * 0x9E3779B97F4A7C15ULL);
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdULL;
  hash ^= hash >> 33;
  hash *= 0xc4ceb9fe1a85ec53ULL;
  return hash ^ (hash >> 33);
}

WordTable::WordTable() : slots_(1024, kNoWord) {}

// The space is part of the hash's low byte, so that equal hashes of two spaces are never taken for one word.
std::uint32_t WordTable::HashOf(std::uint8_t space, std::string_view text) {
  return (static_cast<std::uint32_t>(MixedHash(text, space)) & 0xFFFFFF00U) | space;
}

std::size_t WordTable::SlotOf(std::uint32_t hash, std::string_view text) const {
  const std::size_t mask = slots_.size() - 1;
  // The space alone stands in the low byte: spread it over the table.
  std::size_t slot = ((hash >> 8) * 0x9E3779B1U + (hash & 0xFFU) * 0x85EBCA6BU) & mask;
  while (slots_[slot] != kNoWord) {
    const Entry& entry = entries_[slots_[slot]];
    if (entry.hash == hash && entry.size == text.size() &&
        std::memcmp(chunks_[entry.chunk].data() + entry.offset, text.data(), text.size()) == 0) {
      break;
    }
    slot = (slot + 1) & mask;
  }
  return slot;
}

WordId WordTable::Find(std::uint8_t space, std::string_view text) const {
  std::string cut;
  if (text.size() > kLongestWord) {
    cut = std::string(TruncateUtf8(text, kLongestWord)) + std::to_string(MixedHash(text));
    text = cut;
  }
  return slots_[SlotOf(HashOf(space, text), text)];
}

WordId WordTable::Intern(std::uint8_t space, std::string_view text) {
  std::string cut;
  if (text.size() > kLongestWord) {
    cut = std::string(TruncateUtf8(text, kLongestWord)) + std::to_string(MixedHash(text));
    text = cut;
  }
  const std::uint32_t hash = HashOf(space, text);
  const std::size_t slot = SlotOf(hash, text);
  if (slots_[slot] != kNoWord) return slots_[slot];
  if (chunks_.empty() || chunks_.back().size() + text.size() > kChunkBytes) {
    KEDANG_CHECK(chunks_.size() < 0xFFFF);
    chunks_.emplace_back();
    chunks_.back().reserve(kChunkBytes);
  }
  const auto word = static_cast<WordId>(entries_.size());
  std::vector<char>& chunk = chunks_.back();
  entries_.push_back({hash, static_cast<std::uint32_t>(chunk.size()), 0, static_cast<std::uint16_t>(text.size()),
                      static_cast<std::uint16_t>(chunks_.size() - 1)});
  chunk.insert(chunk.end(), text.begin(), text.end());
  slots_[slot] = word;
  if (entries_.size() * 3 > slots_.size() * 2) Grow();
  return word;
}

void WordTable::Grow() {
  std::vector<WordId> old(slots_.size() * 2, kNoWord);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const WordId word : old) {
    if (word == kNoWord) continue;
    const std::uint32_t hash = entries_[word].hash;
    std::size_t slot = ((hash >> 8) * 0x9E3779B1U + (hash & 0xFFU) * 0x85EBCA6BU) & mask;
    while (slots_[slot] != kNoWord) slot = (slot + 1) & mask;
    slots_[slot] = word;
  }
}

}  // namespace kedang
