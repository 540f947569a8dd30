// QualityJob: every record of a schema that somebody may see, measured (shared/quality), with likely duplicates found by the
// scan that `kedang dedupe` makes.
#pragma once

#include <functional>

#include "server/instance.h"
#include "shared/policy/principal.h"
#include "shared/quality/quality_report.h"

namespace kedang {

struct QualityRequest {
  const Schema* schema = nullptr;
  Principal principal;
  QualityPolicy policy;
  std::size_t keep = 50;          // records told of each thing to mend
  bool finds_duplicates = true;   // else only unique fields say what is there twice
};

struct QualityAnswer {
  QualityReport report;
  Date day;
  double seconds = 0;
};

// Called between slices of some thousand records; false: give up, kCancelled.
using QualityProgress = std::function<bool(std::string_view what, std::uint64_t done, std::uint64_t total)>;
Result<QualityAnswer> RunQuality(Instance& instance, const QualityRequest& request, const QualityProgress& progress);

}  // namespace kedang
