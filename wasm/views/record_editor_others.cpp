// What others change in a record while its editor is open: noticed, named, marked at the field until somebody takes note.
#include <algorithm>

#include "shared/model/computed_field.h"
#include "wasm/app/time_text.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/record_editor.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kNoteCss = 26;

}  // namespace

// Call before the draft takes it in. Own edits, confirmed or on their way, are no news; neither is what comes back when an
// own edit was refused.
void RecordEditor::NoteOthers(const Record& now) {
  const Version known = known_;
  for (const Cell& cell : now.cells()) {
    if (IsPendingVersion(cell.version)) {
      other_changes_.erase(cell.field);
      continue;
    }
    if (known_ < cell.version) known_ = cell.version;
    const Field* field = schema_->Find(cell.field);
    if (field == nullptr || field->is_retired || IsReadOnly(field->type) || !(known < cell.version)) continue;
    if (draft_->SeenOf(cell.field) == cell.value) continue;
    const auto marked = other_changes_.find(cell.field);
    const Value before = marked != other_changes_.end() ? marked->second.before : draft_->SeenOf(cell.field);
    if (cell.field == editing_) jump_ = editing_;  // the note below it is in sight, too
    other_changes_[cell.field] = {before, cell.version, Id(), now.changed_ms};
  }
}

void RecordEditor::NameOthers(const std::vector<HistoryEntry>& entries) {
  for (auto& [field, change] : other_changes_) {
    if (!change.author.is_nil()) continue;
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&version = change.version](const HistoryEntry& one) { return one.version == version; });
    if (entry == entries.end()) continue;
    change.author = entry->author;
    change.at = entry->server_ms;
  }
}

void RecordEditor::TakeTheirs(FieldId field) {
  auto record = app_.workspace().records().FindRecord(id());
  if (!record || is_new()) return;
  std::vector<FieldId> kept;
  for (const Field& one : schema_->fields) {
    if (one.id != field && (one.id == editing_ || draft_->IsTyped(one.id))) kept.push_back(one.id);
  }
  if (editing_ == field) editing_ = 0;
  if (outdated_ == field) outdated_ = 0;
  draft_->Rebase(std::move(*record), kept);
}

float RecordEditor::OthersHeight(FieldId field) const { return WasChangedByOthers(field) ? Px(kNoteCss) : 0; }

// Cuts its line from the bottom of the row.
void RecordEditor::DrawOthers(Rect& rect, const Field& field, bool is_framed) {
  const auto found = other_changes_.find(field.id);
  if (found == other_changes_.end()) return;
  const OtherChange& change = found->second;
  const ui::Theme& theme = ui::CurrentTheme();
  const ui::ColorPair color = ui::MeaningColor(ui::Meaning::kInfo);
  ui::FillRect({rect.x - Px(8), rect.y, rect.w + Px(16), rect.h - Px(2)}, color.tint, Px(6));
  ui::FillRect({rect.x - Px(8), rect.y, Px(3), rect.h - Px(2)}, theme.accent);
  Rect line = ui::CutBottom(rect, Px(kNoteCss));
  line.h = Px(20);
  if (!is_framed) ui::CutLeft(line, LabelWidth() + Px(8));
  const auto record = app_.workspace().records().FindRecord(id());
  const bool is_mine_typed = draft_->IsTyped(field.id) || outdated_ == field.id;
  const std::string who = change.author.is_nil() ? std::string(T("record.somebody")) : PersonWords(app_, change.author);
  const std::string when = RelativeTime(change.at, app_.workspace().clock().NowMs(), app_.workspace().zone_minutes());
  const Value now = record ? record->Get(field.id) : Value();
  const std::string words =
      ui::TF(is_mine_typed ? "record.other_set" : "record.other_changed",
             {{"name", who}, {"time", when}, {"value", ValueWords(app_, schema_->id, field.id, is_mine_typed ? now : change.before)}});
  const std::string_view action = T(is_mine_typed ? "record.take_theirs" : "record.noted");
  ui::IdScope scope("others");
  const bool was_pressed = ui::Link(ui::CutRight(line, ui::LinkWidth(action, 12), Px(8)), action, 12);
  ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kUser, 14, color.text);
  ui::Mirror(ui::IdOf("note"), line, {.role = ui::Role::kStatus, .label = words});
  ui::Text(line, words, ui::kSmall, color.text);
  if (!was_pressed) return;
  if (is_mine_typed) TakeTheirs(field.id);
  other_changes_.erase(found);
}

}  // namespace kedang
