#include "wasm/app/quality_book.h"

namespace kedang {

const QualityTrend& QualityBook::TrendOf(const Schema& schema) {
  const Date today = workspace_.Today();
  if (schema_ == schema.key && revision_ == revision() && today_ == today) return trend_;
  schema_ = schema.key;
  revision_ = revision();
  today_ = today;
  std::vector<QualitySnapshot> snapshots;
  const Schema* const own = workspace_.schemas().Find(kSnapshotSchema);
  for (const Row row : own != nullptr && own->is_system ? workspace_.SystemRows() : std::vector<Row>()) {
    const auto header = workspace_.records().HeaderAt(row);
    if (!header || header->is_deleted || header->schema != own->id) continue;
    const auto record = workspace_.records().RecordAt(row);
    auto snapshot = record ? ReadSnapshot(*own, *record) : std::nullopt;
    if (snapshot && snapshot->schema == schema.key) snapshots.push_back(*std::move(snapshot));
  }
  trend_ = QualityTrend::Of(std::move(snapshots), today);
  return trend_;
}

}  // namespace kedang
