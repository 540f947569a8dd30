// CalendarBoard: records on the day of a date field, by month or by week. A card carried to another day sets the field,
// judged like any other edit. On a phone the month shows how much there is on each day, the list below it what.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "wasm/views/card_board.h"

namespace kedang {

class CalendarBoard : private CardBoard {
 public:
  explicit CalendarBoard(App& app) : CardBoard(app) {}

  struct Facts : BoardFacts {
    const RowGroups* groups = nullptr;  // by day
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

  Date shown_{0};      // a day of the month or week in sight; 0: today's
  Date chosen_{0};     // phone: whose list stands below
  int span_ = 0;       // 0 month, 1 week
  std::uint64_t groups_revision_ = 0;
  std::unordered_map<std::int32_t, const RowGroup*> days_;
  std::size_t undated_ = 0;
  std::vector<Day> drawn_;
  ui::Id more_ = 0;
  ui::Rect more_anchor_;
  Date more_day_{0};
};

}  // namespace kedang
