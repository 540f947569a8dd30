#include "wasm/app/refused_edit.h"

namespace kedang {

std::optional<RefusedEdit> ReadRefusedEdit(const Workspace& workspace, const std::string& tray_key) {
  const auto found = workspace.client().tray().find(tray_key);
  if (found == workspace.client().tray().end() || found->second.group.mutations.size() != 1) return std::nullopt;
  const Mutation& mutation = found->second.group.mutations.front();
  if (workspace.schemas().Find(mutation.schema) == nullptr) return std::nullopt;
  const bool is_new = mutation.kind == MutationKind::kInsert;
  if (!is_new) {
    const auto record = workspace.records().FindRecord(mutation.record);
    if (mutation.kind != MutationKind::kSet || !record || record->is_deleted) return std::nullopt;
  }
  RefusedEdit edit{tray_key, mutation.schema, is_new ? Id() : mutation.record, {}};
  for (const CellEdit& cell : mutation.edits) {
    if (cell.field != 0) edit.cells.emplace_back(cell.field, cell.value);
  }
  return edit;
}

}  // namespace kedang
