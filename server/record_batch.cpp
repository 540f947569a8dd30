#include "server/record_batch.h"

#include "shared/field/field_types.h"
#include "shared/model/auto_number.h"

namespace kedang {
namespace {

constexpr int kZoneMinutes = 8 * 60;  // auto numbers count by the calendar day in China

}  // namespace

RecordBatch::RecordBatch(SqliteStore& store, const Schema& schema, Random& random, Provenance provenance, Id author,
                         TimeMs now)
    : store_(store), schema_(schema), ids_(now, random), today_(DateOf(now, kZoneMinutes)) {
  entry_.schema = schema.id;
  entry_.kind = MutationKind::kInsert;
  entry_.author = author;
  entry_.provenance = std::move(provenance);
  batch_.id = entry_.provenance.batch;
  batch_.kind = entry_.provenance.kind;
  batch_.source = entry_.provenance.source;
  batch_.author = author;
  batch_.schema = schema.id;
  batch_.at_ms = now;
  for (const Field& field : schema.fields) {
    if (field.is_unique && !field.is_retired) unique_fields_.push_back(&field);
    const bool is_author = field.type == FieldType::kCreatedBy || field.type == FieldType::kChangedBy;
    if (is_author && !field.is_retired && !entry_.author.is_nil()) author_fields_.push_back(field.id);
  }
}

// Numbers are counted here, under the write lock, and written down once by Finish.
Status RecordBatch::StartCounters() {
  has_counters_ = true;
  for (const Field& field : schema_.fields) {
    if (field.type != FieldType::kAutoNumber || field.is_retired) continue;
    Counter counter;
    counter.field = &field;
    counter.scope = AutoNumberScope(field.format, today_);
    KEDANG_ASSIGN(const std::uint64_t next, store_.NextNumber(schema_.id, field.id, counter.scope));
    counter.last = next - 1;
    counters_.push_back(std::move(counter));
  }
  return {};
}

Result<Id> RecordBatch::Insert(const std::vector<std::pair<FieldId, Value>>& cells, TimeMs made_ms, Id id) {
  if (!has_counters_) KEDANG_RETURN_IF_ERROR(StartCounters());
  Record record(schema_.id, id.is_nil() ? ids_.Next() : id);
  KEDANG_ASSIGN(const std::uint64_t sequence, store_.NextSequence());
  record.created = record.changed = entry_.version = Version{store_.epoch().number, sequence};
  record.created_ms = record.changed_ms = made_ms;
  for (const auto& cell : cells) record.Set(cell.first, cell.second, record.created);
  for (const FieldId field : author_fields_) record.Set(field, Value::Text(FormatId(entry_.author)), record.created);
  for (Counter& counter : counters_) {
    ++counter.last;
    record.Set(counter.field->id, Value::Text(FormatAutoNumber(counter.field->format, today_, counter.last)),
               record.created);
  }
  for (const Field* field : unique_fields_) {
    const Value& value = record.Get(field->id);
    if (value.is_null()) continue;
    std::string normal = NormalForm(*field, value);
    if (!normal.empty()) new_keys_.push_back({field->id, std::move(normal)});
  }
  entry_.record = record.id;
  entry_.server_ms = entry_.client_ms = made_ms;
  KEDANG_ASSIGN(const std::int64_t row, store_.InsertNew(record, entry_));
  if (batch_.created++ == 0) batch_.first = record.created;
  batch_.last = record.created;
  for (ServerStore::UniqueKey& key : new_keys_) keys_.push_back({row, std::move(key)});
  new_keys_.clear();
  return record.id;
}

Status RecordBatch::Finish() {
  KEDANG_RETURN_IF_ERROR(store_.InsertUniqueKeys(schema_.id, std::move(keys_)));
  keys_.clear();
  for (const Counter& counter : counters_) {
    KEDANG_RETURN_IF_ERROR(store_.SetNumber(schema_.id, counter.field->id, counter.scope, counter.last));
  }
  counters_.clear();
  has_counters_ = false;
  if (batch_.id.is_nil() || batch_.created == 0) return {};
  KEDANG_RETURN_IF_ERROR(store_.AddToBatch(batch_));
  batch_.created = 0;
  batch_.first = Version();
  return {};
}

}  // namespace kedang
