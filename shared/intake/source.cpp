#include "shared/intake/source.h"

#include <algorithm>
#include <array>

namespace kedang {
namespace {

constexpr std::array<std::string_view, 5> kCycles = {"", "day", "week", "month", "quarter"};
constexpr std::array<int, 5> kCycleDays = {0, 1, 7, 31, 92};

}  // namespace

int DaysOf(SourceCycle cycle) { return kCycleDays[static_cast<std::size_t>(cycle)]; }

std::optional<Source> ReadSource(const Schema& schema, const Record& record) {
  if (record.is_deleted || record.schema != schema.id) return std::nullopt;
  Source source;
  source.id = record.id;
  source.name = CellOf(schema, record, "name").text();
  if (source.name.empty()) return std::nullopt;
  source.kind = CellOf(schema, record, "kind").text();
  source.owner = IdIn(schema, record, "owner");
  const Value& trust = CellOf(schema, record, "trust");
  if (!trust.is_null()) source.trust = static_cast<int>(std::clamp<std::int64_t>(trust.integer(), 1, 5));
  const auto cycle = std::find(kCycles.begin() + 1, kCycles.end(), CellOf(schema, record, "expected").text());
  if (cycle != kCycles.end()) source.expected = static_cast<SourceCycle>(cycle - kCycles.begin());
  const Value& active = CellOf(schema, record, "active");
  source.is_active = active.is_null() || active.boolean();
  return source;
}

CellList SourceCells(const Schema& schema, const Source& source) {
  CellWriter cells(schema);
  cells.Add("name", Value::Text(source.name));
  cells.Add("kind", Value::Text(source.kind));
  cells.Add("owner", source.owner);
  cells.Add("trust", Value::Integer(source.trust));
  cells.Add("expected", Value::Text(std::string(kCycles[static_cast<std::size_t>(source.expected)])));
  cells.Add("active", Value::Boolean(source.is_active));
  return cells.Take();
}

int DaysLate(const Source& source, std::optional<Date> last_arrival, Date today) {
  if (!source.is_active || source.expected == SourceCycle::kNone || !last_arrival) return 0;
  return std::max(0, today.days - last_arrival->days - DaysOf(source.expected));
}

TrustRank TrustOfSource(const Source& source) { return 2 * source.trust; }

TrustRank TrustOfValue(const Schema& schema, const Record& record, FieldId field, const std::function<TrustRank(Id source)>& rank_of) {
  const Field* origin = OriginField(schema);
  if (origin == nullptr) return kTypedTrust;
  const Value& from = record.Get(origin->id);
  const Cell* cell = record.FindCell(field);
  if (cell == nullptr || from.is_null() || !(cell->version == record.created)) return kTypedTrust;
  const auto source = ParseId(from.text());
  return source ? rank_of(*source) : kTypedTrust;
}

}  // namespace kedang
