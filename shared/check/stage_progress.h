// StageProgress: where a record is on its way and what it lacks, for the stage bar and the ring of completeness.
#pragma once

#include <string>
#include <vector>

#include "shared/model/record.h"
#include "shared/model/schema.h"

namespace kedang {

struct StageProgress {
  std::string stage;                  // key of the record's stage; empty: none
  std::string next;                   // the next one on the way; empty at its end, beside it, and without stages
  std::vector<FieldId> missing;       // without a value though required, or needed by the stages reached
  std::vector<FieldId> missing_next;  // needed by the next stage besides
  int empty_fields = 0;               // of those that count
  int percent = 100;                  // filled fields; what is missing (required, needed up to here) weighs three times
};

StageProgress ProgressOf(const Schema& schema, const Record& record);
// What must have a value, or has to by the stage the record has reached, filled or not; in the order of the schema.
std::vector<FieldId> DemandedOf(const Schema& schema, const Record& record);

}  // namespace kedang
