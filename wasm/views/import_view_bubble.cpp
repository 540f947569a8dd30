// The bubble at a cell of the check page: what is wrong, and the answers that mend it. On phones a sheet, where the cell
// itself can be edited, too.
#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/import_view_check.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr float kWidthCss = 320;

std::string FixLabel(const std::string& suggestion) { return TF("import.fix", {{"value", suggestion}}); }

}  // namespace

// What is wrong at the cell the bubble stands at; on phones with the whole row.
void CheckPage::ExplainCursor() {
  bubble_revision_ = job_.verdicts().revision();
  bubble_issues_.clear();
  for (RowIssue& issue : job_.Explain(bubble_row_)) {
    const bool is_whole = issue.column == CellIssue::kWholeRow ||
                          std::find(columns_.begin(), columns_.end(), issue.column) == columns_.end();
    const bool is_here = bubble_column_ < 0 ? is_whole : issue.column == bubble_column_;
    if (is_here || ui::IsPhone()) bubble_issues_.push_back(std::move(issue));
  }
  bubble_same_.clear();
  for (const RowIssue& issue : bubble_issues_) {
    const auto kind = issue.issue.suggestion.empty() ? std::nullopt : job_.KindAt(bubble_row_, issue.column, issue.issue.code);
    bubble_same_.push_back(kind ? job_.CountSame(*kind, job_.rows().Cell(bubble_row_, issue.column)) : 0);
  }
}

void CheckPage::OpenBubble(std::uint32_t row, int column) {
  if (bubble_ == 0) bubble_ = ui::IdOf("bubble");
  bubble_row_ = row;
  bubble_column_ = column;
  bubble_text_ = column < 0 ? std::string() : std::string(job_.rows().Cell(row, static_cast<std::uint32_t>(column)));
  ExplainCursor();
  const bool is_wanted = !bubble_issues_.empty() || job_.verdicts().IsLeftOut(row) || ui::IsPhone();
  is_wanted ? ui::OpenLayer(bubble_) : ui::CloseLayer(bubble_);
}

float CheckPage::BubbleHeight(float width, bool has_editor) const {
  float height = Px(12 + 12);
  for (const RowIssue& issue : bubble_issues_) {
    height += Px(22) + ui::WrappedHeight(width - Px(24 + 22), RowIssueWords(issue, app_), ui::kSmall) + Px(8);
    if (!issue.issue.suggestion.empty()) height += Px(ui::Metrics().small_control + 8);
    if (bubble_same_[static_cast<std::size_t>(&issue - bubble_issues_.data())] > 1) height += Px(ui::Metrics().small_control + 8);
    if (!issue.repeats_record.is_nil()) height += Px(26);
  }
  if (bubble_issues_.empty()) height += Px(26);
  if (has_editor) height += Px(18 + 4 + 44 + 12);
  return height + Px(ui::Metrics().small_control);
}

void CheckPage::DrawBubble(Rect anchor) {
  if (bubble_ == 0 || !ui::IsLayerOpen(bubble_) || bubble_row_ >= job_.rows().size()) return;
  if (bubble_revision_ != job_.verdicts().revision() && !job_.is_judging()) ExplainCursor();
  const bool is_phone = ui::IsPhone();
  const bool has_editor = is_phone && bubble_column_ >= 0 && job_.phase() == ImportPhase::kReview;
  const float width = is_phone ? ui::Facts().width : Px(kWidthCss);
  ui::LayerOptions options;
  options.anchor = anchor;
  options.width = width;
  options.height = BubbleHeight(width, has_editor);
  options.description = {.role = ui::Role::kDialog, .label = T("import.bubble")};
  Rect content;
  if (!ui::BeginSheet(bubble_, options, content)) return;
  Rect rest = ui::Inset(content, Px(12));
  if (bubble_issues_.empty()) {
    const bool is_left_out = job_.verdicts().IsLeftOut(bubble_row_);
    ui::Text(ui::CutTop(rest, Px(22), Px(4)), T(is_left_out ? "import.left_out_row" : "import.row_good"), ui::kBody, ui::CurrentTheme().text);
  }
  for (std::size_t i = 0; i < bubble_issues_.size(); ++i) {
    ui::IdScope scope(static_cast<std::uint64_t>(i));
    const RowIssue issue = bubble_issues_[i];
    DrawIssue(rest, issue, i);
    if (i >= bubble_issues_.size()) break;  // an answer has changed them
  }
  if (has_editor) {
    ui::TextFieldOptions field;
    const std::string label = ColumnTitle(job_, static_cast<std::uint32_t>(bubble_column_));
    field.field.label = label;
    field.id = "mend";
    const ui::TextFieldResult edit = ui::TextField(ui::CutTop(rest, ui::TextFieldHeight(field, rest.w), Px(12)), bubble_text_, field);
    if (edit.was_committed || edit.was_submitted) {
      job_.SetCell(bubble_row_, static_cast<std::uint32_t>(bubble_column_), bubble_text_);
      ExplainCursor();
    }
  }
  DrawAnswers(ui::CutTop(rest, Px(ui::Metrics().small_control)));
  ui::EndLayer();
}

void CheckPage::DrawIssue(Rect& rest, const RowIssue& issue, std::size_t index) {
  const ui::Theme& theme = ui::CurrentTheme();
  const ui::ColorPair pair = ui::MeaningColor(MeaningOf(issue.issue.severity));
  const std::string words = RowIssueWords(issue, app_);
  std::string title = TF("import.row_number", {{"row", Number(job_.rows().NumberOf(bubble_row_))}});
  if (issue.column < job_.mapping().columns.size()) title += " " + ColumnTitle(job_, issue.column);
  Rect top = ui::CutTop(rest, Px(22));
  ui::DrawIcon(ui::CutLeft(top, Px(14), Px(8)), IconOf(issue.issue.severity), 14, pair.text);
  ui::Text(top, title, ui::kSmallBold, pair.text);
  Rect body = rest;
  ui::CutLeft(body, Px(22));
  const float height = ui::WrappedText(body, words, ui::kSmall, theme.text);
  ui::Mirror(ui::IdOf("words"), {body.x, body.y, body.w, height}, {.role = ui::Role::kText, .label = words});
  ui::CutTop(rest, height, Px(8));
  if (!issue.issue.suggestion.empty()) {
    Rect line = ui::CutTop(rest, Px(ui::Metrics().small_control), Px(8));
    ui::CutLeft(line, Px(22));
    const std::string label = FixLabel(issue.issue.suggestion);
    ui::ButtonOptions fix = {.label = label, .kind = index == 0 ? ui::ButtonKind::kPrimary : ui::ButtonKind::kDefault, .id = "fix", .is_small = true};
    line.w = std::min(line.w, ui::ButtonWidth(fix));
    const bool can_fix = issue.column < job_.mapping().columns.size() && job_.phase() == ImportPhase::kReview;
    if (can_fix && ui::Button(line, fix)) {
      job_.SetCell(bubble_row_, issue.column, issue.issue.suggestion);
      bubble_text_ = bubble_column_ < 0 ? "" : std::string(job_.rows().Cell(bubble_row_, static_cast<std::uint32_t>(bubble_column_)));
      ExplainCursor();
      if (bubble_issues_.empty()) {
        ui::CloseLayer(bubble_);
        is_advance_wanted_ = true;
      }
      RequestFrame();
    }
  }
  const std::uint32_t same = index < bubble_same_.size() ? bubble_same_[index] : 0;
  if (same > 1 && job_.phase() == ImportPhase::kReview) {
    Rect line = ui::CutTop(rest, Px(ui::Metrics().small_control), Px(8));
    ui::CutLeft(line, Px(22));
    const std::string label = TF("import.fix_same", {{"count", Number(same)}});
    const ui::ButtonOptions fix = {.label = label, .id = "same", .is_small = true};
    line.w = std::min(line.w, ui::ButtonWidth(fix));
    const auto kind = job_.KindAt(bubble_row_, issue.column, issue.issue.code);
    if (ui::Button(line, fix) && kind) {
      const std::vector<std::string> texts = {std::string(job_.rows().Cell(bubble_row_, issue.column))};
      job_.MendValues(*kind, texts, issue.issue.suggestion);
      ui::CloseLayer(bubble_);
      is_advance_wanted_ = true;
      RequestFrame();
    }
  }
  if (issue.repeats_record.is_nil()) return;
  Rect line = ui::CutTop(rest, Px(18), Px(8));
  ui::CutLeft(line, Px(22));
  if (ui::Link(line, T("import.open_record"), 12)) {
    ui::CloseLayer(bubble_);
    app_.Go({{job_.schema().key, FormatId(issue.repeats_record)}});
  }
}

void CheckPage::DrawAnswers(Rect bar) {
  if (job_.phase() != ImportPhase::kReview) return;
  const bool is_left_out = job_.verdicts().IsLeftOut(bubble_row_);
  Rect rest = bar;
  const auto column = static_cast<std::uint32_t>(std::max(bubble_column_, 0));
  const bool can_clear = bubble_column_ >= 0 && !is_left_out && RequiredAt(column) == 0 && !job_.rows().Cell(bubble_row_, column).empty();
  bool is_answered = false;
  if (can_clear && ui::ButtonAtLeft(rest, {.label = T("import.clear_cell"), .is_small = true})) {
    job_.SetCell(bubble_row_, column, "");
    is_answered = is_advance_wanted_ = true;
  }
  if (bubble_column_ >= 0 && !is_left_out && !ui::IsPhone() && ui::ButtonAtLeft(rest, {.label = T("import.edit"), .icon = ui::Icon::kPencil, .is_small = true})) {
    grid_.is_editing = grid_.takes_focus = true;
    grid_.text = std::string(job_.rows().Cell(bubble_row_, column));
    is_answered = true;
  }
  const std::string_view leave = T(is_left_out ? "import.take_in_row" : "import.leave_out_row");
  if (ui::ButtonAtLeft(rest, {.label = leave, .kind = ui::ButtonKind::kPlain, .id = "leave", .is_small = true})) {
    job_.LeaveOut(bubble_row_, !is_left_out);
    is_answered = true;
    is_advance_wanted_ = !is_left_out;
  }
  if (!is_answered) return;
  ui::CloseLayer(bubble_);
  RequestFrame();
}

}  // namespace kedang
