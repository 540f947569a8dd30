// RecordQuality: how good one record is, as the record page shows it. Measured when it is asked for, and again only when the record,
// anything it is judged by, or the day may be another.
#pragma once

#include <optional>

#include "shared/quality/quality_meter.h"
#include "wasm/app/workspace.h"

namespace kedang {

class RecordQuality {
 public:
  explicit RecordQuality(Workspace& workspace) : workspace_(workspace) {}

  // Of a record as it is kept, not as it is being typed; null when it is gone. Good until the next call.
  const QualityScore* Of(const Schema& schema, Id record);

 private:
  Workspace& workspace_;
  std::optional<QualityMeter> meter_;
  std::uint32_t set_ = 0;  // version of the schemas meter_ was made of
  Id record_;
  std::uint64_t revision_ = 0;
  Date today_;
  std::optional<QualityScore> score_;
};

}  // namespace kedang
