// The documentation of the functions, made from their table.
#pragma once

#include <string>
#include <string_view>

#include "shared/expr/function_table.h"

namespace kedang {

// "left(text, number)" or 左取(文本, 数值); optional parameters in brackets.
std::string FunctionUsage(const FunctionRow& row, bool is_english);
// "Text" or 文本.
std::string_view FunctionAreaName(FunctionArea area, bool is_english);
// Markdown: a section for each area, in it a table of usage, meaning and example.
std::string FunctionDocs(bool is_english);

}  // namespace kedang
