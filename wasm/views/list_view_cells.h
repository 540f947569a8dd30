// How a list and a record's head show a value: level square, stage ring, person, tags, grouped numbers, marks where the
// words of a search match. Drawing only; nothing here takes input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/search/search_words.h"
#include "wasm/app/app.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/text.h"

namespace kedang {

// Null when the field has no such choice.
const Choice* ChoiceOf(const Field& field, std::string_view key);
// The model's colours are 1..6, those of the widgets 0..5.
inline int ColorIndex(std::uint8_t color) { return color == 0 ? 5 : color - 1; }
// "A" of "A 战略": the key when it is one character, else the label's first.
std::string_view LevelLetter(const Choice& choice, bool is_english);
// Ends beside the way (dormant, lost, blacklisted …) are no step of a pipeline: the bar leaves them out.
bool IsWayOut(const Choice& choice);
ui::StageShape StageShapeOf(const Field& field, std::string_view key);

// Byte ranges of `text` that the query matches.
std::vector<ui::Mark> MarksOf(App& app, const SearchWords& query, std::string_view text);

// A value as short text: dates relative ("3 天前"), the rest as FormatField says. Empty for null.
std::string CellText(App& app, const Field& field, const Value& value);
// Of any field of a record, computed or not.
std::string CellText(App& app, const Record& record, const Field& field);

struct CellLook {
  const SearchWords* query = nullptr;
  bool is_bold = false;
};
// Draws the value of `field` (what a computed field is shown as) into the cell; `text` is its CellText.
void DrawCell(App& app, const Schema& schema, const Field& field, const Value& value, std::string_view text, ui::Rect cell,
              const CellLook& look);

// The browser's clock and zone.
std::string RelativeToNow(App& app, TimeMs time);
std::string ExactHere(App& app, TimeMs time);

}  // namespace kedang
