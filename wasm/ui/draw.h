// Flat shapes for views and charts, drawn into the current surface at once and clipped by it. All in
// device px; a 1 px line lies on whole pixels. Angles are in turns, 0 at the top, clockwise.
#pragma once

#include <span>

#include "wasm/ui/rect.h"
#include "wasm/ui/theme.h"

namespace kedang::ui {

void FillRect(Rect rect, Color color, float radius = 0);

// The border lies inside the rectangle; `width` in device px (Line() is the usual hairline).
void StrokeRect(Rect rect, Color color, float radius, float width);

// Fill and inner border in one go.
void FillBox(Rect rect, Color fill, Color border, float radius, float width);

// A dashed inner border: places where something may be dropped.
void DashedRect(Rect rect, Color color, float radius, float width);

// Divider lines of one hairline along an edge, inside the rectangle.
void LineAtBottom(Rect rect, Color color);
void LineAtTop(Rect rect, Color color);
void LineAtLeft(Rect rect, Color color);
void LineAtRight(Rect rect, Color color);

void DrawLine(Vec2 from, Vec2 to, Color color, float width);
void DrawDashedLine(Vec2 from, Vec2 to, Color color, float width, float dash, float gap);
void DrawPolyline(std::span<const Vec2> points, Color color, float width);
void FillConvex(std::span<const Vec2> points, Color color);

void FillCircle(Vec2 center, float radius, Color color);
void StrokeCircle(Vec2 center, float radius, Color color, float width);
void FillPie(Vec2 center, float radius, float from_turn, float to_turn, Color color);
void StrokeArc(Vec2 center, float radius, float from_turn, float to_turn, Color color, float width);

// A raised layer: lower edge, fill, border; radius 10.
void RaisedBox(Rect rect);

// A card on the page: surface, 1 px border, radius 10.
void CardBox(Rect rect);

// Draws everything between the two only inside `rect`; pairs nest.
void PushClip(Rect rect);
void PopClip();
bool IsVisible(Rect rect);  // whether any of it is inside the clip

}  // namespace kedang::ui
