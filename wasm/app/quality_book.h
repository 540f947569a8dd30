// QualityBook: the snapshots of quality the server kept, as far as this device knows them, which is offline, too, and the trend they
// tell. Read from the program's own records, which come and go by sync; good until one of them, or the day, changes.
#pragma once

#include "shared/quality/quality_trend.h"
#include "wasm/app/workspace.h"

namespace kedang {

class QualityBook {
 public:
  explicit QualityBook(Workspace& workspace) : workspace_(workspace) {}

  // Rises when it may tell otherwise.
  std::uint64_t revision() const { return workspace_.system_revision(); }
  // Of one template; good until the next call.
  const QualityTrend& TrendOf(const Schema& schema);

 private:
  Workspace& workspace_;
  std::string schema_;  // what trend_ is of
  std::uint64_t revision_ = 0;
  Date today_;
  QualityTrend trend_;
};

}  // namespace kedang
