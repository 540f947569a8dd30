// QualityReport: how good many records are: all together, by the value of a field (source, owner, department), and as a list
// of what to mend next. Records may come in any order and in slices.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "shared/quality/quality_meter.h"

namespace kedang {

// Sums of scores, and their means.
class QualityTally {
 public:
  void Add(const QualityScore& score);
  std::uint64_t records() const { return records_; }
  double score() const { return records_ == 0 ? 100 : score_ / static_cast<double>(records_); }
  // 0…1, of the records that the part says something about; 1 for none.
  double part(QualityPart part) const;
  bool counts(QualityPart part) const { return counted_[static_cast<std::size_t>(part)] > 0; }

 private:
  std::uint64_t records_ = 0;
  double score_ = 0;
  std::array<double, kQualityParts> parts_ = {};
  std::array<std::uint64_t, kQualityParts> counted_ = {};
};

// The same thing to mend on many records.
struct QualityWork {
  QualityPart part = QualityPart::kComplete;
  FieldId field = 0;
  std::string code;
  std::uint64_t records = 0;
  double gain = 0;                          // summed over the records
  std::vector<std::pair<double, Id>> first;  // those that gain most, the most first
  Issue example;                             // of the first record it was found in; empty when no check finds it
  Id latest;                                 // of those added: two findings of the same kind in a record are one
};

class QualityReport {
 public:
  // Of each work the `keep` records that gain most are kept.
  explicit QualityReport(std::vector<FieldId> by, std::size_t keep = 50) : by_(std::move(by)), keep_(keep), groups_(by_.size()) {}

  void Add(const Record& record, const QualityScore& score);

  const QualityTally& all() const { return all_; }
  // By the text of the field's value, empty for records without one. Precondition: `by` is one of those given.
  const std::map<std::string, QualityTally>& Groups(FieldId by) const;
  // What brings most first.
  std::vector<QualityWork> Work() const;

  // The fields by which a schema's records are told apart here: their source (OriginField, or a choice "source"), their owner,
  // their first department.
  static std::vector<FieldId> UsualGroups(const Schema& schema);

 private:
  std::vector<FieldId> by_;
  std::size_t keep_;
  QualityTally all_;
  std::vector<std::map<std::string, QualityTally>> groups_;
  std::map<std::pair<FieldId, std::string>, QualityWork> work_;
};

}  // namespace kedang
