// HeldView: what a replica holds of the records, as the server remembers it for each of its cookies (sync.md 2.4). With it a
// pull says "leave" only of what was given, and answers other permissions with what is different by them.
#pragma once

#include <string>

#include "shared/model/schema.h"
#include "shared/policy/principal.h"
#include "shared/sync/held_rows.h"

namespace kedang {

// Cookies of a replica that may still come back: an answer that was lost costs nothing.
inline constexpr std::size_t kKeptViews = 6;

// A place in the order of last changes; rows tell apart what changed at once.
struct ChangeMark {
  std::uint64_t sequence = 0;
  RowNumber row = 0;

  bool operator==(const ChangeMark&) const = default;
  bool operator<(const ChangeMark& other) const {
    return sequence != other.sequence ? sequence < other.sequence : row < other.row;
  }
};

class HeldView {
 public:
  // Rows must be below this: higher numbers of the set say more about a row that is held.
  static constexpr RowNumber kRowLimit = 1u << 30;

  std::uint64_t number = 0;       // in cookies; 0: not kept yet
  std::uint64_t permissions = 0;  // the permission version by which all of it was given
  std::string visibility;         // what may be seen and how, by then: VisibilityOf; empty: of several kinds
  std::string projection;
  bool is_part = false;           // of an answer that goes on: the replica shows nothing of it yet
  // A review under way: the permission version it is for, and up to where live rows were looked at. 0: none.
  std::uint64_t review = 0;
  SchemaId review_schema = 0;
  RowNumber review_row = 0;
  // With a cap: no record of others that changed before is held because it is recent. All of them are, behind it.
  std::uint32_t cap = 0;
  ChangeMark floor;
  HeldRows rows;

  bool Has(RowNumber row) const { return rows.Has(row); }
  bool Set(RowNumber row, bool is_held) { return rows.Set(row, is_held); }
  // Held because it is among those changed last, which the cap counts; or because it was asked for.
  bool IsRecent(RowNumber row) const { return rows.Has(row + kRecent); }
  bool SetRecent(RowNumber row, bool is_recent) { return rows.Set(row + kRecent, is_recent); }
  std::size_t recent_count() const { return rows.Count(kRecent, kWanted); }
  bool IsWanted(RowNumber row) const { return rows.Has(row + kWanted); }
  bool SetWanted(RowNumber row, bool is_wanted) { return rows.Set(row + kWanted, is_wanted); }
  std::size_t wanted_count() const { return rows.Count(kWanted, 3u << 30); }
  // The one that was made first; kRowLimit when there is none.
  RowNumber FirstWanted() const;
  // As without a cap.
  void ForgetParts();

 private:
  static constexpr RowNumber kRecent = 1u << 30, kWanted = 2u << 30;
};

// Who has the same key sees the same, but for personal records: VisibilityKey and what the schemas say about it.
std::string VisibilityOf(const Principal& principal, const SchemaSet& schemas);
// Of a replica that holds nothing yet.
HeldView NewView(const Principal& principal, const SchemaSet& schemas);

}  // namespace kedang
