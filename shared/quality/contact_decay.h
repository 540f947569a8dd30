// Contact decay: how likely each way of contact of a record is still true, by the day somebody last verified it and the
// half-life of its kind.
#pragma once

#include <vector>

#include "shared/model/record.h"
#include "shared/quality/quality_policy.h"

namespace kedang {

struct ContactState {
  FieldId field = 0;
  int days = 0;        // since somebody knew it to be true, 0 or more
  double likely = 1;   // 0…1: one half after one half-life
};

// The day the record was last known to be true, never after `today`: verified or contacted, whichever is later; else when it
// was made. A contact reaches somebody, so it verifies as well.
Date KnownOn(const QualityPolicy& policy, const Record& record, Date today, int offset_minutes);
// Each filled way of contact, in the order of their fields.
std::vector<ContactState> ContactStates(const QualityPolicy& policy, const Record& record, Date today, int offset_minutes);
double LikelyAfter(int days, int half_life);

}  // namespace kedang
