// DoorCard: what stands in place of every page until there is something to enter: one card with the mark, words and whatever
// the page asks, and below it the choice of the language.
#pragma once

#include <string_view>

#include "wasm/app/app.h"
#include "wasm/ui/item.h"
#include "wasm/ui/theme.h"

namespace kedang {

class DoorCard {
 public:
  // How wide the inside of the card is on that page.
  static float InnerWidth(ui::Rect page);
  // What a note adds to the height of the inside.
  static float NoteHeight(float inner_width, std::string_view text);
  // Mark and title.
  static float HeadHeight(float gap);

  // Draws page and card; `height` is that of the inside.
  DoorCard(App& app, ui::Rect page, float height);
  // The language, and the end of the page.
  ~DoorCard();
  DoorCard(const DoorCard&) = delete;
  DoorCard& operator=(const DoorCard&) = delete;

  ui::Rect& rest() { return rest_; }  // of the inside

  // `gap` is left below the title.
  void Head(std::string_view title, float gap);
  // A tinted box with a sign before its text.
  void Note(std::string_view id, std::string_view text, ui::Meaning meaning, ui::Role role);

 private:
  App& app_;
  ui::Rect content_, card_, rest_;
};

}  // namespace kedang
