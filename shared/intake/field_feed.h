// FieldFeed: what of a file's row feeds a field: one cell as it stands, or columns and parts of columns joined with a space. The one
// way from a row to the text of a field, for the importer and whatever shows what it will do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/intake/mapping.h"

namespace kedang {

class FieldFeed {
 public:
  FieldFeed() = default;
  // Of a field that nothing feeds: empty.
  FieldFeed(const ColumnMapping& mapping, FieldId field);

  bool empty() const { return columns_.empty(); }
  // The columns of the file that are read, in the order to join, each once. What is wrong with the text is said at the first.
  const std::vector<std::uint32_t>& columns() const { return columns_; }
  // Somebody wants the text as it was typed, as far as the field's type takes it so.
  bool is_as_typed() const { return is_as_typed_; }
  // One cell as it stands: what is wrong with the field can be mended in it.
  bool is_one_cell() const { return made_.empty(); }
  // A view of `cells` or `buffer`.
  std::string_view Text(std::span<const std::string_view> cells, std::string& buffer) const;

 private:
  std::vector<std::uint32_t> columns_;
  std::vector<MadeColumn> made_;
  bool is_as_typed_ = false;
};

}  // namespace kedang
