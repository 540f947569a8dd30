// A part that scrolls up and down (and sideways when wider), with a slim bar of its own. The content is
// drawn at rectangles already moved by the scroll.
#pragma once

#include <cstdint>
#include <string_view>

#include "wasm/ui/rect.h"

namespace kedang::ui {

struct ScrollState {
  float x = 0, y = 0;            // how far it is scrolled
  float max_x = 0, max_y = 0;
};

// Begins the area; `content` gets its rectangle: the area's width, the content's height, moved. End must
// follow, always. Wheel, touch, keys (PgUp … when nothing inside takes them) and the bar scroll it.
void BeginScroll(std::string_view id, Rect rect, float content_height, Rect& content, float content_width = 0);
ScrollState EndScroll();

// An area as high as what is drawn into it: for pages whose rows are known only while they are drawn. Begin gives a strip
// without a foot to cut rows from the top of, as wide as the area; End is told where the last row ended. The height is that
// of the frame before; a frame follows where it has changed.
class MeasuredScroll {
 public:
  Rect Begin(std::string_view id, Rect rect);
  ScrollState End(float foot_y);

 private:
  float top_ = 0;
  float height_ = 0;
};

// `strip` at most that wide, in the middle.
Rect Narrowed(Rect strip, float width);

// Keeps a field that is being edited in sight, whole and 12 px from the edges, when it comes, grows (an issue appears
// below it) or the room shrinks (a keyboard opens). What a person scrolls away meanwhile stays away.
void KeepInView(uint32_t id, Rect rect);

// The next frame shows that rectangle (in the content's drawn place): a focused field, a found row.
void ScrollIntoView(Rect rect, float margin_css = 12);
void ScrollTo(std::string_view id, float y);
void ScrollSideways(std::string_view id, float x);
float ScrollOf(std::string_view id);

}  // namespace kedang::ui
