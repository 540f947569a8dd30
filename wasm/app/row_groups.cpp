#include "wasm/app/row_groups.h"

#include <algorithm>

#include "shared/base/decimal_math.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"

namespace kedang {
namespace {

constexpr std::size_t kRowsPerLook = 16;  // between two looks at the clock: sums may be computed of other records

std::string KeyOf(const Value& value, RowGroups::Days days) {
  if (value.is_null()) return "";
  if (value.kind() != Value::Kind::kDate) return FormatPlain(value);
  std::string day = FormatDate(value.date());
  if (days == RowGroups::Days::kByMonth) day.resize(day.rfind('-'));
  return day;
}

std::optional<Decimal> NumberOf(const Value& value) {
  if (value.kind() == Value::Kind::kInteger) return Decimal{value.integer(), 0};
  if (value.kind() == Value::Kind::kDecimal) return value.decimal();
  return std::nullopt;
}

}  // namespace

bool RowGroups::CanGroup(const Field& shown) {
  if (shown.is_retired || shown.is_sensitive) return false;
  switch (TraitsOf(shown.type).editor) {
    case EditorKind::kChoice:
    case EditorKind::kPerson:
    case EditorKind::kSwitch:
    case EditorKind::kTree:
    case EditorKind::kRecord:
    case EditorKind::kDate:
    case EditorKind::kRating: return true;
    default: return false;
  }
}

std::vector<const Field*> RowGroups::SumFields(const Workspace& workspace, const Schema& schema) {
  std::vector<const Field*> fields;
  for (const Field& field : schema.fields) {
    const FieldType type = workspace.ShownField(schema.id, field).type;
    // Computed whole numbers are counts, scores and days.
    const bool is_count = type == FieldType::kInteger && !IsComputed(field.type);
    const bool is_quantity = type == FieldType::kCurrency || type == FieldType::kDecimal || is_count;
    if (!field.is_retired && !field.is_sensitive && is_quantity) fields.push_back(&field);
  }
  return fields;
}

void RowGroups::Show(const Schema& schema, FieldId field, std::vector<FieldId> sum_fields, Days days) {
  const bool is_same = schema_id_ == schema.id && field_id_ == field && sum_fields_ == sum_fields && days_ == days;
  schema_ = &schema;
  if (is_same) return;
  schema_id_ = schema.id;
  field_id_ = field;
  sum_fields_ = std::move(sum_fields);
  days_ = days;
  is_started_ = false;
  // Whoever keeps places in them must let go.
  groups_.clear();
  ++made_;
}

void RowGroups::Start(const Workspace& workspace, const RowSource& source) {
  is_started_ = true;
  is_done_ = false;
  source_revision_ = source.revision;
  schema_version_ = workspace.schemas().version;
  next_ = 0;
  making_.clear();
  places_.clear();
}

bool RowGroups::Step(const Workspace& workspace, const RowSource& source, const FormatContext& format,
                     const std::function<bool()>& is_over) {
  const bool is_other = source_revision_ != source.revision || schema_version_ != workspace.schemas().version || is_english_ != format.is_english;
  if (!is_started_ || is_other) Start(workspace, source);
  is_english_ = format.is_english;
  if (is_done_) return true;
  const Field* field = schema_->Find(field_id_);
  shown_ = field != nullptr ? &workspace.ShownField(schema_->id, *field) : nullptr;
  if (next_ == 0 && shown_ != nullptr && making_.empty()) {
    for (const Choice& choice : TraitsOf(shown_->type).editor == EditorKind::kChoice ? shown_->choices : std::vector<Choice>()) {
      places_.emplace(choice.key, making_.size());
      making_.push_back({choice.key, Value::Text(choice.key), choice.label.In(format.is_english), {}, std::vector<Decimal>(sum_fields_.size())});
    }
  }
  while (next_ < source.size) {
    const std::size_t stop = std::min(source.size, next_ + kRowsPerLook);
    for (; next_ < stop; ++next_) Add(workspace, format, source.at(next_));
    if (next_ < source.size && is_over()) return false;
  }
  Sort();
  is_done_ = true;
  groups_ = std::move(making_);
  making_.clear();
  places_.clear();
  ++made_;
  return true;
}

void RowGroups::Add(const Workspace& workspace, const FormatContext& format, Row row) {
  const auto record = workspace.records().RecordAt(row);
  if (!record) return;
  Value value = shown_ != nullptr ? workspace.ValueOf(*record, field_id_) : Value();
  const std::string key = KeyOf(value, days_);
  const auto [place, is_new] = places_.emplace(key, making_.size());
  if (is_new) {
    const bool is_day = value.kind() == Value::Kind::kDate;
    std::string label = value.is_null() ? std::string() : is_day ? key : FormatField(*shown_, value, format);
    making_.push_back({key, std::move(value), std::move(label), {}, std::vector<Decimal>(sum_fields_.size())});
  }
  RowGroup& group = making_[place->second];
  group.rows.push_back(row);
  for (std::size_t i = 0; i < sum_fields_.size(); ++i) {
    const auto number = NumberOf(workspace.ValueOf(*record, sum_fields_[i]));
    if (number) group.sums[i] = AddDecimal(group.sums[i], *number).value_or(group.sums[i]);
  }
}

void RowGroups::Sort() {
  const bool has_choices = shown_ != nullptr && TraitsOf(shown_->type).editor == EditorKind::kChoice;
  const auto known = has_choices ? static_cast<std::ptrdiff_t>(shown_->choices.size()) : 0;
  std::stable_sort(making_.begin() + known, making_.end(), [](const RowGroup& a, const RowGroup& b) {
    if (a.key.empty() || b.key.empty()) return b.key.empty() && !a.key.empty();
    return a.label < b.label;
  });
}

}  // namespace kedang
