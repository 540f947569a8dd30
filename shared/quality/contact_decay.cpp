#include "shared/quality/contact_decay.h"

#include <algorithm>
#include <cmath>

namespace kedang {

double LikelyAfter(int days, int half_life) {
  return half_life <= 0 ? 1 : std::exp2(-static_cast<double>(std::max(days, 0)) / half_life);
}

Date KnownOn(const QualityPolicy& policy, const Record& record, Date today, int offset_minutes) {
  bool is_told = false;
  Date known;
  for (const FieldId field : {policy.verified, policy.contacted}) {
    const Value& day = record.Get(field);
    if (field == 0 || day.kind() != Value::Kind::kDate) continue;
    known = is_told ? std::max(known, day.date()) : day.date();
    is_told = true;
  }
  if (!is_told) known = record.created_ms > 0 ? DateOf(record.created_ms, offset_minutes) : today;
  return std::min(known, today);
}

std::vector<ContactState> ContactStates(const QualityPolicy& policy, const Record& record, Date today, int offset_minutes) {
  std::vector<ContactState> states;
  const int days = today.days - KnownOn(policy, record, today, offset_minutes).days;
  for (const auto& [field, half_life] : policy.half_lives) {
    if (!record.Get(field).is_null()) states.push_back({field, days, LikelyAfter(days, half_life)});
  }
  return states;
}

}  // namespace kedang
