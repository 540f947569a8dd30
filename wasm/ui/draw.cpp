#include "wasm/ui/draw.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "wasm/ui/metrics.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kTurn = 6.28318531f;

// Dear ImGui measures from the right; turns begin at the top.
float AngleOf(float turn) { return (turn - 0.25f) * kTurn; }

int SegmentsOf(float radius, float turns) {
  return std::clamp(static_cast<int>(std::fabs(turns) * (8 + radius * 3)), 3, 96);
}

}  // namespace

void FillRect(Rect rect, Color color, float radius) {
  if (rect.IsEmpty()) return;
  Canvas()->AddRectFilled(MinOf(rect), MaxOf(rect), color, std::min(radius, std::min(rect.w, rect.h) / 2));
}

void StrokeRect(Rect rect, Color color, float radius, float width) {
  if (rect.IsEmpty()) return;
  const float inset = width / 2 - 0.5f;  // Dear ImGui strokes half a pixel inside
  const Rect line = Inset(rect, inset);
  const float round = std::min(radius, std::min(rect.w, rect.h) / 2);
  Canvas()->AddRect(MinOf(line), MaxOf(line), color, std::max(round - width / 2, 0.0f), 0, width);
}

void FillBox(Rect rect, Color fill, Color border, float radius, float width) {
  // The fill ends inside the border, so that no pixel of it shows around the corners.
  FillRect(Inset(rect, width / 2), fill, std::max(radius - width / 2, 0.0f));
  StrokeRect(rect, border, radius, width);
}

void DashedRect(Rect rect, Color color, float radius, float width) {
  const float inset = width / 2;
  const Rect r = Inset(rect, inset);
  const float dash = Px(4);
  const float gap = Px(3);
  DrawDashedLine({r.x + radius, r.y}, {r.Right() - radius, r.y}, color, width, dash, gap);
  DrawDashedLine({r.x + radius, r.Bottom()}, {r.Right() - radius, r.Bottom()}, color, width, dash, gap);
  DrawDashedLine({r.x, r.y + radius}, {r.x, r.Bottom() - radius}, color, width, dash, gap);
  DrawDashedLine({r.Right(), r.y + radius}, {r.Right(), r.Bottom() - radius}, color, width, dash, gap);
  const float inner = std::max(radius - inset, 0.0f);
  StrokeArc({r.x + radius, r.y + radius}, inner, 0.75f, 1.0f, color, width);
  StrokeArc({r.Right() - radius, r.y + radius}, inner, 0, 0.25f, color, width);
  StrokeArc({r.Right() - radius, r.Bottom() - radius}, inner, 0.25f, 0.5f, color, width);
  StrokeArc({r.x + radius, r.Bottom() - radius}, inner, 0.5f, 0.75f, color, width);
}

void LineAtBottom(Rect rect, Color color) {
  FillRect({rect.x, std::round(rect.Bottom()) - Line(), rect.w, Line()}, color);
}

void LineAtTop(Rect rect, Color color) { FillRect({rect.x, std::round(rect.y), rect.w, Line()}, color); }

void LineAtLeft(Rect rect, Color color) { FillRect({std::round(rect.x), rect.y, Line(), rect.h}, color); }

void LineAtRight(Rect rect, Color color) {
  FillRect({std::round(rect.Right()) - Line(), rect.y, Line(), rect.h}, color);
}

void DrawLine(Vec2 from, Vec2 to, Color color, float width) { Canvas()->AddLine(Gui(from), Gui(to), color, width); }

void DrawDashedLine(Vec2 from, Vec2 to, Color color, float width, float dash, float gap) {
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  if (length <= 0 || dash + gap <= 0) return;
  const Vec2 unit = {(to.x - from.x) / length, (to.y - from.y) / length};
  for (float at = 0; at < length; at += dash + gap) {
    const float end = std::min(at + dash, length);
    DrawLine({from.x + unit.x * at, from.y + unit.y * at}, {from.x + unit.x * end, from.y + unit.y * end}, color, width);
  }
}

void DrawPolyline(std::span<const Vec2> points, Color color, float width) {
  std::vector<ImVec2> path;
  path.reserve(points.size());
  for (const Vec2 point : points) path.push_back(Gui(point));
  Canvas()->AddPolyline(path.data(), static_cast<int>(path.size()), color, 0, width);
}

void FillConvex(std::span<const Vec2> points, Color color) {
  std::vector<ImVec2> path;
  path.reserve(points.size());
  for (const Vec2 point : points) path.push_back(Gui(point));
  Canvas()->AddConvexPolyFilled(path.data(), static_cast<int>(path.size()), color);
}

void FillCircle(Vec2 center, float radius, Color color) {
  Canvas()->AddCircleFilled(Gui(center), radius, color, SegmentsOf(radius, 1));
}

void StrokeCircle(Vec2 center, float radius, Color color, float width) {
  Canvas()->AddCircle(Gui(center), radius, color, SegmentsOf(radius, 1), width);
}

void FillPie(Vec2 center, float radius, float from_turn, float to_turn, Color color) {
  if (to_turn - from_turn >= 1) {
    FillCircle(center, radius, color);
    return;
  }
  // A pie of more than half a turn is not convex: two halves.
  if (to_turn - from_turn > 0.5f) {
    const float middle = (from_turn + to_turn) / 2;
    FillPie(center, radius, from_turn, middle, color);
    FillPie(center, radius, middle, to_turn, color);
    return;
  }
  ImDrawList* canvas = Canvas();
  canvas->PathLineTo(Gui(center));
  canvas->PathArcTo(Gui(center), radius, AngleOf(from_turn), AngleOf(to_turn),
                    SegmentsOf(radius, to_turn - from_turn));
  canvas->PathFillConvex(color);
}

void StrokeArc(Vec2 center, float radius, float from_turn, float to_turn, Color color, float width) {
  if (radius <= 0) return;
  ImDrawList* canvas = Canvas();
  canvas->PathArcTo(Gui(center), radius, AngleOf(from_turn), AngleOf(to_turn),
                    SegmentsOf(radius, to_turn - from_turn));
  canvas->PathStroke(color, 0, width);
}

void RaisedBox(Rect rect) {
  const Theme& theme = CurrentTheme();
  FillRect(Offset(rect, 0, Px(2)), theme.raised_edge, Px(10));
  FillBox(rect, theme.raised, theme.border, Px(10), Line());
}

void CardBox(Rect rect) {
  const Theme& theme = CurrentTheme();
  FillBox(rect, theme.surface, theme.border, Px(10), Line());
}

void PushClip(Rect rect) { Canvas()->PushClipRect(MinOf(rect), MaxOf(rect), true); }

void PopClip() { Canvas()->PopClipRect(); }

bool IsVisible(Rect rect) {
  const ImRect clip(Canvas()->GetClipRectMin(), Canvas()->GetClipRectMax());
  return clip.Overlaps(Gui(rect));
}

}  // namespace kedang::ui
