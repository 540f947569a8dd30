// The side of the check page: progress, issues by kind, what becomes of duplicates, and the foot with the writing.
#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/chip.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/toast.h"
#include "wasm/views/import_view_check.h"
#include "wasm/views/import_view_layout.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr float kKindCss = 46;

}  // namespace

void CheckPage::DrawPanel(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtLeft(rect, theme.divider);
  DrawProgress(rect);
  if (changes_.Refresh()) changes_.DrawLine(ui::CutTop(rect, Px(44)));
  const bool has_groups = !kind_ && groups_.Refresh();
  if (has_groups || values_.Refresh()) {
    const float height = (has_groups ? groups_.Height() : values_.Height()) + Px(12 + 16);
    const Rect part = ui::CutBottom(rect, height);
    ui::LineAtTop(part, theme.divider);
    Rect inner = ui::Inset(part, Px(16), 0);
    ui::CutTop(inner, Px(12));
    has_groups ? groups_.Draw(inner) : values_.Draw(inner);
  }
  DrawKinds(rect);
}

void CheckPage::DrawProgress(Rect& rest) {
  if (!job_.is_judging()) return;
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_reading = job_.phase() == ImportPhase::kReading;
  const ImportProgress progress = job_.Progress(NowMs());
  Rect part = ui::CutTop(rest, Px(92));
  ui::LineAtBottom(part, theme.divider);
  Rect inner = ui::Inset(part, Px(16), Px(12));
  Rect top = ui::CutTop(inner, Px(22), Px(8));
  const std::string_view title = T(is_reading ? "import.checking" : "import.rechecking");
  const std::string done = is_reading ? TF("import.rows_so_far", {{"rows", Number(progress.rows)}})
                                      : TF("import.rows_of", {{"rows", Number(progress.rows)}, {"all", Number(job_.rows().size())}});
  ui::Text(ui::CutRight(top, ui::TextWidth(done, ui::kSmall), Px(8)), done, ui::kSmall, theme.secondary);
  ui::Text(top, title, ui::kBodyBold, theme.text);
  ui::ProgressBar(ui::CutTop(inner, Px(6), Px(8)), progress.share, ui::Meaning::kInfo, title);
  const std::string_view cancel = T("common.cancel");
  Rect line = ui::CutTop(inner, Px(18));
  if (is_reading && ui::Link(ui::CutRight(line, ui::LinkWidth(cancel, 12), Px(8)), cancel, 12)) {
    job_.BackToMapping();
    return;
  }
  ui::Text(line, PaceWords(progress), ui::kSmall, theme.secondary);
}

bool CheckPage::IsKindChosen(const IssueTotal& kind) const {
  return kind_ && kind_->code == kind.code && kind_->column == kind.column && kind_->severity == kind.severity;
}

// The first press shows only these rows; every further one goes to the next of them.
void CheckPage::PressKind(const IssueTotal& kind) {
  if (!IsKindChosen(kind)) {
    SetFilter(RowFilter::kAll);
    kind_ = kind;
    values_.Choose(&kind);
    Refresh();
  }
  if (shown_.empty()) return;
  grid_.row = (grid_.row + 1) % static_cast<std::int64_t>(shown_.size());
  const auto column = std::find(columns_.begin(), columns_.end(), kind.column);
  grid_.column = column == columns_.end() ? GridState::kNumberColumn : static_cast<int>(column - columns_.begin());
  grid_.is_wanted = true;
  grid_.is_editing = false;
  cards_.cursor = grid_.row;
  OpenBubble(RowAt(grid_.row), column == columns_.end() ? GridState::kNumberColumn : static_cast<int>(kind.column));
}

void CheckPage::DrawKinds(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::vector<IssueTotal> totals = job_.verdicts().Totals();
  const VerdictCounts& counts = job_.verdicts().counts();
  Rect top = ui::Inset(ui::CutTop(rect, Px(48)), Px(16), 0);
  std::uint64_t blocks = 0;
  std::uint64_t warnings = 0;
  for (const IssueTotal& total : totals) (total.severity == Severity::kBlock ? blocks : warnings) += total.count;
  const std::string warn = TF("import.warnings", {{"count", Number(warnings)}});
  const std::string bad = TF("import.blocks", {{"count", Number(blocks)}});
  const ui::Icon warn_icon = IconOf(Severity::kWarn);
  if (warnings > 0) ui::StatusTag(ui::CutRight(top, ui::TagWidth(warn, warn_icon), Px(8)), warn, ui::Meaning::kWarn, warn_icon);
  if (blocks > 0) ui::StatusTag(ui::CutRight(top, ui::TagWidth(bad, warn_icon), Px(8)), bad, ui::Meaning::kBad, IconOf(Severity::kBlock));
  ui::Mirror(ui::IdOf("issues"), top, {.role = ui::Role::kHeading, .label = T("import.issues"), .level = 2});
  ui::Text(top, T("import.issues"), ui::kBodyBold, theme.text);
  if (totals.empty()) {
    Rect line = ui::Inset(ui::CutTop(rect, Px(40)), Px(16), 0);
    const bool is_open = job_.is_judging() && counts.judged == 0;
    ui::DrawIcon(ui::CutLeft(line, Px(16), Px(8)), is_open ? ui::Icon::kHourglass : ui::Icon::kCircleCheck, 16,
                 is_open ? theme.secondary : theme.good.text);
    ui::Text(line, T(is_open ? "import.looking" : "import.no_issues"), ui::kBody, theme.secondary);
    return;
  }
  Rect content;
  ui::BeginScroll("kinds", rect, Px(kKindCss) * static_cast<float>(totals.size()) + Px(8), content);
  ui::BeginMirror(ui::IdOf("list"), content, {.role = ui::Role::kList, .label = T("import.issues")});
  for (std::size_t i = 0; i < totals.size(); ++i) {
    const IssueTotal& total = totals[i];
    const Rect row = ui::Inset(ui::CutTop(content, Px(kKindCss)), Px(8), 0);
    if (!ui::IsVisible(row)) continue;
    ui::IdScope scope((static_cast<std::uint64_t>(total.code) << 16) | total.column);
    const std::string title = IssueTitle(job_.verdicts().CodeOf(total), job_.schema());
    const std::string count = Number(total.count);
    std::string where(T("import.whole_row"));
    if (total.column < job_.mapping().columns.size()) {
      where = ColumnTitle(job_, total.column);
      const std::vector<FieldId> fields = job_.mapping().FieldsOf(total.column);
      const Field* field = fields.size() == 1 ? job_.schema().Find(fields.front()) : nullptr;
      if (field != nullptr) where += " → " + field->label.In(app_.is_english());
    }
    const ui::ItemState item = ui::Item(ui::IdOf("kind"), row, {.role = ui::Role::kButton, .label = title, .value = count, .hint = where,
                                                               .is_chosen = IsKindChosen(total)});
    if (IsKindChosen(total)) {
      ui::FillRect(row, theme.selected_fill, Px(6));
    } else if (item.is_hovered) {
      ui::FillRect(row, theme.hover_fill, Px(6));
    }
    if (item.has_ring) ui::FocusRing(ui::Inset(row, Px(2)), Px(6));
    Rect inner = ui::Inset(row, Px(8), 0);
    ui::DrawIcon(ui::CutLeft(inner, Px(16), Px(8)), IconOf(total.severity), 16, ui::MeaningColor(MeaningOf(total.severity)).text);
    ui::DrawIcon(ui::CutRight(inner, Px(12), Px(8)), ui::Icon::kChevronRight, 12, theme.secondary);
    ui::Text(ui::CutRight(inner, ui::TextWidth(count, ui::kBodyBold), Px(8)), count, ui::kBodyBold, theme.text);
    Rect words = ui::CenterIn(inner, inner.w, Px(22 + 18));
    ui::Text(ui::CutTop(words, Px(22)), title, ui::kBody, theme.text);
    ui::Text(words, where, ui::kSmall, theme.secondary);
    if (item.was_pressed) PressKind(total);
  }
  ui::EndMirror();
  ui::EndScroll();
}

// On phones the kinds are chips in a line that scrolls sideways.
void CheckPage::DrawKindChips(Rect& rest) {
  const std::vector<IssueTotal> totals = job_.verdicts().Totals();
  if (totals.empty()) return;
  std::vector<ui::ChipOptions> chips;
  std::vector<std::string> titles;
  std::vector<std::string> counts;
  titles.reserve(totals.size());  // the chips point into both
  counts.reserve(totals.size());
  float width = Px(24);
  for (const IssueTotal& total : totals) {
    titles.push_back(IssueTitle(job_.verdicts().CodeOf(total), job_.schema()));
    counts.push_back(Number(total.count));
    chips.push_back({.label = titles.back(), .count = counts.back(), .icon = IconOf(total.severity), .is_chosen = IsKindChosen(total), .has_cross = true});
    width += ui::ChipWidth(chips.back()) + Px(8);
  }
  Rect content;
  ui::BeginScroll("kinds", ui::CutTop(rest, Px(44)), Px(36), content, width);
  Rect line = ui::Inset({content.x, content.y, width, Px(36)}, Px(16), 0);
  for (std::size_t i = 0; i < chips.size(); ++i) {
    ui::IdScope scope((static_cast<std::uint64_t>(totals[i].code) << 16) | totals[i].column);
    const ui::ChipResult chip = ui::Chip(ui::CutLeft(line, ui::ChipWidth(chips[i]), Px(8)), chips[i]);
    if (chip.cross_pressed) {
      SetFilter(RowFilter::kAll);
    } else if (chip.was_pressed) {
      PressKind(totals[i]);
    }
  }
  ui::EndScroll();
}

// On phones what can be mended alike is a line that opens as a sheet.
void CheckPage::DrawMendSheet(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool has_values = kind_ && values_.Refresh();
  const bool has_groups = !kind_ && groups_.Refresh();
  if (!has_values && !has_groups) return;
  if (values_sheet_ == 0) values_sheet_ = ui::IdOf("values");
  const Rect row = ui::CutTop(rest, Px(44));
  const std::string_view title = T("import.same");
  const std::string where = has_values ? values_.Where() : groups_.Where();
  const ui::ItemState item = ui::Item(ui::IdOf("same"), row, {.role = ui::Role::kButton, .label = title, .value = where, .can_expand = true});
  if (item.is_hovered) ui::FillRect(row, theme.hover_fill);
  ui::LineAtBottom(row, theme.divider);
  Rect inner = ui::Inset(row, Px(16), 0);
  ui::DrawIcon(ui::CutLeft(inner, Px(16), Px(8)), ui::Icon::kZap, 16, theme.accent);
  ui::DrawIcon(ui::CutRight(inner, Px(16), Px(8)), ui::Icon::kChevronRight, 16, theme.secondary);
  ui::CutLeft(inner, ui::Text(inner, title, ui::kBodyBold, theme.text), Px(12));
  ui::Text(inner, where, ui::kSmall, theme.secondary, ui::Align::kRight);
  if (item.was_pressed) ui::OpenLayer(values_sheet_);
  ui::LayerOptions options;
  options.width = ui::Facts().width;
  options.height = (has_values ? values_.Height() : groups_.Height()) + Px(16 + 16);
  options.description = {.role = ui::Role::kDialog, .label = title};
  Rect content;
  if (!ui::IsLayerOpen(values_sheet_) || !ui::BeginSheet(values_sheet_, options, content)) return;
  const Rect sheet = ui::Inset(content, Px(16));
  if (has_values ? values_.Draw(sheet) : groups_.Draw(sheet)) ui::CloseLayer(values_sheet_);
  ui::EndLayer();
}

void CheckPage::DrawFoot(Rect bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  const VerdictCounts& counts = job_.verdicts().counts();
  Rect facts;
  Rect rest = BeginImportFoot(bar, facts);
  std::string_view reason = T("import.write_nothing");
  if (job_.is_judging()) reason = T("import.write_judging");
  if (job_.failure()) reason = T("import.write_failure");
  const bool has_rows = counts.writable > 0 || counts.repeated > 0 || counts.duplicates > 0;
  const bool is_ready = job_.phase() == ImportPhase::kReview && !job_.is_judging() && !job_.failure() && has_rows;
  if (ui::ButtonAtRight(rest, {.label = T("import.next_duplicates"), .kind = ui::ButtonKind::kPrimary, .is_enabled = is_ready, .reason = reason})) {
    wants_next_ = true;
  }
  if (ui::ButtonAtRight(rest, {.label = T("import.previous")})) {
    job_.BackToMapping();
    groups_.Reset();
    changes_.Reset();
  }
  EndImportFacts(rest, facts);
  const auto fact = [&](ui::Icon icon, ui::Color color, std::string_view word, std::uint32_t count) {
    const std::string number = Number(count);
    const Rect sign = ui::CutLeft(facts, Px(14), Px(6));
    icon == ui::Icon::kNone ? ui::StatusDot(ui::CenterIn(sign, Px(8), Px(8)), ui::Meaning::kGood) : ui::DrawIcon(sign, icon, 14, color);
    const std::string said = std::string(word) + " " + number;
    ui::Mirror(ui::IdOf(word), facts, {.role = ui::Role::kText, .label = said});
    ui::CutLeft(facts, ui::Text(facts, word, ui::kBody, theme.text), Px(8));
    ui::CutLeft(facts, ui::Text(facts, number, ui::kBodyBold, theme.text), Px(16));
  };
  fact(ui::Icon::kNone, 0, T("import.writable"), counts.writable);
  fact(IconOf(Severity::kBlock), theme.bad.text, T("import.filter_blocked"), counts.blocked);
  if (counts.warned > 0) fact(IconOf(Severity::kWarn), theme.warn.text, T("import.filter_warned"), counts.warned);
  if (counts.duplicates > 0) fact(ui::Icon::kCopy, theme.secondary, T("import.skipped"), counts.duplicates);
  if (counts.left_out > 0) fact(ui::Icon::kBan, theme.secondary, T("import.left_out"), counts.left_out);
  if (counts.blocked > 0 && !ui::IsPhone() && !job_.is_judging()) {
    const std::string_view words = T("import.export_blocked");
    if (ui::Link(ui::CutLeft(facts, ui::LinkWidth(words), Px(8)), words)) wants_export_ = true;
  }
}

}  // namespace kedang
