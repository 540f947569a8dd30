// DuplicatesCompare: the records of one group side by side, field by field, with what comes of them and why; on phones each field
// is a card. Choosing is done in the draft.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/merge_draft.h"
#include "wasm/ui/rect.h"

namespace kedang {

class DuplicatesCompare {
 public:
  explicit DuplicatesCompare(App& app) : app_(app) {}

  float Height(const MergeDraft& draft) const;  // device px
  void Draw(ui::Rect rect, MergeDraft& draft, const Schema& schema);
  // ↑ and ↓ walk through the fields, 1 … 9 choose a record's value in that field, or the main record. True: something changed.
  bool TakeKeys(MergeDraft& draft);
  // Another group is shown.
  void Begin() { field_ = 0, first_ = 0; }

 private:
  // A row's parts; where not all records fit, a few of them stand beside one another.
  struct Places {
    ui::Rect label, result;
    std::vector<ui::Rect> records;  // from first_ on
  };
  Places PlacesOf(ui::Rect row, std::size_t count);
  void DrawHead(ui::Rect rect, MergeDraft& draft, const Schema& schema);
  void DrawColumnHead(ui::Rect rect, MergeDraft& draft, const Schema& schema, std::size_t record);
  void DrawResultHead(ui::Rect rect, const MergeDraft& draft);
  void DrawRow(ui::Rect rect, MergeDraft& draft, const Schema& schema, const Field& field, const GoldenField& golden);
  void DrawChoice(ui::Rect rect, MergeDraft& draft, const Schema& schema, const Field& field, const GoldenField& golden, std::size_t record);
  void DrawResult(ui::Rect rect, const MergeDraft& draft, const Schema& schema, const Field& field, const GoldenField& golden);
  void DrawValue(ui::Rect rect, const Schema& schema, const Field& field, const Value& value, bool is_chosen);
  void DrawCards(ui::Rect rect, MergeDraft& draft, const Schema& schema);
  void DrawPeople(ui::Rect& rest, MergeDraft& draft, const Schema& schema);
  void DrawCard(ui::Rect card, MergeDraft& draft, const Schema& schema, const Field& field, const GoldenField& golden);
  // A radio button's sign, or a box's where several may be chosen.
  static void DrawSign(ui::Rect rect, float size_css, bool is_on, bool is_enabled, bool is_box);
  float CardHeight(const MergeDraft& draft) const;
  std::string ValueText(const Field& field, const Value& value) const;
  // Chosen in this frame; done once everything is drawn, for it changes what is drawn.
  void Wish(FieldId field, std::size_t record) { wish_ = {field, record}; }

  App& app_;
  FieldId field_ = 0;      // the keys are in; 0: the heads
  std::size_t first_ = 0;  // the first record shown
  std::optional<std::pair<FieldId, std::size_t>> wish_;  // field 0: the main record
  std::optional<std::size_t> taken_out_;
};

}  // namespace kedang
