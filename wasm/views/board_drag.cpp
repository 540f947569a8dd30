#include "wasm/views/board_drag.h"

#include <algorithm>
#include <cmath>

#include "wasm/platform/frame.h"
#include "wasm/platform/touch.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/text.h"

namespace kedang {
namespace {

constexpr float kSlopCss = 5;
constexpr float kMostWidthCss = 240;

bool IsFar(ui::Vec2 a, ui::Vec2 b) { return std::abs(a.x - b.x) > ui::Px(kSlopCss) || std::abs(a.y - b.y) > ui::Px(kSlopCss); }

}  // namespace

void BoardDrag::Note(const ui::ItemState& item, Id record) {
  if (item.was_long_pressed && !is_on_) {
    record_ = record;
    is_on_ = is_touch_ = is_held_ = true;
    was_moved_ = false;
    from_ = at_ = ui::Pointer();
    return;
  }
  if (!item.is_held || is_touch_) return;
  if (is_on_ || is_pressed_) {
    is_held_ = is_held_ || record == record_;
    if (is_pressed_ && record == record_ && IsFar(ui::Pointer(), from_)) {
      is_pressed_ = false;
      is_on_ = true;
    }
    return;
  }
  if (ui::Facts().is_touch) return;
  record_ = record;
  from_ = at_ = ui::Pointer();
  is_pressed_ = is_held_ = true;
  was_moved_ = false;
}

bool BoardDrag::Step() {
  const bool is_held = is_touch_ ? IsTouchHeld() : std::exchange(is_held_, false);
  if (is_held) {
    at_ = ui::Pointer();
    was_moved_ = was_moved_ || IsFar(at_, from_);
    if (is_on_) RequestFrame();
    if (is_on_ && ui::IsShortcut("Esc", true)) *this = BoardDrag();
    return false;
  }
  is_pressed_ = is_touch_ = is_held_ = false;
  return std::exchange(is_on_, false);
}

void BoardDrag::DrawGhost(std::string_view title) const {
  using ui::Px;
  if (!is_on_ || !was_moved_) return;
  const float width = std::min(ui::TextWidth(title, ui::kBodyBold) + Px(24), Px(kMostWidthCss));
  const ui::Rect box = {at_.x - width / 2, at_.y - Px(20), width, Px(40)};
  ui::PushClip({0, 0, ui::Facts().width, ui::Facts().height});
  ui::RaisedBox(box);
  ui::Text(ui::Inset(box, Px(12), 0), title, ui::kBodyBold, ui::CurrentTheme().text);
  ui::PopClip();
}

}  // namespace kedang
