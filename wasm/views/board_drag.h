// BoardDrag: a card carried from one place of a board or calendar to another, by mouse at once, by finger after a long press.
#pragma once

#include <string_view>

#include "shared/model/id.h"
#include "wasm/ui/item.h"
#include "wasm/ui/rect.h"

namespace kedang {

class BoardDrag {
 public:
  // For every card that is drawn, and the carried one even out of sight: it holds the pointer.
  void Note(const ui::ItemState& item, Id record);
  bool is_on() const { return is_on_; }
  Id record() const { return record_; }
  // Where it is held: the last place before it was let go.
  ui::Vec2 at() const { return at_; }
  // Once a frame, behind all cards. True in the frame in which it was let go.
  bool Step();
  // In that frame: whether it was carried at all, or only held where it is.
  bool was_moved() const { return was_moved_; }
  void DrawGhost(std::string_view title) const;

 private:
  Id record_;
  ui::Vec2 from_, at_;
  bool is_pressed_ = false;  // but not carried yet
  bool is_on_ = false;
  bool is_held_ = false;     // this frame
  bool is_touch_ = false;
  bool was_moved_ = false;
};

}  // namespace kedang
