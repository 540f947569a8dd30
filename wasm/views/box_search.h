// BoxSearch: the one box without a place: its text, what it finds, what was opened last, and what opening a line does. The
// desk's panel and the phone's page draw it.
#pragma once

#include <functional>
#include <string>

#include "wasm/views/box_rows.h"

namespace kedang {

// To be told of every new page: records that are opened come first among the recent ones.
void NoteOpenedPage(App& app, const Route& route);

class BoxSearch {
 public:
  explicit BoxSearch(App& app);

  // It comes to sight: everything may have changed since.
  void Begin();
  std::string& text() { return text_; }
  // Works on the search for a part of the frame. Call every frame.
  void Step();
  // 找到 17 条，0.4 毫秒，没用网络
  std::string StatusWords() const;
  bool is_searching() const { return !box_.is_settled(); }
  const std::vector<QueryProblem>& problems() const { return box_.problems(); }
  bool has_lines() const { return !rows_.empty(); }
  float Height() const { return rows_.Height(); }

  BoxRows& rows() { return rows_; }
  enum class Outcome : std::uint8_t { kNone, kTyped, kLeft };  // kTyped: the text is another; kLeft: something was opened
  // `before_leaving` is called when a record or a list is about to be opened.
  Outcome Draw(ui::Rect rect, const std::function<void()>& before_leaving);
  // What Enter does.
  Outcome OpenChosen(const std::function<void()>& before_leaving);
  void RememberSearch();

 private:
  Outcome Open(const BoxLine& line, const std::function<void()>& before_leaving);
  void MakeLines();

  App& app_;
  std::string text_;
  BoxCommands commands_;
  OneBox box_;
  ServerHits server_;
  BoxRows rows_;
  RecentItems recent_;
  std::uint64_t lines_of_ = 0;  // settled_count of box_ the lines were made of, and revision of server_
  std::uint64_t server_lines_of_ = 0;
  double search_ms_ = 0;        // spent on the search under way
  double found_ms_ = 0;         // what the last one took
};

}  // namespace kedang
