#include "wasm/views/query_words.h"

#include <algorithm>

#include "shared/query/query_writer.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"

namespace kedang {

using ui::Px;
using ui::Rect;

std::string QueryProblemWords(const QueryProblem& problem, bool is_english) {
  const std::string key = "query.problem_" + std::string(QueryCodeName(problem.code));
  const std::string& field = is_english && !problem.field_en.empty() ? problem.field_en : problem.field;
  return ui::TF(key, {{"text", problem.text}, {"field", field}});
}

void TakeSuggestion(const QueryProblem& problem, std::string& text) {
  const std::size_t begin = std::min<std::size_t>(problem.offset, text.size());
  text.replace(begin, std::min<std::size_t>(problem.length, text.size() - begin), problem.suggestion);
}

Route ListWhere(App& app, const Schema& schema, const Field& field, const std::string& value) {
  QueryCondition condition;
  condition.field = field.key;
  condition.op = value.empty() ? QueryOperator::kEmpty : QueryOperator::kIs;
  if (!value.empty()) condition.values.push_back({value, true});
  QueryScope scope = app.workspace().Asking(app.is_english()).scope;
  scope.schema = &schema;
  return {{schema.key}, {{"q", WriteQuery(Query::Of(std::move(condition)), scope)}}};
}

namespace {

// True when its link has changed the text.
bool DrawProblemLine(Rect& rest, std::string& text, const QueryProblem& problem, bool is_english) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string words = QueryProblemWords(problem, is_english);
  Rect line = ui::Inset(ui::CutTop(rest, Px(ui::IsPhone() ? 44 : 32)), Px(16), 0);
  ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kCircleAlert, 14, theme.warn.text);
  ui::Mirror(ui::IdOf("query problem"), line, {.role = ui::Role::kStatus, .label = words});
  if (!problem.suggestion.empty()) {
    const std::string mend = ui::TF("query.use_suggestion", {{"text", problem.suggestion}});
    const float width = std::min(ui::LinkWidth(mend, 12), line.w / 2);
    const float shown = std::min(ui::TextWidth(words, ui::kSmall), line.w - width - Px(12));
    ui::Text({line.x, line.y, shown, line.h}, words, ui::kSmall, theme.warn.text);
    const float height = ui::IsPhone() ? line.h : Px(22);
    const Rect place = {line.x + shown + Px(12), line.MidY() - height / 2, width, height};
    if (!ui::Link(place, mend, 12, "mend query")) return false;
    TakeSuggestion(problem, text);
    return true;
  }
  ui::Text(line, words, ui::kSmall, theme.warn.text);
  return false;
}

}  // namespace

void DrawQueryProblem(Rect& rest, App& app, const std::vector<QueryProblem>& problems) {
  if (!problems.empty() && !ui::IsEditingText()) DrawProblemLine(rest, app.search().text, problems.front(), app.is_english());
}

bool DrawTypedProblem(Rect& rest, std::string& text, const std::vector<QueryProblem>& problems, bool is_english) {
  const auto found = std::find_if(problems.begin(), problems.end(), [&](const QueryProblem& problem) { return problem.offset + problem.length < text.size(); });
  return found != problems.end() && DrawProblemLine(rest, text, *found, is_english);
}

}  // namespace kedang
