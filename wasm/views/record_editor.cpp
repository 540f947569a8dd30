#include "wasm/views/record_editor.h"

#include <algorithm>
#include <utility>

#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/model/template_form.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/context.h"
#include "wasm/ui/strings.h"
#include "wasm/views/value_text.h"

namespace kedang {

RecordEditor::RecordEditor(App& app, const Schema& schema, Record seen)
    : app_(app),
      schema_(std::make_unique<Schema>(schema)),
      draft_(std::make_unique<RecordDraft>(app.workspace(), *schema_, std::move(seen))),
      editor_(app),
      hints_(app),
      revision_(app.workspace().revision()),
      self_(std::make_shared<RecordEditor*>(this)) {
  NoteOthers(draft_->record());  // all of it is known
  other_changes_.clear();
}

RecordEditor::RecordEditor(App& app, const Schema& schema, std::vector<std::pair<FieldId, Value>> given)
    : app_(app),
      schema_(std::make_unique<Schema>(schema)),
      draft_(std::make_unique<RecordDraft>(app.workspace(), *schema_, std::move(given))),
      editor_(app),
      hints_(app),
      revision_(app.workspace().revision()),
      self_(std::make_shared<RecordEditor*>(this)) {}

bool RecordEditor::needs_button() const {
  if (is_new()) return true;
  return has_unsaved() && (was_refused_ || !tray_key_.empty() || !draft_->Blocks().empty());
}

std::vector<FieldId> RecordEditor::FieldsWithIssues() const {
  std::vector<FieldId> fields;
  for (const Field& field : schema_->fields) {
    if (field.is_retired) continue;
    const Issues issues = draft_->IssuesOf(field.id);
    const bool counts = std::any_of(issues.begin(), issues.end(), [](const Issue& issue) { return issue.severity != Severity::kInfo; });
    if (counts) fields.push_back(field.id);
  }
  return fields;
}

StageProgress RecordEditor::Progress() const { return ProgressOf(*schema_, draft_->record()); }

void RecordEditor::Refresh() {
  const bool is_left = outdated_ != 0 && outdated_ != editing_;
  if (revision_ == app_.workspace().revision() && !is_left) return;
  if (is_saving_) return;  // what is kept then takes it in
  revision_ = app_.workspace().revision();
  if (is_new()) return;
  // Text typed under an older template stays under it: the server converts it.
  const Schema* schema = app_.workspace().schemas().Find(schema_->id);
  if ((has_unsaved() || editing_ != 0) && (schema == nullptr || schema->version != schema_->version)) {
    draft_->Recheck();
    return;
  }
  Renew({});
}

// A draft on the record as it is now. What was typed since `saved_texts` were handed over goes into it again.
void RecordEditor::Renew(const std::vector<std::pair<FieldId, std::string>>& saved_texts) {
  auto record = app_.workspace().records().FindRecord(id());
  if (!record) return;
  if (const Schema* schema = app_.workspace().schemas().Find(schema_->id); schema != nullptr && schema->version != schema_->version) {
    // The old draft still reads its own template while its texts are carried over below.
    auto kept = std::move(schema_);
    schema_ = std::make_unique<Schema>(*schema);
    auto old = std::move(draft_);
    draft_ = std::make_unique<RecordDraft>(app_.workspace(), *schema_, std::move(*record));
    for (const FieldId field : old->changed_fields()) draft_->SetText(field, old->TextOf(field));
    return;
  }
  std::vector<FieldId> open;
  for (const Field& field : schema_->fields) {
    if (field.id != editing_ && !draft_->IsTyped(field.id)) continue;
    const bool is_saved = std::any_of(saved_texts.begin(), saved_texts.end(), [&](const auto& saved) {
      return saved.first == field.id && saved.second == draft_->TextOf(field.id);
    });
    if (!is_saved) open.push_back(field.id);
  }
  NoteOthers(*record);
  if (!is_new()) {
    outdated_ = 0;
    const bool is_open = std::find(open.begin(), open.end(), editing_) != open.end();
    if (is_open && !draft_->IsTyped(editing_) && !(draft_->SeenOf(editing_) == record->Get(editing_))) outdated_ = editing_;
    draft_->Rebase(std::move(*record), open);
    return;
  }
  auto old = std::move(draft_);
  draft_ = std::make_unique<RecordDraft>(app_.workspace(), *schema_, std::move(*record));
  for (const FieldId field : open) {
    if (old->TextOf(field) != draft_->TextOf(field)) draft_->SetText(field, old->TextOf(field));
  }
}

std::vector<FieldId> RecordEditor::EditableFields() const {
  std::vector<FieldId> fields;
  for (const Row& row : Rows()) {
    if (row.field != nullptr && !IsReadOnly(row.field->type)) fields.push_back(row.field->id);
  }
  return fields;
}

std::vector<RecordEditor::Row> RecordEditor::Rows() const {
  std::vector<Row> rows;
  const TemplateForm form(*schema_, draft_->record());
  const Field* first = is_new() && !schema_->templates.empty() ? schema_->Find(schema_->template_field) : nullptr;
  const auto add_fields = [&](std::string_view group) {
    for (const Field& field : schema_->fields) {
      if (form.Shows(field) && field.group == group && &field != first) rows.push_back({&field, nullptr});
    }
  };
  // Which of several forms a new record follows is chosen first.
  if (first != nullptr) rows.push_back({first, nullptr});
  for (const FieldGroup& group : schema_->groups) {
    rows.push_back({nullptr, &group});
    const std::size_t before = rows.size();
    add_fields(group.key);
    if (rows.size() == before) rows.pop_back();
  }
  add_fields("");
  return rows;
}

void RecordEditor::JumpTo(FieldId field) {
  jump_ = field;
  editing_ = focus_wanted_ = field;
  idle_frames_ = 0;
  RequestFrames(3);
}

int RecordEditor::Place(int& count) const {
  const std::vector<FieldId> fields = EditableFields();
  count = static_cast<int>(fields.size());
  const auto found = std::find(fields.begin(), fields.end(), editing_);
  return found == fields.end() ? -1 : static_cast<int>(found - fields.begin());
}

void RecordEditor::Step(int by) {
  const std::vector<FieldId> fields = EditableFields();
  int count = 0;
  int place = Place(count);
  if (place < 0) return;
  // Switches have nothing to type: they are walked over.
  do {
    place += by;
  } while (place >= 0 && place < count && TraitsOf(schema_->Find(fields[static_cast<std::size_t>(place)])->type).editor == EditorKind::kSwitch);
  if (place < 0 || place >= count) {
    editing_ = 0;
    return;
  }
  JumpTo(fields[static_cast<std::size_t>(place)]);
}

void RecordEditor::RevertField() {
  if (editing_ == 0) return;
  draft_->Revert(editing_);
}

void RecordEditor::Set(FieldId field, Value value) {
  draft_->SetValue(field, std::move(value));
  if (draft_->IsChanged(field)) {
    const Field* definition = schema_->Find(field);
    if (draft_->Blocks().empty() && definition != nullptr) {
      Submit(ui::TF("record.set_to", {{"field", definition->label.In(app_.is_english())},
                                      {"value", ValueWords(app_, schema_->id, field, draft_->record().Get(field))}}),
             {});
    } else if (const Issues blocks = draft_->Blocks(); !blocks.empty()) {
      // What is still missing for it is shown and gone to.
      draft_->ShowAllIssues();
      JumpTo(blocks.front().field != 0 ? blocks.front().field : field);
    }
  }
}

void RecordEditor::Propose(std::vector<std::pair<FieldId, Value>> cells, std::string tray_key) {
  FieldId first = 0;
  for (auto& [field, value] : cells) {
    const Field* definition = schema_->Find(field);
    if (definition == nullptr || definition->is_retired || IsReadOnly(definition->type)) continue;
    if (!value.is_null() && value.kind() != KindOf(definition->type)) continue;
    if (first == 0) first = field;
    draft_->SetValue(field, std::move(value));
  }
  tray_key_ = std::move(tray_key);
  draft_->ShowAllIssues();
  if (first != 0) JumpTo(first);
}

void RecordEditor::GiveUp() {
  if (has_unsaved()) {
    // A copy: the record may be gone by now, and then the draft stays what it is.
    const auto old = std::make_shared<RecordDraft>(*draft_);
    std::weak_ptr<RecordEditor*> self = self_;
    app_.SayWithUndo(std::string(ui::T("record.given_up")), [&app = app_, self, old] {
      if (const auto alive = self.lock()) {
        (*alive)->draft_ = std::make_unique<RecordDraft>(*old);
      } else {
        app.Say(std::string(ui::T("undo.nothing")));
      }
    });
  }
  was_refused_ = false;
  tray_key_.clear();
  editing_ = 0;
  if (is_new()) {
    draft_ = std::make_unique<RecordDraft>(app_.workspace(), *schema_);
  } else if (auto record = app_.workspace().records().FindRecord(id())) {
    draft_ = std::make_unique<RecordDraft>(app_.workspace(), *schema_, std::move(*record));
  }
}

void RecordEditor::Save(std::function<void()> saved) {
  if (is_saving_) return;
  const Issues blocks = draft_->Blocks();
  if (!blocks.empty()) {
    draft_->ShowAllIssues();
    JumpTo(blocks.front().field);
    return;
  }
  if (!is_new() && !draft_->has_changes()) {
    if (saved) saved();
    return;
  }
  const std::string title = app_.workspace().TitleOf(draft_->record());
  Submit(ui::TF(is_new() ? "record.made" : "record.saved", {{"title", title}}), std::move(saved));
}

void RecordEditor::Commit(const Field* field) {
  if (is_new() || !draft_->has_changes() || !draft_->Blocks().empty()) return;
  if (field == nullptr && !tray_key_.empty()) return;  // what was refused goes again when somebody says so
  if (is_saving_) {
    is_commit_waiting_ = true;
    return;
  }
  if (field != nullptr) {
    Submit(ui::TF("record.saved_field", {{"field", field->label.In(app_.is_english())}}), {});
  } else {
    Submit(ui::TF("record.saved", {{"title", app_.workspace().TitleOf(draft_->record())}}), {});
  }
}

void RecordEditor::Submit(std::string said, std::function<void()> saved) {
  Group group = draft_->MakeGroup(app_.workspace());
  if (group.mutations.empty()) return;
  std::vector<std::pair<FieldId, std::string>> texts;
  for (const FieldId field : draft_->changed_fields()) texts.emplace_back(field, draft_->TextOf(field));
  is_saving_ = true;
  std::weak_ptr<RecordEditor*> self = self_;
  app_.Save(std::move(group), std::move(said), [self, texts = std::move(texts), saved = std::move(saved)](const Status& status) {
    const auto alive = self.lock();
    if (!alive) return;
    RecordEditor& editor = **alive;
    editor.is_saving_ = false;
    editor.was_refused_ = !status.ok();
    if (!status.ok()) {
      editor.app_.Say(std::string(ui::T("save.refused")));
      return;
    }
    editor.revision_ = editor.app_.workspace().revision();
    editor.Renew(texts);
    for (const auto& [field, text] : texts) editor.other_changes_.erase(field);
    if (!editor.tray_key_.empty()) {
      editor.app_.workspace().client().Discard(std::exchange(editor.tray_key_, {}), [](Status) { RequestFrame(); });
    }
    if (std::exchange(editor.is_commit_waiting_, false)) editor.Commit(nullptr);
    if (saved) saved();
  });
}

bool RecordEditor::HasConflict(FieldId field) const {
  for (const auto& [conflict_id, conflict] : app_.workspace().client().conflicts()) {
    if (conflict.record == id() && conflict.field == field && conflict.is_open) return true;
  }
  return false;
}

}  // namespace kedang
