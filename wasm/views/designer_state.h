// DesignerState: what the parts of the designer share: the draft, what is selected, what is being dragged, what is wrong.
// The draft is kept in the browser a moment after every change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/expr/scope.h"
#include "shared/schema/schema_check.h"
#include "wasm/app/app.h"
#include "wasm/app/schema_draft.h"
#include "wasm/ui/item.h"

namespace kedang {

struct DesignerDrag {
  enum class Kind : std::uint8_t { kNone, kType, kField, kGroup };
  Kind kind = Kind::kNone;
  FieldType type = FieldType::kText;
  FieldId field = 0;
  std::string group;
  bool is_held = false;  // in this frame
  ui::Vec2 from;         // where the pointer went down
  // Where it would fall, told by the canvas.
  bool has_target = false;
  std::string to_group;
  FieldId before = 0;

  bool is_on() const { return kind != Kind::kNone; }
};

class DesignerState {
 public:
  explicit DesignerState(App& app_in);

  App& app;
  SchemaDraft draft;

  SchemaId schema_id = 0;
  FieldId selected = 0;      // 0: the schema itself, or `group`
  std::string group;         // the selected group
  std::string form;          // key of the template shown; empty: all fields
  int tab = 0;               // of the inspector
  RuleId open_rule = 0;
  bool wants_label = false;  // the inspector's first input takes the focus
  bool wants_sight = false;  // the canvas scrolls to what is selected
  bool wants_canvas = false; // the canvas takes the keys
  DesignerDrag drag;
  std::vector<SchemaClash> clashes;

  // Once a frame: what the server published, what is wrong, keeping.
  void Refresh();
  // False: there is no such schema in the draft.
  bool Show(std::string_view schema_key);

  const Schema& schema() const { return *draft.Find(schema_id); }
  const Field* field() const { return schema().Find(selected); }
  bool is_english() const { return app.is_english(); }
  ExpressionScope Scope() const;
  // The order fields are shown in: group by group, without retired ones.
  std::vector<const Field*> Shown() const;
  bool IsLeftOut(FieldId field) const;
  // The first stage that asks for the field; null: none does.
  const Choice* NeededFrom(FieldId field) const;

  void Select(FieldId field);
  void SelectGroup(std::string_view key);
  void Edit(std::string_view tag, const std::function<void(Schema&)>& change) { draft.Edit(schema_id, tag, change); }
  void EditField(std::string_view tag, const std::function<void(Field&)>& change);
  // Behind what is selected.
  void Add(FieldType type);
  void AddAt(FieldType type, std::string_view to_group, FieldId before);
  void Copy(FieldId field);
  void Retire(FieldId field);
  void Undo();
  void Redo();
  // An item that can be dragged: begins when the pointer leaves its place.
  void NoteHeld(const ui::ItemState& item, const DesignerDrag& drag);
  // Whether something as dear as compiling all rules of the draft may be done in this frame: never while somebody types, and
  // one such thing a frame. Whoever is told no gets a frame to ask again.
  bool TakeTurn();
  // At the end of the frame: lets go of what is no longer held.
  void Drop();

  // Of the draft, as of the last pause in typing.
  std::size_t change_count() const { return change_count_; }
  bool has_changes() const { return change_count_ > 0 || counted_revision_ != draft.revision(); }
  bool IsChanged(SchemaId schema) const;
  const std::vector<SchemaProblem>& problems() const { return problems_; }
  void SetProblems(std::vector<SchemaProblem> problems) { problems_ = std::move(problems); }
  // The text of the first problem of that place; empty: none.
  std::string ProblemOf(FieldId field, std::string_view key, std::string_view part) const;
  std::size_t ProblemCount(FieldId field) const;

 private:
  void Check();
  void Count();

  bool is_open_ = false;
  std::uint64_t seen_revision_ = 0;
  std::uint64_t kept_revision_ = 0;
  std::uint64_t checked_revision_ = 0;
  std::uint64_t counted_revision_ = 0;
  bool has_turn_ = false;
  double changed_ms_ = 0;
  bool is_pressing_ = false;
  std::vector<SchemaProblem> problems_;
  std::size_t change_count_ = 0;
  std::vector<SchemaId> changed_;
};

// The text of a problem with its details filled in.
std::string ProblemWords(const SchemaProblem& problem);
// Where it is: 客户 · 英文名. And the field it is about; 0: none.
std::string ClashWords(const DesignerState& state, const SchemaClash& clash);
FieldId ClashField(const DesignerState& state, const SchemaClash& clash);
// 客户名称 / Name: in the language of the window, never empty.
std::string LabelWords(const Label& label, bool is_english);

}  // namespace kedang
