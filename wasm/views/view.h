// View: one page of the client. Drawn every frame into the rectangle the frame leaves it.
#pragma once

#include "wasm/ui/rect.h"

namespace kedang {

class View {
 public:
  virtual ~View() = default;
  virtual void Draw(ui::Rect page) = 0;
  // A form, or a page with a foot bar of its own: the phone's navigation is not drawn below it.
  virtual bool covers_foot() const { return false; }
  // Something typed here is not saved yet: leaving the page would lose it.
  virtual bool has_unsaved() const { return false; }
  // Saves what is typed and may be saved: the page is about to be left to another tab.
  virtual void CommitTyped() {}
};

}  // namespace kedang
