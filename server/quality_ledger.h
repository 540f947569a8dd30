// QualityLedger: snapshots of quality (shared/quality/quality_snapshot.h), as the server makes, keeps and reads them.
#pragma once

#include "server/instance.h"
#include "server/quality_job.h"
#include "shared/quality/quality_snapshot.h"

namespace kedang {

// Of the schema, in no order. Empty as well where an administrator gave the name of the snapshots' schema away.
Result<std::vector<QualitySnapshot>> ReadSnapshots(SqliteStore& store, const SchemaSet& schemas, const Schema& schema);

// Measures the schema's records that everybody sees and keeps today's snapshot, in place of an earlier one of the day; gives
// back what is kept no longer (SpentDays). kUnsupported where there is no schema for it; kCancelled when `progress` says so.
Result<QualitySnapshot> KeepSnapshot(Instance& instance, const Schema& schema, const QualityProgress& progress);

}  // namespace kedang
