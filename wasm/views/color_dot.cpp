#include "wasm/views/color_dot.h"

#include <string>

#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

bool ColorDot(Rect rect, std::uint8_t& color) {
  const ui::Id id = ui::IdOf("color");
  const std::string value = std::to_string(color);
  const ui::ItemState item = ui::Item(id, rect, {.role = ui::Role::kButton, .label = T("designer.color"), .value = value, .can_expand = true});
  ui::FillCircle({rect.MidX(), rect.MidY()}, Px(7), ui::UserColor(color - 1).text);
  if (item.has_ring) ui::FocusRing(rect, Px(6));
  if (item.was_pressed) ui::OpenLayer(id);
  Rect content;
  ui::LayerOptions layer;
  layer.anchor = rect;
  layer.width = Px(6 * 36 + 8);
  layer.height = Px(44);
  layer.takes_focus = true;
  layer.description = {.role = ui::Role::kMenu, .label = T("designer.color")};
  if (!ui::IsLayerOpen(id) || !ui::BeginLayer(id, layer, content)) return false;
  bool has_changed = false;
  Rect rest = ui::Inset(content, Px(4));
  for (std::uint8_t i = 1; i <= 6; ++i) {
    const Rect place = ui::CutLeft(rest, Px(36));
    const std::string name = std::to_string(i);
    const ui::ItemState one = ui::Item(ui::IdOf(name), place, {.role = ui::Role::kMenuItem, .label = name, .is_chosen = i == color});
    if (one.is_hovered || one.has_ring) ui::FillRect(place, ui::CurrentTheme().hover_fill, Px(6));
    ui::FillCircle({place.MidX(), place.MidY()}, Px(9), ui::UserColor(i - 1).text);
    if (i == color) ui::DrawIcon(place, ui::Icon::kCheck, 12, ui::CurrentTheme().surface);
    if (one.was_pressed) {
      color = i;
      has_changed = true;
    }
  }
  if (has_changed) ui::CloseLayer(id);
  ui::EndLayer();
  return has_changed;
}

}  // namespace kedang
