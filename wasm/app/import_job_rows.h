// ImportRows: the rows of a file being imported, as text, kept compactly: one packed run of bytes a row in blocks of
// a mebibyte, so that hundreds of thousands of rows fit beside the records. Cells can be changed; what the file said is
// remembered.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kedang {

class ImportRows {
 public:
  void Clear();
  // `number` is the row's in the file and rises from call to call.
  void Append(std::uint64_t number, std::span<const std::string_view> cells);

  std::uint32_t size() const { return static_cast<std::uint32_t>(places_.size()); }
  std::uint64_t NumberOf(std::uint32_t row) const { return places_[row].number; }
  // The row with this number in the file; size() when there is none.
  std::uint32_t RowNumbered(std::uint64_t number) const;
  std::size_t byte_size() const { return byte_size_; }

  // The cells of a row; views hold until the next change.
  void Read(std::uint32_t row, std::vector<std::string_view>& cells) const;
  // Empty when the row has no such column.
  std::string_view Cell(std::uint32_t row, std::uint32_t column) const;

  // Whether a cell of the row has `words` in it; capital ASCII letters are as good as small ones. `words` in small ones.
  bool Holds(std::uint32_t row, std::string_view words) const;

  void SetCell(std::uint32_t row, std::uint32_t column, std::string_view text);
  bool IsChanged(std::uint32_t row, std::uint32_t column) const { return originals_.count(KeyOf(row, column)) != 0; }
  bool IsRowChanged(std::uint32_t row) const;
  // Rows with a cell that differs from the file.
  std::uint32_t changed_rows() const { return changed_rows_; }
  // Cells that differ from the file.
  std::size_t change_count() const { return originals_.size(); }

 private:
  struct Place {
    std::uint32_t number = 0;
    std::uint32_t block = 0;
    std::uint32_t offset = 0;
  };
  static std::uint64_t KeyOf(std::uint32_t row, std::uint32_t column) {
    return (static_cast<std::uint64_t>(row) << 32) | column;
  }
  void Store(std::span<const std::string_view> cells, Place& place);

  std::vector<std::string> blocks_;
  std::vector<Place> places_;
  std::map<std::uint64_t, std::string> originals_;
  std::uint32_t changed_rows_ = 0;
  std::size_t byte_size_ = 0;
};

}  // namespace kedang
