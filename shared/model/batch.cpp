#include "shared/model/batch.h"

namespace kedang {

void JoinBatch(const Batch& part, Batch& batch) {
  batch.created += part.created;
  batch.changed += part.changed;
  batch.deleted += part.deleted;
  batch.restored += part.restored;
  batch.read += part.read;
  batch.duplicates += part.duplicates;
  batch.rejected += part.rejected;
  if (batch.schema != part.schema && part.last.sequence != 0) batch.schema = batch.last.sequence == 0 ? part.schema : 0;
  if (batch.first.sequence == 0) batch.first = part.first;
  if (part.last.sequence != 0) batch.last = part.last;
  if (!part.reverts.is_nil()) batch.reverts = part.reverts;
}

}  // namespace kedang
