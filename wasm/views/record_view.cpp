#include "wasm/views/record_view.h"

#include <algorithm>

#include "shared/model/template_form.h"
#include "shared/model/withheld.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/settings.h"
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

namespace {

std::string TemplateSetting(const Schema& schema) { return "template." + schema.key; }

}  // namespace

void RecordView::Show(const Schema& schema, Id record) {
  schema_ = &schema;
  if (record == record_ && !is_new_) {
    Refresh();
    FollowField();
    return TakeRefused();
  }
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
  TakeRefused();
  // The form must stand before something in it can be led to.
  if (app_.route().option("field").empty()) return;
  is_form_ = ui::IsPhone();
  RequestFrame();
}

// An address that names a field ("?field=mobile") leads into its editor, once.
void RecordView::FollowField() {
  const std::string_view key = app_.route().option("field");
  if (key.empty() || editor_ == nullptr) return;
  if (ui::IsPhone() && !is_form_) {
    is_form_ = true;
    return RequestFrame();
  }
  const Field* field = schema_->Find(key);
  Route route = app_.route();
  std::erase_if(route.options, [](const auto& option) { return option.first == "field"; });
  app_.Replace(std::move(route));
  if (field != nullptr) editor_->JumpTo(field->id);
}

// The template that was taken last, unless one is given.
void RecordView::AddTemplate(const Schema& schema, std::vector<std::pair<FieldId, Value>>& given) {
  if (schema.template_field == 0 || schema.templates.empty()) return;
  const bool is_given = std::any_of(given.begin(), given.end(), [&](const auto& cell) { return cell.first == schema.template_field; });
  const auto last = ReadSetting(TemplateSetting(schema));
  if (!is_given && last && FindTemplate(schema, *last) != nullptr) given.emplace_back(schema.template_field, Value::Text(*last));
}

void RecordView::ShowNew(const Schema& schema, const std::vector<std::pair<FieldId, Value>>& given) {
  schema_ = &schema;
  // It was kept just now: drawing gives it its own address.
  if (is_saved_ && is_new_ && editor_ != nullptr && !editor_->is_new()) return;
  auto& editor = new_editors_[schema.id];
  if (editor && !editor->is_new()) editor.reset();  // it was saved while one looked elsewhere
  const bool is_entered = !is_new_ || editor_ != editor.get();
  if (editor && is_entered) was_continued_ = editor->has_typed();
  const bool wants_other = editor && is_entered && !given.empty() && !was_continued_;
  if (!editor || wants_other) {
    std::vector<std::pair<FieldId, Value>> values = given;
    AddTemplate(schema, values);
    editor = std::make_unique<RecordEditor>(app_, schema, std::move(values));
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
  TakeRefused();
}

bool RecordView::has_unsaved() const {
  const auto is_unsaved = [](const auto& entry) { return entry.second && entry.second->has_unsaved(); };
  return std::any_of(editors_.begin(), editors_.end(), is_unsaved) ||
         std::any_of(new_editors_.begin(), new_editors_.end(), is_unsaved);
}

void RecordView::CommitTyped() {
  for (const auto& [id, editor] : editors_) {
    if (editor) editor->Commit(nullptr);
  }
}

// A refused edit whose author wants to mend it.
void RecordView::TakeRefused() {
  if (editor_ == nullptr) return;
  auto refused = app_.TakeRefused(schema_->id, is_new_ ? Id() : record_);
  if (!refused) return;
  tab_ = 0;
  if (ui::IsPhone()) is_form_ = true;
  editor_->Propose(std::move(refused->cells), std::move(refused->tray_key));
}

bool RecordView::IsThere() const { return editor_ != nullptr; }

void RecordView::Refresh() {
  if (revision_ == app_.workspace().revision() && editor_ != nullptr) return editor_->Refresh();
  revision_ = app_.workspace().revision();
  const auto record = app_.workspace().records().FindRecord(record_);
  if (!record || record->is_deleted || record->schema != schema_->id) {
    const auto kept = editors_.find(record_);
    if (kept != editors_.end() && kept->second->is_idle()) editors_.erase(kept);
    editor_ = nullptr;
    return FollowMerge();
  }
  auto& editor = editors_[record_];
  if (!editor) editor = std::make_unique<RecordEditor>(app_, *schema_, *record);
  editor_ = editor.get();
  editor_->Refresh();
  // Opened from what this device keeps: the rest comes with the next pull.
  if (HasWithheld(*record)) app_.workspace().client().Want(record_);
  related_.Show(*schema_, record_);
}

// The address of a merged record leads to what it is part of by now.
void RecordView::FollowMerge() {
  const Id survivor = book_.SurvivorOf(record_);
  const auto there = app_.workspace().records().FindRecord(survivor);
  if (!there || there->is_deleted || there->schema != schema_->id || app_.route().detail() != FormatId(record_)) return;
  led_to_ = survivor;
  Route route = app_.route();
  route.parts[1] = FormatId(survivor);
  app_.Replace(std::move(route));
}

void RecordView::DrawGone(Rect rect) {
  const SyncStatus status = app_.workspace().client().status();
  const bool is_fetched = app_.workspace().client().IsWanted(record_) && status.connection != ConnectionState::kOffline;
  if (status.is_loading || is_fetched || !app_.workspace().client().has_base()) {
    ui::SkeletonRows(rect, Px(40));
    return;
  }
  ui::NoticeOptions notice;
  notice.icon = ui::Icon::kCircleQuestionMark;
  // A device that holds a part cannot tell whether the record is gone or only elsewhere.
  const bool is_elsewhere = app_.workspace().client().IsWanted(record_);
  notice.text = T(is_elsewhere ? "record.elsewhere_text" : "record.gone_text");
  notice.title = T(is_elsewhere ? "record.elsewhere_title" : "record.gone_title");
  notice.button.label = T("record.to_list");
  if (ui::EmptyState(rect, notice)) app_.Go({{schema_->key}});
}

// Tells that the record is open here, and who it was that changed it meanwhile.
void RecordView::LookForOthers() {
  if (is_new_ || !IsThere()) return;
  app_.presence().Look(record_, editor_->editing() != 0 || editor_->has_unsaved());
  history_.Show(*schema_, record_);
  editor_->NameOthers(history_.entries());
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
  LookForOthers();
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
  LookForOthers();
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
  std::vector<ui::Tab> tabs(1);
  tabs[0].label = T("record.fields");
  const std::size_t related = related_.count();
  const std::string related_count = related == 0 ? std::string() : ui::GroupedNumber(static_cast<std::int64_t>(related));
  if (related_.is_possible()) tabs.push_back({.label = T("record.related"), .count = related_count});
  const std::string history_count = history_.lines().empty() ? std::string() : std::to_string(history_.lines().size());
  tabs.push_back({.label = T("record.history"), .count = history_count, .icon = ui::Icon::kHistory});
  tab_ = std::min(tab_, static_cast<int>(tabs.size()) - 1);
  ui::LineAtBottom(rest, ui::CurrentTheme().divider);
  ui::Tabs(ui::Inset(rest, Px(16), 0), T("record.tabs"), tabs, tab_);
}

void RecordView::DrawBody(Rect rest) {
  const float width = rest.w - 2 * Px(16);
  Rect content;
  ui::IdScope tab_scope(static_cast<std::uint64_t>(is_new_ ? 0 : tab_));
  if (is_new_ || tab_ == 0) {
    ui::BeginScroll("fields", rest, editor_->Height(width, is_form_) + Px(24), content);
    editor_->Draw(ui::Inset(content, Px(16), 0), is_form_);
  } else if (tab_ < HistoryTab()) {
    ui::BeginScroll("related", rest, related_.Height() + Px(24), content);
    related_.Draw(ui::Inset(content, Px(16), 0));
  } else {
    ui::BeginScroll("history", rest, history_.Height(width), content);
    if (const auto wish = history_.Draw(ui::Inset(content, Px(16), 0), editor_->record())) editor_->Set(wish->field, wish->value);
  }
  ui::EndScroll();
}

// Once a new record is kept it gets its own address. True when the page is another one now.
bool RecordView::FinishSaved() {
  if (!is_saved_) return false;
  is_saved_ = false;
  if (!is_new_ || editor_ == nullptr || editor_->is_new()) return false;
  const Id made = editor_->id();
  if (const Template* followed = TemplateOf(*schema_, editor_->record())) WriteSetting(TemplateSetting(*schema_), followed->key);
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
