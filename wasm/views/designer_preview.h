// The designer's preview: the form of the draft in a phone or a tablet, to be filled in for real, judged by the draft's rules.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "shared/check/rule_book.h"
#include "wasm/app/record_draft.h"
#include "wasm/ui/rect.h"
#include "wasm/views/designer_state.h"
#include "wasm/views/field_editor.h"

namespace kedang {

class DesignerPreview {
 public:
  explicit DesignerPreview(DesignerState& state) : state_(state) {}

  // With its title and the switch between phone and tablet.
  void Draw(ui::Rect rect);
  // The form alone, over the whole rectangle: on phones.
  void DrawForm(ui::Rect rect);

 private:
  void Refresh();
  void TryToSave();
  std::string LabelOf(const Field& field) const;
  float FieldsHeight(float width, int columns);
  void DrawFields(ui::Rect content, int columns);

  DesignerState& state_;
  bool is_tablet_ = false;
  std::uint64_t made_revision_ = 0;
  SchemaId made_schema_ = 0;
  // In the order they depend on each other.
  std::unique_ptr<Schema> schema_;
  std::unique_ptr<RuleBook> book_;
  std::unique_ptr<RuleJudge> judge_;
  std::unique_ptr<RecordDraft> draft_;
  std::unique_ptr<FieldEditor> editor_;
  std::string form_;
  bool shows_all_ = false;
  std::map<FieldId, float> heights_;
  float heights_width_ = 0;
};

}  // namespace kedang
