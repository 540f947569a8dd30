// The table of pages: which view draws which address.
#include <algorithm>
#include <iterator>

#include "wasm/views/conflicts_view.h"
#include "wasm/views/designer_view.h"
#include "wasm/views/duplicates_view.h"
#include "wasm/views/gallery.h"
#include "wasm/views/import_view.h"
#include "wasm/views/list_view.h"
#include "wasm/views/quality_view.h"
#include "wasm/views/search_view.h"
#include "wasm/views/settings_view.h"
#include "wasm/views/shell.h"
#include "wasm/views/sign_in_view.h"
#include "wasm/views/sources_view.h"
#include "wasm/views/start_view.h"
#include "wasm/views/sync_view.h"
#include "wasm/views/unlock_view.h"

namespace kedang {
namespace {

class GalleryView final : public View {
 public:
  void Draw(ui::Rect page) override { gallery_.Draw(page); }

 private:
  ui::Gallery gallery_;
};

template <typename Page>
std::unique_ptr<View> Make(App& app, std::string_view) {
  return std::make_unique<Page>(app);
}
std::unique_ptr<View> MakeGallery(App&, std::string_view) { return std::make_unique<GalleryView>(); }
std::unique_ptr<View> MakeList(App& app, std::string_view page) { return std::make_unique<ListView>(app, page); }

// What is behind the sign-in page. Late code: in a table of functions it does not become part of what calls it.
struct LatePage {
  std::string_view name;
  std::unique_ptr<View> (*make)(App& app, std::string_view page);
};
constexpr LatePage kLatePages[] = {
    {"sync", Make<SyncView>},
    {"conflicts", Make<ConflictsView>},
    {"duplicates", Make<DuplicatesView>},
    {"quality", Make<QualityView>},
    {"settings", Make<SettingsView>},
    {"search", Make<SearchView>},
    {"import", Make<ImportView>},
    {"sources", Make<SourcesView>},
    {"gallery", MakeGallery},
    {"unlock", Make<UnlockView>},
    {"admin", Make<DesignerView>},
    {"", MakeList},  // of any template
};

}  // namespace

std::unique_ptr<View> MakeView(App& app, std::string_view page) {
  if (page == "signin") return std::make_unique<SignInView>(app);
  if (page == "start") return std::make_unique<StartView>(app);
  const LatePage* found = std::find_if(std::begin(kLatePages), std::end(kLatePages) - 1, [page](const LatePage& one) { return one.name == page; });
  return found->make(app, page);
}

bool IsPage(App& app, std::string_view page) {
  for (const std::string_view known : {"signin", "sync", "conflicts", "duplicates", "quality", "settings", "search", "import", "sources", "gallery", "admin"}) {
    if (page == known) return true;
  }
  return app.workspace().schemas().Find(page) != nullptr;
}

}  // namespace kedang
