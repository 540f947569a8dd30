// Cards below one another on phones, any number, of their own heights; only visible ones are drawn. A
// swipe to the left shows three actions of 68 px; a long press selects; pulling at the top refreshes.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/theme.h"

namespace kedang::ui {

struct CardAction {
  std::string_view label = {};
  Icon icon = Icon::kNone;
  int color = 0;               // user colour as fill; -1: good
};

struct CardListState {
  int64_t swiped = -1;         // the card whose actions show
  float swipe = 0;             // device px
  int64_t cursor = -1;
};

// The line above a group of cards.
struct CardHead {
  std::string_view title = {};
  std::string_view count = {};
  bool can_fold = false;
  bool is_open = true;
};

struct CardListModel {
  int64_t count = 0;                                   // cards and heads
  std::string_view name = {};
  float card_height = 0;                               // CSS px, at least 64; 0: `height` says it of each
  std::function<float(int64_t index)> height = {};     // asked of all of them in every frame: for short lists
  std::function<void(int64_t index, Rect rect)> draw;  // inside the card's padding 12 × 16
  std::function<std::string(int64_t index)> label;     // for the mirror
  std::span<const int64_t> heads = {};                 // places of heads, ascending; with `card_height` only
  std::function<CardHead(int64_t index)> head = {};
  std::span<const CardAction> actions = {};
  bool can_pull = false;
};

struct CardListResult {
  int64_t opened = -1;
  int64_t long_pressed = -1;
  int64_t folded = -1;         // the head that was pressed
  int64_t action_card = -1;    // with `action`
  int action = -1;
  bool was_pulled = false;     // pull to sync
};

CardListResult CardList(Rect rect, std::string_view id, CardListState& state, const CardListModel& model);

}  // namespace kedang::ui
