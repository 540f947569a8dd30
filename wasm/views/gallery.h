// Every control of wasm/ui in every state on one page (`#/gallery`), for checks of the design in both
// themes, both languages and all form factors. Left: fixed states; the controls marked so are live.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wasm/ui/card_list.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/table.h"

namespace kedang::ui {

class Gallery {
 public:
  Gallery();

  // Draws the page; scrolls when it is longer.
  void Draw(Rect page);

 private:
  void DrawButtons(Rect& rest);
  void DrawFields(Rect& rest);
  void DrawPickers(Rect& rest);
  void DrawChoices(Rect& rest);
  void DrawMarks(Rect& rest);
  void DrawLayers(Rect& rest);
  void DrawRows(Rect& rest);
  void DrawColors(Rect& rest);

  std::string text_;
  std::string note_;
  std::string password_;
  std::string search_;
  std::string person_;
  std::vector<std::string> tags_;
  std::string date_ = "2026-11-25";
  bool is_on_ = true;
  int stars_ = 4;
  bool is_checked_ = true;
  int segment_ = 1;
  int tab_ = 0;
  TableState table_;
  std::vector<bool> selected_;
};

}  // namespace kedang::ui
