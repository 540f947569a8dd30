#include "wasm/app/column_changes.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/field/region_from_address.h"

namespace kedang {
namespace {

constexpr std::uint32_t kRowsBetweenLooks = 32;
constexpr std::size_t kMostExamples = 3;

}  // namespace

void ColumnChanges::Reset() {
  columns_.clear();
  feeds_.clear();
  row_ = 0;
  cells_ = 0;
  was_started_ = false;
}

void ColumnChanges::Start() {
  Reset();
  was_started_ = true;
  revision_ = job_.verdicts().revision();
  for (const Field& field : job_.schema().fields) {
    FieldFeed feed(job_.mapping(), field.id);
    // A region that no column feeds may come from the address.
    if (feed.empty() && (field.type != FieldType::kRegion || field.is_retired)) continue;
    Column& column = columns_.emplace_back();
    column.field = &field;
    column.is_as_typed = feed.is_as_typed();
    column.may_keep_typed = TraitsOf(field.type).may_keep_typed;
    feeds_.push_back(std::move(feed));
  }
}

void ColumnChanges::Add(Column& column, TextChange change, std::string_view before, const std::string& after) {
  auto kind = std::find_if(column.kinds.begin(), column.kinds.end(), [&](const Kind& one) { return one.change == change; });
  if (kind == column.kinds.end()) kind = column.kinds.insert(column.kinds.end(), Kind{change, 0, {}});
  ++kind->cells;
  const bool is_known = std::any_of(kind->examples.begin(), kind->examples.end(), [&](const Example& one) { return one.before == before; });
  if (kind->examples.size() < kMostExamples && !is_known) kind->examples.push_back({std::string(before), after});
}

void ColumnChanges::LookAt(const std::vector<std::string_view>& cells) {
  TextChanges changes;
  CheckContext check = workspace_.Check();
  check.unique = nullptr;
  check.changes = &changes;
  FormatContext format;
  format.lexicon = check.lexicon;
  format.names = check.names;
  format.offset_minutes = check.offset_minutes;
  Record record(job_.schema().id, Id());
  std::vector<std::pair<FieldId, Value>> addresses;
  std::string buffer, address;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    Column& column = columns_[i];
    const std::string_view text = feeds_[i].Text(cells, buffer);
    if (text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) continue;
    const Parsed parsed = column.is_as_typed ? ParseAsTyped(*column.field, text, check) : ParseField(*column.field, text, check);
    if (column.field->type == FieldType::kRegion) record.Set(column.field->id, parsed.value);
    if (column.field->type == FieldType::kAddress && !parsed.value.is_null()) {
      addresses.emplace_back(column.field->id, parsed.value);
      address = text;
    }
    if (changes.empty()) continue;
    ++cells_;
    ++column.cells;
    const std::string after = StandardText(*column.field, parsed.value, format);
    for (std::size_t change = 0; change < kTextChangeCount; ++change) {
      if (changes.Has(static_cast<TextChange>(change))) Add(column, static_cast<TextChange>(change), text, after);
    }
  }
  const auto region = RegionFromAddress(job_.schema(), record, addresses, check.lexicon);
  if (!region) return;
  for (Column& column : columns_) {
    if (column.field->id != region->first) continue;
    ++cells_;
    ++column.cells;
    ++column.from_address;
    Add(column, TextChange::kRegion, address, StandardText(*column.field, region->second, format));
  }
}

bool ColumnChanges::Step(const std::function<bool()>& is_over) {
  std::vector<std::string_view> cells;
  while (row_ < job_.rows().size()) {
    const std::uint32_t row = row_++;
    if (!job_.verdicts().IsLeftOut(row)) {
      job_.rows().Read(row, cells);
      LookAt(cells);
    }
    if (row_ % kRowsBetweenLooks == 0 && is_over()) return false;
  }
  return true;
}

std::vector<ColumnChanges::Column> ColumnChanges::columns() const {
  std::vector<Column> shown;
  for (const Column& column : columns_) {
    if (column.cells > 0 || column.is_as_typed) shown.push_back(column);
  }
  std::stable_sort(shown.begin(), shown.end(), [](const Column& a, const Column& b) { return a.cells > b.cells; });
  for (Column& column : shown) {
    std::stable_sort(column.kinds.begin(), column.kinds.end(), [](const Kind& a, const Kind& b) { return a.cells > b.cells; });
  }
  return shown;
}

}  // namespace kedang
