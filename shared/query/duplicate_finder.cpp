#include "shared/query/duplicate_finder.h"

#include <algorithm>

#include "shared/base/hash.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"

namespace kedang {
namespace {

constexpr Row kRowsPerLook = 200;

}  // namespace

std::vector<FieldId> IdentityFields(const Schema& schema) {
  std::vector<FieldId> fields;
  bool has_code = false;
  for (const Field& field : schema.fields) {
    if (field.is_retired || IsComputed(field.type)) continue;
    const bool is_name = field.id == schema.title && field.format == "company_name";
    const bool is_code = field.type == FieldType::kUscc && !std::exchange(has_code, has_code || field.type == FieldType::kUscc);
    const bool is_mobile = field.type == FieldType::kPhone && field.format == "mobile";
    if (field.is_unique || is_name || is_code || is_mobile) fields.push_back(field.id);
  }
  std::sort(fields.begin(), fields.end());
  return fields;
}

void DuplicateFinder::Start(const Schema& schema, Row row_limit) {
  schema_ = &schema;
  fields_ = IdentityFields(schema);
  buckets_.assign(kBuckets, {});
  next_ = 0;
  row_limit_ = row_limit;
  next_bucket_ = 0;
  found_.Reset(row_limit);
}

bool DuplicateFinder::Step(const MemoryStore& records, const std::function<bool()>& is_over) {
  while (next_ < row_limit_) {
    const Row stop = std::min(row_limit_, next_ + kRowsPerLook);
    for (; next_ < stop; ++next_) {
      const auto header = records.HeaderAt(next_);
      if (!header || header->is_deleted || header->schema != schema_->id) continue;
      if (const auto record = records.CellsAt(next_, fields_)) Take(*record, next_);
    }
    if (is_over()) return false;
  }
  while (next_bucket_ < buckets_.size()) {
    MarkBucket(buckets_[next_bucket_++]);
    if (next_bucket_ < buckets_.size() && is_over()) return false;
  }
  buckets_.clear();
  return true;
}

void DuplicateFinder::Take(const Record& record, Row row) {
  for (const Cell& cell : record.cells()) {
    const Field* field = schema_->Find(cell.field);
    if (field == nullptr || cell.value.is_null()) continue;
    const std::string form = NormalForm(*field, cell.value);
    if (form.empty()) continue;
    Bytes bytes;
    AppendU32(cell.field, bytes);
    bytes.insert(bytes.end(), form.begin(), form.end());
    const std::uint64_t hash = ReadU64(HashOf(bytes));
    buckets_[hash % kBuckets].emplace_back(hash, row);
  }
}

void DuplicateFinder::MarkBucket(std::vector<Entry>& bucket) {
  std::sort(bucket.begin(), bucket.end());
  for (std::size_t i = 1; i < bucket.size(); ++i) {
    if (bucket[i].first != bucket[i - 1].first || bucket[i].second == bucket[i - 1].second) continue;
    found_.Add(bucket[i].second);
    found_.Add(bucket[i - 1].second);
  }
  bucket = {};
}

}  // namespace kedang
