// The key by which a value is sorted in lists, as bytes that compare as people expect: text by pinyin as in a Chinese
// dictionary, choices by their place, numbers and dates by size, yes before no.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/field/check_context.h"
#include "shared/model/schema.h"
#include "shared/text/pinyin.h"

namespace kedang {

class SortKeyMaker {
 public:
  // The table must outlive it.
  explicit SortKeyMaker(const PinyinTable& pinyin);

  // Appends the key of a value of `shown` (ShownField); nothing for null. At most 64 bytes.
  void Append(const Field& shown, const Value& value, const FormatContext& format, std::string& key) const;

 private:
  const PinyinTable& pinyin_;
  std::vector<std::uint16_t> rank_;  // of a syllable among all, in the order of their letters
};

// A number as eight bytes in its order.
void AppendOrdered(std::int64_t number, std::string& key);

}  // namespace kedang
