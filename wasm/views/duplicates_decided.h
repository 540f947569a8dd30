// DuplicatesDecided: one past decision: what, who, when, which records; a merge can be taken apart at any time, everything else
// be thought over again.
#pragma once

#include <optional>

#include "wasm/app/app.h"
#include "wasm/app/duplicate_desk.h"
#include "wasm/app/revert_report.h"
#include "wasm/ui/rect.h"

namespace kedang {

// 已合并, 不是重复, 有关联.
std::string_view VerdictWords(DuplicateVerdict verdict);
// 云锦科技 3 条并成 1 条; 李敏 3 天前.
std::string DecisionTitle(App& app, const ListedDecision& listed);
std::string DecisionFacts(App& app, const ListedDecision& listed);

class DuplicatesDecided {
 public:
  explicit DuplicatesDecided(App& app) : app_(app) {}

  // Of one that is gone, because it was taken apart, what was shown last stays with what became of it.
  void Draw(ui::Rect rect, DuplicateDesk& desk, Id decision);
  // A merge that was taken apart while the page was open says so wherever one is.
  void TellDone();

 private:
  void DrawRecords(ui::Rect& rest, const ListedDecision& listed);
  void DrawReport(ui::Rect& rest, const RevertReport& report);
  void DrawFoot(ui::Rect rect, DuplicateDesk& desk, const ListedDecision& listed, const RevertReport& report, bool is_there);
  void Undecide(DuplicateDesk& desk, const ListedDecision& listed);

  App& app_;
  std::optional<ListedDecision> shown_;
  std::vector<std::pair<Id, std::string>> waiting_;  // batches being taken apart, with their titles
};

}  // namespace kedang
