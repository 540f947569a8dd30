#include "wasm/ui/toast.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "wasm/platform/accessibility.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

struct Content {
  std::string seconds;
  float action_width = 0;
  float seconds_width = 0;
  float width = 0;
};

Content Measure(const ToastOptions& options, float seconds_left) {
  Content content;
  if (!options.action.empty() && options.seconds > 0) {
    const int whole = std::max(static_cast<int>(std::ceil(seconds_left)), 0);
    content.seconds = TF("toast.seconds", {{"seconds", std::to_string(whole)}});
    content.seconds_width = Px(8) + TextWidth(content.seconds, kBody);
  }
  if (!options.action.empty()) content.action_width = Px(16) + TextWidth(options.action, kBodyBold);
  content.width = Px(16 + 16 + 8 + 16) + TextWidth(options.text, kBody) + content.action_width + content.seconds_width;
  return content;
}

bool DrawContent(Rect box, const ToastOptions& options, const Content& content) {
  const Theme& t = CurrentTheme();
  Rect rest = Inset(box, Px(16), 0);
  DrawIcon(CutLeft(rest, Px(16), Px(8)), options.icon, 16, t.bubble_text);
  if (!content.seconds.empty()) {
    Text(CutRight(rest, content.seconds_width - Px(8), Px(8)), content.seconds, kBody, Fade(t.bubble_text, 0.8f));
  }
  bool was_pressed = false;
  if (!options.action.empty()) {
    const Rect place = CutRight(rest, content.action_width - Px(16), Px(16));
    const Rect target = CenterIn(place, place.w + Px(12), std::min(box.h, Px(32)));
    const ItemState state = Item(IdOf(options.action), target, {.role = Role::kButton, .label = options.action});
    Text(place, options.action, kBodyBold, t.bubble_link);
    if (state.is_hovered) FillRect({place.x, BaselineOf(place.y, place.h, 14) + Px(2), place.w, Line()}, t.bubble_link);
    if (state.has_ring) StrokeRect(target, t.bubble_link, Px(4), Line(2));
    was_pressed = state.was_pressed;
  }
  Text(rest, options.text, kBody, t.bubble_text);
  return was_pressed;
}

}  // namespace

void ShowToast(ToastOptions options) {
  Announce(options.text);
  ShownToast& toast = Ui().toast;
  toast.seconds_left = options.seconds;
  toast.options = std::move(options);
  toast.is_shown = true;
  WakeIn(0);
}

void HideToast() { Ui().toast.is_shown = false; }

void ReserveFoot(Rect bar) { Ui().feet.push_back(bar); }

bool DrawToastBox(Rect box, const ToastOptions& options, float seconds_left) {
  FillRect(box, CurrentTheme().bubble_fill, Px(10));
  return DrawContent(box, options, Measure(options, seconds_left));
}

bool DrawToast(uint64_t& tag) {
  ShownToast& toast = Ui().toast;
  if (toast.is_shown && toast.options.seconds > 0 && toast.seconds_left <= 0) toast.is_shown = false;
  if (!toast.is_shown) return false;
  const Content content = Measure(toast.options, toast.seconds_left);
  const WindowFacts& f = Facts();
  const float width = std::min(std::ceil(content.width), f.width - Px(32));
  const float left = (f.width - width) / 2;
  float foot = f.height - std::max(f.keyboard, f.safe_bottom) - Px(IsPhone() ? 0 : 12);
  for (const Rect& bar : Ui().feet) {
    const bool is_below = bar.x < left + width && bar.Right() > left;
    if (is_below && bar.MidY() > f.height / 2) foot = std::min(foot, bar.y);
  }
  // On a phone the foot is where sheets have their rows and buttons: the message stands at the top meanwhile.
  const bool is_above_sheet = IsPhone() && (IsAnyLayerOpen() || IsAnyDialogOpen());
  const Rect box = Snap({left, is_above_sheet ? f.safe_top + Px(12) : foot - Px(12) - Px(40), width, Px(40)});
  ImGui::SetNextWindowPos(MinOf(box));
  ImGui::SetNextWindowSize(ImVec2(box.w, box.h));
  ImGui::Begin("##toast", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
               ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
  Mirror(IdOf("toast"), box, {.role = Role::kStatus, .label = toast.options.text});
  const bool was_pressed = DrawToastBox(box, toast.options, toast.seconds_left);
  const bool is_held = IsPointerOver(box) && !f.is_touch;
  ImGui::End();
  // Under the pointer the seconds stand still.
  if (is_held) toast.seconds_left = std::max(toast.seconds_left, std::ceil(toast.seconds_left - 0.001f));
  if (!is_held && toast.options.seconds > 0) WakeIn(std::max<double>(std::fmod(toast.seconds_left, 1.0f), 0.02));
  if (was_pressed) {
    tag = toast.options.tag;
    toast.is_shown = false;
  }
  return was_pressed;
}

}  // namespace kedang::ui
