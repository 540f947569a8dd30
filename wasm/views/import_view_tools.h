// ColumnTools: a dialog that changes a whole column of an import at once: a text for another wherever it stands, or empty
// cells filled with what stands above them. Each is one step that can be taken back.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/app/import_job.h"

namespace kedang {

class ColumnTools {
 public:
  ColumnTools(App& app, ImportJob& job) : app_(app), job_(job) {}

  void Open(std::uint32_t column);
  // True when rows were changed.
  bool Draw();

 private:
  bool DrawBody(ui::Rect body);
  std::uint32_t Count();

  App& app_;
  ImportJob& job_;
  std::uint32_t column_ = 0;
  int tool_ = 0;  // 0: find and replace, 1: fill down
  std::string needle_;
  std::string text_;
  std::uint32_t count_ = 0;
  std::string counted_;  // what count_ is of
};

}  // namespace kedang
