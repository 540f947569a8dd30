// The card of a record on a board or calendar: its title, what of it tells it from others, whose it is.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "wasm/app/app.h"

namespace kedang {

// Texts of cards in sight, until records or the language change.
class CardTexts {
 public:
  explicit CardTexts(App& app) : app_(app) {}

  struct Card {
    Id record;
    std::string title;
    std::string facts;  // "¥120,000 · 明天"
    std::string owner;
    std::string when;
    bool is_pending = false;
  };
  // `shown` are the fields that may be facts, in order. Null when the row holds no record of the schema.
  const Card* Of(const Schema& schema, const std::vector<const Field*>& shown, Row row);
  void Forget(std::uint64_t revision);

 private:
  App& app_;
  std::uint64_t revision_ = 0;
  bool is_english_ = false;
  std::map<Row, Card> cards_;
};

// The fields of a card: those of the list's columns that say something beside title, stage and owner, and not `but`.
std::vector<const Field*> CardFields(const Schema& schema, std::string_view columns, FieldId but);
// In a box of its own, 92 high.
inline constexpr float kBoardCardCss = 92;
void DrawBoardCard(ui::Rect rect, const CardTexts::Card& card, bool is_chosen, bool is_hovered);

}  // namespace kedang
