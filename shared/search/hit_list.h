// HitList: the hits of a search in the order people see them, without a list of all of them: the best of those found by
// name, all others found by name in row order, then the best and the others of the rest.
#pragma once

#include <vector>

#include "shared/search/row_set.h"

namespace kedang {

struct Hit {
  Row row = kNoRow;
  std::uint8_t score = 0;  // higher is better; >= kNameScore: every term is in a name-like field
};
inline constexpr std::uint8_t kNameScore = 128;

class HitList {
 public:
  HitList() = default;
  // `named` is part of `found`. `best` has the best hits first, those by name before the rest; hits that are not in `found`
  // are passed over.
  HitList(const RowSet& found, const RowSet& named, const std::vector<Hit>& best);

  std::size_t size() const { return names_.size() + others_.size(); }
  // The first so many are found by name.
  std::size_t name_count() const { return names_.size(); }
  // i < size().
  Row At(std::size_t i) const { return i < names_.size() ? names_.At(i) : others_.At(i - names_.size()); }
  // Where the row stands; size() when it is no hit.
  std::size_t IndexOf(Row row) const;

 private:
  struct Group {
    std::vector<Row> head;
    RowSet rest;
    std::size_t size() const { return head.size() + rest.Count(); }
    Row At(std::size_t i) const { return i < head.size() ? head[i] : rest.Select(i - head.size()); }
    std::size_t IndexOf(Row row) const;  // size() = not there
  };

  Group names_, others_;
};

}  // namespace kedang
