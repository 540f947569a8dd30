// FieldFiles: the attached files of one field: open, remove, add; what waits to be uploaded says so.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/ui/rect.h"

namespace kedang {

class FieldFiles {
 public:
  explicit FieldFiles(App& app) : app_(app), added_(std::make_shared<std::vector<FileRef>>()) {}

  static float Height(const Value& files);
  // Draws into `box`, which is as high as Height says. True: `files` is another list now, to be saved.
  bool Draw(ui::Rect box, Id record, Value& files, bool is_read_only);

 private:
  void DrawFile(ui::Rect row, Id record, const FileRef& file, bool& is_removed, bool is_read_only);
  void Pick();

  App& app_;
  // Kept in the browser since the last frame; callbacks may outlive this.
  std::shared_ptr<std::vector<FileRef>> added_;
};

}  // namespace kedang
