#include "wasm/views/tags_view.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "wasm/app/tag_change.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/color_dot.h"
#include "wasm/views/designer_state.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::string_view kRename = "rename tag", kMerge = "merge tag";
constexpr int kFocusFrames = 4;  // a menu that opened a dialog takes the keys back when it closes
constexpr float kRowCss = 44, kColumnCss = 720;
constexpr double kSliceMs = 8;

std::string Count(std::size_t number) { return ui::GroupedNumber(static_cast<std::int64_t>(number)); }

}  // namespace

// The fields whose values are tags, with their choices first, then free words by how often they occur.
void TagsView::Refresh() {
  const Workspace& workspace = app_.workspace();
  const bool is_english = app_.is_english();
  if (revision_ == workspace.revision() && was_english_ == is_english && !lines_.empty()) return;
  revision_ = workspace.revision();
  was_english_ = is_english;
  lines_.clear();
  for (const Schema& schema : workspace.schemas().schemas) {
    for (const Field& field : schema.fields) {
      if (field.is_retired || field.type != FieldType::kTags || !workspace.facets().Has(schema.id, field.id)) continue;
      std::vector<FacetCount> counts = workspace.facets().Count(schema.id, field.id, workspace.facets().RowsOf(schema.id));
      std::stable_sort(counts.begin(), counts.end(), [](const FacetCount& a, const FacetCount& b) { return a.rows > b.rows; });
      Line line{schema.id, field.id, "", schema.label.In(is_english) + " · " + field.label.In(is_english), 6, 0, false, true};
      std::vector<Line> tags;
      const auto rows_of = [&](std::string_view tag) {
        const auto found = std::find_if(counts.begin(), counts.end(), [tag](const FacetCount& count) { return count.key == tag; });
        return found != counts.end() ? found->rows : 0u;
      };
      for (const Choice& choice : field.choices) {
        tags.push_back({schema.id, field.id, choice.key, choice.label.In(is_english), choice.color, rows_of(choice.key), true, false});
      }
      for (const FacetCount& count : counts) {
        const bool is_choice = std::any_of(field.choices.begin(), field.choices.end(), [&](const Choice& choice) { return choice.key == count.key; });
        if (!count.key.empty() && !is_choice) tags.push_back({schema.id, field.id, std::string(count.key), std::string(count.key), 6, count.rows, false, false});
      }
      if (tags.empty()) continue;
      lines_.push_back(std::move(line));
      lines_.insert(lines_.end(), tags.begin(), tags.end());
    }
  }
}

void TagsView::Draw(Rect page) {
  ui::IdScope scope("tags");
  Refresh();
  WorkRemoval();
  const Rect head = ui::CutTop(page, Px(56));
  if (ui::IsPhone()) {
    ui::LineAtBottom(head, ui::CurrentTheme().border);
    ui::PhoneBar bar;
    bar.title = T("tags.title");
    if (ui::PhoneTopBar(head, bar) < 0) app_.Go({{"settings"}});
  } else {
    Rect line = ui::Inset(head, Px(16), 0);
    if (ui::IconButton(ui::TakeLeft(line, Px(32), Px(32), Px(8)), ui::Icon::kChevronLeft, T("common.back"))) app_.Go({{"admin", "templates"}});
    ui::Mirror(ui::IdOf("title"), line, {.role = ui::Role::kHeading, .label = T("tags.title"), .level = 1});
    ui::CutLeft(line, ui::Text(line, T("tags.title"), ui::kPageTitle, ui::CurrentTheme().text), Px(12));
    if (draft_ != nullptr) ui::Text(line, T("tags.publishing"), ui::kSmall, ui::CurrentTheme().secondary);
  }
  if (lines_.empty()) {
    ui::NoticeOptions notice;
    notice.icon = ui::Icon::kTags;
    notice.title = T("tags.none_title");
    notice.text = T("tags.none_text");
    ui::EmptyState(page, notice);
    return;
  }
  const float row = Px(kRowCss);
  const float width = std::min(page.w - Px(32), Px(kColumnCss));
  const float note = ui::WrappedHeight(width, T("tags.note"), ui::kSmall);
  Rect content;
  ui::BeginScroll("tags", page, row * static_cast<float>(lines_.size()) + note + Px(30), content);
  Rect rest = ui::Inset(content, Px(16), 0);
  rest.w = width;
  ui::WrappedText(ui::CutTop(rest, note, Px(8)), T("tags.note"), ui::kSmall, ui::CurrentTheme().secondary);
  ui::BeginMirror(ui::IdOf("list"), rest, {.role = ui::Role::kList, .label = T("tags.title")});
  const std::vector<Line> lines = lines_;  // a press changes them
  for (const Line& line : lines) {
    const Rect place = ui::CutTop(rest, row);
    if (!ui::IsVisible(place)) continue;
    ui::IdScope of_field(static_cast<std::uint64_t>(line.schema) << 20 | line.field);
    ui::IdScope of_tag(line.tag);
    DrawLine(line, place);
  }
  ui::EndMirror();
  ui::EndScroll();
  DrawDialogs();
}

void TagsView::DrawLine(const Line& line, Rect row) {
  const ui::Theme& theme = ui::CurrentTheme();
  if (line.is_head) {
    ui::Mirror(ui::IdOf("head"), row, {.role = ui::Role::kHeading, .label = line.label, .level = 2});
    ui::Text(row, line.label, ui::kTitle, theme.text);
    return;
  }
  ui::LineAtBottom(row, theme.divider);
  const std::string rows = Count(line.rows);
  ui::BeginMirror(ui::IdOf("tag"), row, {.role = ui::Role::kListItem, .label = line.label, .value = rows});
  const bool can_act = draft_ == nullptr && removing_ == nullptr;
  const float size = Px(ui::Metrics().touch);
  std::uint8_t color = line.color == 0 ? 6 : line.color;
  if (ColorDot(ui::TakeLeft(row, Px(24), Px(24), Px(8)), color) && can_act) {
    Publish(line.schema, line.field, [tag = line.tag, color](Field& field) { ColorTag(field, tag, color); }, std::string(T("tags.recolored")));
  }
  enum Action { kNone = -1, kRenaming, kMerging, kRemoving };
  int action = kNone;
  if (ui::IsPhone()) {
    // The name of the tag needs the room.
    const Rect more = ui::TakeRight(row, size, size, Px(4));
    const ui::Id menu = ui::IdOf("menu");
    const std::string name = ui::TF("view.more_of", {{"name", line.label}});
    if (ui::IconButton(more, ui::Icon::kEllipsis, name, can_act)) ui::OpenLayer(menu);
    const ui::MenuItem items[] = {{.label = T("tags.rename"), .icon = ui::Icon::kPencil}, {.label = T("tags.merge"), .icon = ui::Icon::kMerge},
                                  {.label = T("tags.remove"), .icon = ui::Icon::kTrash2, .is_danger = true, .starts_group = true}};
    action = ui::Menu(menu, more, items, true);
  } else {
    if (ui::IconButton(ui::TakeRight(row, size, size), ui::Icon::kTrash2, T("tags.remove"), can_act)) action = kRemoving;
    if (ui::IconButton(ui::TakeRight(row, size, size), ui::Icon::kMerge, T("tags.merge"), can_act)) action = kMerging;
    if (ui::IconButton(ui::TakeRight(row, size, size, Px(8)), ui::Icon::kPencil, T("tags.rename"), can_act)) action = kRenaming;
  }
  if (action == kRemoving) Remove(line);
  if (action == kMerging || action == kRenaming) {
    chosen_ = line;
    typed_ = action == kRenaming ? line.tag : std::string();
    focus_frames_ = action == kRenaming ? kFocusFrames : 0;
    ui::OpenDialog(action == kRenaming ? kRename : kMerge);
  }
  ui::Text(ui::CutRight(row, Px(64), Px(8)), rows, ui::kBody, theme.secondary, ui::Align::kRight);
  const ui::TagItem tag = {line.label, color - 1};
  ui::TagLine(row, {&tag, 1});
  ui::EndMirror();
}

// ---- dialogs ----------------------------------------------------------------------------------------------------------

void TagsView::DrawDialogs() {
  DrawRename();
  DrawMerge();
}

void TagsView::DrawRename() {
  if (!ui::IsDialogOpen(kRename)) return;
  const std::string title = ui::TF("tags.rename_title", {{"tag", chosen_.label}});
  ui::DialogOptions options;
  options.title = title;
  options.text = T("tags.rename_text");
  options.body_height = Px(ui::Metrics().control + 8);
  Rect body;
  if (!ui::BeginDialog(kRename, options, body)) return;
  ui::TextFieldOptions text;
  text.field.name = T("tags.new_name");
  text.max_bytes = 150;
  text.takes_focus = focus_frames_ > 0;
  if (focus_frames_ > 0) --focus_frames_, RequestFrame();
  const ui::TextFieldResult typed = ui::TextField(ui::CutTop(body, Px(ui::Metrics().control)), typed_, text);
  const bool is_other = !typed_.empty() && typed_ != chosen_.tag;
  const bool was_entered = typed.was_submitted && is_other;
  if (was_entered) ui::CloseDialog(kRename);
  const ui::DialogAnswer answer =
      ui::EndDialog({.label = T("tags.rename"), .kind = ui::ButtonKind::kPrimary, .id = "apply", .is_enabled = is_other}, T("common.cancel"));
  if (answer != ui::DialogAnswer::kConfirmed && !was_entered) return;
  Publish(chosen_.schema, chosen_.field, [from = chosen_.tag, into = typed_](Field& field) { MergeTag(field, from, into); },
          ui::TF("tags.renamed", {{"tag", typed_}, {"count", Count(chosen_.rows)}}));
}

void TagsView::DrawMerge() {
  if (!ui::IsDialogOpen(kMerge)) return;
  const std::string title = ui::TF("tags.merge_title", {{"tag", chosen_.label}});
  ui::ComboOptions combo;
  combo.field.label = T("tags.into");
  combo.id = "into";
  ui::DialogOptions options;
  options.title = title;
  options.text = T("tags.merge_text");
  options.body_height = ui::ComboHeight(combo, Px(408)) + Px(8);
  Rect body;
  if (!ui::BeginDialog(kMerge, options, body)) return;
  std::vector<ui::Choice> choices;
  for (const Line& line : lines_) {
    const bool is_other = !line.is_head && line.schema == chosen_.schema && line.field == chosen_.field && line.tag != chosen_.tag;
    if (is_other) choices.push_back({.id = line.tag, .label = line.label, .color = line.color == 0 ? 5 : line.color - 1});
  }
  ui::Combobox(ui::CutTop(body, ui::ComboHeight(combo, body.w)), typed_, choices, combo);
  const ui::DialogAnswer answer =
      ui::EndDialog({.label = T("tags.merge_now"), .kind = ui::ButtonKind::kPrimary, .id = "apply", .is_enabled = !typed_.empty()}, T("common.cancel"));
  if (answer != ui::DialogAnswer::kConfirmed) return;
  Publish(chosen_.schema, chosen_.field, [from = chosen_.tag, into = typed_](Field& field) { MergeTag(field, from, into); },
          ui::TF("tags.merged", {{"tag", chosen_.label}, {"into", typed_}, {"count", Count(chosen_.rows)}}));
}

// ---- changing ---------------------------------------------------------------------------------------------------------

void TagsView::Publish(SchemaId schema, FieldId field, const std::function<void(Field&)>& change, std::string said) {
  draft_ = std::make_unique<SchemaDraft>(app_.workspace().lexicon().pinyin());
  draft_->Reset(app_.workspace().schemas());
  draft_->Edit(schema, "", [&](Schema& one) {
    for (Field& each : one.fields) {
      if (each.id == field) change(each);
    }
  });
  said_ = std::move(said);
  PublishDraft(*draft_, [this](const PublishAnswer& answer) { OnPublished(answer); });
}

void TagsView::OnPublished(const PublishAnswer& answer) {
  draft_ = nullptr;
  RequestFrame();
  switch (answer.kind) {
    case PublishAnswer::Kind::kPublished:
      app_.connection().SyncNow();
      return app_.Say(std::move(said_));
    case PublishAnswer::Kind::kConflict: return app_.Say(std::string(T("tags.conflict")));
    case PublishAnswer::Kind::kInvalid:
      return app_.Say(answer.problems.empty() ? std::string(T("tags.failed")) : ProblemWords(answer.problems.front()));
    case PublishAnswer::Kind::kForbidden: return app_.Say(std::string(T("tags.forbidden")));
    case PublishAnswer::Kind::kUnreachable: return app_.Say(std::string(T("tags.unreachable")));
    case PublishAnswer::Kind::kFailed: break;
  }
  app_.Say(std::string(T("tags.failed")));
}

// From the records first, as one change to take back; then it is no choice any more.
void TagsView::Remove(const Line& line) {
  const Workspace& workspace = app_.workspace();
  const Schema* schema = workspace.schemas().Find(line.schema);
  if (schema == nullptr) return;
  chosen_ = line;
  removing_schema_ = std::make_unique<const Schema>(*schema);
  removing_ = std::make_unique<BulkEdit>(app_.workspace(), *removing_schema_,
                                         BulkEdit::IdsOf(workspace, workspace.facets().RowsWith(line.schema, line.field, {line.tag}).ToVector()), line.field, Value::List({line.tag}), BulkMode::kRemove);
}

void TagsView::WorkRemoval() {
  if (removing_ == nullptr) return;
  const double started = NowMs();
  if (!removing_->Step([started] { return IsSliceOver(started, kSliceMs); })) return RequestFrame();
  const std::unique_ptr<BulkEdit> done = std::move(removing_);
  std::vector<Group> groups = done->TakeGroups();
  const std::string said = ui::TF("tags.removed", {{"tag", chosen_.label}, {"count", Count(done->changed())}});
  if (!groups.empty()) {
    app_.SaveAll(std::move(groups), said, [this](const Status& status) {
      if (!status.ok()) app_.Say(std::string(T("save.refused")));
    });
  }
  if (!chosen_.is_choice) return;
  Publish(chosen_.schema, chosen_.field, [tag = chosen_.tag](Field& field) { RemoveTag(field, tag); }, said);
}

}  // namespace kedang
