// A record as a hit of a search: its title with marks, why it was found, what else names it.
#pragma once

#include "shared/search/search_words.h"
#include "wasm/app/app.h"
#include "wasm/ui/rect.h"

namespace kedang {

// The two lines of it, from the left of `lines`; `row` is the record's.
void DrawHitWords(App& app, const SearchWords& words, const Schema& schema, const Record& record, Row row, ui::Rect lines);

// On one line.
std::string HitTitle(App& app, const Record& record);

}  // namespace kedang
