#include "wasm/app/past_imports.h"

namespace kedang {

std::vector<const ImportRun*> PastImports::List() {
  const Principal& principal = workspace_.client().state().principal;
  std::vector<const ImportRun*> list;
  for (const ImportRun& run : book_.runs()) {
    if (MayAdminister(principal) || run.author == principal.user) list.push_back(&run);
  }
  return list;
}

PastState PastImports::StateOf(const ImportRun& run) const {
  if (run.state == RunState::kTakenBack) return PastState::kTakenBack;
  const RevertState asked = ReportOfRevert(workspace_.client(), run.batch).state;
  if (asked == RevertState::kWaiting) return PastState::kGoing;
  if (asked == RevertState::kRefused) return PastState::kRefused;
  if (workspace_.clock().NowMs() - run.at_ms >= kUndoneWithinMs) return PastState::kLate;
  return run.state == RunState::kUnfinished ? PastState::kUnfinished : PastState::kThere;
}

bool PastImports::CanTakeBack(const ImportRun& run) const {
  const PastState state = StateOf(run);
  return state == PastState::kThere || state == PastState::kUnfinished;
}

}  // namespace kedang
