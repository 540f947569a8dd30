#include "wasm/views/query_words.h"

#include <algorithm>

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

void DrawQueryProblem(Rect& rest, App& app, const std::vector<QueryProblem>& problems) {
  if (problems.empty() || ui::IsEditingText()) return;
  const QueryProblem& problem = problems.front();
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string words = QueryProblemWords(problem, app.is_english());
  Rect line = ui::Inset(ui::CutTop(rest, Px(ui::IsPhone() ? 44 : 32)), Px(16), 0);
  ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kCircleAlert, 14, theme.warn.text);
  ui::Mirror(ui::IdOf("query problem"), line, {.role = ui::Role::kStatus, .label = words});
  if (!problem.suggestion.empty()) {
    const std::string mend = ui::TF("query.use_suggestion", {{"text", problem.suggestion}});
    const float width = std::min(ui::LinkWidth(mend, 12), line.w / 2);
    const float shown = std::min(ui::TextWidth(words, ui::kSmall), line.w - width - Px(12));
    ui::Text({line.x, line.y, shown, line.h}, words, ui::kSmall, theme.warn.text);
    const Rect place = {line.x + shown + Px(12), line.MidY() - Px(11), width, Px(22)};
    if (ui::Link(place, mend, 12, "mend query")) TakeSuggestion(problem, app.search_text());
    return;
  }
  ui::Text(line, words, ui::kSmall, theme.warn.text);
}

}  // namespace kedang
