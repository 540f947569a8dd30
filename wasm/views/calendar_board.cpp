#include "wasm/views/calendar_board.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "shared/model/computed_field.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/titled_sheet.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr float kBarCss = 48, kWeekdayCss = 28, kDayHeadCss = 26, kChipCss = 22, kChipGapCss = 2;
constexpr int kWeeks = 6;

int WeekdayOf(Date date) { return ((date.days % 7) + 7 + 3) % 7; }  // 0: Monday
Date Plus(Date date, int days) { return Date{date.days + days}; }
Date FirstOfMonth(Date date) { return Plus(date, 1 - static_cast<int>(ToCivil(date).day)); }
Date MondayOf(Date date) { return Plus(date, -WeekdayOf(date)); }

std::string WeekdayWord(int weekday) { return std::string(T("date.weekday_" + std::to_string(weekday + 1))); }

std::string DayWords(Date date) {
  const CivilDate civil = ToCivil(date);
  return ui::TF("calendar.day", {{"month", std::to_string(civil.month)}, {"day", std::to_string(civil.day)}, {"weekday", WeekdayWord(WeekdayOf(date))}});
}

}  // namespace

std::optional<Id> CalendarBoard::Draw(Rect rect, const Facts& facts) {
  ui::IdScope scope("calendar");
  opened_.reset();
  texts_.Forget(app_.workspace().revision());
  TakeGroups(facts);
  if (shown_.days == 0) shown_ = chosen_ = app_.workspace().Today();
  more_ = ui::IdOf("day");
  drawn_.clear();
  ui::FillRect(rect, ui::CurrentTheme().surface);
  Rect rest = rect;
  DrawBar(ui::CutTop(rest, Px(kBarCss)), facts);
  if (ui::IsPhone()) {
    Rect grid = ui::CutTop(rest, Px(kWeekdayCss) + (span_ == 0 ? Px(44) * kWeeks : Px(44)));
    DrawMonth(grid, facts);
    DrawPhoneDay(rest, facts);
  } else if (span_ == 0) {
    DrawMonth(rest, facts);
  } else {
    DrawWeek(rest, facts);
  }
  const Id carried = drag_.record();
  if (drag_.Step() && drag_.was_moved() && !IsComputed(facts.field->type)) {
    for (const Day& day : drawn_) {
      if (!day.rect.Has(drag_.at())) continue;
      MoveTo(carried, facts, Value::Of(day.date), DayWords(day.date));
      break;
    }
  }
  drag_.DrawGhost(held_title_);
  DrawMore(facts);
  move_.Draw();
  return opened_;
}

void CalendarBoard::TakeGroups(const Facts& facts) {
  if (groups_revision_ == facts.groups->revision()) return;
  groups_revision_ = facts.groups->revision();
  days_.clear();
  undated_ = 0;
  for (const RowGroup& group : facts.groups->groups()) {
    if (const auto day = ParseIsoDate(group.key)) days_[day->days] = &group;
    else undated_ += group.rows.size();
  }
}

const std::vector<Row>& CalendarBoard::RowsOf(Date day) const {
  static const std::vector<Row> kNone;
  const auto found = days_.find(day.days);
  return found != days_.end() ? found->second->rows : kNone;
}

std::string CalendarBoard::Title() const {
  const CivilDate civil = ToCivil(shown_);
  return ui::TF("date.month", {{"year", std::to_string(civil.year)}, {"month", std::to_string(civil.month)}});
}

void CalendarBoard::Step(int by) {
  if (span_ == 1) {
    shown_ = Plus(shown_, 7 * by);
  } else {
    const Date first = FirstOfMonth(shown_);
    shown_ = by > 0 ? FirstOfMonth(Plus(first, 32)) : FirstOfMonth(Plus(first, -1));
  }
  chosen_ = shown_;
}

Date CalendarBoard::FirstShown() const { return MondayOf(span_ == 0 ? FirstOfMonth(shown_) : shown_); }

bool CalendarBoard::IsTarget(Rect rect) const { return drag_.is_on() && drag_.was_moved() && rect.Has(drag_.at()); }

void CalendarBoard::DrawBar(Rect bar, const Facts& facts) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect line = ui::Inset(bar, Px(16), 0);
  const float size = Px(ui::Metrics().touch);
  const ui::Segment spans[] = {{.label = T("calendar.month")}, {.label = T("calendar.week")}};
  ui::SegmentedOptions options;
  options.name = T("calendar.span");
  options.is_small = true;
  const float width = ui::SegmentedWidth(spans, options);
  ui::Segmented(ui::TakeRight(line, width, Px(ui::Metrics().small_control), Px(8)), spans, span_, options);
  if (ui::ButtonAtLeft(line, {.label = T("calendar.today"), .is_small = true})) shown_ = chosen_ = app_.workspace().Today();
  if (ui::IconButton(ui::TakeLeft(line, size, size), ui::Icon::kChevronLeft, T(span_ == 0 ? "date.previous_month" : "calendar.previous_week"))) Step(-1);
  if (ui::IconButton(ui::TakeLeft(line, size, size, Px(8)), ui::Icon::kChevronRight, T(span_ == 0 ? "date.next_month" : "calendar.next_week"))) Step(1);
  const std::string title = Title();
  ui::Mirror(ui::IdOf("month"), line, {.role = ui::Role::kHeading, .label = title, .level = 2});
  ui::CutLeft(line, ui::Text(line, title, ui::kTitle, theme.text), Px(12));
  if (undated_ > 0 && line.w > Px(160)) {
    const std::string words = ui::TF("calendar.undated", {{"count", ui::GroupedNumber(static_cast<std::int64_t>(undated_))},
                                                          {"field", facts.field->label.In(app_.is_english())}});
    ui::Text(line, words, ui::kSmall, theme.secondary);
  }
}

void CalendarBoard::DrawDayHead(Rect& rect, Date day, bool is_of_month) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_today = day == app_.workspace().Today();
  const Rect head = ui::CutTop(rect, Px(kDayHeadCss));
  const std::string number = std::to_string(ToCivil(day).day);
  const Rect circle = {head.x + Px(6), head.MidY() - Px(10), Px(20), Px(20)};
  if (is_today) ui::FillCircle({circle.MidX(), circle.MidY()}, Px(10), theme.accent);
  const ui::Color color = is_today ? theme.on_accent : is_of_month ? theme.text : theme.disabled;
  ui::Text(circle, number, is_today ? ui::kSmallBold : ui::kSmall, color, ui::Align::kCenter);
}

void CalendarBoard::DrawMonth(Rect rect, const Facts& facts) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_phone = ui::IsPhone();
  Rect rest = is_phone ? ui::Inset(rect, Px(8), 0) : rect;
  const std::vector<Rect> heads = ui::Columns(ui::CutTop(rest, Px(kWeekdayCss)), 7, 0);
  for (int i = 0; i < 7; ++i) {
    ui::Text(heads[static_cast<std::size_t>(i)], WeekdayWord(i), ui::kSmall, theme.secondary, ui::Align::kCenter);
  }
  const int weeks = is_phone && span_ == 1 ? 1 : kWeeks;
  const Date first = FirstShown();
  const unsigned month = ToCivil(shown_).month;
  const float height = std::floor(rest.h / static_cast<float>(weeks));
  for (int week = 0; week < weeks; ++week) {
    const std::vector<Rect> cells = ui::Columns(ui::CutTop(rest, height), 7, 0);
    for (int i = 0; i < 7; ++i) {
      const Date day = Plus(first, week * 7 + i);
      Rect cell = cells[static_cast<std::size_t>(i)];
      drawn_.push_back({day, cell});
      ui::IdScope scope(static_cast<std::uint64_t>(day.days));
      const std::vector<Row>& rows = RowsOf(day);
      const std::string count = ui::GroupedNumber(static_cast<std::int64_t>(rows.size()));
      const bool is_of_month = span_ == 1 || ToCivil(day).month == month;
      if (is_phone) {
        const std::string words = DayWords(day);
        const ui::ItemState item = ui::Item(ui::IdOf("day"), cell, {.role = ui::Role::kButton, .label = words, .value = count, .is_chosen = day == chosen_});
        if (day == chosen_ || IsTarget(cell)) ui::FillRect(ui::Inset(cell, Px(2)), theme.selected_fill, Px(6));
        Rect inner = cell;
        const Rect number = ui::CutTop(inner, Px(28));
        const bool is_today = day == app_.workspace().Today();
        ui::Text(number, std::to_string(ToCivil(day).day), is_today ? ui::kBodyBold : ui::kBody,
                 is_today ? theme.accent : is_of_month ? theme.text : theme.disabled, ui::Align::kCenter);
        if (!rows.empty()) ui::FillCircle({cell.MidX(), inner.y + Px(4)}, Px(3), theme.accent);
        if (item.was_pressed) chosen_ = day;
        continue;
      }
      ui::LineAtTop(cell, theme.divider);
      if (i > 0) ui::LineAtLeft(cell, theme.divider);
      if (IsTarget(cell)) ui::FillRect(ui::Inset(cell, ui::Line()), theme.selected_fill);
      const std::string words = DayWords(day);
      ui::BeginMirror(ui::IdOf("day"), cell, {.role = ui::Role::kGroup, .label = words, .value = count});
      DrawDayHead(cell, day, is_of_month);
      cell = ui::Inset(cell, Px(4), 0);
      const float step = Px(kChipCss + kChipGapCss);
      const auto fitting = static_cast<std::size_t>(std::max(0.0f, std::floor((cell.h - Px(2)) / step)));
      const bool has_more = rows.size() > fitting;
      const std::size_t shown = has_more && fitting > 0 ? fitting - 1 : std::min(fitting, rows.size());
      for (std::size_t k = 0; k < shown; ++k) DrawChip(ui::CutTop(cell, Px(kChipCss), Px(kChipGapCss)), rows[k], facts);
      if (has_more) {
        const std::string more = ui::TF("calendar.more", {{"count", ui::GroupedNumber(static_cast<std::int64_t>(rows.size() - shown))}});
        const Rect link = ui::CutTop(cell, Px(kChipCss));
        if (ui::Link({link.x + Px(4), link.y, std::min(ui::LinkWidth(more, 12), link.w), link.h}, more, 12, "more")) {
          more_day_ = day;
          more_anchor_ = link;
          ui::OpenLayer(more_);
        }
      }
      ui::EndMirror();
    }
  }
  // The carried card holds the pointer wherever its month has gone.
}

void CalendarBoard::DrawWeek(Rect rect, const Facts& facts) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::vector<Rect> columns = ui::Columns(rect, 7, 0);
  const Date first = FirstShown();
  for (int i = 0; i < 7; ++i) {
    const Date day = Plus(first, i);
    Rect column = columns[static_cast<std::size_t>(i)];
    drawn_.push_back({day, column});
    ui::IdScope scope(static_cast<std::uint64_t>(day.days));
    if (IsTarget(column)) ui::FillRect(column, theme.selected_fill);
    if (i > 0) ui::LineAtLeft(column, theme.divider);
    const std::vector<Row>& rows = RowsOf(day);
    const std::string words = DayWords(day);
    ui::BeginMirror(ui::IdOf("day"), column, {.role = ui::Role::kGroup, .label = words, .value = ui::GroupedNumber(static_cast<std::int64_t>(rows.size()))});
    Rect head = ui::CutTop(column, Px(36));
    ui::LineAtBottom(head, theme.divider);
    const bool is_today = day == app_.workspace().Today();
    ui::Text(ui::Inset(head, Px(8), 0), words, is_today ? ui::kSmallBold : ui::kSmall, is_today ? theme.accent : theme.text);
    Rect content;
    const float step = Px(kBoardCardCss + 6);
    ui::BeginScroll("cards", column, static_cast<float>(rows.size()) * step + Px(12), content);
    ui::CutTop(content, Px(6));
    for (const Row row : rows) {
      const Rect card = ui::Inset(ui::CutTop(content, Px(kBoardCardCss), Px(6)), Px(6), 0);
      if (ui::IsVisible(card) || IsCarried(row)) DrawChip(card, row, facts);
    }
    ui::EndScroll();
    ui::EndMirror();
  }
}

// The chosen day's records below the month.
void CalendarBoard::DrawPhoneDay(Rect rect, const Facts& facts) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect rest = rect;
  const Rect head = ui::CutTop(rest, Px(32));
  ui::LineAtTop(head, theme.divider);
  const std::string words = DayWords(chosen_);
  ui::Mirror(ui::IdOf("chosen"), head, {.role = ui::Role::kHeading, .label = words, .level = 3});
  ui::Text(ui::Inset(head, Px(16), 0), words, ui::kSmallBold, theme.secondary);
  const std::vector<Row>& rows = RowsOf(chosen_);
  if (rows.empty()) {
    ui::Text(ui::CutTop(rest, Px(64)), T("calendar.nothing"), ui::kBody, theme.secondary, ui::Align::kCenter);
    return;
  }
  Rect content;
  const float step = Px(kBoardCardCss + 8);
  ui::BeginScroll("day cards", rest, static_cast<float>(rows.size()) * step + Px(8), content);
  content = ui::Inset(content, Px(16), 0);
  for (const Row row : rows) {
    const Rect card = ui::CutTop(content, Px(kBoardCardCss), Px(8));
    if (ui::IsVisible(card) || IsCarried(row)) DrawChip(card, row, facts);
  }
  ui::EndScroll();
}

// A line in a month's day, a card where there is room.
void CalendarBoard::DrawChip(Rect rect, Row row, const Facts& facts) {
  const CardTexts::Card* card = texts_.Of(*facts.schema, facts.card_fields, row);
  if (card == nullptr) return;
  ui::IdScope scope(static_cast<std::uint64_t>(row));
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_open = card->record == facts.open;
  const ui::ItemState item = ui::Item(ui::IdOf("card"), rect, {.role = ui::Role::kListItem, .label = card->title, .value = card->facts, .is_chosen = is_open});
  if (!IsComputed(facts.field->type)) drag_.Note(item, card->record);
  const bool is_carried = drag_.is_on() && drag_.record() == card->record;
  if (is_carried) held_title_ = card->title;
  if (item.was_pressed && !drag_.is_on()) opened_ = card->record;
  if (is_carried && drag_.was_moved()) return ui::DashedRect(rect, theme.border, Px(4), ui::Line());
  if (rect.h > Px(kChipCss) + 1) {
    DrawBoardCard(rect, *card, is_open, item.is_hovered && !drag_.is_on());
  } else {
    const ui::ColorPair& color = theme.info;
    ui::FillRect(rect, is_open ? theme.selected_fill : item.is_hovered ? theme.pressed_fill : color.tint, Px(4));
    if (is_open) ui::StrokeRect(rect, theme.accent, Px(4), ui::Line());
    ui::Text(ui::Inset(rect, Px(6), 0), card->title, ui::kSmall, theme.text);
  }
  if (item.has_ring) ui::FocusRing(ui::Inset(rect, Px(3)), Px(4));
}

void CalendarBoard::DrawMore(const Facts& facts) {
  if (!ui::IsLayerOpen(more_)) return;
  const std::vector<Row>& rows = RowsOf(more_day_);
  const float step = Px(kChipCss + 6);
  ui::LayerOptions options;
  options.anchor = more_anchor_;
  options.width = Px(280);
  options.height = std::min(static_cast<float>(rows.size()) * step, Px(320)) + Px(60);
  Rect rest, beside;
  const std::string words = DayWords(more_day_);
  if (!BeginTitledSheet(more_, words, options, rest, beside)) return;
  Rect content;
  ui::BeginScroll("rows", rest, static_cast<float>(rows.size()) * step, content);
  for (const Row row : rows) {
    const Rect line = ui::CutTop(content, Px(kChipCss), Px(6));
    if (ui::IsVisible(line)) DrawChip(line, row, facts);
  }
  ui::EndScroll();
  // Carried out of the sheet it must not cover the days.
  if (opened_ || (drag_.is_on() && drag_.was_moved())) ui::CloseLayer(more_);
  ui::EndLayer();
}

}  // namespace kedang
