#include "shared/check/past_saves.h"

namespace kedang {

std::vector<PastSave> PastSaves(const Record& now, const std::vector<HistoryEntry>& newest_first) {
  std::vector<PastSave> saves;
  Record after = now;
  after.is_deleted = false;
  for (const HistoryEntry& entry : newest_first) {
    if (entry.provenance.kind == SourceKind::kSchema) break;
    Record before = after;
    for (const HistoryChange& change : entry.changes) before.Set(change.field, change.before);
    if (entry.kind != MutationKind::kDelete) {
      PastSave save;
      save.author = entry.author;
      save.at_ms = entry.server_ms;
      save.source = entry.provenance.kind;
      save.is_new = entry.kind == MutationKind::kInsert;
      save.is_restored = entry.kind == MutationKind::kRestore;
      save.before = before;
      save.after = std::move(after);
      saves.push_back(std::move(save));
    }
    if (entry.kind == MutationKind::kInsert) break;
    after = std::move(before);
  }
  return saves;
}

}  // namespace kedang
