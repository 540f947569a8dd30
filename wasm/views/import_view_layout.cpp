#include "wasm/views/import_view_layout.h"

#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/toast.h"

namespace kedang {

using ui::Px;
using ui::Rect;

float ValueRowHeight() { return Px(ui::IsPhone() ? 44.0f : 28.0f); }

Rect BeginImportFoot(Rect bar, Rect& facts) {
  ui::ReserveFoot(bar);
  ui::LineAtTop(bar, ui::CurrentTheme().divider);
  Rect rest = ui::Inset(bar, Px(16), 0);
  facts = rest;
  if (!ui::IsPhone()) return rest;
  facts = ui::CutTop(rest, Px(44));
  return ui::CutTop(rest, Px(44));
}

void EndImportFacts(Rect buttons, Rect& facts) {
  if (!ui::IsPhone()) facts.w = buttons.Right() - facts.x;
}

}  // namespace kedang
