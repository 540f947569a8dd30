// RecordView: one record in a pane beside its list, or as a page of its own on phones: head, stage, completeness, fields,
// records that point to it, history. Text that could not be saved stays here while one looks elsewhere.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "shared/check/stage_progress.h"
#include "wasm/app/app.h"
#include "wasm/app/decision_book.h"
#include "wasm/app/record_quality.h"
#include "wasm/views/record_editor.h"
#include "wasm/views/record_history.h"
#include "wasm/views/record_related.h"

namespace kedang {

enum class RecordAction : std::uint8_t { kNone, kClose, kPrevious, kNext };

class RecordView {
 public:
  explicit RecordView(App& app) : app_(app), related_(app), history_(app), book_(app.workspace()), quality_(app.workspace()) {}

  // Both may be called every frame.
  void Show(const Schema& schema, Id record);
  // A new record; `given` are the values it begins with.
  void ShowNew(const Schema& schema, const std::vector<std::pair<FieldId, Value>>& given);

  RecordAction DrawPane(ui::Rect rect, bool can_walk);
  RecordAction DrawPage(ui::Rect rect);
  bool is_form() const { return is_form_; }  // on a phone: has its own bars, top and foot
  bool has_unsaved() const;
  // Saves what is typed in records that exist and breaks no rule.
  void CommitTyped();

 private:
  bool IsThere() const;
  void AddTemplate(const Schema& schema, std::vector<std::pair<FieldId, Value>>& given);
  void Refresh();
  void DrawHead(ui::Rect& rest, RecordAction& action, bool can_walk);
  void DrawFacts(ui::Rect line);
  void DrawOrigin(ui::Rect& rest);
  void FollowMerge();
  void FollowField();
  void LookForOthers();
  void TakeRefused();
  void DrawStage(ui::Rect& rest);
  void DrawMissing(ui::Rect& line, const StageProgress& progress);
  int HistoryTab() const { return related_.is_possible() ? 2 : 1; }
  void DrawQuality(ui::Rect& rest);
  void DrawScore(ui::Rect& line);
  void DrawPhoneActions(ui::Rect& rest);
  void DrawTabs(ui::Rect rest);
  void DrawBody(ui::Rect rest);
  void DrawFoot(ui::Rect rect);
  void DrawSaveBar(ui::Rect rect);
  RecordAction DrawPhoneForm(ui::Rect rect);
  void DrawKeyboardBar(ui::Rect rect);
  void DrawMenu(ui::Rect anchor);
  void DrawGone(ui::Rect rect);
  void Saved() { is_saved_ = true; }
  bool FinishSaved();
  void JumpToIssue(int by);
  void Delete();

  App& app_;
  const Schema* schema_ = nullptr;  // looked up afresh by Show
  Id record_;
  bool is_new_ = false;
  bool was_continued_ = false;      // the new record was begun earlier
  bool is_form_ = false;            // phone: the form is open
  int tab_ = 0;
  int issue_ = 0;                   // the issue last jumped to
  std::uint64_t revision_ = 0;
  RecordEditor* editor_ = nullptr;
  std::map<Id, std::unique_ptr<RecordEditor>> editors_;             // the shown one and those with unsaved text
  std::map<SchemaId, std::unique_ptr<RecordEditor>> new_editors_;
  RecordRelated related_;
  RecordHistory history_;
  DecisionBook book_;
  RecordQuality quality_;
  Id led_to_;                       // the record shown instead of the one in the address, which became part of it
  bool is_saved_ = false;           // the new record was kept: its own address next
};

}  // namespace kedang
