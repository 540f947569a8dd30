// The designer's inspector: properties of what is selected (field, group, template, or the schema itself), its rules, and,
// for the field of the stages, what each stage demands.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "wasm/app/background_work.h"
#include "wasm/app/schema_trial.h"
#include "wasm/ui/rect.h"
#include "wasm/views/designer_form.h"
#include "wasm/views/designer_rules.h"
#include "wasm/views/designer_state.h"

namespace kedang {

class DesignerInspector {
 public:
  explicit DesignerInspector(DesignerState& state) : state_(state), rules_(state), form_state_(state) {}

  // `has_head`: name and key at the top (phones have it in their bar).
  void Draw(ui::Rect rect, bool has_head = true);

 private:
  void DrawHead(ui::Rect& rest);
  void DrawTabs(ui::Rect& rest);
  void DrawField();
  void DrawTypeRow(const Field& field);
  void DrawTypeDetails(const Field& field);
  void DrawDefault(const Field& field);
  void DrawComputation(const Field& field);
  void DrawInTemplate(const Field& field);
  void DrawList(const Field& field);
  // designer_inspector_choices.cpp
  void DrawChoices(const Field& field);
  void DrawTagRules(const Field& field);
  void DrawStages(const Field& field);
  // designer_inspector_schema.cpp
  void DrawSchema();
  void DrawGroup();
  void DrawTemplate();
  void DrawRoles();
  // designer_retype.cpp
  void AskRetype(const Field& field, FieldType type);
  void DrawRetype();

  bool LabelRows(std::string_view id, Label& label, std::string_view zh_key, std::string_view problem);
  // A text being typed that is not what the draft holds, as a list of words or a key that is taken.
  std::string& Typed(std::string_view id, const std::string& value);
  // What rows are drawn from while they change the draft: the selected field as this frame found it.
  const Field& Snapshot();
  const std::vector<ui::Choice>& FieldChoicesOf(FieldType type);
  const std::vector<ui::Choice>& AllFields();
  std::vector<std::string> KeysOf(const std::vector<FieldId>& ids) const;
  std::vector<FieldId> IdsOf(const std::vector<std::string>& keys) const;

  DesignerState& state_;
  DesignerRules rules_;
  DesignerForm form_;
  ExpressionEditor form_state_;  // of default, formula and condition
  Field snapshot_;
  std::uint64_t snapshot_revision_ = 0;
  SchemaId snapshot_schema_ = 0;
  std::string typed_for_;
  std::string typed_was_;
  std::string typed_;
  std::vector<ui::Choice> choices_;
  std::vector<std::string> choice_texts_;
  std::unique_ptr<RetypePreview> retype_;
  BackgroundWork retype_work_;
  FieldId retype_field_ = 0;
  FieldType retype_type_ = FieldType::kText;
};

}  // namespace kedang
