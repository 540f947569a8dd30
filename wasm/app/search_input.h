// SearchInput: the words of the one search box in the top bar, by which lists filter, and what passes between that box and
// the list below it.
#pragma once

#include <string>
#include <utility>

namespace kedang {

class SearchInput {
 public:
  std::string text;
  // Which list was drawn last, and what its saved view put into the box: only what a person typed goes along to the next.
  struct ListVisit {
    std::string list;
    std::string query;
  };
  ListVisit visit;

  // The box takes the keyboard at its next frame.
  void Focus() { is_focus_wanted_ = true; }
  bool TakeFocus() { return std::exchange(is_focus_wanted_, false); }
  // Keys of the box that belong to the list: arrows walk its rows, Enter opens one.
  void NoteKeys(int moved, bool was_submitted) {
    moved_ = moved;
    was_submitted_ = was_submitted;
  }
  int TakeMoved() { return std::exchange(moved_, 0); }
  bool TakeSubmitted() { return std::exchange(was_submitted_, false); }

 private:
  bool is_focus_wanted_ = false;
  int moved_ = 0;
  bool was_submitted_ = false;
};

}  // namespace kedang
