// BoxPanel: the one box on a desk: opened by Ctrl+K from anywhere, over whatever is shown. Arrows walk the lines, Tab the
// groups, Enter opens, Esc closes.
#pragma once

#include "wasm/views/box_search.h"

namespace kedang {

class BoxPanel {
 public:
  explicit BoxPanel(App& app) : search_(app) {}

  // Opens it empty, or closes it.
  void Toggle();
  void Draw();

 private:
  void Close();
  void DrawFoot(ui::Rect rect);

  BoxSearch search_;
  bool wants_focus_ = false;
};

}  // namespace kedang
