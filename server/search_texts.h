// SearchTexts: what of a record is searched, field by field: stored values as they are shown, and what is computed of nothing
// but the record. For one thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "shared/check/computed_reader.h"
#include "shared/field/field_types.h"
#include "shared/search/search_index.h"

namespace kedang {

class SearchTexts {
 public:
  // Both outlive it.
  SearchTexts(const ComputedFields& computed, const FormatContext& format) : computed_(computed), format_(format) {}

  // Good until the next call.
  std::span<const FieldText> Of(const Schema& schema, const Record& record);

 private:
  ComputedReader computed_;
  const FormatContext& format_;
  std::vector<std::string> texts_;
  std::vector<FieldText> fields_;
};

}  // namespace kedang
