// ConvertRecords: what publishing does to the records that are there. Values of fields that got another type or lost choices
// are converted as mutations of their own, so that history keeps the old ones and every replica hears of it; what cannot be
// converted becomes empty.
#pragma once

#include "shared/base/clock.h"
#include "shared/field/check_context.h"
#include "shared/sync/server_store.h"

namespace kedang {

struct ConvertContext {
  const SchemaSet& before;
  const SchemaSet& after;
  const Lexicon& lexicon;
  const NameLookup* names = nullptr;  // of people and records, as they are before
  Clock& clock;
  ServerStore& store;  // inside its write transaction
  Id author;           // who publishes
};

struct ConvertCounts {
  std::uint64_t converted = 0;  // values that are others now
  std::uint64_t emptied = 0;    // values that are in history only
};

// Deleted records are converted, too: they may come back. Unique keys follow. The caller writes the schemas.
Result<ConvertCounts> ConvertRecords(const ConvertContext& context);

}  // namespace kedang
