// QueryBox: the search box where the query language is typed: what may follow at the caret in a list below it, what is wrong
// underlined, with the message in the same place.
#pragma once

#include <string>
#include <vector>

#include "shared/query/query_completion.h"
#include "shared/query/query_parser.h"
#include "wasm/app/app.h"
#include "wasm/ui/item.h"
#include "wasm/ui/search_box.h"

namespace kedang {

class QueryBox final : private QueryVocabulary {
 public:
  enum class Place : std::uint8_t { kBelow, kStrip };  // a list below the box; chips in a line of the page (phones)
  explicit QueryBox(App& app, Place place = Place::kBelow) : app_(app), place_(place) {}

  // Like ui::SearchBox. Keys that the list of completions took are not in the result. `schema`: whose fields are meant; null:
  // plain words.
  ui::SearchBoxResult Draw(ui::Rect rect, std::string& text, const Schema* schema, ui::SearchBoxOptions options);
  // With kStrip: whether there is anything to offer, and the line of it, 44 px high. True when the text has changed.
  bool has_strip() const { return !completions_.empty(); }
  bool DrawStrip(ui::Rect line, std::string& text);

 private:
  // QueryVocabulary
  std::vector<std::pair<Id, std::string>> People() const override;
  std::vector<std::string> ValuesIn(SchemaId schema, FieldId field, std::size_t limit) const override;

  void Refresh(const std::string& text, int cursor, const Schema& schema);
  bool HasList() const { return !completions_.empty() || has_problem_; }
  // The completion pressed in this frame, or -1; kProblem for the suggestion of the problem.
  int DrawList(ui::Rect box, std::string_view text, const ui::SearchBoxResult& result);
  bool DrawRow(ui::Rect row, const QueryCompletion& completion, int index);
  bool DrawProblem(ui::Rect row);
  void Underline(const ui::SearchBoxResult& result, const std::string& text) const;
  void Take(const QueryCompletion& completion, std::string& text);

  App& app_;
  Place place_;
  std::string made_for_;
  std::vector<QueryCompletion> completions_;
  std::vector<QueryProblem> problems_;
  bool has_problem_ = false;
  QueryProblem problem_;      // the one shown
  int cursor_row_ = -1;       // -1: keys belong to the box
  std::string closed_for_;    // no list for this text
  int caret_ = -1;            // where it goes at the next frame
  bool wants_focus_ = false;
  bool is_open_ = false;      // at the last frame
  double lingers_until_ms_ = 0;  // a press on the list takes the keys away first
  int last_cursor_ = -1;
};

}  // namespace kedang
