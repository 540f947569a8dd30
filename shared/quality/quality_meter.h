// QualityMeter: how good a record is: five dimensions from 0 to 1, one score from 0 to 100, and what to mend, where, and what
// that brings. Pure, and the same in the browser, on the command line and on the server.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "shared/check/record_check.h"
#include "shared/quality/quality_policy.h"

namespace kedang {

struct QualityReason {
  QualityPart part = QualityPart::kComplete;
  FieldId field = 0;   // where to mend it; 0: the whole record
  std::string code;    // "missing", "stale", "not_normal", "uscc_region", "likely_duplicate", or an issue's
  double gain = 0;     // by how much the score rises when this alone is mended and does no harm elsewhere; > 0
  Issue issue;         // what was found, where a check found it
};

struct QualityScore {
  std::array<double, kQualityParts> parts = {1, 1, 1, 1, 1};
  std::array<bool, kQualityParts> counts = {};  // whether the part says anything about such records
  double score = 100;
  std::vector<QualityReason> reasons;  // the greatest gain first

  double part(QualityPart which) const { return parts[static_cast<std::size_t>(which)]; }
};

class QualityMeter {
 public:
  // Keeps copies; the arguments may go. `schemas` holds `schema`.
  QualityMeter(const SchemaSet& schemas, const Schema& schema, QualityPolicy policy, const Lexicon& lexicon);

  const Schema& schema() const { return schema_; }
  const QualityPolicy& policy() const { return policy_; }
  // `context` needs `today` for timeliness. `duplicate`: how likely another record is the same, 0 when nothing is known.
  // Laws: filling a field never lowers complete (but for stage and template, which say what is to be filled); verifying today
  // never lowers timely; a finding less never lowers any part.
  QualityScore Measure(const Record& record, const CheckContext& context, double duplicate = 0) const;

 private:
  class Penalties;

  double Weight(QualityPart part) const { return policy_.weights[static_cast<std::size_t>(part)]; }
  void MeasureComplete(const Record& record, QualityScore& score) const;
  void MeasureTimely(const Record& record, const CheckContext& context, QualityScore& score) const;
  void MeasureFindings(const Record& record, const CheckContext& context, double duplicate, QualityScore& score) const;
  bool IsOverSeveral(const std::string& code) const;

  Schema schema_;
  QualityPolicy policy_;
  std::vector<std::string> several_;  // codes of rules over several fields, sorted
  std::vector<int> weights_;          // of the fields, in the schema's order
  FieldId region_ = 0, uscc_ = 0;
  bool has_unique_ = false;
};

}  // namespace kedang
