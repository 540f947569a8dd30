// SchemaDraft: the schemas of an instance while somebody changes them: every edit is a step that can be undone, the ids of
// what is made are permanent (the highest ever used and one more), and what others publish meanwhile is taken in by id.
// No drawing and no browser calls.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/schema.h"
#include "shared/text/lexicon.h"

namespace kedang {

// Both sides changed the same thing: the draft's own stays.
struct SchemaClash {
  SchemaId schema = 0;
  std::string place;  // key of the field, rule, group …, then the property: "name.label"; empty: the whole schema
};

class SchemaDraft {
 public:
  explicit SchemaDraft(const PinyinTable& pinyin) : pinyin_(pinyin) {}

  // Begins anew from what is published.
  void Reset(const SchemaSet& published);
  // Goes on with what Pack() gave; what was published since is taken in. False when it cannot be read: begun anew.
  bool Restore(std::string_view packed, const SchemaSet& published);
  // As kept in the browser; empty when nothing is changed.
  std::string Pack() const;
  // Another version was published: takes it in and says where both sides changed the same. Steps before are not undone.
  std::vector<SchemaClash> Rebase(const SchemaSet& published);

  // The server took `sent` and made it this version: what was changed since is changed against that.
  void OnPublished(SchemaSet sent, std::uint32_t version);

  const SchemaSet& base() const { return base_; }
  const SchemaSet& set() const { return set_; }
  const Schema* Find(SchemaId schema) const { return set_.Find(schema); }
  // Rises with every change: what was made for an older one is stale.
  std::uint64_t revision() const { return revision_; }

  // What differs from what is published: fields, groups, rules, choices of stages … each counts once. Counted at the first
  // call after a change, which takes a while with hundreds of fields.
  std::size_t change_count() const;
  bool has_changes() const { return change_count() > 0; }
  std::vector<SchemaId> ChangedSchemas() const;
  // Published fields keep their key and cannot vanish.
  bool IsPublished(SchemaId schema, FieldId field) const;
  bool IsNew(SchemaId schema) const { return base_.Find(schema) == nullptr; }

  bool can_undo() const { return !undo_.empty(); }
  bool can_redo() const { return !redo_.empty(); }
  void Undo() { Swap(undo_, redo_); }
  void Redo() { Swap(redo_, undo_); }

  // Any change of one schema as one step. Steps that follow each other with the same `tag` become one (typing); an empty
  // tag never joins, and is no step when the schema stays the same.
  void Edit(SchemaId schema, std::string_view tag, const std::function<void(Schema&)>& change);
  // What comes is a step of its own, whatever its tag.
  void EndTyping() { last_tag_.clear(); }
  // The last step may go on.
  bool is_typing() const { return !last_tag_.empty(); }

  // ---- what is more than setting a property (schema_draft_edit.cpp) ----

  SchemaId AddSchema(const Label& label);
  // Before `before`, behind `behind`, or at the end of `group`. The label is the type's word; of a lookup's target nothing is
  // set.
  FieldId AddField(SchemaId schema, FieldType type, const Label& label, std::string_view group, FieldId behind, FieldId before = 0);
  FieldId CopyField(SchemaId schema, FieldId field, std::string_view suffix);
  // Before `before`, or to the end of the group.
  void MoveField(SchemaId schema, FieldId field, std::string_view group, FieldId before);
  // One place up or down in form order, over the border of the group when it is at its end.
  void StepField(SchemaId schema, FieldId field, int by);
  // An unpublished field goes away altogether.
  void RetireField(SchemaId schema, FieldId field);
  void RestoreField(SchemaId schema, FieldId field);
  // The key follows the label until the field is published.
  void Rename(SchemaId schema, FieldId field, const Label& label);
  void RenameKey(SchemaId schema, FieldId field, std::string_view key);
  // Drops what the new type has no use for.
  void Retype(SchemaId schema, FieldId field, FieldType type);

  std::string AddGroup(SchemaId schema, const Label& label);
  void MoveGroup(SchemaId schema, std::string_view group, int by);
  // Its fields go to the group before (or behind) it. The last group stays.
  void RemoveGroup(SchemaId schema, std::string_view group);

  std::string AddChoice(SchemaId schema, FieldId field, const Label& label);
  void MoveChoice(SchemaId schema, FieldId field, std::size_t from, std::size_t to);
  // With the stage or template that it stands for.
  void RemoveChoice(SchemaId schema, FieldId field, std::string_view key);

  RuleId AddRule(SchemaId schema, const Label& label, FieldId field);
  void RemoveRule(SchemaId schema, RuleId rule);

  // What the stage demands, made when it is not there yet.
  void EditStage(SchemaId schema, std::string_view key, std::string_view tag, const std::function<void(StageDemand&)>& change);
  // The first one makes the field that chooses the template, in `field_label`'s words.
  std::string AddTemplate(SchemaId schema, const Label& label, const Label& field_label);
  void EditTemplate(SchemaId schema, std::string_view key, const std::function<void(Template&)>& change);
  void RemoveTemplate(SchemaId schema, std::string_view key);

 private:
  struct Step {
    SchemaId schema = 0;
    bool was_there = true;  // false: the step made the schema
    Schema content;         // as it was on the other side of the step
  };

  void Swap(std::vector<Step>& from, std::vector<Step>& to);
  void Push(Step step);
  void Changed();
  std::string KeyFor(const Label& label, std::string_view otherwise, const std::function<bool(const std::string&)>& is_taken) const;
  std::string FieldKeyFor(const Schema& schema, FieldId field, const Label& label) const;

  const PinyinTable& pinyin_;
  SchemaSet base_;
  SchemaSet set_;
  std::vector<Step> undo_;
  std::vector<Step> redo_;
  std::string last_tag_;
  std::set<SchemaId> touched_;  // may differ from what is published; all others are as they were
  std::map<SchemaId, FieldId> highest_field_;  // ever used here, also by what was taken back
  std::map<SchemaId, RuleId> highest_rule_;
  std::uint64_t revision_ = 1;
  mutable std::uint64_t counted_revision_ = 0;
  mutable std::size_t change_count_ = 0;
};

// A name of a-z, 0-9 and _ that begins with a letter, at most 40 characters.
bool IsSchemaKey(std::string_view key);

}  // namespace kedang
