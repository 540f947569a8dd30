#include "wasm/app/record_orders.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/model/computed_field.h"
#include "wasm/app/workspace.h"

namespace kedang {
namespace {

constexpr std::size_t kMostKept = 6;

}  // namespace

class RecordOrders::Keys final : public SortKeys {
 public:
  Keys(const Workspace& workspace, const SortKeyMaker& maker, const Kept& kept, const SortOrder* newest)
      : workspace_(workspace), records_(workspace.records()), maker_(maker), schema_(kept.schema), newest_(newest) {
    const Schema* schema = workspace.schemas().Find(kept.schema);
    field_ = schema != nullptr ? schema->Find(kept.field) : nullptr;
    if (field_ == nullptr) return;
    shown_ = &workspace.ShownField(kept.schema, *field_);
    is_stored_ = !IsComputed(field_->type);
  }

  std::vector<Row> Rows() override {
    if (newest_ != nullptr) return newest_->rows();
    std::vector<Row> rows(records_.row_limit());
    for (Row row = 0; row < rows.size(); ++row) rows[row] = row;
    return rows;
  }

  bool KeyOf(Row row, std::string& key) override {
    if (newest_ == nullptr || field_ == nullptr) {
      const auto header = records_.HeaderAt(row);
      if (!header || header->is_deleted || !IsShown(header->schema)) return false;
      if (newest_ == nullptr) AppendOrdered(-header->changed_ms, key);
      return true;
    }
    const FieldId wanted[] = {field_->id};
    const auto record = is_stored_ ? records_.CellsAt(row, wanted) : records_.RecordAt(row);
    if (!record || record->is_deleted || !IsShown(record->schema)) return false;
    maker_.Append(*shown_, is_stored_ ? record->Get(field_->id) : workspace_.ValueOf(*record, field_->id), workspace_.Format(false), key);
    return true;
  }

  bool IsBefore(Row a, Row b) override {
    if (newest_ == nullptr) return a < b;
    const TimeMs x = ChangedAt(a), y = ChangedAt(b);
    return x != y ? x > y : a < b;
  }

 private:
  bool IsShown(SchemaId schema) const { return schema_ == 0 || schema == schema_; }
  TimeMs ChangedAt(Row row) const {
    const auto header = records_.HeaderAt(row);
    return header ? header->changed_ms : 0;
  }

  const Workspace& workspace_;
  const MemoryStore& records_;
  const SortKeyMaker& maker_;
  SchemaId schema_;
  const SortOrder* newest_;  // null: this is it
  const Field* field_ = nullptr;
  const Field* shown_ = nullptr;
  bool is_stored_ = true;
};

RecordOrders::Kept& RecordOrders::Find(SchemaId schema, FieldId field) {
  const auto found = std::find_if(kept_.begin(), kept_.end(), [=](const Kept& kept) { return kept.schema == schema && kept.field == field; });
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
  } else {
    if (kept_.size() >= kMostKept) kept_.pop_back();
    kept_.emplace_front();
    kept_.front().schema = schema;
    kept_.front().field = field;
  }
  return kept_.front();
}

bool RecordOrders::Step(SchemaId schema, FieldId field, const IsOver& is_over) {
  if (maker_ == nullptr) maker_ = std::make_unique<SortKeyMaker>(workspace_.lexicon().pinyin());
  Kept& newest = Find(schema, 0);
  Keys newest_keys(workspace_, *maker_, newest, nullptr);
  if (!newest.order.Step(newest_keys, is_over)) return false;
  if (field == 0) return true;
  Kept& kept = Find(schema, field);
  // What is made of other records, or of their names, is made anew with every change.
  if (kept.revision != workspace_.revision()) {
    const Schema* of = workspace_.schemas().Find(schema);
    const Field* sorted = of != nullptr ? of->Find(field) : nullptr;
    const bool is_own = sorted != nullptr && !TraitsOf(sorted->type).has_target && workspace_.IsOwnOf(schema, *sorted);
    if (!is_own && kept.order.has_order()) kept.order.Build();
    kept.revision = workspace_.revision();
  }
  Keys keys(workspace_, *maker_, kept, &newest.order);
  return kept.order.Step(keys, is_over);
}

void RecordOrders::Touch(Row row) {
  for (Kept& kept : kept_) kept.order.Touch(row);
}

}  // namespace kedang
