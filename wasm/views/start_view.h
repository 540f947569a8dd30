// StartView: what is seen while there is nothing to work with yet: the replica is being read or first downloaded, the start
// failed, or another tab has the application open.
#pragma once

#include "wasm/app/app.h"
#include "wasm/views/view.h"

namespace kedang {

class StartView final : public View {
 public:
  explicit StartView(App& app) : app_(app) {}

  void Draw(ui::Rect page) override;

 private:
  void DrawSkeleton(ui::Rect page);
  void DrawProgress(ui::Rect page);
  void DrawFailed(ui::Rect page);
  void DrawOtherTab(ui::Rect page);

  App& app_;
};

}  // namespace kedang
