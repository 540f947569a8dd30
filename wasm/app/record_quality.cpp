#include "wasm/app/record_quality.h"

namespace kedang {

const QualityScore* RecordQuality::Of(const Schema& schema, Id record) {
  const SchemaSet& set = workspace_.schemas();
  const bool is_same_meter = meter_ && set_ == set.version && meter_->schema().id == schema.id;
  const Date today = workspace_.Today();
  if (is_same_meter && record_ == record && revision_ == workspace_.revision() && today_ == today) return score_ ? &*score_ : nullptr;
  if (!is_same_meter) meter_.emplace(set, schema, QualityPolicy::Of(schema), workspace_.lexicon());
  set_ = set.version;
  record_ = record;
  revision_ = workspace_.revision();
  today_ = today;
  score_.reset();
  const auto kept = workspace_.records().FindRecord(record);
  if (!kept || kept->is_deleted || kept->schema != schema.id) return nullptr;
  const CheckContext context = workspace_.Check();
  score_ = meter_->Measure(*kept, context);
  if (context.related != nullptr) context.related->Release();
  return &*score_;
}

}  // namespace kedang
