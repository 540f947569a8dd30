// The designer's palette: every field type, to be dragged into the form or added behind the selected field.
#pragma once

#include <string>

#include "wasm/ui/rect.h"
#include "wasm/views/designer_state.h"

namespace kedang {

class DesignerPalette {
 public:
  explicit DesignerPalette(DesignerState& state) : state_(state) {}

  void Draw(ui::Rect rect);
  // The types alone, in as many columns as fit; true when one was added.
  bool DrawTypes(ui::Rect rect, bool can_drag);

 private:
  DesignerState& state_;
  std::string words_;  // of the search
};

}  // namespace kedang
