// CalendarBoard: records on the day of a date field, by month or by week. A card carried to another day sets the field,
// judged like any other edit. On a phone the month shows how much there is on each day, the list below it what.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "wasm/app/row_groups.h"
#include "wasm/views/board_card.h"
#include "wasm/views/board_drag.h"
#include "wasm/views/record_move.h"

namespace kedang {

class CalendarBoard {
 public:
  explicit CalendarBoard(App& app) : app_(app), texts_(app), move_(app) {}

  struct Facts {
    const Schema* schema = nullptr;
    const Field* field = nullptr;       // of the days
    const RowGroups* groups = nullptr;  // by day
    std::vector<const Field*> card_fields;
    Id open;
  };
  // The record that was pressed, to be opened.
  std::optional<Id> Draw(ui::Rect rect, const Facts& facts);

 private:
  struct Day {
    Date date;
    ui::Rect rect;
  };

  void TakeGroups(const Facts& facts);
  const std::vector<Row>& RowsOf(Date day) const;
  void DrawBar(ui::Rect bar, const Facts& facts);
  void DrawMonth(ui::Rect rect, const Facts& facts);
  void DrawWeek(ui::Rect rect, const Facts& facts);
  void DrawPhoneDay(ui::Rect rect, const Facts& facts);
  void DrawDayHead(ui::Rect& rect, Date day, bool is_of_month);
  void DrawChip(ui::Rect rect, Row row, const Facts& facts);
  void DrawMore(const Facts& facts);
  void Step(int by);
  Date FirstShown() const;
  bool IsTarget(ui::Rect rect) const;
  std::string Title() const;

  App& app_;
  CardTexts texts_;
  RecordMove move_;
  BoardDrag drag_;
  Date shown_{0};      // a day of the month or week in sight; 0: today's
  Date chosen_{0};     // phone: whose list stands below
  int span_ = 0;       // 0 month, 1 week
  std::uint64_t groups_revision_ = 0;
  std::unordered_map<std::int32_t, const RowGroup*> days_;
  std::size_t undated_ = 0;
  std::vector<Day> drawn_;
  std::string held_title_;
  std::optional<Id> opened_;
  ui::Id more_ = 0;
  ui::Rect more_anchor_;
  Date more_day_{0};
};

}  // namespace kedang
