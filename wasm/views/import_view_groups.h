// ValueGroups: 一次改好同类值 over a column: texts that may be one value, which of them are, what they become. Every press can be
// taken back; a group that is none is put aside.
#pragma once

#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/background_work.h"
#include "wasm/app/column_groups.h"
#include "wasm/ui/rect.h"

namespace kedang {

class ValueGroups {
 public:
  ValueGroups(App& app, ImportJob& job);

  // Another file, or other columns: what was found is gone.
  void Reset();
  // Looks for groups once all rows are judged; false: there are none (yet).
  bool Refresh();
  // 城市，4 组之 1.
  std::string Where();
  float Height();  // device px, without padding
  // True when rows were changed.
  bool Draw(ui::Rect rect);

 private:
  void Show(std::size_t group);
  void DrawMember(ui::Rect row, std::size_t index);
  std::size_t ShownMembers();
  ColumnGroups::Group& Current() { return groups_.groups()[shown_]; }
  bool Apply();

  App& app_;
  ImportJob& job_;
  ColumnGroups groups_;
  BackgroundWork work_;
  std::size_t shown_ = 0;
  bool is_shown_ = false;         // the fields below are of the group `shown_`
  std::vector<char> is_chosen_;   // of its members
  std::string into_;
};

}  // namespace kedang
