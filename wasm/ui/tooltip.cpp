#include "wasm/ui/tooltip.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/draw.h"
#include "wasm/ui/line_break.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr double kDelaySeconds = 0.4;
constexpr float kWidestCss = 320;

void Request(Id id, Rect anchor, std::string_view text) {
  TooltipRequest& request = Ui().tooltip;
  const int frame = ImGui::GetFrameCount();
  const bool is_same = request.id == id && request.frame >= frame - 1;
  if (!is_same) request.since = ImGui::GetTime();
  request.id = id;
  request.anchor = anchor;
  request.text = text;
  request.frame = frame;
  const double rested = ImGui::GetTime() - request.since;
  if (rested < kDelaySeconds) WakeIn(kDelaySeconds - rested);
}

struct BubblePlace {
  Rect box;
  Vec2 tip;
  bool is_below;
};

BubblePlace PlaceBubble(Rect anchor, float width, float height) {
  const WindowFacts& facts = Ui().facts;
  const float away = Px(6);
  const bool is_below = anchor.Bottom() + away + height <= facts.height;
  const float top = is_below ? anchor.Bottom() + away : anchor.y - away - height;
  const float middle = std::min(anchor.MidX(), anchor.x + Px(160));
  const float left = std::clamp(std::round(middle - width / 2), Px(4), std::max(facts.width - width - Px(4), Px(4)));
  const Vec2 tip = {std::clamp(middle, left + Px(10), left + width - Px(10)), is_below ? top - Px(4) : top + height + Px(4)};
  return {{left, top, width, height}, tip, is_below};
}

// The bubble in a window of its own draw list: above everything.
void PaintBubble(ImDrawList* canvas, Rect anchor, std::string_view text) {
  const Theme& theme = CurrentTheme();
  const std::vector<std::string_view> lines = BreakLines(text, kSmall, Px(kWidestCss));
  float width = 0;
  for (const std::string_view line : lines) width = std::max(width, TextWidth(line, kSmall));
  const float line_height = Px(kSmall.line);
  const BubblePlace place =
      PlaceBubble(anchor, width + Px(16), line_height * static_cast<float>(lines.size()) + Px(8));
  canvas->AddRectFilled(MinOf(place.box), MaxOf(place.box), theme.bubble_fill, Px(6));
  const float base = place.is_below ? place.box.y : place.box.Bottom();
  const ImVec2 left(place.tip.x - Px(5), base);
  const ImVec2 right(place.tip.x + Px(5), base);
  canvas->AddTriangleFilled(left, Gui(place.tip), right, theme.bubble_fill);
  ImFont* font = FontOf(Weight::kRegular);
  const float size = FontPixels(kSmall);
  float top = place.box.y + Px(4);
  for (const std::string_view line : lines) {
    canvas->AddText(font, size, ImVec2(place.box.x + Px(8), std::round(top + (line_height - size) / 2)), theme.bubble_text,
                    line.data(), line.data() + line.size());
    top += line_height;
  }
}

}  // namespace

void Tooltip(Rect anchor, std::string_view text, const ItemState& state) {
  if (text.empty()) return;
  if (state.is_hovered && !state.is_held) {
    Request(IdOf(text), anchor, text);
  } else if (!state.is_hovered) {
    TooltipOnHover(anchor, text);
  }
}

void TooltipOnHover(Rect anchor, std::string_view text) {
  if (text.empty() || !IsPointerOver(anchor)) return;
  if (Ui().facts.is_touch && !ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
  Request(IdOf(text), anchor, text);
}

void DrawBubble(Rect anchor, std::string_view text) { PaintBubble(Canvas(), anchor, text); }

void DrawRequestedTooltip() {
  const TooltipRequest& request = Ui().tooltip;
  if (request.frame != ImGui::GetFrameCount()) return;
  if (ImGui::GetTime() - request.since < kDelaySeconds) return;
  PaintBubble(ImGui::GetForegroundDrawList(), request.anchor, request.text);
}

}  // namespace kedang::ui
