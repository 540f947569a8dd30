// Source (来源): where records come from, a record of the system schema `source`, and how far what it says is trusted.
//
// A record knows its source by its origin: a field of its schema that points to `source`, written by the import that made the
// record. A value is the source's as long as it is as that import left it, that is, as old as the record; whatever was written
// since counts as typed. So trust is told from the record alone, offline as well.
#pragma once

#include <functional>
#include <optional>

#include "shared/model/keyed_cells.h"
#include "shared/model/origin_field.h"

namespace kedang {

enum class SourceCycle : std::uint8_t { kNone, kDay, kWeek, kMonth, kQuarter };
// How many days may pass between two deliveries; 0: any number.
int DaysOf(SourceCycle cycle);

struct Source {
  Id id;
  std::string name;
  std::string kind = "import";  // key of the choice
  Id owner;
  int trust = 3;  // 1 … 5
  SourceCycle expected = SourceCycle::kNone;
  bool is_active = true;
};
// Of a live record with a name.
std::optional<Source> ReadSource(const Schema& schema, const Record& record);
CellList SourceCells(const Schema& schema, const Source& source);

// How many days a source is late on `today`: 0 when it is not, is not waited for, or never delivered.
int DaysLate(const Source& source, std::optional<Date> last_arrival, Date today);

// Of a value, on one scale with that of sources.
using TrustRank = int;
inline constexpr TrustRank kTypedTrust = 9;  // between 4 and 5 of a source
TrustRank TrustOfSource(const Source& source);
// Of the record's value of a field: `rank_of` says a source's, or that of an unknown one.
TrustRank TrustOfValue(const Schema& schema, const Record& record, FieldId field, const std::function<TrustRank(Id source)>& rank_of);

}  // namespace kedang
