// KanbanBoard: records as cards in one column for each choice of a field, with counts and sums. A card is carried to another
// column by mouse, by finger after a long press, by Alt and the arrows, or by its menu: that sets the field, judged like any
// other edit (RecordMove).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wasm/views/card_board.h"

namespace kedang {

class KanbanBoard : private CardBoard {
 public:
  explicit KanbanBoard(App& app) : CardBoard(app) {}

  struct Facts : BoardFacts {
    const std::vector<RowGroup>* groups = nullptr;
    std::vector<const Field*> sum_fields;  // of the groups' sums
  };
  // The record that was pressed, to be opened.
  std::optional<Id> Draw(ui::Rect rect, const Facts& facts);

 private:
  struct Column {
    const RowGroup* group = nullptr;
    ui::Rect rect;
  };

  void DrawColumn(const Column& column, const Facts& facts);
  void DrawHead(ui::Rect rect, const RowGroup& group, const Facts& facts);
  void DrawCard(ui::Rect rect, Row row, const RowGroup& group, const Facts& facts);
  void HandleKeys(const CardTexts::Card& card, const RowGroup& group, const Facts& facts);
  void DrawMenu(const Facts& facts);
  void Move(Id record, const RowGroup& to, const Facts& facts);
  const Column* ColumnAt(ui::Vec2 point) const;
  // Near an edge what is below the carried card moves.
  void ScrollUnderDrag(ui::Rect rect);
  std::string SumText(const RowGroup& group, const Facts& facts) const;

  std::vector<Column> columns_;
  float scroll_x_ = 0, most_x_ = 0;
  Id wants_focus_;
  ui::Id menu_ = 0;
  ui::Rect menu_anchor_;
  Id menu_record_;
  std::string menu_from_;
};

}  // namespace kedang
