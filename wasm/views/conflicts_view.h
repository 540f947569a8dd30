// ConflictsView: "#/conflicts": every open conflict; on a desk as a list beside the chosen one, on phones one after another.
#pragma once

#include "wasm/app/app.h"
#include "wasm/views/conflicts_view_panel.h"
#include "wasm/views/view.h"

namespace kedang {

class ConflictsView final : public View {
 public:
  explicit ConflictsView(App& app) : app_(app), panel_(app) {}

  void Draw(ui::Rect page) override;
  bool covers_foot() const override { return !UndecidedConflicts(app_).empty(); }
  bool has_unsaved() const override { return panel_.has_unsaved(); }

 private:
  void DrawHead(ui::Rect& page, std::size_t count);
  void DrawList(ui::Rect rect, const std::vector<const Conflict*>& conflicts);
  void DrawRow(ui::Rect rect, const Conflict& conflict, std::size_t position, std::size_t count);

  App& app_;
  ConflictPanel panel_;
};

}  // namespace kedang
