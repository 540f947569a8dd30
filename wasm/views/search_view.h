// SearchView: "#/search/{words}": the one box as a phone's page: hits of every template in groups, pages and actions, what
// was opened last while it is empty. On a desk the words go to the box of the top bar and the first list.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/views/box_search.h"
#include "wasm/views/query_box.h"
#include "wasm/views/view.h"

namespace kedang {

class SearchView final : public View {
 public:
  explicit SearchView(App& app);

  void Draw(ui::Rect page) override;

 private:
  void TakeRoute();
  void DrawBox(ui::Rect rect);
  void NoteTyped();
  void DrawCount(ui::Rect rect);
  void DrawHits(ui::Rect rect);
  void KeepHits();
  void Leave();

  App& app_;
  BoxSearch search_;
  QueryBox query_box_;
  std::string route_text_;            // as the address had it last
  std::uint64_t last_frame_ = 0;
  bool wants_focus_ = false;
  double left_at_ms_ = 0;             // when the person went back; 0: did not
};

}  // namespace kedang
