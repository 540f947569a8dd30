#include "wasm/app/quality_scan.h"

#include <utility>

namespace kedang {

QualityScan& QualityScan::Of(Workspace& workspace) {
  // Never let go: slices of its work may be under way, and a tab keeps its workspace.
  static QualityScan* const scan = new QualityScan(workspace);
  return *scan;
}

std::vector<const Schema*> QualityScan::Schemas() const {
  std::vector<const Schema*> found;
  for (const Schema& schema : workspace_.schemas().schemas) {
    if (!schema.is_system) found.push_back(&schema);
  }
  return found;
}

void QualityScan::Start(const Schema& schema, std::unordered_map<Id, double> likely) {
  if (!can_start()) return;
  QualityMeter meter(workspace_.schemas(), schema, QualityPolicy::Of(schema), workspace_.lexicon());
  next_ = std::unique_ptr<Measured>(new Measured{std::move(meter), QualityReport(QualityReport::UsualGroups(schema)), std::move(likely),
                                                 workspace_.revision(), workspace_.base_count(), 0, {}});
  work_.Start([this](const std::function<bool()>& is_over) { return Step(is_over); });
}

float QualityScan::Share() const {
  const Row limit = workspace_.records().row_limit();
  return next_ == nullptr || limit == 0 ? 1.0f : static_cast<float>(next_->next) / static_cast<float>(limit);
}

bool QualityScan::Step(const std::function<bool()>& is_over) {
  Measured& now = *next_;
  // Everything was fetched anew meanwhile: rows are other records'.
  if (now.base != workspace_.base_count()) {
    next_ = nullptr;
    return true;
  }
  const CheckContext context = workspace_.Check();
  const SchemaId schema = now.meter.schema().id;
  while (now.next < workspace_.records().row_limit()) {
    // The clock is asked now and then only.
    for (int i = 0; i < 32 && now.next < workspace_.records().row_limit(); ++i) {
      const Row row = now.next++;
      const auto header = workspace_.records().HeaderAt(row);
      if (!header || header->schema != schema || header->is_deleted) continue;
      const auto record = workspace_.records().RecordAt(row);
      if (!record) continue;
      const auto likely = now.likely.find(record->id);
      now.report.Add(*record, now.meter.Measure(*record, context, likely == now.likely.end() ? 0 : likely->second));
    }
    if (context.related != nullptr) context.related->Release();
    if (now.next < workspace_.records().row_limit() && is_over()) return false;
  }
  now.work = now.report.Work();
  done_ = std::move(next_);
  ++number_;
  return true;
}

}  // namespace kedang
