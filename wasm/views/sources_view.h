// SourcesView: "#/sources/{id}": 来源: what each source brought, how good it was, what became of it, and whether it is late; a source
// opens to its imports. Its records are a list like any other, and its own record is edited like any other.
#pragma once

#include "wasm/app/background_work.h"
#include "wasm/app/source_figures.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/views/import_view_past.h"
#include "wasm/views/view.h"

namespace kedang {

class SourcesView final : public View {
 public:
  explicit SourcesView(App& app);

  void Draw(ui::Rect page) override;

 private:
  void Count();
  const Source* Shown();
  int DaysLateOf(const Source& source) const;
  void DrawHead(ui::Rect bar, const Source* shown);
  void DrawList(ui::Rect rect);
  void DrawColumnHeads(ui::Rect bar);
  void DrawRow(ui::Rect row, const Source& source, int place, int count);
  void DrawCard(ui::Rect row, const Source& source, int place, int count);
  void DrawEmpty(ui::Rect rect);
  void DrawSource(ui::Rect rect, const Source& source);
  void DrawFigures(ui::Rect& rest, const Source& source);
  void DrawImports(ui::Rect& rest, const Source& source);
  std::string FactsOf(const Source& source);
  static std::string SaidOf(const std::vector<std::string>& figures, const std::string& late);
  std::string LateWords(const Source& source) const;

  App& app_;
  SourceBook book_;
  SourceFigures figures_;
  PastImports past_;
  BackgroundWork work_;
  ui::MeasuredScroll scroll_;
};

}  // namespace kedang
