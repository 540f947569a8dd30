// RecentSaves: a sample of what people saved last, out of history, for trying rules on it (check/past_saves.h).
#pragma once

#include "shared/policy/principal.h"
#include "shared/sync/messages.h"
#include "shared/sync/server_store.h"

namespace kedang {

// Whole chains: of every record the changes from now back to the oldest that is in the sample. Three quarters of it are
// changes of records, a quarter records that were made. kPermissionDenied for all but administrators.
Result<RecentSavesResponse> RecentSaves(ServerReader& reader, const SchemaSet& schemas, const Principal& principal,
                                        const RecentSavesRequest& request);

}  // namespace kedang
