// SyncNotes: what somebody should know who looks at the sync page, in boxes above its lists: edits that have waited too long,
// and that this browser deletes data of pages that are not on the home screen.
#pragma once

#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/theme.h"

namespace kedang {

class SyncNotes {
 public:
  explicit SyncNotes(App& app) : app_(app) {}

  float Height(float width) const;
  // Whether 导出 was pressed.
  bool Draw(ui::Rect& rest);

 private:
  struct Note {
    ui::Meaning meaning = ui::Meaning::kInfo;
    ui::Icon icon = ui::Icon::kNone;
    std::string title;
    std::string text;
    std::string action;
  };

  std::vector<Note> Notes() const;
  float NoteHeight(float width, const Note& note) const;

  App& app_;
};

}  // namespace kedang
