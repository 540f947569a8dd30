// RowIndex: in which row of a file a text was seen first. It keeps 24 bytes a text, whatever its length: texts are told
// apart by a 128-bit hash, whose accidental collision in a million rows is less likely than a broken memory chip.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace kedang {

class RowIndex {
 public:
  // The row given with the text, 0 when it was never added.
  std::uint64_t Find(std::string_view text) const;
  // Keeps the first row of a text. Precondition: row > 0.
  void Add(std::string_view text, std::uint64_t row);

 private:
  struct Entry {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::uint64_t row = 0;  // 0 = free
  };
  static Entry KeyOf(std::string_view text);
  // The place of the key: its entry, or the free one where it belongs.
  std::size_t Place(const Entry& key) const;
  void Grow();

  std::vector<Entry> entries_;  // a power of two, at most 2/3 full
  std::size_t size_ = 0;
};

}  // namespace kedang
