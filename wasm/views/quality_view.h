// QualityView: "#/quality/{template}": how good the records are: the score with its five parts and how it moved, what to mend next, and
// the same by source, owner and department. A line leads to the list of its records, or to the record and field that gain most.
#pragma once

#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/quality_scan.h"
#include "wasm/views/quality_trend_card.h"
#include "wasm/views/view.h"

namespace kedang {

class QualityView final : public View {
 public:
  explicit QualityView(App& app) : app_(app), scan_(QualityScan::Of(app.workspace())), trend_(app) {}

  void Draw(ui::Rect page) override;

 private:
  struct WorkLine {
    std::string title, text, records, points;
    Route route;
  };
  struct GroupLine {
    std::string name, records, score;
    float share = 0;
    Route route;
  };

  const Schema* Wanted() const;
  void Measure(const Schema& schema);
  void Refresh();
  WorkLine LineOf(const Schema& schema, const QualityWork& work) const;

  void DrawHead(ui::Rect& page, const Schema& schema);
  void DrawTemplates(ui::Rect& bar, const Schema& schema);
  void DrawState(ui::Rect bar, const Schema& schema);
  void DrawStale(ui::Rect rect);
  void DrawScore(ui::Rect card);
  void DrawPart(ui::Rect line, QualityPart part, float share, const std::string& figure);
  void DrawWork(ui::Rect card);
  void DrawGroups(ui::Rect card);
  // A row that can be pressed; what is left of it for words.
  bool BeginRow(ui::Rect& row, std::string_view label, std::string_view value, std::size_t place);
  float WorkHeight() const;
  float GroupsHeight() const;

  App& app_;
  QualityScan& scan_;
  QualityTrendCard trend_;
  int by_ = 0;
  std::uint64_t number_ = 0;
  int shown_by_ = -1;
  bool was_english_ = false;
  std::vector<FieldId> fields_;  // one can group by
  std::vector<WorkLine> work_;
  std::vector<GroupLine> groups_;
};

}  // namespace kedang
