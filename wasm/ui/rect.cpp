#include "wasm/ui/rect.h"

#include <algorithm>
#include <cmath>

namespace kedang::ui {

Rect CutTop(Rect& rest, float height, float gap) {
  const float taken = std::clamp(height, 0.0f, std::max(rest.h, 0.0f));
  const Rect strip = {rest.x, rest.y, rest.w, taken};
  const float used = std::min(taken + gap, std::max(rest.h, 0.0f));
  rest.y += used;
  rest.h -= used;
  return strip;
}

Rect CutBottom(Rect& rest, float height, float gap) {
  const float taken = std::clamp(height, 0.0f, std::max(rest.h, 0.0f));
  const Rect strip = {rest.x, rest.Bottom() - taken, rest.w, taken};
  rest.h -= std::min(taken + gap, std::max(rest.h, 0.0f));
  return strip;
}

Rect CutLeft(Rect& rest, float width, float gap) {
  const float taken = std::clamp(width, 0.0f, std::max(rest.w, 0.0f));
  const Rect strip = {rest.x, rest.y, taken, rest.h};
  const float used = std::min(taken + gap, std::max(rest.w, 0.0f));
  rest.x += used;
  rest.w -= used;
  return strip;
}

Rect CutRight(Rect& rest, float width, float gap) {
  const float taken = std::clamp(width, 0.0f, std::max(rest.w, 0.0f));
  const Rect strip = {rest.Right() - taken, rest.y, taken, rest.h};
  rest.w -= std::min(taken + gap, std::max(rest.w, 0.0f));
  return strip;
}

Rect TakeLeft(Rect& bar, float width, float height, float gap) {
  const Rect strip = CutLeft(bar, width, gap);
  return CenterIn(strip, strip.w, height);
}

Rect TakeRight(Rect& bar, float width, float height, float gap) {
  const Rect strip = CutRight(bar, width, gap);
  return CenterIn(strip, strip.w, height);
}

Rect Inset(Rect rect, float by) { return Inset(rect, by, by); }

Rect Inset(Rect rect, float horizontal, float vertical) {
  return {rect.x + horizontal, rect.y + vertical, std::max(rect.w - 2 * horizontal, 0.0f),
          std::max(rect.h - 2 * vertical, 0.0f)};
}

Rect CenterIn(Rect rect, float width, float height) {
  return {std::floor(rect.x + (rect.w - width) / 2), std::floor(rect.y + (rect.h - height) / 2), width, height};
}

Rect Offset(Rect rect, float dx, float dy) { return {rect.x + dx, rect.y + dy, rect.w, rect.h}; }

Rect Intersect(Rect a, Rect b) {
  const float left = std::max(a.x, b.x);
  const float top = std::max(a.y, b.y);
  return {left, top, std::max(std::min(a.Right(), b.Right()) - left, 0.0f),
          std::max(std::min(a.Bottom(), b.Bottom()) - top, 0.0f)};
}

Rect Snap(Rect rect) {
  const float left = std::round(rect.x);
  const float top = std::round(rect.y);
  return {left, top, std::round(rect.Right()) - left, std::round(rect.Bottom()) - top};
}

std::vector<Rect> Columns(Rect rect, int count, float gap) {
  const std::vector<float> shares(static_cast<size_t>(std::max(count, 0)), -1.0f);
  return Columns(rect, shares, gap);
}

std::vector<Rect> Columns(Rect rect, std::span<const float> widths, float gap) {
  float fixed = gap * static_cast<float>(widths.empty() ? 0 : widths.size() - 1);
  float shares = 0;
  for (const float width : widths) (width < 0 ? shares : fixed) += std::fabs(width);
  const float left_over = std::max(rect.w - fixed, 0.0f);
  std::vector<Rect> columns;
  columns.reserve(widths.size());
  float x = rect.x;
  for (const float width : widths) {
    const float w = width < 0 ? left_over * -width / shares : width;
    const float left = std::round(x);
    columns.push_back({left, rect.y, std::round(x + w) - left, rect.h});
    x += w + gap;
  }
  return columns;
}

int ColumnsThatFit(float width, float least_width, float gap) {
  return std::max(1, static_cast<int>((width + gap) / (least_width + gap)));
}

}  // namespace kedang::ui
