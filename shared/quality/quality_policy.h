// QualityPolicy: what counts when the quality of a schema's records is measured. Made from what the schema says anyway
// (required fields, columns, roles, types), so that a schema without configuration is measured sensibly; JSON says otherwise.
#pragma once

#include <array>
#include <map>
#include <string_view>

#include "shared/base/result.h"
#include "shared/model/schema.h"

namespace kedang {

// The five dimensions, in the order they are shown.
enum class QualityPart : std::uint8_t {
  kComplete,    // what matters is filled
  kValid,       // values keep the rules of their fields
  kUnique,      // nothing says that the record is there twice
  kTimely,      // how likely what it says still holds
  kConsistent,  // values agree with each other and stand in their normal form
};
inline constexpr std::size_t kQualityParts = 5;
// "complete", "valid", … as in files and answers.
std::string_view QualityPartName(QualityPart part);

struct QualityPolicy {
  std::array<int, kQualityParts> weights = {30, 25, 15, 20, 10};  // 0: does not count
  std::map<FieldId, int> fields;      // how much it matters that a field is filled; what is missing here does not matter
  std::map<FieldId, int> half_lives;  // of ways of contact: after so many days half of them are no longer true
  FieldId verified = 0;               // the day when somebody verified the record; 0: there is no such field
  FieldId contacted = 0;              // the day of the last contact, which verifies, too; 0: none
  int half_life = 730;                // days, of records without a way of contact

  // What is demanded, now or at the stage a record has reached, weighs kDemanded instead.
  static constexpr int kRecommended = 3, kDemanded = 6;

  static QualityPolicy Of(const Schema& schema);
  // What is left out is as in Of: {"weights":{"complete":30,…},"fields":{KEY:WEIGHT,…},"half_lives":{KEY:DAYS,…},
  // "verified":KEY,"contacted":KEY,"half_life":DAYS}. Unknown fields and numbers that are none are errors that say where.
  static Result<QualityPolicy> FromJson(const Schema& schema, std::string_view json);
};

}  // namespace kedang
