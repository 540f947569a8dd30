// BoxRows: the lines below the one box, on a desk and on a phone: heads of groups, hits with marks, commands, what is more;
// while nothing is typed what was opened and searched last, and examples of what can be typed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "wasm/app/recent_items.h"
#include "wasm/app/server_hits.h"
#include "wasm/views/box_commands.h"

namespace kedang {

struct BoxLine {
  enum class Kind : std::uint8_t { kHead, kRecord, kCommand, kMore, kSearch, kExample, kNote, kServer };
  Kind kind = Kind::kHead;
  BoxKind group = BoxKind::kRecord;
  SchemaId schema = 0;
  std::size_t count = 0;    // of a head: hits; of "more": all of them, or those not shown
  Row row = kNoRow;
  std::size_t server = 0;   // of what only the server has: its place among ServerHits::records
  std::size_t command = 0;
  std::string text;         // of a head, search, example or note
  std::string detail;       // what the example means
  bool can_forget = false;  // a head with a link that empties its list
};

class BoxRows {
 public:
  BoxRows(App& app, const OneBox& box, const BoxCommands& commands, const ServerHits& server)
      : app_(app), box_(box), commands_(commands), server_(server) {}

  // Lines of what the box found last.
  void ShowFound();
  void ShowRecent(const RecentItems& recent);
  // More lines of that group from now on.
  void Expand(const BoxLine& more);
  void Collapse() { shown_.clear(); }
  // No lines: what they stand for may be gone.
  void Clear() { lines_.clear(); }
  bool empty() const { return lines_.empty(); }
  float Height() const;

  // The line that Enter opens; null when there is none.
  const BoxLine* chosen() const;
  void Move(int by);       // to the next line that can be opened
  void MoveGroup(int by);  // to the first line of the next group

  struct Pressed {
    const BoxLine* line = nullptr;  // good until the lines are made anew
    bool wants_forget = false;
  };
  Pressed Draw(ui::Rect rect);

 private:
  using GroupKey = std::pair<BoxKind, SchemaId>;

  static bool CanOpen(const BoxLine& line);
  static float HeightOf(const BoxLine& line);
  void ChooseFirst();
  std::string GroupWords(BoxKind kind, SchemaId schema) const;
  bool DrawHead(ui::Rect rect, const BoxLine& line);
  bool DrawPlain(ui::Rect rect, const BoxLine& line, bool is_chosen);
  bool DrawRecord(ui::Rect rect, const BoxLine& line, const Record& record, bool is_chosen);
  void AddServerLines();

  App& app_;
  const OneBox& box_;
  const BoxCommands& commands_;
  const ServerHits& server_;
  std::vector<BoxLine> lines_;
  std::size_t chosen_ = 0;  // lines_.size(): none
  bool must_show_chosen_ = false;
  std::map<GroupKey, std::size_t> shown_;
};

}  // namespace kedang
