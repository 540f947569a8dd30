#include "wasm/views/import_view_changes.h"

#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/context.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::string_view kDialog = "column_changes";
constexpr float kBodyCss = 440;

std::string WordOf(TextChange change) { return std::string(T("change." + std::string(NameOf(change)))); }

}  // namespace

void ChangesSheet::Reset() { changes_.Reset(); }

bool ChangesSheet::Refresh() {
  if (job_.phase() != ImportPhase::kReview || job_.is_judging()) return changes_.cells() > 0;
  if (!changes_.was_started() || changes_.revision() != job_.verdicts().revision()) {
    changes_.Start();
    work_.Start([this](const std::function<bool()>& is_over) { return changes_.Step(is_over); });
  }
  return changes_.cells() > 0 || ui::IsDialogOpen(kDialog);
}

void ChangesSheet::DrawLine(Rect row) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope("changes");
  const std::string_view title = T("import.changes");
  const std::string count = TF("import.changes_cells", {{"count", Number(changes_.cells())}});
  const ui::ItemState item = ui::Item(ui::IdOf("line"), row, {.role = ui::Role::kButton, .label = title, .value = count, .can_expand = true});
  if (item.is_hovered) ui::FillRect(row, theme.hover_fill);
  if (item.has_ring) ui::FocusRing(ui::Inset(row, Px(2)), Px(6));
  ui::LineAtBottom(row, theme.divider);
  Rect inner = ui::Inset(row, Px(16), 0);
  ui::DrawIcon(ui::CutLeft(inner, Px(16), Px(8)), ui::Icon::kCircleCheck, 16, theme.good.text);
  ui::DrawIcon(ui::CutRight(inner, Px(12), Px(8)), ui::Icon::kChevronRight, 12, theme.secondary);
  ui::CutLeft(inner, ui::Text(inner, title, ui::kBodyBold, theme.text), Px(12));
  ui::Text(inner, count, ui::kSmall, theme.secondary, ui::Align::kRight);
  if (item.was_pressed) ui::OpenDialog(kDialog);
}

// One column: its name and count, and a switch; below it what was changed, each with examples.
void ChangesSheet::DrawColumn(Rect& rest, const ColumnChanges::Column& column) {
  const ui::Theme& theme = ui::CurrentTheme();
  const float line = Px(ui::IsPhone() ? 24.0f : 22.0f);
  const std::string label = column.field->label.In(app_.is_english());
  Rect head = ui::CutTop(rest, Px(ui::IsPhone() ? 44.0f : 32.0f));
  if (column.may_keep_typed) {
    bool is_kept = column.is_as_typed;
    const std::string name = TF("import.changes_keep_of", {{"field", label}});
    const ui::CheckOptions keep = {.label = T("import.changes_keep"), .name = name, .id = "keep"};
    if (ui::Switch(ui::CutRight(head, ui::SwitchWidth(keep), Px(8)), is_kept, keep)) {
      job_.SetAsTyped(column.field->id, is_kept);
      RequestFrame();
    }
  }
  const std::string count = column.is_as_typed ? std::string(T("import.changes_kept")) : TF("import.changes_cells", {{"count", Number(column.cells)}});
  ui::Mirror(ui::IdOf("column"), head, {.role = ui::Role::kHeading, .label = label + " " + count, .level = 3});
  ui::CutLeft(head, ui::Text(head, label, ui::kBodyBold, theme.text), Px(12));
  ui::Text(head, count, ui::kSmall, theme.secondary);
  for (const ColumnChanges::Kind& kind : column.kinds) {
    Rect top = ui::CutTop(rest, line);
    const bool is_of_address = column.from_address > 0 && kind.change == TextChange::kRegion && column.from_address == kind.cells;
    const std::string word = is_of_address ? std::string(T("import.changes_address")) : WordOf(kind.change);
    const std::string cells = Number(kind.cells);
    ui::Text(ui::CutRight(top, ui::TextWidth(cells, ui::kSmall), Px(8)), cells, ui::kSmall, theme.secondary);
    ui::Text(top, word, {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
    for (const ColumnChanges::Example& example : kind.examples) {
      Rect pair = ui::CutTop(rest, line);
      ui::CutLeft(pair, Px(16));
      ui::Mirror(ui::IdOf(example.before), pair, {.role = ui::Role::kText, .label = example.before + " → " + example.after});
      const float half = (pair.w - Px(16 + 16)) / 2;
      ui::Text(ui::CutLeft(pair, half, Px(8)), example.before, ui::kBody, theme.secondary);
      ui::DrawIcon(ui::CutLeft(pair, Px(16), Px(8)), ui::Icon::kArrowRight, 12, theme.secondary);
      ui::Text(pair, example.after, ui::kBody, theme.text);
    }
  }
  ui::CutTop(rest, Px(12));
}

void ChangesSheet::Draw() {
  if (!ui::IsDialogOpen(kDialog)) return;
  const std::string text = TF("import.changes_hint", {{"count", Number(changes_.cells())}});
  ui::DialogOptions options;
  options.title = T("import.changes");
  options.text = text;
  options.width_css = 640;
  options.body_height = Px(kBodyCss);
  options.has_cross = true;
  Rect body;
  if (!ui::BeginDialog(kDialog, options, body)) return;
  Rect rest = scroll_.Begin("columns", body);
  ui::CutRight(rest, Px(ui::IsPhone() ? 0.0f : 12.0f));  // beside the bar
  for (const ColumnChanges::Column& column : changes_.columns()) {
    ui::IdScope scope(static_cast<std::uint64_t>(column.field->id));
    DrawColumn(rest, column);
  }
  scroll_.End(rest.y);
  ui::EndDialog({.label = T("common.close"), .kind = ui::ButtonKind::kPrimary, .id = "close"}, "");
}

}  // namespace kedang
