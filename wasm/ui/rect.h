// Rectangles and cutting them up, the layout of every view: take a strip off the rectangle that is
// left, draw in it, go on. Device pixels; y grows downwards.
#pragma once

#include <span>
#include <vector>

namespace kedang::ui {

struct Vec2 {
  float x = 0;
  float y = 0;
};

struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  float Right() const { return x + w; }
  float Bottom() const { return y + h; }
  float MidX() const { return x + w / 2; }
  float MidY() const { return y + h / 2; }
  bool IsEmpty() const { return w <= 0 || h <= 0; }
  bool Has(Vec2 point) const {
    return point.x >= x && point.y >= y && point.x < Right() && point.y < Bottom();
  }
};

// Take a strip of at most that size off `rest` and return it; `gap` more is dropped from `rest`.
Rect CutTop(Rect& rest, float height, float gap = 0);
Rect CutBottom(Rect& rest, float height, float gap = 0);
Rect CutLeft(Rect& rest, float width, float gap = 0);
Rect CutRight(Rect& rest, float width, float gap = 0);

// Take a strip and return its part of `height`, centred vertically: buttons in a bar.
Rect TakeLeft(Rect& bar, float width, float height, float gap = 0);
Rect TakeRight(Rect& bar, float width, float height, float gap = 0);

Rect Inset(Rect rect, float by);
Rect Inset(Rect rect, float horizontal, float vertical);
Rect CenterIn(Rect rect, float width, float height);
Rect Offset(Rect rect, float dx, float dy);
Rect Intersect(Rect a, Rect b);

// The outer edges on whole device pixels.
Rect Snap(Rect rect);

// `count` equal columns with `gap` between them; edges on whole pixels, the widths add up.
std::vector<Rect> Columns(Rect rect, int count, float gap);

// Columns of the given widths; a negative width is a share of what is left (-2 takes twice -1).
std::vector<Rect> Columns(Rect rect, std::span<const float> widths, float gap);

// Columns so wide that each is at least `least_width`: as many as fit, at least one.
int ColumnsThatFit(float width, float least_width, float gap);

}  // namespace kedang::ui
