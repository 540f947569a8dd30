// A date by typing or from a calendar. Typing accepts 2026-11-25, 20261125, 11-25 and the words of the
// chips; the calendar is walked by arrows, PgUp/PgDn (months) and chosen by Enter.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/date.h"
#include "wasm/ui/field_frame.h"
#include "wasm/ui/rect.h"

namespace kedang::ui {

struct DateFieldOptions {
  FieldOptions field = {};
  std::string_view id = {};
  std::string_view placeholder = {};
  std::string today = {};                // ISO date, told by the caller: wasm/ui has no clock
  std::string earliest = {};        // ISO; days before it are disabled; empty: none
  std::string latest = {};
  bool has_shortcuts = true;        // 今天 明天 下周一 30 天后
  bool can_clear = true;
  bool takes_focus = false;         // true for one frame: start editing
};

// Edits an ISO date (YYYY-MM-DD), empty for none. While the text is no date, `date` keeps its value and
// the field shows an issue of its own.
FieldResult DateField(Rect rect, std::string& date, const DateFieldOptions& options);
float DateFieldHeight(const DateFieldOptions& options, float width);

// The calendar alone, 288 px wide: returns true when a day was chosen.
bool Calendar(Rect rect, std::string& date, const DateFieldOptions& options);
float CalendarHeight(const DateFieldOptions& options);

}  // namespace kedang::ui
