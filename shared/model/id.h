// Id: the 128-bit name of a record, user, replica, group, batch or conflict, made where the thing is made (also
// offline). The first 48 bits are the time of making in milliseconds, so ids made later sort later and database pages
// fill in order; the other 80 bits are random. Time in an id is never used to order changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/clock.h"

namespace kedang {

struct Id {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  bool operator==(const Id&) const = default;
  bool operator<(const Id& other) const { return high != other.high ? high < other.high : low < other.low; }
  bool is_nil() const { return high == 0 && low == 0; }
};

Id MakeId(TimeMs now, Random& random);

// Ids for many things made at once (an import): a random start, then small steps, so that neighbours share most of
// their bits and travel in a byte or two instead of sixteen. As unique as MakeId: the starts differ in 80 random bits.
class IdSequence {
 public:
  IdSequence(TimeMs now, Random& random) : next_(MakeId(now, random)) {}
  // Goes through the ids again that a sequence gave from `first` on.
  explicit IdSequence(Id first) : next_(first) {}
  Id Next() {
    const Id id = next_;
    if (++next_.low == 0) ++next_.high;
    return id;
  }

 private:
  Id next_;
};

// 26 lower-case Crockford base-32 digits, the form in URLs, JSON and databases; sorts like the id.
std::string FormatId(Id id);
// Accepts both cases; nothing for any other length, character or an overflow of 128 bits.
std::optional<Id> ParseId(std::string_view text);

}  // namespace kedang

template <>
struct std::hash<kedang::Id> {
  std::size_t operator()(const kedang::Id& id) const noexcept {
    // The low half is random already; the high half keeps ids that tests make by counting apart.
    return static_cast<std::size_t>(id.low ^ (id.high * 0x9E3779B97F4A7C15ULL));
  }
};
