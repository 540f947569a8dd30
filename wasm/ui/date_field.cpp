#include "wasm/ui/date_field.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "wasm/ui/button.h"
#include "wasm/ui/chip.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/edit_text.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kPaddingCss = 8;
constexpr float kMonthCss = 28;
constexpr float kWeekCss = 24;
constexpr float kDayCss = 26;
constexpr float kGapCss = 2;
constexpr float kWidthCss = 320;
constexpr int kRows = 6;

Date DateOr(std::string_view iso, Date fallback) { return ParseIsoDate(iso).value_or(fallback); }

Date Today(const DateFieldOptions& options) { return DateOr(options.today, Date{}); }

// Monday is 0.
int WeekdayOf(Date date) { return ((date.days + 3) % 7 + 7) % 7; }

int MonthOf(Date date) {
  const CivilDate civil = ToCivil(date);
  return civil.year * 12 + static_cast<int>(civil.month) - 1;
}

Date FirstOf(int month) {
  return MakeDate(month / 12, static_cast<unsigned>(month % 12) + 1, 1).value_or(Date{});
}

bool IsAllowed(Date date, const DateFieldOptions& options) {
  const std::optional<Date> earliest = ParseIsoDate(options.earliest);
  const std::optional<Date> latest = ParseIsoDate(options.latest);
  return !(earliest && date < *earliest) && !(latest && *latest < date);
}

// Digits in groups: 2026-11-25, 2026/11/25, 20261125, 11-25 (of this year).
std::optional<Date> ParseTyped(std::string_view text, Date today) {
  std::vector<std::string> groups(1);
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      groups.back() += c;
    } else if (!groups.back().empty()) {
      groups.emplace_back();
    }
  }
  if (groups.back().empty()) groups.pop_back();
  const auto number = [](std::string_view digits) {
    int value = 0;
    for (const char c : digits.substr(0, 6)) value = value * 10 + (c - '0');
    return value;
  };
  if (groups.size() == 1 && groups[0].size() == 8) {
    const std::string_view all = groups[0];
    return MakeDate(number(all.substr(0, 4)), static_cast<unsigned>(number(all.substr(4, 2))), static_cast<unsigned>(number(all.substr(6))));
  }
  if (groups.size() == 2) {
    return MakeDate(ToCivil(today).year, static_cast<unsigned>(number(groups[0])), static_cast<unsigned>(number(groups[1])));
  }
  if (groups.size() != 3) return std::nullopt;
  return MakeDate(number(groups[0]), static_cast<unsigned>(number(groups[1])), static_cast<unsigned>(number(groups[2])));
}

struct Shortcut {
  std::string_view key;
  int days;
};

std::array<Shortcut, 4> ShortcutsFrom(Date today) {
  return {{{"date.today", 0}, {"date.tomorrow", 1}, {"date.next_monday", 7 - WeekdayOf(today)}, {"date.in_30_days", 30}}};
}

void MonthLine(Rect rect, int& month) {
  const Theme& t = CurrentTheme();
  Rect rest = rect;
  const float size = Px(kMonthCss);
  if (IconButton(TakeLeft(rest, size, size), Icon::kChevronLeft, T("date.previous_month"))) --month;
  if (IconButton(TakeRight(rest, size, size), Icon::kChevronRight, T("date.next_month"))) ++month;
  const std::string title = TF("date.month", {{"year", std::to_string(month / 12)}, {"month", std::to_string(month % 12 + 1)}});
  Text(rest, title, kBodyBold, t.text, Align::kCenter);
}

// One day; returns whether it was pressed.
bool Day(Rect rect, Date date, int month, Date chosen, bool has_chosen, Date cursor, const DateFieldOptions& options) {
  const Theme& t = CurrentTheme();
  const bool is_enabled = IsAllowed(date, options);
  const std::string iso = FormatDate(date);
  const bool is_chosen = has_chosen && date == chosen;
  const ItemState state = Item(IdOf(iso), rect, {.role = Role::kButton, .label = iso, .is_enabled = is_enabled, .is_chosen = is_chosen},
                               {.is_enabled = is_enabled, .can_focus = false});
  const bool is_cursor = date == cursor && !is_chosen;
  if (is_chosen) {
    FillRect(rect, t.accent, Px(6));
  } else if (state.is_hovered || is_cursor) {
    FillRect(rect, state.is_held ? t.selected_fill : t.pressed_fill, Px(6));
  }
  const bool is_today = date == Today(options);
  if (is_today && !is_chosen) StrokeRect(rect, t.accent, Px(6), Line());
  Color color = MonthOf(date) == month && is_enabled ? t.text : t.disabled;
  if (is_today) color = t.accent;
  if (is_chosen) color = t.on_accent;
  const std::string number = std::to_string(ToCivil(date).day);
  Text(rect, number, {.style = is_chosen ? kBodyBold : kBody, .color = color, .align = Align::kCenter, .can_shorten = false});
  return state.was_pressed;
}

// Arrows walk the days, PgUp and PgDn the months.
Date Walked(Date cursor) {
  int days = 0;
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) days += 7;
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) days -= 7;
  const bool is_plain = !Ui().is_text_active;
  if (is_plain && ImGui::IsKeyPressed(ImGuiKey_RightArrow)) days += 1;
  if (is_plain && ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) days -= 1;
  if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) days += 28;
  if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) days -= 28;
  return {cursor.days + days};
}

bool ShortcutLine(Rect rect, Date& picked, const DateFieldOptions& options) {
  Rect rest = rect;
  bool was_pressed = false;
  for (const Shortcut& shortcut : ShortcutsFrom(Today(options))) {
    const Date date = {Today(options).days + shortcut.days};
    if (ChipAtLeft(rest, {.label = T(shortcut.key), .is_enabled = IsAllowed(date, options)}).was_pressed) {
      picked = date;
      was_pressed = true;
    }
  }
  return was_pressed;
}

}  // namespace

float CalendarHeight(const DateFieldOptions& options) {
  const float days = kRows * kDayCss + (kRows - 1) * kGapCss;
  return Px(2 * kPaddingCss + kMonthCss + kWeekCss + days) + (options.has_shortcuts ? Px(kPaddingCss) + ChipHeight() : 0);
}

bool Calendar(Rect rect, std::string& date, const DateFieldOptions& options) {
  const Theme& t = CurrentTheme();
  DateState& state = Ui().date;
  const Id id = IdOf("calendar");
  const std::optional<Date> chosen = ParseIsoDate(date);
  if (state.id != id || !state.is_open) {
    state.id = id;
    state.is_open = true;
    state.cursor = FormatDate(chosen.value_or(Today(options)));
    state.month_year = MonthOf(chosen.value_or(Today(options)));
  }
  Rect rest = Inset(rect, Px(kPaddingCss));
  MonthLine(CutTop(rest, Px(kMonthCss)), state.month_year);
  const std::vector<Rect> heads = Columns(CutTop(rest, Px(kWeekCss)), 7, Px(kGapCss));
  for (size_t i = 0; i < heads.size(); ++i) {
    Text(heads[i], T("date.weekday_" + std::to_string(i + 1)), {.style = kSmall, .color = t.secondary, .align = Align::kCenter});
  }
  const Date cursor = DateOr(state.cursor, Today(options));
  const Date walked = Walked(cursor);
  if (!(walked == cursor)) {
    state.cursor = FormatDate(walked);
    state.month_year = MonthOf(walked);
  }
  const Date first = FirstOf(state.month_year);
  Date day = {first.days - WeekdayOf(first)};
  std::optional<Date> picked;
  for (int row = 0; row < kRows; ++row) {
    for (const Rect& cell : Columns(CutTop(rest, Px(kDayCss), Px(kGapCss)), 7, Px(kGapCss))) {
      if (Day(cell, day, state.month_year, chosen.value_or(Date{}), chosen.has_value(), walked, options)) picked = day;
      ++day.days;
    }
  }
  CutTop(rest, Px(kPaddingCss - kGapCss));
  Date shortcut;
  if (options.has_shortcuts && ShortcutLine(CutTop(rest, ChipHeight()), shortcut, options)) picked = shortcut;
  if (!picked) return false;
  date = FormatDate(*picked);
  state.is_open = false;
  return true;
}

float DateFieldHeight(const DateFieldOptions& options, float width) { return FieldHeight(options.field, width); }

FieldResult DateField(Rect rect, std::string& date, const DateFieldOptions& options) {
  const std::string_view name = options.field.label.empty() ? options.field.name : options.field.label;
  IdScope scope(options.id.empty() ? name : options.id);
  const Theme& t = CurrentTheme();
  FieldResult result;
  DateState& state = Ui().date;
  const Id id = EditId("date");
  const Id layer = IdOf("layer");
  const bool was_editing = IsEditing(id);
  std::string text = was_editing && state.id == id ? state.text : date;
  const FieldIssue unreadable = {IssueLevel::kBlock, T("date.unreadable")};
  FieldOptions field = options.field;
  const bool is_unreadable = was_editing && !text.empty() && text.size() >= 8 && !ParseTyped(text, Today(options));
  if (is_unreadable) field.issues = {&unreadable, 1};
  const Rect box = FieldFrame(rect, field, 0, result);
  const bool is_open = IsLayerOpen(layer);
  const bool is_live = field.is_enabled && !field.is_read_only && field.pose == Pose::kLive;
  FieldBox(box, field, is_live && IsPointerOver(box) && !Facts().is_touch, was_editing || is_open || field.pose == Pose::kFocus);
  const float right = Px(10 + 16 + 8);
  if (!is_live) {
    Text({box.x + Px(10), box.y, box.w - Px(10) - right, box.h}, date.empty() ? options.placeholder : std::string_view(date), FieldText(),
         field.is_enabled && !date.empty() ? t.text : t.secondary);
    DrawIcon({box.Right() - Px(26), box.y, Px(16), box.h}, Icon::kCalendar, 16, t.secondary);
    return result;
  }
  const EditResult edit = EditText(text, {.name = "date", .box = box, .left = Px(10), .right = right, .style = FieldText(),
                                          .kind = InputKind::kNumber, .placeholder = options.placeholder, .color = t.text,
                                          .background = t.surface, .takes_focus = options.takes_focus, .max_bytes = 32,
                                          .description = {.role = Role::kTextBox, .label = name, .is_required = field.is_required}});
  const Rect sign = {box.Right() - Px(30), box.y + Px(4), Px(24), box.h - Px(8)};
  const ItemState button = Item(IdOf("open"), sign, {.role = Role::kButton, .label = T("date.open"), .is_expanded = is_open, .can_expand = true});
  if (button.is_hovered) FillRect(sign, t.hover_fill, Px(4));
  if (button.has_ring) FocusRing(Inset(sign, Px(4)), Px(4));
  DrawIcon({box.Right() - Px(26), box.y, Px(16), box.h}, Icon::kCalendar, 16, t.secondary);
  result.is_editing = edit.is_active;
  if (edit.is_active) {
    KeepInView(id, rect);
    state.text = text;
    if (!was_editing) {
      state.id = id;
      OpenLayer(layer);
    }
  }
  if (button.was_pressed) is_open ? CloseLayer(layer) : OpenLayer(layer);
  const std::string before = date;
  if (edit.was_left && !edit.was_cancelled) {
    const std::optional<Date> typed = ParseTyped(text, Today(options));
    if (text.empty() && options.can_clear) date.clear();
    if (typed && IsAllowed(*typed, options)) date = FormatDate(*typed);
    if (!IsPointerOver(box) && ImGui::IsKeyPressed(ImGuiKey_Tab, false)) CloseLayer(layer);
  }
  if (edit.was_cancelled || edit.was_submitted) CloseLayer(layer);
  Rect content;
  const float width = std::max(box.w, Px(kWidthCss));
  if (BeginLayer(layer, {.anchor = box, .width = width, .height = CalendarHeight(options), .description = {.role = Role::kDialog, .label = name}}, content)) {
    if (Calendar(content, date, options)) CloseLayer(layer);
    EndLayer();
  } else if (is_open) {
    state.is_open = false;
  }
  result.was_changed = result.was_committed = date != before;
  result.was_cancelled = edit.was_cancelled;
  result.was_submitted = edit.was_submitted;
  return result;
}

}  // namespace kedang::ui
