#include "wasm/views/record_view.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/tabs.h"
#include "wasm/ui/text.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

void RecordView::Show(const Schema& schema, Id record) {
  schema_ = &schema;
  if (record == record_ && !is_new_) return Refresh();
  if (editor_ != nullptr && !is_new_) {
    editor_->Commit(nullptr);  // a field that was being typed into is left with its record
    if (editor_->is_idle()) editors_.erase(record_);
  }
  is_new_ = false;
  is_form_ = false;
  record_ = record;
  editor_ = nullptr;
  tab_ = 0;
  issue_ = 0;
  revision_ = 0;
  Refresh();
}

void RecordView::ShowNew(const Schema& schema, const std::vector<std::pair<FieldId, Value>>& given) {
  schema_ = &schema;
  auto& editor = new_editors_[schema.id];
  if (editor && !editor->is_new()) editor.reset();  // it was saved while one looked elsewhere
  const bool is_entered = !is_new_ || editor_ != editor.get();
  if (editor && is_entered) was_continued_ = editor->record().cells().size() > given.size();
  const bool wants_other = editor && is_entered && !given.empty() && !was_continued_;
  if (!editor || wants_other) {
    editor = std::make_unique<RecordEditor>(app_, schema, given);
    was_continued_ = false;
  }
  is_new_ = true;
  is_form_ = true;
  editor_ = editor.get();
  record_ = editor->id();
  if (is_entered) {
    tab_ = 0;
    if (!ui::IsPhone()) editor_->JumpTo(schema.title);
  }
  editor_->Refresh();
}

bool RecordView::has_unsaved() const {
  const auto is_unsaved = [](const auto& entry) { return entry.second && entry.second->has_unsaved(); };
  return std::any_of(editors_.begin(), editors_.end(), is_unsaved) ||
         std::any_of(new_editors_.begin(), new_editors_.end(), is_unsaved);
}

bool RecordView::IsThere() const { return editor_ != nullptr; }

void RecordView::Refresh() {
  if (revision_ == app_.workspace().revision() && editor_ != nullptr) return;
  revision_ = app_.workspace().revision();
  const auto record = app_.workspace().records().FindRecord(record_);
  if (!record || record->is_deleted || record->schema != schema_->id) {
    const auto kept = editors_.find(record_);
    if (kept != editors_.end() && kept->second->is_idle()) editors_.erase(kept);
    editor_ = nullptr;
    return;
  }
  auto& editor = editors_[record_];
  if (!editor) editor = std::make_unique<RecordEditor>(app_, *schema_, *record);
  editor_ = editor.get();
  editor_->Refresh();
  related_.clear();
  for (const Schema& other : app_.workspace().schemas().schemas) {
    for (const Field& field : other.fields) {
      if (field.is_retired || !TraitsOf(field.type).has_target || field.target != schema_->key) continue;
      related_.push_back({other.id, field.id, app_.workspace().ReferencesTo(other, record_)});
      break;
    }
  }
}

void RecordView::DrawGone(Rect rect) {
  const SyncStatus status = app_.workspace().client().status();
  if (status.is_loading || !app_.workspace().client().has_base()) {
    ui::SkeletonRows(rect, Px(40));
    return;
  }
  ui::NoticeOptions notice;
  notice.icon = ui::Icon::kCircleQuestionMark;
  notice.title = T("record.gone_title");
  notice.text = T("record.gone_text");
  notice.button.label = T("record.to_list");
  if (ui::EmptyState(rect, notice)) app_.Go({{schema_->key}});
}

RecordAction RecordView::DrawPane(Rect rect, bool can_walk) {
  if (FinishSaved()) return RecordAction::kNone;
  ui::IdScope scope(FormatId(record_));
  RecordAction action = RecordAction::kNone;
  ui::FillRect(rect, ui::CurrentTheme().surface);
  ui::LineAtLeft(rect, ui::CurrentTheme().border);
  ui::BeginMirror(ui::IdOf("pane"), rect, {.role = ui::Role::kGroup, .label = T("record.pane")});
  ui::CutLeft(rect, ui::Line());
  Rect rest = rect;
  if (!IsThere()) {
    Rect head = ui::Inset(ui::CutTop(rest, Px(56)), Px(16), 0);
    if (ui::IconButton(ui::TakeRight(head, Px(28), Px(28)), ui::Icon::kX, T("common.close"))) action = RecordAction::kClose;
    DrawGone(rest);
    ui::EndMirror();
    return action;
  }
  if (ui::IsShortcut("Ctrl+Enter", true)) editor_->Save([this] { Saved(); });
  DrawHead(rest, action, can_walk);
  if (!is_new_) {
    DrawStage(rest);
    DrawQuality(rest);
    DrawTabs(ui::CutTop(rest, Px(40)));
  } else {
    ui::LineAtBottom(ui::CutTop(rest, Px(8)), ui::CurrentTheme().divider);
  }
  if (editor_->needs_button()) {
    DrawSaveBar(ui::CutBottom(rest, Px(56)));
  } else {
    history_.Show(*schema_, record_);
    DrawFoot(ui::CutBottom(rest, Px(40)));
  }
  DrawBody(rest);
  ui::EndMirror();
  return action;
}

RecordAction RecordView::DrawPage(Rect rect) {
  if (FinishSaved()) return RecordAction::kNone;
  ui::IdScope scope(FormatId(record_));
  ui::FillRect(rect, ui::CurrentTheme().surface);
  if (is_form_ && IsThere()) return DrawPhoneForm(rect);
  RecordAction action = RecordAction::kNone;
  Rect rest = rect;
  const Rect bar = ui::CutTop(rest, Px(56));
  const int pressed = ui::PhoneTopBar(bar, {.title = schema_->label.In(app_.is_english()),
                                            .action_icon = IsThere() ? ui::Icon::kEllipsis : ui::Icon::kNone,
                                            .action_name = T("record.more")});
  if (pressed == -1) action = RecordAction::kClose;
  if (!IsThere()) {
    DrawGone(rest);
    return action;
  }
  if (pressed == 1) ui::OpenLayer(ui::IdOf("more"));
  DrawMenu({bar.Right() - Px(48), bar.y, Px(44), bar.h});
  // Everything below the top bar scrolls as one.
  history_.Show(*schema_, record_);
  DrawHead(rest, action, false);
  DrawStage(rest);
  DrawPhoneActions(rest);
  DrawQuality(rest);
  DrawTabs(ui::CutTop(rest, Px(44)));
  if (editor_->needs_button()) DrawSaveBar(ui::CutBottom(rest, Px(60)));
  DrawBody(rest);
  if (editor_->editing() != 0) is_form_ = true;
  return action;
}

void RecordView::DrawTabs(Rect rest) {
  std::vector<std::string> counts;
  std::vector<ui::Tab> tabs(1);
  tabs[0].label = T("record.fields");
  counts.reserve(related_.size() + 1);
  for (const Related& related : related_) {
    const Schema* other = app_.workspace().schemas().Find(related.schema);
    counts.push_back(related.records.empty() ? std::string() : ui::GroupedNumber(static_cast<std::int64_t>(related.records.size())));
    tabs.push_back({.label = other != nullptr ? std::string_view(other->label.In(app_.is_english())) : std::string_view(), .count = counts.back()});
  }
  history_.Show(*schema_, record_);
  counts.push_back(history_.lines().empty() ? std::string() : std::to_string(history_.lines().size()));
  tabs.push_back({.label = T("record.history"), .count = counts.back(), .icon = ui::Icon::kHistory});
  tab_ = std::min(tab_, static_cast<int>(tabs.size()) - 1);
  ui::LineAtBottom(rest, ui::CurrentTheme().divider);
  ui::Tabs(ui::Inset(rest, Px(16), 0), T("record.tabs"), tabs, tab_);
}

void RecordView::DrawBody(Rect rest) {
  const float width = rest.w - 2 * Px(16);
  const auto related_count = static_cast<int>(related_.size());
  Rect content;
  ui::IdScope tab_scope(static_cast<std::uint64_t>(is_new_ ? 0 : tab_));
  if (is_new_ || tab_ == 0) {
    ui::BeginScroll("fields", rest, editor_->Height(width, is_form_) + Px(24), content);
    editor_->Draw(ui::Inset(content, Px(16), 0), is_form_);
  } else if (tab_ <= related_count) {
    const Related& related = related_[static_cast<std::size_t>(tab_ - 1)];
    const float row = Px(ui::IsPhone() ? 64 : 48);
    ui::BeginScroll("related", rest, Px(52) + row * static_cast<float>(std::max<std::size_t>(related.records.size(), 2)), content);
    DrawRelated(ui::Inset(content, Px(16), 0), related);
  } else {
    ui::BeginScroll("history", rest, history_.Height(width), content);
    if (const auto wish = history_.Draw(ui::Inset(content, Px(16), 0), editor_->record())) editor_->Set(wish->field, wish->value);
  }
  ui::EndScroll();
}

void RecordView::DrawRelated(Rect content, const Related& related) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Schema* other = app_.workspace().schemas().Find(related.schema);
  if (other == nullptr) return;
  const bool is_english = app_.is_english();
  Rect rest = content;
  Rect bar = ui::CutTop(rest, Px(52));
  const Field* link = other->Find(related.field);
  if (ui::ButtonAtRight(bar, {.label = T("common.new"), .icon = ui::Icon::kPlus, .is_small = true}) && link != nullptr) {
    app_.Go({{other->key, "new", link->key, FormatId(record_)}});
  }
  if (related.records.empty()) {
    const std::string& label = other->label.In(is_english);
    ui::Text(bar, ui::TF("record.no_related", {{"schema", label}}), ui::kBody, theme.secondary);
    return;
  }
  const float row_height = Px(ui::IsPhone() ? 64 : 48);
  for (const Id id : related.records) {
    const Rect row = ui::CutTop(rest, row_height);
    if (!ui::IsVisible(row)) continue;
    const auto record = app_.workspace().records().FindRecord(id);
    if (!record) continue;
    const std::string title = app_.workspace().TitleOf(*record);
    const ui::ItemState state = ui::Item(ui::IdOf(FormatId(id)), row, {.role = ui::Role::kLink, .label = title});
    if (state.is_hovered) ui::FillRect(ui::Inset(row, -Px(8), 0), theme.hover_fill, Px(6));
    if (state.has_ring) ui::FocusRing(row, Px(6));
    ui::LineAtBottom(row, theme.divider);
    Rect inner = ui::Inset(row, 0, Px(3));
    // Two lines: what it is called and when it changed; then a few of its values.
    Rect first = ui::CutTop(inner, inner.h / 2);
    const std::string when = RelativeToNow(app_, record->changed_ms);
    ui::Text(ui::CutRight(first, ui::TextWidth(when, ui::kSmall), Px(8)), when, ui::kSmall, theme.secondary);
    ui::Text(first, title, ui::kBody, theme.text);
    std::string details;
    for (const Field& field : other->fields) {
      if (field.id == other->title || field.id == related.field || field.column_width <= 0) continue;
      const std::string text = CellText(app_, field, record->Get(field.id));
      if (!text.empty()) details += (details.empty() ? "" : " · ") + text;
    }
    ui::Text(inner, details, ui::kSmall, theme.secondary);
    if (state.was_pressed) app_.Go({{other->key, FormatId(id)}});
  }
}

// Once a new record is kept it gets its own address. True when the page is another one now.
bool RecordView::FinishSaved() {
  if (!is_saved_) return false;
  is_saved_ = false;
  if (!is_new_ || editor_ == nullptr || editor_->is_new()) return false;
  const Id made = editor_->id();
  const std::string key = schema_->key;
  new_editors_[schema_->id].release();
  editors_[made].reset(editor_);
  is_new_ = false;
  is_form_ = false;
  editor_ = nullptr;
  record_ = Id();
  app_.Replace({{key, FormatId(made)}});
  return true;
}

void RecordView::JumpToIssue(int by) {
  const std::vector<FieldId> fields = editor_->FieldsWithIssues();
  if (fields.empty()) return;
  const int count = static_cast<int>(fields.size());
  issue_ = ((issue_ + by) % count + count) % count;
  tab_ = 0;
  editor_->JumpTo(fields[static_cast<std::size_t>(issue_)]);
  if (ui::IsPhone()) is_form_ = true;
}

void RecordView::Delete() {
  const auto record = app_.workspace().records().FindRecord(record_);
  if (!record) return;
  Group group;
  group.mutations.push_back(app_.workspace().client().MakeDelete(*record));
  const std::string title = app_.workspace().TitleOf(*record);
  const std::string key = schema_->key;
  app_.Save(std::move(group), ui::TF("record.deleted", {{"title", title}}), [this, key](const Status& status) {
    if (status.ok()) {
      app_.Replace({{key}});
    } else {
      app_.Say(std::string(T("save.refused")));
    }
  });
}

}  // namespace kedang
