#include "wasm/views/import_view_tools.h"

#include <array>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/context.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/ui/theme.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::string_view kDialog = "column_tools";

}  // namespace

void ColumnTools::Open(std::uint32_t column) {
  column_ = column;
  counted_.clear();
  ui::OpenDialog(kDialog);
}

// Counting reads the whole column, so only when something else is asked.
std::uint32_t ColumnTools::Count() {
  const std::string asked = std::to_string(tool_) + "/" + std::to_string(column_) + "/" + std::to_string(job_.verdicts().revision()) + "/" + needle_;
  if (asked == counted_) return count_;
  counted_ = asked;
  count_ = tool_ == 0 ? job_.CountIn(column_, needle_) : job_.CountFillDown(column_);
  return count_;
}

bool ColumnTools::Draw() {
  const float control = Px(ui::Metrics().control);
  ui::DialogOptions options;
  options.title = T("import.tools_title");
  options.has_cross = true;
  ui::TextFieldOptions field;
  field.field.label = T("import.tools_find");
  ui::ComboOptions combo;
  combo.field.label = T("import.tools_column");
  const float width = Px(options.width_css - 48);
  options.body_height = control + Px(12) + ui::ComboHeight(combo, width) + Px(12) + 2 * (ui::TextFieldHeight(field, width) + Px(12)) + Px(24);
  Rect body;
  if (!ui::BeginDialog(kDialog, options, body)) return false;
  const bool was_changed = DrawBody(body);
  return was_changed;
}

bool ColumnTools::DrawBody(Rect body) {
  const std::array<ui::Segment, 2> segments = {ui::Segment{.label = T("import.tools_replace")}, ui::Segment{.label = T("import.tools_fill")}};
  ui::Segmented(ui::CutTop(body, Px(ui::Metrics().control), Px(12)), segments, tool_, {.name = T("import.tools_title"), .is_stretched = true});
  std::vector<std::string> ids, titles;
  std::vector<ui::Choice> choices;
  const auto& targets = job_.mapping().columns;
  ids.reserve(targets.size());  // the choices point into both
  titles.reserve(targets.size());
  for (std::uint32_t column = 0; column < targets.size(); ++column) {
    ids.push_back(std::to_string(column));
    titles.push_back(ColumnTitle(job_, column));
    choices.push_back({.id = ids.back(), .label = titles.back()});
  }
  std::string chosen = std::to_string(column_);
  ui::ComboOptions combo;
  combo.id = "column";
  combo.field.label = T("import.tools_column");
  combo.can_filter = choices.size() > 8;
  if (ui::Combobox(ui::CutTop(body, ui::ComboHeight(combo, body.w), Px(12)), chosen, choices, combo).was_changed && !chosen.empty()) {
    column_ = static_cast<std::uint32_t>(std::strtoul(chosen.c_str(), nullptr, 10));
  }
  if (tool_ == 0) {
    ui::TextFieldOptions find;
    find.id = "find";
    find.field.label = T("import.tools_find");
    ui::TextField(ui::CutTop(body, ui::TextFieldHeight(find, body.w), Px(12)), needle_, find);
    ui::TextFieldOptions with;
    with.id = "with";
    with.field.label = T("import.tools_with");
    ui::TextField(ui::CutTop(body, ui::TextFieldHeight(with, body.w), Px(12)), text_, with);
  } else {
    const float height = ui::WrappedText(body, T("import.tools_fill_hint"), ui::kBody, ui::CurrentTheme().secondary);
    ui::CutTop(body, height, Px(12));
  }
  const std::uint32_t count = Count();
  const std::string label = TF("import.tools_apply", {{"count", Number(count)}});
  const ui::DialogAnswer answer = ui::EndDialog({.label = label, .kind = ui::ButtonKind::kPrimary, .id = "apply", .is_enabled = count > 0,
                                                 .reason = T("import.tools_nothing")}, T("common.cancel"));
  if (answer != ui::DialogAnswer::kConfirmed) return false;
  const std::uint32_t changed = tool_ == 0 ? job_.ReplaceIn(column_, needle_, text_) : job_.FillDown(column_);
  const std::size_t step = job_.step_count();
  app_.SayWithUndo(TF("import.tools_done", {{"count", Number(changed)}}), [this, step] {
    if (job_.phase() == ImportPhase::kReview && job_.step_count() == step) job_.TakeBack();
    RequestFrame();
  });
  RequestFrame();
  return changed > 0;
}

}  // namespace kedang
