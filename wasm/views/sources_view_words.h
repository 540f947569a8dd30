// The words of a source's figures and kind.
#pragma once

#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/source_figures.h"

namespace kedang {

// 市场, 第三方 …: the choice's label.
std::string KindWords(App& app, const Source& source);
// Rows, share of valid ones, of duplicates, of records that moved on, and when it last came; – where there is nothing to say it of.
std::vector<std::string> FigureWords(App& app, const SourceFigure& figure);

}  // namespace kedang
