#include "wasm/views/import_view_check.h"

#include <algorithm>
#include <array>
#include <utility>

#include "wasm/ui/button.h"
#include "wasm/ui/chip.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr float kLeastColumnCss = 96;
constexpr std::uint32_t kSampledRows = 100;
constexpr float kMostColumnCss = 320;

// Wide enough for the first rows and some of all others, their mark and the head's count.
float ColumnWidth(const ImportJob& job, std::uint32_t column, std::string_view title) {
  float width = ui::TextWidth(title, ui::kBodyBold) + Px(64);
  const auto fit = [&width](std::string_view text) { width = std::max(width, ui::TextWidth(text, ui::kGrid) + Px(16 + 22)); };
  for (const auto& row : job.sample().rows) {
    if (column < row.size()) fit(row[column]);
  }
  const std::uint32_t step = std::max(job.rows().size() / kSampledRows, 1u);
  for (std::uint32_t row = 0; row < job.rows().size(); row += step) fit(job.rows().Cell(row, column));
  return std::clamp(ui::Css(width), kLeastColumnCss, kMostColumnCss);
}

}  // namespace

void CheckPage::Reset() {
  filter_ = RowFilter::kAll;
  kind_.reset();
  search_.clear();
  needle_.clear();
  is_search_shown_ = false;
  shown_.clear();
  widths_.clear();
  are_widths_final_ = false;
  grid_ = GridState();
  cards_ = ui::CardListState();
  is_filter_changed_ = true;
  values_.Choose(nullptr);
  groups_.Reset();
  changes_.Reset();
  if (bubble_ != 0) ui::CloseLayer(bubble_);
}

bool CheckPage::TakeExport() { return std::exchange(wants_export_, false); }
bool CheckPage::TakeNext() { return std::exchange(wants_next_, false); }

// To the next row that still has the kind of issue being gone through.
void CheckPage::Advance() {
  if (!std::exchange(is_advance_wanted_, false) || !kind_) return;
  for (std::int64_t i = grid_.row + 1; i < static_cast<std::int64_t>(shown_.size()); ++i) {
    if (!job_.verdicts().HasIssue(RowAt(i), *kind_)) continue;
    grid_.row = i;
    grid_.is_wanted = true;
    OpenBubble(RowAt(i), grid_.column < 0 ? GridState::kNumberColumn : kind_->column);
    return;
  }
}

std::int64_t CheckPage::ShownCount() const {
  return static_cast<std::int64_t>(ShowsAll() ? job_.rows().size() : shown_.size());
}

std::uint32_t CheckPage::RowAt(std::int64_t shown) const {
  return ShowsAll() ? static_cast<std::uint32_t>(shown) : shown_[static_cast<std::size_t>(shown)];
}

std::vector<std::uint32_t> CheckPage::ShownColumns() const {
  std::vector<std::uint32_t> columns;
  const auto& targets = job_.mapping().columns;
  for (std::uint32_t i = 0; i < targets.size() && columns.size() < 512; ++i) {
    if (shows_all_columns_ || !job_.mapping().FieldsOf(i).empty()) columns.push_back(i);
  }
  return columns;
}

void CheckPage::Draw(Rect rect) {
  ui::IdScope scope("check");
  Refresh();
  if (tools_.Draw()) groups_.Reset();
  changes_.Draw();
  if (!ui::IsPhone()) Advance();
  if (ui::IsPhone()) {
    DrawFoot(ui::CutBottom(rect, Px(112)));
    DrawProgress(rect);
    DrawFilterChips(rect);
    DrawKindChips(rect);
    DrawMendSheet(rect);
    if (!kind_ && changes_.Refresh()) changes_.DrawLine(ui::CutTop(rect, Px(44)));
    DrawMessages(rect);
    ShownCount() == 0 && !job_.is_judging() && !is_scanning_ ? DrawNothing(rect) : DrawCards(rect);
    DrawBubble({});
    return;
  }
  const bool has_panel = ui::CurrentForm() == ui::FormFactor::kDesktop;
  if (has_panel) DrawPanel(ui::CutRight(rect, Px(336)));
  DrawFoot(ui::CutBottom(rect, Px(56)));
  if (!has_panel) DrawProgress(rect);
  if (!has_panel && changes_.Refresh()) changes_.DrawLine(ui::CutTop(rect, Px(44)));
  DrawToolbar(ui::CutTop(rect, Px(48)));
  DrawMessages(rect);
  if (ShownCount() == 0 && !job_.is_judging() && !is_scanning_) return DrawNothing(rect);
  DrawGrid(rect);
}

void CheckPage::DrawNothing(Rect rect) {
  const bool is_all = ShowsAll();
  ui::NoticeOptions notice;
  notice.icon = is_all ? ui::Icon::kInbox : needle_.empty() ? ui::Icon::kCircleCheck : ui::Icon::kSearch;
  const std::string missed = TF("import.not_found", {{"text", search_}});
  notice.title = is_all ? T("intake.empty_file") : needle_.empty() ? T("import.nothing_here") : std::string_view(missed);
  if (!is_all) notice.button.label = T("import.show_all");
  if (!ui::EmptyState(rect, notice)) return;
  search_.clear();
  needle_.clear();
  SetFilter(RowFilter::kAll);
}

// ---- toolbar ----------------------------------------------------------------------------------------------------------

void CheckPage::DrawToolbar(Rect bar) {
  Rect rest = ui::Inset(bar, Px(16), 0);
  const bool has_all = columns_.size() == job_.mapping().columns.size() && !shows_all_columns_;
  const ui::ButtonOptions columns = {.label = T(shows_all_columns_ ? "import.mapped_only" : "import.all_columns"), .icon = ui::Icon::kColumns3,
                                     .id = "columns", .is_chosen = shows_all_columns_};
  if (!has_all && ui::ButtonAtRight(rest, columns)) shows_all_columns_ = !shows_all_columns_;
  if (job_.can_take_back() && ui::ButtonAtRight(rest, {.label = T("common.undo"), .kind = ui::ButtonKind::kPlain, .icon = ui::Icon::kUndo2})) {
    const std::uint32_t row = job_.TakeBack();
    for (std::int64_t i = 0; i < ShownCount(); ++i) {
      if (RowAt(i) == row) grid_.row = i;
    }
    grid_.is_wanted = true;
  }
  const ui::ButtonOptions tools = {.label = T("import.tools"), .icon = ui::Icon::kPencil, .id = "tools",
                                   .is_enabled = job_.phase() == ImportPhase::kReview, .reason = T("import.write_judging")};
  if (ui::ButtonAtRight(rest, tools)) tools_.Open(grid_.column >= 0 && grid_.row >= 0 ? columns_[static_cast<std::size_t>(grid_.column)] : 0);
  DrawFilter(rest);
  DrawSearch(ui::TakeLeft(rest, std::min(rest.w, Px(200)), Px(ui::Metrics().control), Px(8)));
  if (!kind_) return;
  const std::string kind = IssueTitle(job_.verdicts().CodeOf(*kind_), job_.schema());
  const ui::ChipOptions options = {.label = kind, .count = {}, .id = "kind", .is_chosen = true, .has_cross = true};
  if (ui::ChipWidth(options) > rest.w) return;
  const ui::ChipResult chip = ui::ChipAtLeft(rest, options);
  if (chip.was_pressed || chip.cross_pressed) SetFilter(RowFilter::kAll);
}

// What concerns the whole file.
void CheckPage::DrawMessages(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  std::vector<std::pair<Severity, std::string>> lines;
  if (job_.failure()) lines.emplace_back(Severity::kBlock, FileIssueWords(*job_.failure()) + std::string(T("import.stopped_here")));
  for (const TableIssue& issue : job_.file_issues()) {
    if (job_.failure() && issue == *job_.failure()) continue;
    if (lines.size() < 3) lines.emplace_back(issue.severity, FileIssueWords(issue));
  }
  for (const auto& [severity, text] : lines) {
    Rect line = ui::CutTop(rest, Px(32));
    const ui::ColorPair pair = ui::MeaningColor(MeaningOf(severity));
    ui::FillRect(line, pair.tint);
    ui::Mirror(ui::IdOf(text), line, {.role = severity == Severity::kBlock ? ui::Role::kAlert : ui::Role::kStatus, .label = text});
    line = ui::Inset(line, Px(16), 0);
    ui::DrawIcon(ui::CutLeft(line, Px(16), Px(8)), IconOf(severity), 16, pair.text);
    ui::Text(line, text, ui::kSmall, theme.text);
  }
}

// ---- grid -------------------------------------------------------------------------------------------------------------

std::uint32_t CheckPage::RequiredAt(std::uint32_t column) const {
  const Field* field = job_.schema().Find(job_.mapping().columns[column].field);
  return field != nullptr && field->is_required ? 1 : 0;
}

GridCell CheckPage::CellAt(std::uint32_t row, std::uint32_t column) const {
  GridCell cell;
  cell.text = job_.rows().Cell(row, column);
  const bool is_left_out = job_.verdicts().IsLeftOut(row);
  cell.is_dim = is_left_out || job_.mapping().FieldsOf(column).empty();
  if (is_left_out) return cell;
  for (const CellIssue& issue : job_.verdicts().IssuesOf(row)) {
    if (issue.column != column || (cell.has_issue && issue.severity <= cell.severity)) continue;
    cell.has_issue = true;
    cell.severity = issue.severity;
  }
  cell.is_missing = cell.has_issue && cell.text.empty() && RequiredAt(column) != 0;
  cell.is_changed = !cell.has_issue && job_.rows().IsChanged(row, column);
  return cell;
}

// Issues of the row as a whole, and of columns beyond those shown.
GridCell CheckPage::MarkOf(std::uint32_t row) const {
  GridCell mark;
  if (job_.verdicts().IsLeftOut(row)) return mark;
  for (const CellIssue& issue : job_.verdicts().IssuesOf(row)) {
    const bool is_shown = std::find(columns_.begin(), columns_.end(), issue.column) != columns_.end();
    if (is_shown || (mark.has_issue && issue.severity <= mark.severity)) continue;
    mark.has_issue = true;
    mark.severity = issue.severity;
  }
  return mark;
}

void CheckPage::DrawHead(std::uint32_t column, Rect head) {
  const ui::Theme& theme = ui::CurrentTheme();
  head = ui::Inset(head, 0, Px(6));
  Rect top = ui::CutTop(head, Px(22));
  Severity worst = Severity::kInfo;
  const std::uint32_t count = job_.verdicts().IssuesInColumn(static_cast<std::uint16_t>(column), worst);
  if (count > 0) {
    const ui::ColorPair pair = ui::MeaningColor(MeaningOf(worst));
    ui::DrawIcon(ui::CutRight(top, Px(12), Px(4)), IconOf(worst), 12, pair.text);
    const std::string text = Number(count);
    ui::Text(ui::CutRight(top, ui::TextWidth(text, ui::kSmall), Px(6)), text, ui::kSmall, theme.secondary);
  }
  ui::Text(top, ColumnTitle(job_, column), ui::kBodyBold, theme.text);
  std::string target;
  for (const FieldId id : job_.mapping().FieldsOf(column)) {
    const Field* field = job_.schema().Find(id);
    if (field != nullptr) target.append(target.empty() ? std::string_view("→ ") : T("import.list_comma")).append(field->label.In(app_.is_english()));
  }
  if (target.empty()) target = T("import.not_imported");
  ui::Text(head, target, ui::kSmall, theme.secondary);
}

void CheckPage::DrawGrid(Rect rect) {
  const auto row_of = [this](std::int64_t shown) { return RowAt(shown); };
  GridModel model;
  model.name = T("import.rows");
  model.row_count = ShownCount();
  model.column_count = static_cast<int>(columns_.size());
  model.can_select = true;
  model.can_edit = job_.phase() == ImportPhase::kReview;
  model.number_of = [&](std::int64_t row) { return job_.rows().NumberOf(row_of(row)); };
  model.row_mark = [&](std::int64_t row) { return MarkOf(row_of(row)); };
  const bool are_rows_known = job_.phase() == ImportPhase::kReview;
  if (are_rows_known && !are_widths_final_) widths_.clear();
  are_widths_final_ = are_rows_known;
  while (widths_.size() < job_.mapping().columns.size()) {
    const auto column = static_cast<std::uint32_t>(widths_.size());
    widths_.push_back(ColumnWidth(job_, column, ColumnTitle(job_, column)));
  }
  model.width_of = [&](int column) { return widths_[columns_[static_cast<std::size_t>(column)]]; };
  model.head_text = [&](int column) { return ColumnTitle(job_, columns_[static_cast<std::size_t>(column)]); };
  model.draw_head = [&](int column, Rect head) { DrawHead(columns_[static_cast<std::size_t>(column)], head); };
  model.cell = [&](std::int64_t row, int column) { return CellAt(row_of(row), columns_[static_cast<std::size_t>(column)]); };
  // The bubble's cell may be edited by a second press; then it goes.
  const bool was_bubble_open = bubble_ != 0 && ui::IsLayerOpen(bubble_);
  const GridResult result = Grid(rect, "rows", grid_, model);
  if (grid_.row < 0) return;
  const std::uint32_t row = RowAt(grid_.row);
  const int column = grid_.column < 0 ? GridState::kNumberColumn : static_cast<int>(columns_[static_cast<std::size_t>(grid_.column)]);
  if (result.was_committed) job_.SetCell(row, static_cast<std::uint32_t>(column), grid_.text);
  if (result.was_moved || result.was_committed) OpenBubble(row, column);
  if (was_bubble_open && (grid_.is_editing || !result.is_cursor_visible) && bubble_ != 0) ui::CloseLayer(bubble_);
  if (result.is_cursor_visible) DrawBubble(result.cursor);
}

// ---- phone ------------------------------------------------------------------------------------------------------------

void CheckPage::DrawCards(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::CardListModel model;
  model.count = ShownCount();
  model.name = T("import.rows");
  model.height = [this](std::int64_t index) {
    int told = 0;
    for (const CellIssue& issue : job_.verdicts().IssuesOf(RowAt(index))) told += issue.severity == Severity::kInfo ? 0 : 1;
    return told > 1 ? 90.0f : 71.0f;
  };
  const auto title_of = [this](std::uint32_t row) {
    const std::vector<std::uint32_t> columns = job_.mapping().ColumnsOf(job_.schema().title);
    const std::string_view title = columns.empty() ? std::string_view() : job_.rows().Cell(row, columns[0]);
    return title.empty() ? TF("import.row_number", {{"row", Number(job_.rows().NumberOf(row))}}) : std::string(title);
  };
  model.label = [&](std::int64_t index) { return title_of(RowAt(index)); };
  model.draw = [&](std::int64_t index, Rect card) {
    const std::uint32_t row = RowAt(index);
    Rect top = ui::CutTop(card, Px(22), Px(4));
    const std::string number = Number(job_.rows().NumberOf(row));
    ui::Text(ui::CutRight(top, ui::TextWidth(number, ui::kSmall), Px(8)), number, ui::kSmall, theme.secondary);
    const bool is_left_out = job_.verdicts().IsLeftOut(row);
    ui::Text(top, title_of(row), ui::kLargeBold, is_left_out ? theme.secondary : theme.text);
    int drawn = 0;
    if (is_left_out) {
      ui::Text(ui::CutTop(card, Px(18)), T("import.left_out"), ui::kSmall, theme.secondary);
      return;
    }
    for (const CellIssue& issue : job_.verdicts().IssuesOf(row)) {
      if (issue.severity == Severity::kInfo || ++drawn > 2) continue;
      Rect line = ui::CutTop(card, Px(19));
      ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), IconOf(issue.severity), 14, ui::MeaningColor(MeaningOf(issue.severity)).text);
      std::string words = IssueTitle(job_.verdicts().CodeOf(issue), job_.schema());
      if (issue.column != CellIssue::kWholeRow) words = ColumnTitle(job_, issue.column) + std::string(T("import.colon")) + words;
      ui::Text(line, words, ui::kSmall, theme.secondary);
    }
    if (drawn == 0) ui::Text(ui::CutTop(card, Px(18)), T("import.row_good"), ui::kSmall, theme.secondary);
  };
  const ui::CardListResult result = ui::CardList(rect, "rows", cards_, model);
  if (result.opened < 0) return;
  cards_.cursor = result.opened;
  const std::uint32_t row = RowAt(result.opened);
  const std::span<const CellIssue> issues = job_.verdicts().IssuesOf(row);
  int column = GridState::kNumberColumn;
  for (const CellIssue& issue : issues) {
    if (column == GridState::kNumberColumn && issue.column < job_.mapping().columns.size()) column = issue.column;
  }
  OpenBubble(row, column);
}

}  // namespace kedang
