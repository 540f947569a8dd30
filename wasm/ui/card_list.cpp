#include "wasm/ui/card_list.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "wasm/platform/touch.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kGroupCss = 32;
constexpr float kFoldedGroupCss = 44;  // one that can be pressed
constexpr float kActionCss = 68;
constexpr float kPullCss = 72;

// Where lines begin. Of a list of any length with cards of one height that is reckoned, nothing is gone through.
class Tops {
 public:
  explicit Tops(const CardListModel& model) : model_(model), card_(Px(std::max(model.card_height, 64.0f))) {
    if (!model.heads.empty()) head_ = Px(model.head(model.heads.front()).can_fold ? kFoldedGroupCss : kGroupCss);
    if (model.card_height > 0) return;
    tops_.resize(static_cast<size_t>(model.count) + 1);
    for (int64_t i = 0; i < model.count; ++i) tops_[static_cast<size_t>(i) + 1] = tops_[static_cast<size_t>(i)] + Px(std::max(model.height(i), 64.0f));
  }

  float Of(int64_t index) const {
    if (!tops_.empty()) return tops_[static_cast<size_t>(index)];
    const int64_t before = std::lower_bound(model_.heads.begin(), model_.heads.end(), index) - model_.heads.begin();
    return static_cast<float>(index - before) * card_ + static_cast<float>(before) * head_;
  }
  // The last line that begins at or above `y`.
  int64_t At(float y) const {
    int64_t low = 0, high = model_.count;
    while (high - low > 1) {
      const int64_t middle = low + (high - low) / 2;
      (Of(middle) <= y ? low : high) = middle;
    }
    return low;
  }
  bool IsHead(int64_t index) const { return std::binary_search(model_.heads.begin(), model_.heads.end(), index); }

 private:
  const CardListModel& model_;
  float card_;
  float head_ = 0;
  std::vector<float> tops_;  // only where heights differ
};

// Whether it was pressed, which folds the group.
bool GroupLine(Rect rect, const CardHead& head) {
  const Theme& t = CurrentTheme();
  FillRect(rect, t.background);
  Rect rest = Inset(rect, Px(16), 0);
  bool was_pressed = false;
  if (head.can_fold) {
    const ItemState item = Item(IdOf("head"), rect, {.role = Role::kButton, .label = head.title, .value = head.count,
                                                     .is_expanded = head.is_open, .can_expand = true}, {.can_overlap = true});
    if (item.is_held) FillRect(rect, t.pressed_fill);
    if (item.has_ring) FocusRing(Inset(rect, Px(4)), Px(4));
    was_pressed = item.was_pressed;
    DrawIcon(CutLeft(rest, Px(16), Px(4)), head.is_open ? Icon::kChevronDown : Icon::kChevronRight, 16, t.secondary);
  } else {
    Mirror(IdOf("head"), rect, {.role = Role::kHeading, .label = head.title, .value = head.count, .level = 2});
  }
  CutLeft(rest, Text(rest, head.title, kSmallBold, t.text), Px(8));
  Text(rest, head.count, kSmall, t.secondary);
  return was_pressed;
}

// The actions at the right of a swiped card; returns the one pressed or -1.
int Actions(Rect rect, std::span<const CardAction> actions) {
  const Theme& t = CurrentTheme();
  int pressed = -1;
  Rect rest = rect;
  for (size_t i = 0; i < actions.size(); ++i) {
    const Rect place = Snap(CutLeft(rest, rect.w / static_cast<float>(actions.size())));
    const ItemState state = Item(IdOf(actions[i].label), place, {.role = Role::kButton, .label = actions[i].label});
    FillRect(place, actions[i].color < 0 ? t.good.text : UserColor(actions[i].color).text);
    const float top = std::round(place.MidY() - Px(20));
    DrawIcon({place.x, top, place.w, Px(20)}, actions[i].icon, 20, t.surface);
    Text({place.x, top + Px(22), place.w, Px(18)}, actions[i].label, kSmall, t.surface, Align::kCenter);
    if (state.was_pressed) pressed = static_cast<int>(i);
  }
  return pressed;
}

// Follows the finger; when it lets go, the actions stay open or close.
void FollowSwipe(int64_t index, Rect rect, float most, CardListState& state) {
  const kedang::Swipe& swipe = CurrentSwipe();
  if (most <= 0 || !rect.Has({swipe.start_x, swipe.start_y})) return;
  if (swipe.is_ended) {
    const bool stays = swipe.velocity < -300 || (state.swiped == index && state.swipe > most / 2 && swipe.velocity < 300);
    state.swiped = stays ? index : -1;
    state.swipe = stays ? most : 0;
  } else if (swipe.is_active && (swipe.offset < 0 || state.swiped == index)) {
    const float from = state.swiped == index && swipe.offset > 0 ? most : 0;
    state.swiped = index;
    state.swipe = std::clamp(from - swipe.offset, 0.0f, most);
  }
}

void DrawCard(Rect rect, int64_t index, CardListState& state, const CardListModel& model, CardListResult& result) {
  const Theme& t = CurrentTheme();
  IdScope scope(static_cast<uint64_t>(index));
  const float most = Px(kActionCss) * static_cast<float>(model.actions.size());
  FollowSwipe(index, rect, most, state);
  const float swipe = state.swiped == index ? std::round(state.swipe) : 0;
  // The card narrows and keeps its name; the actions stand where it was.
  const Rect card = {rect.x, rect.y, rect.w - swipe, rect.h};
  const Id id = IdOf("card");
  const ItemState item = Item(id, card, {.role = Role::kListItem, .label = model.label ? model.label(index) : std::string(),
                                         .is_chosen = index == state.cursor, .position = static_cast<int>(index),
                                         .set_size = static_cast<int>(model.count)},
                              {.can_overlap = true});
  if (index == state.cursor) FillRect(card, t.selected_fill);
  if (item.is_held) FillRect(card, t.hover_fill);
  PushClip(card);
  Ui().mirror_parents.push_back(id);
  model.draw(index, Inset(card, Px(16), Px(12)));
  Ui().mirror_parents.pop_back();
  PopClip();
  LineAtBottom(rect, t.divider);
  if (item.has_ring) FocusRing(Inset(card, Px(5)), Px(4));
  if (swipe > 0) {
    PushClip({card.Right(), rect.y, swipe, rect.h});
    const int action = Actions({card.Right(), rect.y, most, rect.h - Line()}, model.actions);
    PopClip();
    if (action >= 0) {
      result.action_card = index;
      result.action = action;
      state.swiped = -1;
    }
  }
  if (item.was_long_pressed) result.long_pressed = index;
  if (!item.was_pressed) return;
  if (state.swiped >= 0) {
    state.swiped = -1;  // the first tap only closes the actions
  } else {
    result.opened = index;
  }
}

void DrawPull(Rect rect, CardListResult& result) {
  const kedang::Pull& pull = CurrentPull();
  if (pull.distance <= 0) return;
  const float share = std::min(pull.distance / Px(kPullCss), 1.0f);
  if (pull.is_ended) {
    result.was_pulled = share >= 1;
    return;
  }
  const Rect place = {rect.x, rect.y + Px(8), rect.w, Px(24)};
  FillCircle({place.MidX(), place.MidY()}, Px(16), CurrentTheme().raised);
  DrawTurnedIcon(place, Icon::kRefreshCw, 20, Fade(CurrentTheme().accent, share), share / 2);
}

}  // namespace

CardListResult CardList(Rect rect, std::string_view id, CardListState& state, const CardListModel& model) {
  IdScope scope(id);
  CardListResult result;
  const Tops tops(model);
  BeginMirror(IdOf("list"), rect, {.role = Role::kList, .label = model.name});
  Rect content;
  BeginScroll("cards", rect, tops.Of(model.count), content);
  const float shift = rect.y - content.y;
  for (int64_t i = tops.At(shift); i < model.count; ++i) {
    const float top = tops.Of(i);
    if (top - shift >= rect.h) break;
    const Rect place = {content.x, std::round(content.y + top), content.w, tops.Of(i + 1) - top};
    if (tops.IsHead(i)) {
      IdScope of_head(static_cast<uint64_t>(i));
      if (GroupLine(place, model.head(i))) result.folded = i;
    } else {
      DrawCard(place, i, state, model, result);
    }
  }
  EndScroll();
  EndMirror();
  if (model.can_pull) DrawPull(rect, result);
  return result;
}

}  // namespace kedang::ui
