// DuplicatesWhy: why two records are thought to be one: what each field weighs, from where one began to the sum, as a waterfall;
// beside it what the figures mean, branches that stay out, and what a merge takes along.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/duplicate_desk.h"
#include "wasm/app/merge_draft.h"
#include "wasm/ui/rect.h"

namespace kedang {

class DuplicatesWhy {
 public:
  explicit DuplicatesWhy(App& app) : app_(app) {}

  // Another group, or other records of it: the first pair again.
  void Begin() { pair_ = 0; }
  float Height(DuplicateDesk& desk, const MergeDraft& draft, float width);
  void Draw(ui::Rect rect, DuplicateDesk& desk, const MergeDraft& draft);
  // Somebody wants the branch put below the firm; once.
  std::optional<std::pair<Id, Id>> TakeRelated() { return std::exchange(related_, std::nullopt); }

 private:
  struct Step {
    std::string words;
    double weight = 0;
  };
  // The kept record with one of the others.
  std::vector<std::pair<std::size_t, std::size_t>> PairsOf(const MergeDraft& draft) const;
  std::vector<Step> StepsOf(DuplicateDesk& desk, const MergeDraft& draft, double& total, double& probability) const;
  void DrawHead(ui::Rect rect, const MergeDraft& draft);
  void DrawBars(ui::Rect rect, const std::vector<Step>& steps, double total);
  void DrawNotes(ui::Rect rect, DuplicateDesk& desk, const MergeDraft& draft, double total, double probability);
  float NotesHeight(DuplicateDesk& desk, const MergeDraft& draft, float width) const;
  std::string MergeNote(const MergeDraft& draft) const;

  App& app_;
  int pair_ = 0;
  std::optional<std::pair<Id, Id>> related_;
};

}  // namespace kedang
