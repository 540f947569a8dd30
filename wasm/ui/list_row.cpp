#include "wasm/ui/list_row.h"

#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/theme.h"

namespace kedang::ui {

ItemState ListRow(Rect rect, const ListRowOptions& options) {
  const Theme& theme = CurrentTheme();
  const ItemState item = Item(IdOf("row"), rect,
                              {.role = Role::kOption, .label = options.label, .value = options.value, .hint = options.hint,
                               .is_chosen = options.is_shown, .position = static_cast<int>(options.position),
                               .set_size = static_cast<int>(options.count)});
  if (options.is_shown) {
    FillRect(rect, theme.selected_fill);
    FillRect({rect.x, rect.y, Px(3), rect.h}, theme.accent);
  } else if (item.is_hovered) {
    FillRect(rect, theme.hover_fill);
  }
  LineAtBottom(rect, theme.divider);
  if (item.has_ring) FocusRing(Inset(rect, Px(3)), Px(6));
  return item;
}

Rect ListRowLines(Rect rect) { return CenterIn(Inset(rect, Px(16), 0), rect.w - Px(32), Px(22 + 18)); }

}  // namespace kedang::ui
