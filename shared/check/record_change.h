// RecordChange: the change that a record is judged for.
#pragma once

#include "shared/model/provenance.h"
#include "shared/model/record.h"

namespace kedang {

struct RecordChange {
  const Record* before = nullptr;  // null: the record is being made
  // The record is answerable for everything, changed or not: it comes back after it was deleted.
  bool is_whole = false;
  SourceKind source = SourceKind::kManual;
};

}  // namespace kedang
