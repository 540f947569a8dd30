// SearchView: "#/search/{words}": searching on phones: the box, hits of every template in groups, recent searches while the
// box is empty. On a desk the words go to the box of the top bar and the first list.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/record_list.h"
#include "wasm/ui/text.h"
#include "wasm/views/view.h"

namespace kedang {

class SearchView final : public View {
 public:
  explicit SearchView(App& app);

  void Draw(ui::Rect page) override;

 private:
  // One line of the list of hits.
  struct Item {
    enum class Kind : std::uint8_t { kHead, kHit, kMore } kind = Kind::kHead;
    SchemaId schema = 0;
    std::size_t count = 0;  // of a head: hits; of "more": hits not shown
    Row row = kNoRow;
  };

  void TakeRoute();
  void Search();
  void MakeItems();
  void DrawBox(ui::Rect rect);
  void DrawCount(ui::Rect rect);
  void DrawHits(ui::Rect rect);
  void DrawHead(ui::Rect rect, const Item& item);
  void DrawHit(ui::Rect rect, const Item& item);
  void DrawSecondLine(ui::Rect line, const Schema& schema, const Record& record, Row row, const std::string& title,
                      const std::vector<ui::Mark>& marks);
  void DrawRecent(ui::Rect rect);
  void OpenHit(const Schema& schema, Id record);
  void Remember();
  void Leave();
  static float HeightOf(Item::Kind kind);

  App& app_;
  RecordList list_;
  std::string text_;
  std::string route_text_;            // as the address had it last
  std::uint64_t last_frame_ = 0;
  bool wants_focus_ = false;
  double left_at_ms_ = 0;             // when the person went back; 0: did not
  double search_ms_ = 0;              // spent on the search under way
  double found_ms_ = 0;               // what the last one took
  std::uint64_t items_of_ = 0;        // settled_count of list_ the items were made of
  std::vector<Item> items_;
  std::map<SchemaId, std::vector<Row>> hits_;
  std::map<SchemaId, std::size_t> shown_;  // hits shown of a template
  std::vector<std::string> recent_;
};

}  // namespace kedang
