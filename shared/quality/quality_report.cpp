#include "shared/quality/quality_report.h"

#include <algorithm>

#include "shared/base/assert.h"
#include "shared/model/origin_field.h"

namespace kedang {

void QualityTally::Add(const QualityScore& score) {
  ++records_;
  score_ += score.score;
  for (std::size_t i = 0; i < kQualityParts; ++i) {
    if (!score.counts[i]) continue;
    parts_[i] += score.parts[i];
    ++counted_[i];
  }
}

double QualityTally::part(QualityPart part) const {
  const auto i = static_cast<std::size_t>(part);
  return counted_[i] == 0 ? 1 : parts_[i] / static_cast<double>(counted_[i]);
}

void QualityReport::Add(const Record& record, const QualityScore& score) {
  all_.Add(score);
  for (std::size_t i = 0; i < by_.size(); ++i) groups_[i][record.Get(by_[i]).text()].Add(score);
  for (const QualityReason& reason : score.reasons) {
    QualityWork& work = work_[{reason.field, reason.code}];
    work.part = reason.part;
    work.gain += reason.gain;
    if (work.records > 0 && work.latest == record.id) continue;
    work.latest = record.id;
    if (work.records == 0) work.example = reason.issue;
    ++work.records;
    if (work.first.size() < keep_) {
      work.first.push_back({reason.gain, record.id});
    } else if (keep_ > 0) {
      const auto least = std::min_element(work.first.begin(), work.first.end());
      if (reason.gain > least->first) *least = {reason.gain, record.id};
    }
  }
}

const std::map<std::string, QualityTally>& QualityReport::Groups(FieldId by) const {
  const auto found = std::find(by_.begin(), by_.end(), by);
  KEDANG_CHECK(found != by_.end());
  return groups_[static_cast<std::size_t>(found - by_.begin())];
}

std::vector<QualityWork> QualityReport::Work() const {
  std::vector<QualityWork> all;
  for (const auto& [key, found] : work_) {
    QualityWork work = found;
    work.field = key.first;
    work.code = key.second;
    std::sort(work.first.begin(), work.first.end(),
              [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    all.push_back(std::move(work));
  }
  std::stable_sort(all.begin(), all.end(), [](const QualityWork& a, const QualityWork& b) { return a.gain > b.gain; });
  return all;
}

std::vector<FieldId> QualityReport::UsualGroups(const Schema& schema) {
  std::vector<FieldId> by;
  // The registered source says it better than what people once chose from a list.
  const Field* source = OriginField(schema);
  const Field* const chosen = schema.Find("source");
  if (source == nullptr && chosen != nullptr && chosen->type == FieldType::kChoice && !chosen->is_retired) source = chosen;
  if (source != nullptr) by.push_back(source->id);
  if (schema.owner != 0) by.push_back(schema.owner);
  for (const Field& field : schema.fields) {
    if (field.type != FieldType::kDepartment || field.is_retired) continue;
    by.push_back(field.id);
    break;
  }
  return by;
}

}  // namespace kedang
