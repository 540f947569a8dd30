// FunctionSheet: the documentation of the expression language's functions, beside whoever writes an expression: made from
// the table of functions, like what `kedang expr docs` prints, and searched by name, alias or meaning.
#pragma once

#include <string>
#include <vector>

#include "shared/expr/function_table.h"
#include "wasm/ui/rect.h"

namespace kedang {

class FunctionSheet {
 public:
  static void Open();
  // Where it is open.
  void Draw(bool is_english);

 private:
  struct Row {
    const FunctionRow* function = nullptr;
    bool begins_area = false;
    std::string usage;
    std::string also;
    std::string example;
    float height = 0;  // device px
  };
  void Refresh(float width, bool is_english);
  void DrawRow(ui::Rect place, const Row& row, bool is_english) const;

  std::string words_;
  std::string made_for_;
  std::vector<Row> rows_;
};

}  // namespace kedang
