// Shell: the frame around every page: navigation, top bar with the one search box, state of the sync, banners; and the
// table of pages.
#pragma once

#include <memory>
#include <string_view>

#include "wasm/app/app.h"
#include "wasm/views/view.h"

namespace kedang {

std::unique_ptr<View> MakeShell(App& app);

// The view of a page: "import", "sync", "conflicts", "settings", "search", "signin", "gallery", or the key of a schema.
std::unique_ptr<View> MakeView(App& app, std::string_view page);

// Whether there is such a page: those above, and every template in use.
bool IsPage(App& app, std::string_view page);

}  // namespace kedang
