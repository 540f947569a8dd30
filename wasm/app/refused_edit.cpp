#include "wasm/app/refused_edit.h"

#include "wasm/app/decision_book.h"

namespace kedang {
namespace {

bool IsThere(const Workspace& workspace, Id id) {
  const auto record = workspace.records().FindRecord(id);
  return record && !record->is_deleted;
}

// As the server said when it refused the edit.
Id ToldSurvivor(const QueuedGroup& queued) {
  for (const MutationResult& result : queued.results) {
    for (const Issue& issue : result.issues) {
      if (issue.code != "merged_into") continue;
      for (const auto& [name, value] : issue.details) {
        if (name == "survivor") return ParseId(value).value_or(Id());
      }
    }
  }
  return {};
}

}  // namespace

std::optional<RefusedEdit> ReadRefusedEdit(Workspace& workspace, const std::string& tray_key) {
  const auto found = workspace.client().tray().find(tray_key);
  if (found == workspace.client().tray().end() || found->second.group.mutations.size() != 1) return std::nullopt;
  const Mutation& mutation = found->second.group.mutations.front();
  if (workspace.schemas().Find(mutation.schema) == nullptr) return std::nullopt;
  const bool is_new = mutation.kind == MutationKind::kInsert;
  RefusedEdit edit{tray_key, mutation.schema, is_new ? Id() : mutation.record, Id(), {}};
  if (!is_new) {
    if (mutation.kind != MutationKind::kSet) return std::nullopt;
    if (!IsThere(workspace, mutation.record)) {
      // What became part of another one is changed there.
      edit.merged = mutation.record;
      edit.record = DecisionBook(workspace).SurvivorOf(mutation.record);
      if (edit.record.is_nil()) edit.record = ToldSurvivor(found->second);
      if (!IsThere(workspace, edit.record)) return std::nullopt;
    }
  }
  for (const CellEdit& cell : mutation.edits) {
    if (cell.field != 0) edit.cells.emplace_back(cell.field, cell.value);
  }
  return edit;
}

}  // namespace kedang
