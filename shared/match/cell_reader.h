// Reads a cell for matching: text as somebody wrote it → its normal form and its parts, by the kind of the field.
#pragma once

#include <span>
#include <string_view>

#include "shared/match/cell_words.h"
#include "shared/match/hanzi_name.h"
#include "shared/match/match_field.h"

namespace kedang {

class CellReader {
 public:
  // `lexicon` may be null and must outlive the reader.
  explicit CellReader(const Lexicon* lexicon) : names_(lexicon) {}

  // `texts` are the columns of one field. Placeholders (n/a, 无, -) and what is nothing of the kind give no words. Only the
  // first 4,000 bytes of a text are looked at.
  void Read(MatchKind kind, std::span<const std::string_view> texts, CellWords& out) const;

  const HanziNames& names() const { return names_; }

 private:
  HanziNames names_;
};

// True for what people write where they know nothing.
bool IsPlaceholder(std::string_view folded);

// Eight digits yyyymmdd of a date in any usual order; empty when it is none. Of 3/4/2021 the order stays as written.
std::string DateDigits(std::string_view folded);

}  // namespace kedang
