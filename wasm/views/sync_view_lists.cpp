#include "wasm/views/sync_view_lists.h"

#include <algorithm>
#include <cmath>

#include "wasm/app/time_text.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/tooltip.h"
#include "wasm/views/conflicts_view_panel.h"
#include "wasm/views/sync_words.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kSectionCss = 48;
constexpr float kRowCss = 58;
constexpr double kGiveUpMs = 10'000;
constexpr std::size_t kDelivered = 20;  // of the last ones

std::string Count(std::size_t count) { return ui::GroupedNumber(static_cast<std::int64_t>(count)); }

// "→" between the values is an icon, so that it lies on the middle of the line in every font.
void DrawChange(Rect line, const EditWords& words) {
  const ui::Theme& theme = ui::CurrentTheme();
  if (words.before.empty()) {
    ui::Text(line, words.after, ui::kSmall, theme.secondary);
    return;
  }
  const float most = line.w * 0.45f;
  const float width = std::min(std::ceil(ui::TextWidth(words.before, ui::kSmall)), most);
  ui::Text(ui::CutLeft(line, width, Px(6)), words.before, ui::kSmall, theme.secondary);
  ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kArrowRight, 12, theme.secondary);
  ui::Text(line, words.after, ui::kSmall, theme.text);
}

void SectionHead(Rect rect, std::string_view title) {
  ui::LineAtBottom(rect, ui::CurrentTheme().divider);
  ui::Mirror(ui::IdOf(title), rect, {.role = ui::Role::kHeading, .label = title, .level = 2});
  ui::Text(ui::Inset(rect, Px(16), 0), title, ui::kTitle, ui::CurrentTheme().text);
}

// The ground, icon and first line of an edit's row; `said` is how it stands, in words. The second line is left in `lines`, what
// is left of the first in `first`.
ui::ItemState BeginRow(Rect rect, const EditWords& words, std::string_view said, Rect& first, Rect& lines) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string change = words.before.empty() ? words.after : words.before + " → " + words.after;
  const ui::ItemState item = ui::Item(ui::IdOf("row"), rect,
                                      {.role = ui::Role::kListItem, .label = ui::Replace(words.sentence, {{"title", words.title}}),
                                       .value = change, .hint = said});
  if (item.is_hovered) ui::FillRect(rect, theme.hover_fill);
  ui::LineAtBottom(rect, theme.divider);
  if (item.has_ring) ui::FocusRing(ui::Inset(rect, Px(3)), Px(6));
  Rect rest = ui::Inset(rect, Px(16), 0);
  const Rect icon = ui::CutLeft(rest, Px(14), Px(14));
  lines = ui::CenterIn(rest, rest.w, Px(22 + 18));
  ui::DrawIcon({icon.x, lines.y, icon.w, Px(22)}, words.icon, 14, theme.secondary);
  first = ui::CutTop(lines, Px(22));
  return item;
}

// When it was made, and what was changed, on what is left of the first line.
void DrawRowTitle(App& app, Rect first, const Mutation& mutation, const EditWords& words, ui::Color time_color) {
  const int zone = app.workspace().zone_minutes();
  const std::string time = RelativeTime(mutation.client_ms, app.workspace().clock().NowMs(), zone);
  const Rect when = ui::CutRight(first, std::ceil(ui::TextWidth(time, ui::kSmall)), Px(8));
  ui::Text(when, time, {.style = ui::kSmall, .color = time_color, .can_shorten = false});
  ui::TooltipOnHover(when, ExactTime(mutation.client_ms, zone));
  ui::SpanLine(first, TitleSpans(words.sentence, words.title, ui::CurrentTheme().text), ui::kBody);
}

}  // namespace

EditWords WordsOf(App& app, const Mutation& mutation) {
  EditWords words;
  words.title = RecordWords(app, mutation);
  const auto count = [&mutation] { return Count(mutation.edits.size()); };
  switch (mutation.kind) {
    case MutationKind::kInsert:
      words.icon = ui::Icon::kPlus;
      words.sentence = ui::TF("edit.made", {{"schema", SchemaWords(app, mutation.schema)}});
      words.after = ui::TF("edit.fields", {{"count", count()}});
      return words;
    case MutationKind::kDelete:
      words.icon = ui::Icon::kTrash2;
      words.sentence = T("edit.deleted");
      words.after = SchemaWords(app, mutation.schema);
      return words;
    case MutationKind::kRestore:
      words.icon = ui::Icon::kRotateCcw;
      words.sentence = T("edit.restored");
      words.after = SchemaWords(app, mutation.schema);
      return words;
    case MutationKind::kRevert:
      words.icon = ui::Icon::kRotateCcw;
      words.sentence = T("edit.reverted");
      return words;
    case MutationKind::kSet:
    case MutationKind::kResolve: break;
  }
  const bool is_answer = mutation.kind == MutationKind::kResolve;
  words.icon = is_answer ? ui::Icon::kMerge : ui::Icon::kPencil;
  if (mutation.edits.empty()) {
    words.sentence = T("edit.kept");
    words.after = T("edit.kept_text");
  } else if (mutation.edits.size() == 1) {
    const CellEdit& edit = mutation.edits.front();
    words.sentence = ui::TF(is_answer ? "edit.settled" : "edit.changed", {{"field", FieldWords(app, mutation.schema, edit.field)}});
    words.before = ValueWords(app, mutation.schema, edit.field, edit.base_value);
    words.after = ValueWords(app, mutation.schema, edit.field, edit.value);
  } else {
    words.sentence = ui::TF("edit.changed_several", {{"count", count()}});
    for (const CellEdit& edit : mutation.edits) {
      if (!words.after.empty()) words.after += T("edit.separator");
      words.after += FieldWords(app, mutation.schema, edit.field);
    }
  }
  return words;
}

void SyncLists::OpenRecord(SchemaId schema_id, Id record) {
  const Schema* schema = app_.workspace().schemas().Find(schema_id);
  if (schema != nullptr && app_.workspace().records().FindRecord(record)) {
    app_.Go({{schema->key, FormatId(record)}});
  } else {
    app_.Say(std::string(T("sync.record_gone")));
  }
}

void SyncLists::Draw(Rect rect, float head_height, const std::function<void(Rect)>& head) {
  DropGivenUp();
  ui::IdScope scope("lists");
  const auto tray = TrayRows();
  const std::size_t pending = app_.workspace().client().outbox().mutation_count();
  float total = head_height + notes_.Height(rect.w) + transfer_.Height(rect.w);
  const std::size_t delivered = DeliveredCount();
  if (delivered > 0) total += Px(kSectionCss) + Px(kRowCss) * static_cast<float>(delivered);
  if (!tray.empty()) total += Px(kSectionCss);
  for (const TrayRow& row : tray) total += TrayRowHeight(rect.w, row);
  total += Px(kSectionCss) + (pending == 0 ? Px(ui::kNoticeHeightCss + 32) : Px(kRowCss) * static_cast<float>(pending)) + Px(48);
  Rect content;
  ui::BeginScroll("scroll", rect, total, content);
  view_ = rect;
  Rect rest = content;
  if (head_height > 0) head(ui::CutTop(rest, head_height));
  if (notes_.Draw(rest)) transfer_.Export();
  DrawTray(rest);
  DrawPending(rest);
  DrawDelivered(rest);
  transfer_.Draw(ui::CutTop(rest, transfer_.Height(rest.w)));
  ui::EndScroll();
}

// ---- waiting ----------------------------------------------------------------------------------------------------------

void SyncLists::DrawPending(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Outbox& outbox = app_.workspace().client().outbox();
  const std::size_t count = outbox.mutation_count();
  const std::string title = count == 0 ? std::string(T("sync.pending_none")) : ui::TF("sync.pending", {{"count", Count(count)}});
  SectionHead(ui::CutTop(rest, Px(kSectionCss)), title);
  if (count == 0) {
    ui::EmptyState(ui::Inset(ui::CutTop(rest, Px(ui::kNoticeHeightCss + 32)), 0, Px(16)),
                   {.icon = ui::Icon::kCircleCheck, .meaning = ui::Meaning::kGood, .title = T("sync.nothing_waits"),
                    .text = T("sync.nothing_waits_text")});
    return;
  }
  const float height = Px(kRowCss);
  float y = rest.y;
  for (auto group = outbox.groups().rbegin(); group != outbox.groups().rend(); ++group) {
    if (IsFiller(*group)) continue;
    const float group_height = height * static_cast<float>(group->mutations.size());
    if (y + group_height < view_.y || y > view_.Bottom()) {  // none of it is visible
      y += group_height;
      continue;
    }
    for (auto mutation = group->mutations.rbegin(); mutation != group->mutations.rend(); ++mutation, y += height) {
      if (y + height < view_.y || y > view_.Bottom()) continue;
      DrawPendingRow({rest.x, y, rest.w, height}, *mutation);
    }
  }
  ui::CutTop(rest, height * static_cast<float>(count));
  Rect foot = ui::Inset(ui::CutTop(rest, Px(48)), Px(16), 0);
  ui::DrawIcon(ui::CutLeft(foot, Px(14), Px(8)), ui::Icon::kHardDrive, 14, theme.secondary);
  ui::Text(foot, T(app_.is_storage_open() ? "sync.pending_kept" : "sync.pending_not_kept"), ui::kSmall, theme.secondary);
}

void SyncLists::DrawPendingRow(Rect rect, const Mutation& mutation) {
  const ui::Theme& theme = ui::CurrentTheme();
  const EditWords words = WordsOf(app_, mutation);
  const bool is_online = app_.workspace().client().status().connection == ConnectionState::kOnline;
  const std::string_view state = T(is_online ? "edit.uploading" : "edit.waiting");
  ui::IdScope scope(mutation.mid);
  Rect first, lines;
  const ui::ItemState item = BeginRow(rect, words, state, first, lines);
  if (!ui::IsPhone()) {
    Rect mark = ui::CutRight(first, Px(72), Px(8));
    const float width = ui::TextWidth(state, ui::kSmall);
    ui::Text(ui::CutRight(mark, width, Px(4)), state, ui::kSmall, theme.secondary);
    ui::DrawIcon(ui::CutRight(mark, Px(14)), is_online ? ui::Icon::kCloudUpload : ui::Icon::kClock, 14, theme.secondary);
  }
  const UnsentAge age = AgeOfEdit(mutation.client_ms, app_.workspace().clock().NowMs());
  DrawRowTitle(app_, first, mutation, words, age == UnsentAge::kFresh ? theme.secondary : age == UnsentAge::kDay ? theme.warn.text : theme.bad.text);
  DrawChange(lines, words);
  if (item.was_pressed) OpenRecord(mutation.schema, mutation.record);
}

// ---- delivered --------------------------------------------------------------------------------------------------------

std::size_t SyncLists::DeliveredCount() const {
  std::size_t count = 0;
  const auto& journal = app_.workspace().client().journal();
  for (auto entry = journal.rbegin(); entry != journal.rend() && count < kDelivered; ++entry) {
    count += std::min(entry->second.results.size(), entry->second.group.mutations.size());
  }
  return std::min(count, kDelivered);
}

void SyncLists::DrawDelivered(Rect& rest) {
  std::size_t left = DeliveredCount();
  if (left == 0) return;
  SectionHead(ui::CutTop(rest, Px(kSectionCss)), T("edit.delivered"));
  ui::IdScope scope("delivered");
  const auto& journal = app_.workspace().client().journal();
  for (auto entry = journal.rbegin(); entry != journal.rend() && left > 0; ++entry) {
    const QueuedGroup& queued = entry->second;
    for (std::size_t i = std::min(queued.results.size(), queued.group.mutations.size()); i-- > 0 && left > 0; --left) {
      const Rect row = ui::CutTop(rest, Px(kRowCss));
      if (row.Bottom() >= view_.y && row.y <= view_.Bottom()) DrawDeliveredRow(row, queued.group.mutations[i], queued.results[i]);
    }
  }
}

void SyncLists::DrawDeliveredRow(Rect rect, const Mutation& mutation, const MutationResult& result) {
  const ui::Theme& theme = ui::CurrentTheme();
  const EditWords words = WordsOf(app_, mutation);
  const bool is_conflict = result.outcome == Outcome::kConflict;
  const std::string_view outcome = T(is_conflict                          ? "edit.outcome_conflict"
                                     : result.outcome == Outcome::kMerged ? "edit.outcome_merged"
                                     : result.outcome == Outcome::kVoid   ? "edit.outcome_void"
                                                                          : "edit.outcome_applied");
  const ui::Color color = is_conflict ? theme.bad.text : result.outcome == Outcome::kMerged ? theme.info.text : theme.good.text;
  const ui::Icon icon = is_conflict || result.outcome == Outcome::kMerged ? ui::Icon::kMerge : ui::Icon::kCircleCheck;
  ui::IdScope scope(mutation.mid);
  Rect first, lines;
  const ui::ItemState item = BeginRow(rect, words, outcome, first, lines);
  DrawRowTitle(app_, first, mutation, words, theme.secondary);
  const Rect said = ui::CutRight(lines, std::ceil(ui::TextWidth(outcome, ui::kSmall)), Px(4));
  ui::Text(said, outcome, {.style = ui::kSmall, .color = color, .can_shorten = false});
  ui::DrawIcon(ui::CutRight(lines, Px(14), Px(12)), icon, 14, color);
  DrawChange(lines, words);
  if (!item.was_pressed) return;
  const bool is_open = is_conflict && !UndecidedConflicts(app_).empty();
  if (is_open) app_.Go({{"conflicts"}});
  else OpenRecord(mutation.schema, mutation.record);
}

// ---- not delivered ----------------------------------------------------------------------------------------------------

std::vector<SyncLists::TrayRow> SyncLists::TrayRows() const {
  std::vector<TrayRow> rows;
  for (const auto& [key, queued] : app_.workspace().client().tray()) rows.push_back({key, TrayReason(app_, queued), PresentWords(queued)});
  return rows;
}

// What the one field of the edit holds now, so that nobody sends an old value over a newer one without knowing.
std::string SyncLists::PresentWords(const QueuedGroup& queued) const {
  if (queued.group.mutations.size() != 1) return "";
  const Mutation& mutation = queued.group.mutations.front();
  if (mutation.kind != MutationKind::kSet || mutation.edits.size() != 1) return "";
  const CellEdit& edit = mutation.edits.front();
  const auto record = app_.workspace().records().FindRecord(mutation.record);
  if (!record || record->Get(edit.field) == edit.base_value || record->Get(edit.field) == edit.value) return "";
  return ui::TF("tray.present", {{"value", ValueWords(app_, mutation.schema, edit.field, record->Get(edit.field))}});
}

float SyncLists::TrayRowHeight(float width, const TrayRow& row) const {
  const float inner = width - Px(16 + 14 + 14 + 16 + 14 + 6);
  return Px(12 + 22 + 18 + 4) + ui::WrappedHeight(inner, row.reason, ui::kSmall, 3) + Px(row.present.empty() ? 0 : 20) + Px(8) +
         ui::ButtonHeight({.is_small = true}) + Px(12);
}

void SyncLists::DrawTray(Rect& rest) {
  const auto rows = TrayRows();
  if (rows.empty()) return;
  SectionHead(ui::CutTop(rest, Px(kSectionCss)), ui::TF("tray.title", {{"count", Count(rows.size())}}));
  for (const TrayRow& row : rows) {
    const Rect place = ui::CutTop(rest, TrayRowHeight(rest.w, row));
    if (place.Bottom() >= view_.y && place.y <= view_.Bottom()) DrawTrayRow(place, row);
  }
}

void SyncLists::DrawTrayRow(Rect rect, const TrayRow& row) {
  const ui::Theme& theme = ui::CurrentTheme();
  const auto found = app_.workspace().client().tray().find(row.key);
  if (found == app_.workspace().client().tray().end()) return;
  ui::IdScope scope(row.key);
  ui::LineAtBottom(rect, theme.divider);
  Rect rest = ui::Inset(rect, Px(16), Px(12));
  if (row.key == given_up_) {
    Rect line = ui::CutTop(rest, Px(22));
    if (ui::Link(ui::CutRight(line, ui::LinkWidth(T("common.undo")), Px(12)), T("common.undo"))) given_up_.clear();
    ui::Text(line, T("tray.given_up"), {.style = ui::kBody, .color = theme.secondary, .is_mirrored = true});
    return;
  }
  const std::vector<Mutation>& mutations = found->second.group.mutations;
  EditWords words;
  if (mutations.empty()) {
    words.icon = ui::Icon::kTriangleAlert;
    words.sentence = T("tray.unreadable");
  } else {
    words = WordsOf(app_, mutations.front());
    if (mutations.size() > 1) words.after = ui::TF("tray.several", {{"count", Count(mutations.size())}});
    if (mutations.size() > 1) words.before.clear();
  }
  const Rect icon = ui::CutLeft(rest, Px(14), Px(14));
  ui::DrawIcon({icon.x, rest.y, icon.w, Px(22)}, words.icon, 14, theme.secondary);
  Rect first = ui::CutTop(rest, Px(22));
  const std::string label = ui::Replace(words.sentence, {{"title", words.title}});
  ui::Mirror(ui::IdOf("row"), rect, {.role = ui::Role::kListItem, .label = label, .value = words.after, .hint = row.reason});
  if (!mutations.empty()) {
    const std::string time = RelativeTime(mutations.front().client_ms, app_.workspace().clock().NowMs(), app_.workspace().zone_minutes());
    ui::Text(ui::CutRight(first, std::ceil(ui::TextWidth(time, ui::kSmall)), Px(8)), time, ui::kSmall, theme.secondary);
  }
  ui::SpanLine(first, TitleSpans(words.sentence, words.title, theme.text), ui::kBody);
  DrawChange(ui::CutTop(rest, Px(18), Px(4)), words);
  const float reason_width = rest.w - Px(14 + 6);
  Rect reason = ui::CutTop(rest, ui::WrappedHeight(reason_width, row.reason, ui::kSmall, 3));
  const Rect mark = ui::CutLeft(reason, Px(14), Px(6));
  ui::DrawIcon({mark.x, mark.y, mark.w, Px(18)}, ui::Icon::kTriangleAlert, 14, theme.warn.text);
  ui::WrappedText(reason, row.reason, ui::kSmall, theme.warn.text, 3);
  if (!row.present.empty()) {
    const Rect present = ui::CutTop(rest, Px(20));
    ui::Text(present, row.present, {.style = ui::kSmall, .color = theme.text, .is_mirrored = true});
  }
  ui::CutTop(rest, Px(8));

  Rect bar = ui::CutTop(rest, ui::ButtonHeight({.is_small = true}));
  const bool can_send = !mutations.empty();
  if (can_send && ui::ButtonAtLeft(bar, {.label = T("tray.resubmit"), .icon = ui::Icon::kRefreshCw, .is_small = true,
                                         .is_running = running_ == row.key})) {
    running_ = row.key;
    app_.workspace().client().Resubmit(row.key, [this](Status status) {
      running_.clear();
      app_.Say(std::string(T(status.ok() ? "tray.resubmitted" : "save.refused")));
      app_.connection().Pump();
    });
    return;
  }
  if (auto refused = ReadRefusedEdit(app_.workspace(), row.key)) {
    const bool is_merged = !refused->merged.is_nil();
    const ui::Icon sign = is_merged ? ui::Icon::kMerge : ui::Icon::kPencil;
    if (ui::ButtonAtLeft(bar, {.label = T(is_merged ? "tray.to_merged" : "tray.mend"), .icon = sign, .is_small = true})) app_.Mend(*std::move(refused));
  } else if (can_send && ui::ButtonAtLeft(bar, {.label = T("sync.open_record"), .is_small = true})) {
    OpenRecord(mutations.front().schema, mutations.front().record);
  }
  if (ui::ButtonAtLeft(bar, {.label = T("tray.give_up"), .kind = ui::ButtonKind::kPlain, .is_small = true})) {
    // One at a time: an edit given up before this one is forgotten now.
    if (!given_up_.empty()) app_.workspace().client().Discard(given_up_, [](Status) { RequestFrame(); });
    given_up_ = row.key;
    given_up_at_ms_ = NowMs();
    RequestFrameAt(kGiveUpMs + 50);
  }
}

void SyncLists::DropGivenUp() {
  if (given_up_.empty() || NowMs() - given_up_at_ms_ < kGiveUpMs) return;
  app_.workspace().client().Discard(given_up_, [this](Status status) {
    if (!status.ok()) app_.Say(std::string(T("save.refused")));
    RequestFrame();
  });
  given_up_.clear();
}

}  // namespace kedang
