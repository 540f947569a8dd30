// RowGroups: the rows of a list parted by the values of one field, each part with its count and the sums of number fields:
// the columns of a board, the heads of a grouped table, the days of a calendar. Made in slices; what was made last stays
// until the next is whole.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "wasm/app/workspace.h"

namespace kedang {

// Rows of a list in its order, however it keeps them.
struct RowSource {
  std::size_t size = 0;
  std::function<Row(std::size_t)> at;
  std::uint64_t revision = 0;  // another one whenever rows or what they hold may be others
};

struct RowGroup {
  std::string key;  // empty: rows without a value; of dates "2026-11" or "2026-11-22"
  Value value;      // of one of its rows
  std::string label;
  std::vector<Row> rows;
  std::vector<Decimal> sums;  // of each sum field
};

class RowGroups {
 public:
  enum class Days : std::uint8_t { kByMonth, kByDay };

  // Whether rows can be parted by the field: it holds one value out of few.
  static bool CanGroup(const Field& shown);
  // Fields whose sum says something: amounts and quantities, not shares and ratings.
  static std::vector<const Field*> SumFields(const Workspace& workspace, const Schema& schema);

  // The schema must outlive the next Step. `field` 0: one part without a key.
  void Show(const Schema& schema, FieldId field, std::vector<FieldId> sum_fields, Days days = Days::kByMonth);
  // True when groups() are those of `source`.
  bool Step(const Workspace& workspace, const RowSource& source, const FormatContext& format, const std::function<bool()>& is_over);

  // Choices in their order, those without rows, too; everything else by its text, dates from early to late; without a
  // value last. A key that is no choice any more stands behind them.
  const std::vector<RowGroup>& groups() const { return groups_; }
  // Rises when groups() were made anew, or emptied because something else is shown.
  std::uint64_t revision() const { return made_; }

 private:
  void Start(const Workspace& workspace, const RowSource& source);
  void Add(const Workspace& workspace, const FormatContext& format, Row row);
  void Sort();

  const Schema* schema_ = nullptr;
  SchemaId schema_id_ = 0;
  FieldId field_id_ = 0;
  std::vector<FieldId> sum_fields_;
  Days days_ = Days::kByMonth;

  bool is_started_ = false;
  bool is_done_ = false;
  std::uint64_t source_revision_ = 0;
  std::uint32_t schema_version_ = 0;
  bool is_english_ = false;
  const Field* shown_ = nullptr;  // while a step runs
  std::size_t next_ = 0;
  std::vector<RowGroup> making_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<RowGroup> groups_;
  std::uint64_t made_ = 0;
};

}  // namespace kedang
