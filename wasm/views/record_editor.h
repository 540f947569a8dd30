// RecordEditor: the fields of one record, by group, edited in place or as a form. A field that is left saves itself; what
// a rule blocks, or the browser refuses to keep, stays here as typed until it is mended, saved or given up. What others
// change meanwhile is shown and marked; a field that is being typed into keeps its text and caret.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shared/check/stage_progress.h"
#include "wasm/app/app.h"
#include "wasm/views/duplicate_hints.h"
#include "wasm/views/field_editor.h"

namespace kedang {

class RecordEditor {
 public:
  // Of a record that exists, and of a new one with some values given.
  RecordEditor(App& app, const Schema& schema, Record seen);
  RecordEditor(App& app, const Schema& schema, std::vector<std::pair<FieldId, Value>> given);

  const Schema& schema() const { return *schema_; }
  const Record& record() const { return draft_->record(); }
  Id id() const { return draft_->id(); }
  bool has_typed() const { return draft_->has_typed(); }
  bool is_new() const { return draft_->is_new(); }
  // Typed text that is nowhere but here.
  bool has_unsaved() const { return !is_saving_ && draft_->has_changes(); }
  // Nothing typed, nothing on its way to the disk: the editor may be let go.
  bool is_idle() const { return !is_saving_ && !draft_->has_changes(); }
  // Whether 保存 is offered: a new record, a blocked change, or one that was refused.
  bool needs_button() const;
  bool was_refused() const { return was_refused_; }
  std::size_t block_count() const { return draft_->Blocks().size(); }
  // Fields with something to mend, in form order, warnings included.
  std::vector<FieldId> FieldsWithIssues() const;
  // Where it is on its way, what it lacks, how complete it is.
  StageProgress Progress() const;

  // Takes in what changed elsewhere; what is typed here stays and is merged when it is saved.
  void Refresh();
  // Fields that others have changed since the record was opened here, as long as nobody has acknowledged it.
  bool WasChangedByOthers(FieldId field) const { return other_changes_.count(field) != 0; }
  // Who made these changes, once the server has said it.
  void NameOthers(const std::vector<HistoryEntry>& entries);
  // Values that the server refused, to be mended and sent again: then `tray_key` leaves the tray.
  void Propose(std::vector<std::pair<FieldId, Value>> cells, std::string tray_key);
  float Height(float width, bool is_form) const;
  // `content` is as high as Height says, moved by the scroll around it.
  void Draw(ui::Rect content, bool is_form);
  void JumpTo(FieldId field);
  // Phone form: the field being edited among all, from 0; -1 for none.
  int Place(int& count) const;
  void Step(int by);
  void RevertField();
  FieldId editing() const { return editing_; }
  // Sets a value from elsewhere (the stage bar, a restored value) and saves.
  void Set(FieldId field, Value value);
  // Saves everything or, when something blocks, goes to the first of it. `saved` is called once it is kept.
  void Save(std::function<void()> saved = {});
  // Saves what was typed if nothing blocks it; after the save under way, if there is one. For a field that is left, and
  // (without a field) for a record that is left.
  void Commit(const Field* field);
  // Back to what was stored; the toast offers to have what was typed again.
  void GiveUp();

 private:
  struct Row {
    const Field* field = nullptr;        // null: a group's title
    const FieldGroup* group = nullptr;
  };

  std::vector<Row> Rows() const;
  std::vector<FieldId> EditableFields() const;
  float RowHeight(const Row& row, float width, bool is_form) const;
  void DrawRow(ui::Rect rect, const Field& field, bool is_form);
  void DrawInPlace(ui::Rect rect, const Field& field, const FieldLook& look, EditorResult& result);
  void DrawActions(ui::Rect box, const Field& field);
  void Handle(const Field& field, const Issues& issues, const EditorResult& result);
  void Submit(std::string said, std::function<void()> saved);
  void Renew(const std::vector<std::pair<FieldId, std::string>>& saved_texts);
  void NoteOthers(const Record& now);
  void TakeTheirs(FieldId field);
  float OthersHeight(FieldId field) const;
  void DrawOthers(ui::Rect& rect, const Field& field, bool is_framed);
  bool HasConflict(FieldId field) const;
  float LabelWidth() const;

  App& app_;
  std::unique_ptr<Schema> schema_;
  std::unique_ptr<RecordDraft> draft_;
  FieldEditor editor_;
  DuplicateHints hints_;
  // A field's value as it was before somebody else changed it.
  struct OtherChange {
    Value before;
    Version version;
    Id author;       // nil until known
    TimeMs at = 0;
  };

  std::uint64_t revision_ = 0;
  std::map<FieldId, OtherChange> other_changes_;
  Version known_;              // newest version of a cell seen here: what is older is no news
  FieldId outdated_ = 0;       // was open when its value changed, and nothing was typed
  std::string tray_key_;       // of what was proposed
  FieldId editing_ = 0;
  FieldId focus_wanted_ = 0;
  FieldId jump_ = 0;
  int idle_frames_ = 0;
  bool is_saving_ = false;
  bool is_commit_waiting_ = false;
  bool was_refused_ = false;
  std::shared_ptr<RecordEditor*> self_;  // callbacks look whether the editor still lives
};

}  // namespace kedang
