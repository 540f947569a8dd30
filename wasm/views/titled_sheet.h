// A sheet with a title at its top and a button that closes it: what several pages open beside themselves.
#pragma once

#include <string_view>

#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"

namespace kedang {

// Like ui::BeginSheet, described as a dialog with that title; ui::EndLayer must follow when it is true. `rest` is what is
// below the title, `beside` what is between it and the button.
bool BeginTitledSheet(ui::Id id, std::string_view title, ui::LayerOptions options, ui::Rect& rest, ui::Rect& beside);

}  // namespace kedang
