#include "wasm/views/list_view_cells.h"

#include <algorithm>
#include <array>

#include "shared/base/utf8.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/field/rating.h"
#include "shared/search/highlight.h"
#include "wasm/app/time_text.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/rating.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/tooltip.h"
#include "wasm/views/value_text.h"

namespace kedang {

using ui::Px;
using ui::Rect;

const Choice* ChoiceOf(const Field& field, std::string_view key) {
  for (const Choice& choice : field.choices) {
    if (choice.key == key) return &choice;
  }
  return nullptr;
}

std::string_view LevelLetter(const Choice& choice, bool is_english) {
  if (CountCodePoints(choice.key) == 1) return choice.key;
  return ui::InitialsOf(choice.label.In(is_english));
}

bool IsWayOut(const Choice& choice) {
  static constexpr std::array<std::string_view, 7> kWaysOut = {"dormant", "invalid", "blacklist", "lost", "cancelled", "closed", "terminated"};
  return std::find(kWaysOut.begin(), kWaysOut.end(), choice.key) != kWaysOut.end();
}

ui::StageShape StageShapeOf(const Field& field, std::string_view key) {
  ui::StageShape shape;
  shape.count = 0;
  for (const Choice& choice : field.choices) {
    if (choice.key == key) {
      shape.place = shape.count;
      shape.is_dormant = IsWayOut(choice);
      shape.user_color = ColorIndex(choice.color);
    }
    if (!IsWayOut(choice)) ++shape.count;
  }
  return shape;
}

std::vector<ui::Mark> MarksOf(App& app, const SearchWords& query, std::string_view text) {
  std::vector<ui::Mark> marks;
  for (const TextRange& range : Highlight(app.workspace().index().matcher(), query, text)) {
    marks.push_back({static_cast<std::uint32_t>(range.begin), static_cast<std::uint32_t>(range.end)});
  }
  return marks;
}

std::string CellText(App& app, const Record& record, const Field& field) {
  const Workspace& workspace = app.workspace();
  return CellText(app, workspace.ShownField(record.schema, field), workspace.ValueOf(record, field.id));
}

std::string CellText(App& app, const Field& field, const Value& value) {
  if (value.is_null()) return "";
  if (TraitsOf(field.type).editor == EditorKind::kDate && !field.is_sensitive) return RelativeDay(value.date(), app.workspace().Today());
  std::string text = ShownText(app, field, value);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

namespace {

void DrawTags(const Field& field, const Value& value, bool is_english, Rect cell) {
  std::vector<ui::TagItem> tags;
  for (const std::string& key : value.list()) {
    const Choice* choice = ChoiceOf(field, key);
    tags.push_back({choice != nullptr ? std::string_view(choice->label.In(is_english)) : std::string_view(key),
                    choice != nullptr ? ColorIndex(choice->color) : 5});
  }
  ui::TagLine(cell, tags, 6);
}

}  // namespace

void DrawCell(App& app, const Schema& schema, const Field& field, const Value& value, std::string_view text, Rect cell,
              const CellLook& look) {
  const ui::Theme& theme = ui::CurrentTheme();
  const EditorKind editor = TraitsOf(field.type).editor;
  if (editor == EditorKind::kPerson && !field.is_sensitive) {
    if (text.empty()) {
      ui::Text(cell, ui::T("list.nobody"), ui::kBody, theme.secondary);
    } else {
      ui::Person(cell, text);
    }
    return;
  }
  if (value.is_null()) return;
  if (field.is_sensitive) {
    ui::Text(cell, text, look.is_bold ? ui::kBodyBold : ui::kBody, theme.secondary,
             TraitsOf(field.type).is_right_aligned ? ui::Align::kRight : ui::Align::kLeft);
    return;
  }
  if (editor == EditorKind::kRating) {
    ui::Stars(cell, static_cast<int>(value.integer()), static_cast<int>(MostStars(field.format)));
    return;
  }
  const bool is_english = app.is_english();
  if (editor == EditorKind::kChoice) {
    if (const Choice* choice = ChoiceOf(field, value.text())) {
      if (field.id == schema.level) {
        const Rect mark = {cell.x, cell.y, Px(22), cell.h};
        ui::LevelMark(mark, LevelLetter(*choice, is_english), ColorIndex(choice->color));
        ui::TooltipOnHover(mark, choice->label.In(is_english));
      } else if (field.id == schema.stage) {
        ui::StageLabel(cell, StageShapeOf(field, value.text()), text);
      } else {
        ui::Tag(cell, text, ColorIndex(choice->color));
      }
      return;
    }
  }
  if (editor == EditorKind::kTags || editor == EditorKind::kChoices) return DrawTags(field, value, is_english, cell);
  ui::TextOptions options;
  options.style = look.is_bold ? ui::kBodyBold : ui::kBody;
  options.align = TraitsOf(field.type).is_right_aligned ? ui::Align::kRight : ui::Align::kLeft;
  const bool is_day = editor == EditorKind::kDate;
  options.color = is_day ? theme.secondary : theme.text;
  std::vector<ui::Mark> marks;
  if (look.query != nullptr && !look.query->is_empty()) marks = MarksOf(app, *look.query, text);
  options.marks = marks;
  ui::Text(cell, text, options);
  if (is_day) ui::TooltipOnHover(cell, FormatDate(value.date()));
}

std::string RelativeToNow(App& app, TimeMs time) {
  return RelativeTime(time, app.workspace().clock().NowMs(), app.workspace().zone_minutes());
}

std::string ExactHere(App& app, TimeMs time) { return ExactTime(time, app.workspace().zone_minutes()); }

}  // namespace kedang
