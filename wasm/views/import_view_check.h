// CheckPage: the third step of the import: every row judged, issues in the grid, beside it by kind; cells are mended
// where they stand. On phones the rows with issues are cards.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/import_job.h"
#include "wasm/ui/card_list.h"
#include "wasm/ui/item.h"
#include "wasm/ui/rect.h"
#include "wasm/views/import_view_changes.h"
#include "wasm/views/import_view_grid.h"
#include "wasm/views/import_view_groups.h"
#include "wasm/views/import_view_tools.h"
#include "wasm/views/import_view_values.h"

namespace kedang {

class CheckPage {
 public:
  CheckPage(App& app, ImportJob& job) : app_(app), job_(job), values_(app, job), groups_(app, job), changes_(app, job), tools_(app, job) {}

  void Draw(ui::Rect rect);
  // A new file: nothing of the last one is shown.
  void Reset();
  // On to the duplicates; once.
  bool TakeNext();
  // Whether the blocked rows are wanted as a file; once.
  bool TakeExport();

 private:
  void Refresh();
  void StartScan(bool is_fresh);
  void FinishScan();
  bool Passes(std::uint32_t row) const;
  bool ShowsAll() const { return filter_ == RowFilter::kAll && !kind_ && needle_.empty(); }
  void Advance();
  void DrawNothing(ui::Rect rect);
  void DrawToolbar(ui::Rect bar);
  void DrawFilter(ui::Rect& place);
  void DrawSearch(ui::Rect box);
  void DrawFilterChips(ui::Rect& rest);
  void DrawMendSheet(ui::Rect& rest);
  std::vector<RowFilter> Filters() const;
  std::uint32_t CountOf(RowFilter filter) const;
  void DrawMessages(ui::Rect& rest);
  void DrawGrid(ui::Rect rect);
  void DrawHead(std::uint32_t column, ui::Rect head);
  GridCell CellAt(std::uint32_t row, std::uint32_t column) const;
  GridCell MarkOf(std::uint32_t row) const;
  void DrawPanel(ui::Rect rect);
  void DrawProgress(ui::Rect& rest);
  void DrawKinds(ui::Rect rect);
  void DrawKindChips(ui::Rect& rest);
  void DrawFoot(ui::Rect bar);
  void DrawCards(ui::Rect rect);
  void DrawBubble(ui::Rect anchor);
  float BubbleHeight(float width, bool has_editor) const;
  void DrawIssue(ui::Rect& rest, const RowIssue& issue, std::size_t index);
  void DrawAnswers(ui::Rect bar);

  void SetFilter(RowFilter filter);
  void PressKind(const IssueTotal& kind);
  void OpenBubble(std::uint32_t row, int column);
  void ExplainCursor();
  bool IsKindChosen(const IssueTotal& kind) const;
  std::int64_t ShownCount() const;
  std::uint32_t RowAt(std::int64_t shown) const;
  std::vector<std::uint32_t> ShownColumns() const;
  std::uint32_t RequiredAt(std::uint32_t column) const;

  App& app_;
  ImportJob& job_;
  RowFilter filter_ = RowFilter::kAll;
  std::optional<IssueTotal> kind_;
  bool shows_all_columns_ = false;
  std::string search_;
  std::string needle_;                    // the same in small letters
  bool is_search_shown_ = false;          // on phones
  std::vector<std::uint32_t> shown_;      // rows that pass the filter; not used for all rows
  std::vector<std::uint32_t> found_;      // of a scan that takes the place of shown_ at its end
  std::uint32_t scanned_ = 0;
  bool is_scanning_ = false;
  bool is_fresh_scan_ = false;            // another filter: rows are shown as they are found
  std::vector<std::uint32_t> columns_;    // of the file, as shown
  std::vector<float> widths_;             // of the file's columns, CSS px
  bool are_widths_final_ = false;         // measured when all rows were there
  double shown_ms_ = 0;
  bool is_filter_changed_ = true;
  bool was_judging_ = false;
  bool is_advance_wanted_ = false;
  GridState grid_;
  ui::CardListState cards_;

  SameValues values_;
  ValueGroups groups_;
  ChangesSheet changes_;
  ColumnTools tools_;
  ui::Id values_sheet_ = 0;
  ui::Id bubble_ = 0;
  std::uint32_t bubble_row_ = 0;
  int bubble_column_ = 0;                 // GridState::kNumberColumn: the whole row
  std::vector<RowIssue> bubble_issues_;
  std::vector<std::uint32_t> bubble_same_;  // rows with the same text and issue, of each
  std::uint64_t bubble_revision_ = 0;
  std::string bubble_text_;               // on phones: the cell being mended
  bool wants_next_ = false;
  bool wants_export_ = false;
};

}  // namespace kedang
