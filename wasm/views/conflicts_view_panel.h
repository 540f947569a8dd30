// ConflictPanel: one conflict at a time with all its values side by side, the field's history, and the answers: one of the
// values, another one typed, or what is there now. It never chooses by itself. Used by "#/conflicts" and "#/sync".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/sync/messages.h"
#include "wasm/app/app.h"
#include "wasm/app/record_draft.h"
#include "wasm/ui/rect.h"
#include "wasm/views/field_editor.h"

namespace kedang {

// Open conflicts that this replica has not answered yet, oldest first. Valid until the next change of the replica.
std::vector<const Conflict*> UndecidedConflicts(App& app);

// Whose edits met: decides the words 我的 and 对方的.
enum class ConflictSide : std::uint8_t { kNobody, kEarlier, kLater };
ConflictSide MineIn(App& app, const Conflict& conflict);

class ConflictPanel {
 public:
  explicit ConflictPanel(App& app) : app_(app), editor_(app) {}

  // A card with head, scrolled body and buttons. Precondition: `conflicts` is not empty.
  void Draw(ui::Rect rect, const std::vector<const Conflict*>& conflicts);
  // Shows that one; the first when it is no longer there.
  void Show(Id conflict);
  Id shown() const { return shown_; }
  bool has_unsaved() const { return draft_ != nullptr && draft_->has_changes(); }

 private:
  enum class Answer : std::uint8_t { kBase, kEarlier, kLater, kTyped };

  void DrawHead(ui::Rect rect, const std::vector<const Conflict*>& conflicts, std::size_t index);
  void DrawBody(ui::Rect rect, const Conflict& conflict);
  void DrawTitle(ui::Rect& rest, const Conflict& conflict);
  void DrawCards(ui::Rect rect, const Conflict& conflict, const std::vector<float>& heights);
  void DrawCard(ui::Rect rect, const Conflict& conflict, Answer answer);
  float CardHeight(float width, const Conflict& conflict, Answer answer);
  void DrawTyped(ui::Rect rect, const Conflict& conflict);
  float TypedHeight(float width, const Conflict& conflict) const;
  void StartTyped(const Conflict& conflict);
  void DrawHistory(ui::Rect& rest, const Conflict& conflict);
  float HistoryHeight(const Conflict& conflict) const;
  void DrawFoot(ui::Rect rect, const Conflict& conflict);
  void DrawDeletionFoot(ui::Rect rect, const Conflict& conflict);

  std::string Explanation(const Conflict& conflict) const;
  std::string AnswerTitle(const Conflict& conflict, Answer answer) const;
  std::string UseWords(const Conflict& conflict, Answer answer) const;
  const Value& ValueOf(const Conflict& conflict, Answer answer) const;
  // What the rules say to that value in this record; empty when nothing.
  std::string WarningOf(const Conflict& conflict, const Value& value) const;
  bool IsTyped(const Conflict& conflict) const;
  bool IsTypedUsable(const Conflict& conflict) const;
  void ForgetTyped();
  void Use(const Conflict& conflict, Answer answer);
  void Resolve(const Conflict& conflict, std::optional<Value> value);
  void DeleteRecord(const Conflict& conflict);
  void AskHistory(const Conflict& conflict);
  std::vector<const HistoryEntry*> HistoryOf(const Conflict& conflict) const;

  App& app_;
  Id shown_;
  Answer answer_ = Answer::kLater;
  bool has_answer_ = false;  // answer_ belongs to the shown conflict
  std::unique_ptr<Schema> schema_;      // the draft's
  std::unique_ptr<RecordDraft> draft_;  // the record with the field emptied, for another answer
  FieldEditor editor_;
  Id history_record_;
  Version history_version_;
  bool is_history_asked_ = false;
  std::optional<std::vector<HistoryEntry>> history_;
};

}  // namespace kedang
