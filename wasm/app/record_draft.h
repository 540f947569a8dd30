// RecordDraft: a record being made or edited. Holds the text of every field as typed, judges it at every change by the
// same rules as the server, and turns it into a group of mutations. Nothing typed is lost by a refused save: the draft
// stays as it is.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "wasm/app/workspace.h"

namespace kedang {

class RecordDraft {
 public:
  // A new record of the schema, with some values given (the customer of a new contact); its default values fill the rest.
  RecordDraft(Workspace& workspace, const Schema& schema, std::vector<std::pair<FieldId, Value>> given = {});
  // An edit of `seen`: a copy taken now, which is what the server will compare with.
  RecordDraft(Workspace& workspace, const Schema& schema, Record seen);

  bool is_new() const { return is_new_; }
  Id id() const { return record_.id; }
  const Schema& schema() const { return *schema_; }
  // The record as it would be saved.
  const Record& record() const { return record_; }

  // The value of any field as it would be, computed ones live; and as what it is shown.
  Value ValueOf(FieldId field) const;
  const Field& ShownField(const Field& field) const;
  // Text of a computed field at rest.
  std::string ComputedText(const Field& field, bool is_english) const;

  // The text an input shows; writes go through SetText.
  const std::string& TextOf(FieldId field) const;
  void SetText(FieldId field, std::string_view text);
  void SetValue(FieldId field, Value value);
  // Back to what was seen.
  void Revert(FieldId field);

  bool IsChanged(FieldId field) const;
  bool has_changes() const;
  // A new record: something besides what was given and what defaults filled.
  bool has_typed() const { return touched_.size() > given_count_; }
  std::vector<FieldId> changed_fields() const;

  // Of one field; required and the like only once it was touched or a save was tried.
  Issues IssuesOf(FieldId field) const;
  // What stops saving: on touched fields, or everywhere for a new record.
  Issues Blocks() const;
  void ShowAllIssues() { shows_all_ = true; }
  // Judged, defaulted and computed by this book instead of the published one: a draft of the schemas is tried out. It
  // outlives the draft.
  void UseRules(RuleJudge& rules);
  // Fields are judged again: another record may have taken a unique value meanwhile.
  void Recheck();
  // The record looks like `now`, somebody else's doing: fields in `kept` stay as typed and remember what their author saw,
  // so that saving merges, or makes a conflict, just as if nothing had been shown; all others take the new values. Of a
  // record that exists, under the schema the draft has.
  void Rebase(Record now, const std::vector<FieldId>& kept);
  // What the author of an edit of this field is taken to have seen.
  const Value& SeenOf(FieldId field) const { return seen_.Get(field); }
  // Text that could not become a value is as much typed as a change.
  bool IsTyped(FieldId field) const;

  // The group that saves the draft. Precondition: Blocks() is empty. When other schemas came while it was open, the
  // server converts what was typed under the old ones.
  Group MakeGroup(Workspace& workspace) const;

 private:
  void FillDefaults();
  const Field* FieldOf(FieldId field) const { return schema_->Find(field); }
  CheckContext Context() const;

  Workspace* workspace_;
  const Schema* schema_;
  RuleJudge* rules_ = nullptr;  // of UseRules
  std::shared_ptr<ComputedReader> computed_;  // remembers nothing between calls: copies of the draft may share it
  std::uint32_t schema_version_ = 0;  // of the set it came from: what the server must take the values for
  bool is_new_ = false;
  Record seen_;
  Record record_;
  mutable std::map<FieldId, std::string> texts_;  // filled at the first look
  std::map<FieldId, Issues> parse_issues_;
  Issues record_issues_;
  Issues default_issues_;
  std::vector<FieldId> defaulted_;  // filled by a default, and still following it
  std::vector<FieldId> touched_;
  bool shows_all_ = false;
  std::size_t given_count_ = 0;
  std::uint64_t stamp_ = 0;  // of what record_ looks like
};

// The group that takes a saved group back, made from the records as they were and as they are now: fields nobody has
// changed since get their old values, made records are deleted, deleted ones restored. Empty when there is nothing left
// to take back.
Group MakeUndo(Workspace& workspace, const Group& saved, const std::vector<Record>& before);

}  // namespace kedang
