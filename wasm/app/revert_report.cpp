#include "wasm/app/revert_report.h"

#include <algorithm>

namespace kedang {
namespace {

bool Reverts(const Group& group, Id batch) {
  return std::any_of(group.mutations.begin(), group.mutations.end(), [batch](const Mutation& mutation) {
    return mutation.kind == MutationKind::kRevert && mutation.record == batch;
  });
}

Issues IssuesOf(const QueuedGroup& queued) {
  Issues issues;
  for (const MutationResult& result : queued.results) issues.insert(issues.end(), result.issues.begin(), result.issues.end());
  return issues;
}

}  // namespace

Group MakeRevertGroup(SyncClient& client, Id batch, std::string source) {
  Group group;
  group.id = client.NewId();
  group.provenance = {SourceKind::kUndo, std::move(source), client.NewId()};
  group.mutations.push_back(client.MakeRevert(batch));
  return group;
}

RevertReport ReportOfRevert(const SyncClient& client, Id batch) {
  RevertReport report;
  if (batch.is_nil()) return report;
  for (const Group& group : client.outbox().groups()) {
    if (Reverts(group, batch)) report.state = RevertState::kWaiting;
  }
  if (report.state == RevertState::kWaiting) return report;
  // What is refused lies in the tray until somebody decides about it.
  for (const auto& [key, queued] : client.tray()) {
    if (Reverts(queued.group, batch)) report = {RevertState::kRefused, IssuesOf(queued), key};
  }
  if (report.state == RevertState::kRefused) return report;
  for (auto entry = client.journal().rbegin(); entry != client.journal().rend(); ++entry) {
    if (Reverts(entry->second.group, batch)) return {RevertState::kDone, IssuesOf(entry->second), ""};
  }
  return report;
}

}  // namespace kedang
