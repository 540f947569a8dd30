// The designer's canvas: the form as it will be, group by group, to be selected, dragged and walked by keyboard. Only what
// is in sight is drawn.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "wasm/ui/rect.h"
#include "wasm/views/designer_state.h"

namespace kedang {

class DesignerCanvas {
 public:
  explicit DesignerCanvas(DesignerState& state) : state_(state) {}

  void Draw(ui::Rect rect);

 private:
  struct Placed {
    const Field* field = nullptr;
    ui::Rect rect;      // with its label, without the gap below
    FieldId next = 0;   // the one behind it in the group; 0: it is the last
    bool is_wide = false;
  };
  struct Card {
    const FieldGroup* group = nullptr;
    ui::Rect rect;
    ui::Rect head;
    std::size_t first = 0, count = 0;  // of placed_
    int shown = 0;
  };

  float LayOut(ui::Rect content);
  void FindTarget(ui::Rect area);
  void DrawForms(ui::Rect bar);
  void DrawCard(const Card& card);
  void DrawField(const Placed& placed);
  void DrawTools(ui::Rect rect, const Field& field);
  void DrawRetired(ui::Rect& rest);
  void DrawGhost();
  void HandleKeys();
  void Walk(int by);

  DesignerState& state_;
  std::set<std::string> collapsed_;
  std::vector<Placed> placed_;
  std::vector<Card> cards_;
  ui::Rect marker_;        // where a dragged field would go; empty: nowhere
  float scroll_y_ = 0;
  bool shows_retired_ = false;
  std::function<void()> later_;  // changes the fields that are being drawn
};

}  // namespace kedang
