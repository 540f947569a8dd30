// QualityTrendCard: how a template's score moved in the last ninety days, as one calm line with the change against a week and a month
// ago; and notes of whose score fell. Takes no room while there are less than two days to tell of.
#pragma once

#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/quality_book.h"

namespace kedang {

class QualityTrendCard {
 public:
  explicit QualityTrendCard(App& app) : app_(app), book_(app.workspace()) {}

  // Once a frame, before the others.
  void Refresh(const Schema& schema);
  float NotesHeight(float width) const;
  void DrawNotes(ui::Rect rest);
  float CardHeight() const;
  void DrawCard(ui::Rect card);

 private:
  struct Note {
    std::string title, text;
    Route route;
  };
  struct Place {
    float x = 0, y = 0;  // 0 … 1 of the chart, from the left and the bottom
    std::string tip;
  };

  void DrawLine(ui::Rect chart);

  App& app_;
  QualityBook book_;
  SchemaId schema_ = 0;
  std::uint64_t revision_ = 0;
  Date today_;
  bool was_english_ = false;
  std::vector<Note> notes_;
  std::vector<Place> line_;
  std::string span_, since_week_, since_month_, first_, last_, low_, high_;
  bool has_fallen_ = false;  // since a week ago
};

}  // namespace kedang
