// FieldEditor: one field of a draft, shown and edited in place: what the type shows at rest, and the control that edits it.
// Text is written into the draft at every key; lists, dates, stars and switches at once. Values of sensitive fields are
// covered until Reveal is asked for.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/ui/field_frame.h"
#include "wasm/ui/rect.h"
#include "wasm/views/field_editor_choices.h"
#include "wasm/views/field_editor_files.h"

namespace kedang {

struct FieldLook {
  std::string_view label = {};  // above the control when `is_framed`, else only its name
  bool is_framed = false;       // a form: frames and labels; else in place, plain until pressed
  bool is_boxed = false;        // a frame without a label above: a new record beside its labels
  bool takes_focus = false;
  bool is_read_only = false;
  std::span<const ui::FieldIssue> issues = {};
};

struct EditorResult {
  bool was_changed = false;
  bool was_committed = false;  // left after a change, or chosen from a list
  bool was_cancelled = false;
  bool was_opened = false;     // pressed at rest: it wants to be the edited one
  bool is_editing = false;
  int fix_pressed = -1;
};

class FieldEditor {
 public:
  explicit FieldEditor(App& app) : app_(app) {}

  // Whether the type has a text to be typed (and so a rest look of its own while it is not being edited).
  static bool IsTyped(FieldType type);
  // Whether the value is shown covered now.
  bool IsCovered(const RecordDraft& draft, const Field& field) const;
  void Reveal(FieldId field) { revealed_.insert(field); }
  void Cover(FieldId field) { revealed_.erase(field); }
  bool IsRevealed(FieldId field) const { return revealed_.count(field) > 0; }
  float Height(const RecordDraft& draft, const Field& field, const FieldLook& look, float width) const;
  EditorResult Draw(ui::Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look);
  // At rest, in place: the value as people read it, with room for that many buttons at its right. Pressed: was_opened.
  EditorResult DrawRest(ui::Rect rect, const RecordDraft& draft, const Field& field, const FieldLook& look, int action_count);

 private:
  EditorResult DrawText(ui::Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look);
  EditorResult DrawDate(ui::Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look);
  EditorResult DrawDateTime(ui::Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look);
  EditorResult DrawRating(ui::Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look);
  EditorResult DrawSwitch(ui::Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look);
  EditorResult DrawList(ui::Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look);
  EditorResult DrawFiles(ui::Rect rect, RecordDraft& draft, const Field& field, const FieldLook& look);
  ui::FieldOptions OptionsOf(const Field& field, const FieldLook& look) const;

  App& app_;
  std::map<FieldId, FieldChoices> lists_;
  std::map<FieldId, FieldFiles> files_;
  std::map<FieldId, std::string> filters_;  // what is typed into an open list
  std::set<FieldId> revealed_;              // sensitive fields that were asked for
};

}  // namespace kedang
