// The table of pages: which view draws which address.
#include "wasm/views/conflicts_view.h"
#include "wasm/views/designer_view.h"
#include "wasm/views/gallery.h"
#include "wasm/views/import_view.h"
#include "wasm/views/list_view.h"
#include "wasm/views/search_view.h"
#include "wasm/views/settings_view.h"
#include "wasm/views/shell.h"
#include "wasm/views/sign_in_view.h"
#include "wasm/views/start_view.h"
#include "wasm/views/sync_view.h"

namespace kedang {
namespace {

class GalleryView final : public View {
 public:
  void Draw(ui::Rect page) override { gallery_.Draw(page); }

 private:
  ui::Gallery gallery_;
};

// What is behind the sign-in page: late code.
std::unique_ptr<View> MakeLatePage(App& app, std::string_view page) {
  if (page == "sync") return std::make_unique<SyncView>(app);
  if (page == "conflicts") return std::make_unique<ConflictsView>(app);
  if (page == "settings") return std::make_unique<SettingsView>(app);
  if (page == "search") return std::make_unique<SearchView>(app);
  if (page == "import") return std::make_unique<ImportView>(app);
  if (page == "gallery") return std::make_unique<GalleryView>();
  if (page == "admin") return std::make_unique<DesignerView>(app);
  return std::make_unique<ListView>(app, page);
}

}  // namespace

std::unique_ptr<View> MakeView(App& app, std::string_view page) {
  if (page == "signin") return std::make_unique<SignInView>(app);
  if (page == "start") return std::make_unique<StartView>(app);
  // By way of a pointer: the linker would take it, late code, into this function.
  std::unique_ptr<View> (*volatile make)(App&, std::string_view) = MakeLatePage;
  return make(app, page);
}

bool IsPage(App& app, std::string_view page) {
  for (const std::string_view known : {"signin", "sync", "conflicts", "settings", "search", "import", "gallery", "admin"}) {
    if (page == known) return true;
  }
  return app.workspace().schemas().Find(page) != nullptr;
}

}  // namespace kedang
