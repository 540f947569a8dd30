// CardBoard: what every board of cards has, whatever its columns are: the cards' texts, the one that is carried, what setting
// it down does, and the record that was pressed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wasm/app/row_groups.h"
#include "wasm/views/board_card.h"
#include "wasm/views/board_drag.h"
#include "wasm/views/record_move.h"

namespace kedang {

class CardBoard {
 protected:
  struct BoardFacts {
    const Schema* schema = nullptr;
    const Field* field = nullptr;  // that a card which is set down elsewhere gets another value of
    std::vector<const Field*> card_fields;
    Id open;                       // the record beside the board
  };

  explicit CardBoard(App& app) : app_(app), texts_(app), move_(app) {}

  bool IsCarried(Row row) const { return drag_.is_on() && app_.workspace().records().RowOf(drag_.record()) == row; }
  // Nothing happens where the record is gone by now.
  void MoveTo(Id record, const BoardFacts& facts, Value value, const std::string& where) {
    const auto seen = app_.workspace().records().FindRecord(record);
    if (!seen) return;
    const std::string said = ui::TF("board.moved", {{"title", app_.workspace().TitleOf(*seen)}, {"where", where}});
    move_.Start(*facts.schema, record, facts.field->id, std::move(value), where, said);
  }

  App& app_;
  CardTexts texts_;
  RecordMove move_;
  BoardDrag drag_;
  std::string held_title_;
  std::optional<Id> opened_;
};

}  // namespace kedang
