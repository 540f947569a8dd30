// Stars: shown in tables and cards, and chosen in forms by press, arrow keys or a digit.
#pragma once

#include <string_view>

#include "wasm/ui/rect.h"

namespace kedang::ui {

// `stars` of `most`, from the left of `rect`; `label` names them in the mirror ("4/5"), empty: not mirrored.
void Stars(Rect rect, int stars, int most, std::string_view label = {}, float size_css = 14);

struct RatingOptions {
  std::string_view name = {};   // in the mirror, and the id
  int most = 5;
  bool is_enabled = true;
  bool can_clear = true;        // pressing the chosen star, or Delete, takes all away
  bool takes_focus = false;
};

// Returns true when `stars` changed; 0 is none.
bool Rating(Rect rect, int& stars, const RatingOptions& options);

}  // namespace kedang::ui
