#include "wasm/views/titled_sheet.h"

#include "wasm/ui/button.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"

namespace kedang {

bool BeginTitledSheet(ui::Id id, std::string_view title, ui::LayerOptions options, ui::Rect& rest, ui::Rect& beside) {
  using ui::Px;
  options.takes_focus = true;
  options.description = {.role = ui::Role::kDialog, .label = title};
  ui::Rect content;
  if (!ui::BeginSheet(id, options, content)) return false;
  rest = ui::Inset(content, Px(16), Px(12));
  beside = ui::CutTop(rest, Px(28), Px(8));
  if (ui::IconButton(ui::TakeRight(beside, Px(28), Px(28)), ui::Icon::kX, ui::T("common.close"))) ui::CloseLayer(id);
  ui::CutLeft(beside, ui::Text(beside, title, ui::kTitle, ui::CurrentTheme().text), Px(8));
  return true;
}

}  // namespace kedang
