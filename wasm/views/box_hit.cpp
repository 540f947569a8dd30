#include "wasm/views/box_hit.h"

#include <algorithm>

#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/search_view_pinyin.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr ui::TextStyle kSecond = {13, 20, ui::Weight::kRegular};
constexpr std::size_t kMostParts = 3;

// Why it was found, then what else names it.
void DrawSecondLine(App& app, const SearchWords& words, const Schema& schema, const Record& record, Row row, Rect line,
                    const std::string& title, const std::vector<ui::Mark>& marks) {
  const ui::Theme& theme = ui::CurrentTheme();
  std::string text;
  std::vector<ui::Mark> text_marks;
  FieldId said = 0;
  if (!marks.empty()) {
    SpelledMatch spelled = SpellMatch(app.workspace().lexicon().pinyin(), words, title, marks);
    text = std::move(spelled.text);
    text_marks = std::move(spelled.marks);
  } else if (const FieldId where = words.is_empty() || row == kNoRow ? 0 : app.workspace().index().WhereHit(words, row); where != 0 && where != schema.title) {
    said = where;
    const std::string value = ValueWords(app, record, where);
    text = ui::TF("search.where", {{"field", FieldWords(app, schema.id, where)}, {"value", value}});
    text_marks = MarksOf(app, words, text);
  }
  const auto add = [&](const std::string& part) {
    if (part.empty()) return;
    if (!text.empty()) text += T("search.comma");
    text += part;
  };
  std::size_t parts = 0;
  for (const Field& field : schema.fields) {
    const bool is_shown = field.column_width > 0 && field.id != schema.title && field.id != schema.level && field.id != said && !field.is_retired;
    if (!is_shown || parts == kMostParts) continue;
    const std::string part = CellText(app, record, field);
    if (part.empty()) continue;
    add(part);
    ++parts;
  }
  ui::Text(line, text, {.style = kSecond, .color = theme.secondary, .marks = text_marks});
  // On the mark's colour only the text colour has contrast enough.
  for (const ui::Mark& mark : text_marks) {
    const float left = ui::TextWidth(std::string_view(text).substr(0, mark.begin), kSecond);
    const std::string_view part = std::string_view(text).substr(mark.begin, mark.end - mark.begin);
    const float width = ui::TextWidth(part, kSecond);
    if (left + width > line.w - Px(16)) break;  // shortened away
    ui::Text({line.x + left, line.y, width + Px(1), line.h}, part, kSecond, theme.text);
  }
}

}  // namespace

std::string HitTitle(App& app, const Record& record) {
  std::string title = app.workspace().TitleOf(record);
  std::replace(title.begin(), title.end(), '\n', ' ');
  return title;
}

void DrawHitWords(App& app, const SearchWords& words, const Schema& schema, const Record& record, Row row, Rect lines) {
  const std::string title = HitTitle(app, record);
  const std::vector<ui::Mark> marks = MarksOf(app, words, title);
  const ui::TextStyle style = ui::IsPhone() ? ui::TextStyle{16, 24, ui::Weight::kRegular} : ui::kBody;
  Rect place = ui::CenterIn(lines, lines.w, Px(style.line) + Px(kSecond.line));
  ui::Text(ui::CutTop(place, Px(style.line)), title, {.style = style, .color = ui::CurrentTheme().text, .marks = marks});
  DrawSecondLine(app, words, schema, record, row, place, title, marks);
}

}  // namespace kedang
