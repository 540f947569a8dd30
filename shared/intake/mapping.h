// Which column of a file feeds which field. Headers are compared folded (width, case, traditional characters), without
// marks such as * and without what stands in brackets. Evidence, strongest first: the header is a name of the field (key,
// label, synonym); it contains one or is part of one; the column's values look like what the field holds.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/intake/made_column.h"
#include "shared/model/schema.h"

namespace kedang {

enum class MappingBasis : std::uint8_t { kNone, kContent, kContains, kExact, kChosen };

struct ColumnTarget {
  FieldId field = 0;  // 0: the column is not imported
  MappingBasis kind = MappingBasis::kNone;
  std::uint8_t confidence = 0;  // 0..100
  std::uint8_t part = 0;        // order among the columns that feed one field, joined with a space
  bool is_as_typed = false;     // the text stays as it was typed, as far as the field's type takes it so
};

// A column that is computed (made_column.h), and what it feeds.
struct MadeTarget {
  MadeColumn column;
  ColumnTarget target;
};

struct ColumnMapping {
  std::vector<ColumnTarget> columns;  // one per column of the file
  std::vector<MadeTarget> made;       // computed of them
  std::uint8_t confidence = 0;        // mean of the columns; 0 when there are none

  bool HasField(FieldId field) const;
  // Indices of the columns of the file that feed `field`, also as parts of made ones, in the order to join; empty when none does.
  std::vector<std::uint32_t> ColumnsOf(FieldId field) const;
  // The fields that a column feeds, itself or as part of made ones.
  std::vector<FieldId> FieldsOf(std::uint32_t column) const;
  // Indices of the columns that feed nothing.
  std::vector<std::uint32_t> Unmapped() const;
};

using SampleRows = std::span<const std::vector<std::string>>;

// `headers` may be empty (no header row): then content decides alone, over as many columns as the first sample row has.
// `sample` are data rows; some dozens are enough. Retired and auto-number fields are never mapped. A field takes one
// column, but tags, lists and long texts take all that name them, and a region field takes province, city and district.
ColumnMapping MapColumns(const Schema& schema, std::span<const std::string> headers, SampleRows sample);

// Applies 'Header=field,…' to `mapping`: a field is named by key or label, a header as in the file (or folded), or by
// '#3' for the third column; an empty field leaves the column out. Several headers may name one field: they are joined in
// the order given. Where a header stands there may be a made column (made_column.h): 联系方式[/#1]=contact, 姓&名=contact; what it is
// made of feeds nothing else unless that is said, too. A field with ! behind it takes its text as it was typed. kInvalidArgument names the part that is wrong and what there is instead.
Status ApplyMapping(const Schema& schema, std::span<const std::string> headers, std::string_view text,
                    ColumnMapping& mapping);

}  // namespace kedang
