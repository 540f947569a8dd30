// Words about queries: what is wrong with one, as people read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/query/query_problem.h"
#include "wasm/app/app.h"
#include "wasm/ui/rect.h"

namespace kedang {

std::string QueryProblemWords(const QueryProblem& problem, bool is_english);
// Puts what the problem suggests into the text.
void TakeSuggestion(const QueryProblem& problem, std::string& text);

// The list of the records whose field holds the value: the label of a choice, the name of a person or record, as `value`
// writes it; the empty one: of those whose field is empty.
Route ListWhere(App& app, const Schema& schema, const Field& field, const std::string& value);

// One line below the head of a list: the first problem of what is asked, and a link that mends it. Cut off the top of `rest`;
// nothing where there is no problem, or while somebody is still typing.
void DrawQueryProblem(ui::Rect& rest, App& app, const std::vector<QueryProblem>& problems);
// The same of any text, while it is typed, too: what reaches to its end may become right and is not told. True when the link
// has changed the text.
bool DrawTypedProblem(ui::Rect& rest, std::string& text, const std::vector<QueryProblem>& problems, bool is_english);

}  // namespace kedang
