// The parts around the group of the duplicate desk: heads, the three lists, foot bars, what is said where there is nothing.
#include <algorithm>
#include <string>

#include "wasm/app/time_text.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/list_row.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/duplicates_view.h"
#include "wasm/views/duplicates_words.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr float kRowCss = 57, kPhoneRowCss = 68;

float RowHeight() { return Px(ui::IsPhone() ? kPhoneRowCss : kRowCss); }

std::string SecondsWords(TimeMs taken_ms) {
  const TimeMs tenths = std::max<TimeMs>(1, (taken_ms + 50) / 100);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace

// ---- heads ------------------------------------------------------------------------------------------------------------

void DuplicatesView::DrawHead(Rect& page) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Rect head = ui::CutTop(page, Px(56));
  ui::LineAtBottom(head, theme.border);
  Rect bar = ui::Inset(head, Px(16), 0);
  const std::string_view title = T("nav.duplicates");
  ui::Mirror(ui::IdOf("title"), bar, {.role = ui::Role::kHeading, .label = title, .level = 1});
  ui::CutLeft(bar, ui::Text(bar, title, ui::kPageTitle, theme.text), Px(8));
  if (work_.desk().is_scanned()) {
    const std::string waiting = TF("duplicate.waiting", {{"count", CountText(work_.desk().groups(DeskPart::kPending).size())}});
    ui::CutLeft(bar, ui::Text(bar, waiting, {.color = theme.secondary, .is_mirrored = true}), Px(12));
  }
  DrawTemplates(bar);
  DrawScan(bar);
}

void DuplicatesView::DrawPhoneHead(Rect& page) {
  const Rect head = ui::CutTop(page, Px(56));
  ui::LineAtBottom(head, ui::CurrentTheme().border);
  const bool has_menu = is_inside() && part_ != DeskPart::kDone && Group() != nullptr;
  std::string title(T("nav.duplicates"));
  if (!is_inside() && work_.desk().is_scanned()) title += " " + CountText(work_.desk().groups(DeskPart::kPending).size());
  if (has_menu) title = TF("duplicate.place", {{"place", CountText(index_ + 1)}, {"count", CountText(work_.desk().groups(part_).size())}});
  ui::PhoneBar bar;
  bar.title = title;
  bar.has_back = true;
  bar.action_icon = is_inside() ? (has_menu ? ui::Icon::kEllipsis : ui::Icon::kNone) : ui::Icon::kRefreshCw;
  bar.action_name = T(is_inside() ? "record.more" : "duplicate.rescan");
  const int pressed = ui::PhoneTopBar(head, bar);
  if (pressed == -1) app_.Go(is_inside() ? RouteTo(part_, Id()) : Route{{work_.desk().schema()->key}, {}});
  if (pressed == 1 && is_inside()) ui::OpenLayer(ui::IdOf("more"));
  if (pressed == 1 && !is_inside()) work_.Scan();
  if (has_menu) DrawPhoneMenu({head.Right() - Px(48), head.y, Px(44), head.h});
}

void DuplicatesView::DrawTemplates(Rect& bar) {
  const auto schemas = work_.desk().Schemas();
  const bool is_english = app_.is_english();
  const std::string label = TF("duplicate.all_of", {{"schema", work_.desk().schema()->label.In(is_english)}});
  const ui::ButtonOptions options{.label = label, .kind = ui::ButtonKind::kPlain, .trailing = ui::Icon::kChevronDown, .id = "template", .can_expand = true};
  const float width = std::min(ui::ButtonWidth(options), bar.w);
  const Rect place = ui::TakeLeft(bar, width, ui::ButtonHeight(options), Px(8));
  if (ui::Button(place, options)) ui::OpenLayer(ui::IdOf("templates"));
  std::vector<std::string> labels;
  for (const Schema* schema : schemas) labels.push_back(TF("duplicate.all_of", {{"schema", schema->label.In(is_english)}}));
  std::vector<ui::MenuItem> items;
  for (std::size_t i = 0; i < schemas.size(); ++i) items.push_back({.label = labels[i], .is_chosen = schemas[i]->id == work_.desk().schema()->id});
  const int pressed = ui::Menu(ui::IdOf("templates"), place, items);
  if (pressed >= 0) app_.Go({{"duplicates", schemas[static_cast<std::size_t>(pressed)]->key}, {}});
}

void DuplicatesView::DrawScan(Rect bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  DuplicateDesk& desk = work_.desk();
  if (desk.is_scanning()) {
    if (ui::ButtonAtRight(bar, {.label = T("duplicate.stop")})) work_.Stop();
    const float share = desk.Share();
    const std::string figure = std::to_string(static_cast<int>(share * 100)) + "%";
    ui::ProgressLine(ui::CutRight(bar, std::min(Px(280), bar.w)), T("duplicate.scanning"), share, figure);
    return;
  }
  if (ui::ButtonAtRight(bar, {.label = T("duplicate.rescan"), .icon = ui::Icon::kRefreshCw, .is_enabled = work_.can_scan(), .reason = T("duplicate.indexing")})) {
    work_.Scan();
  }
  if (sweep_.IsOffered() && ui::ButtonAtRight(bar, {.label = T("duplicate.sweep"), .icon = ui::Icon::kMerge, .can_expand = true})) sweep_.Open();
  const ScanFacts& facts = work_.LastScan(*desk.schema());
  if (facts.at_ms == 0) return;
  std::string words = TF("duplicate.last_scan", {{"when", RelativeToNow(app_, facts.at_ms)}, {"count", CountText(facts.records)}, {"seconds", SecondsWords(facts.taken_ms)}});
  if (const std::size_t changed = desk.ChangedSince(); changed > 0) words += TF("duplicate.changed_since", {{"count", CountText(changed)}});
  ui::Text(bar, words, {.style = ui::kSmall, .color = theme.secondary, .align = ui::Align::kRight, .is_mirrored = true});
}

// ---- lists ------------------------------------------------------------------------------------------------------------

void DuplicatesView::DrawParts(Rect rect) {
  DuplicateDesk& desk = work_.desk();
  const auto count = [&](DeskPart part) {
    const std::size_t groups = desk.groups(part).size();
    return desk.is_scanned() && groups > 0 ? CountText(groups) : std::string();
  };
  const std::string pending = count(DeskPart::kPending), later = count(DeskPart::kLater);
  const ui::Segment segments[] = {{.label = T("duplicate.pending"), .count = pending}, {.label = T("duplicate.later"), .count = later}, {.label = T("duplicate.done")}};
  int chosen = static_cast<int>(part_);
  const float height = Px(ui::IsPhone() ? 44.0f : 32.0f);
  const Rect place = ui::CenterIn(ui::Inset(rect, Px(ui::IsPhone() ? 16.0f : 12.0f), 0), rect.w - Px(ui::IsPhone() ? 32.0f : 24.0f), height);
  if (ui::Segmented(place, segments, chosen, {.name = T("duplicate.parts"), .is_stretched = true})) ShowPart(static_cast<DeskPart>(chosen));
}

void DuplicatesView::DrawList(Rect rect) {
  DuplicateDesk& desk = work_.desk();
  const bool is_done = part_ == DeskPart::kDone;
  const std::size_t count = is_done ? desk.decided().size() : desk.groups(part_).size();
  const float height = RowHeight();
  Rect content;
  ui::BeginScroll("list", rect, height * static_cast<float>(count), content);
  ui::BeginMirror(ui::IdOf("groups"), rect, {.role = ui::Role::kListBox, .label = T("duplicate.groups")});
  for (std::size_t i = 0; i < count; ++i) {
    const Rect row = {content.x, content.y + height * static_cast<float>(i), content.w, height};
    if (!ui::IsVisible(row)) continue;
    if (is_done) DrawDecidedRow(row, *desk.decided()[i], i, count);
    else DrawGroupRow(row, desk.groups(part_)[i], i, count);
  }
  ui::EndMirror();
  ui::EndScroll();
}

const DuplicatesView::RowWords& DuplicatesView::WordsOf(const DuplicateCluster& group) {
  DuplicateDesk& desk = work_.desk();
  if (words_revision_ != app_.workspace().revision() || words_scan_ != desk.facts().at_ms) {
    words_revision_ = app_.workspace().revision();
    words_scan_ = desk.facts().at_ms;
    words_.clear();
  }
  const auto [known, is_new] = words_.try_emplace(group.records.front());
  if (is_new) known->second = {GroupTitle(app_, *desk.schema(), group.records), ReasonWords(app_, desk, group)};
  return known->second;
}

void DuplicatesView::DrawGroupRow(Rect rect, const DuplicateCluster& group, std::size_t place, std::size_t count) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(group.records.front().low);
  const RowWords& words = WordsOf(group);
  const bool is_shown = is_inside() && place == index_;
  const std::string size = TF("duplicate.records", {{"count", CountText(group.records.size())}});
  const std::string probability = ProbabilityWords(group.probability);
  const std::string facts = size + " " + words.reason + " " + probability;
  const bool was_pressed = ui::ListRow(rect, {words.title, facts, {}, is_shown, place, count}).was_pressed;
  Rect lines = ui::ListRowLines(rect);
  Rect first = ui::CutTop(lines, Px(22));
  ui::Text(ui::CutRight(first, ui::TextWidth(size, ui::kSmall), Px(8)), size, {.style = ui::kSmall, .color = theme.secondary, .can_shorten = false});
  ui::Text(first, words.title, is_shown ? ui::kBodyBold : ui::kBody, theme.text);
  ui::Text(ui::CutRight(lines, ui::TextWidth(probability, ui::kSmall), Px(8)), probability, {.style = ui::kSmall, .color = ProbabilityColor(group.probability), .can_shorten = false});
  ui::Text(lines, words.reason, ui::kSmall, theme.secondary);
  if (was_pressed) Show(place, ui::IsPhone());
}

void DuplicatesView::DrawDecidedRow(Rect rect, const ListedDecision& listed, std::size_t place, std::size_t count) {
  const ui::Theme& theme = ui::CurrentTheme();
  const DuplicateDecision& decision = listed.decision;
  ui::IdScope scope(decision.id.low);
  const std::string title = DecisionTitle(app_, listed), facts = DecisionFacts(app_, listed);
  const std::size_t records = decision.records.size() + (decision.verdict == DuplicateVerdict::kMerged ? 1 : 0);
  const std::string size = TF("duplicate.records", {{"count", CountText(records)}});
  const bool is_shown = decision.id == shown_;
  const std::string value = size + " " + facts;
  const bool was_pressed = ui::ListRow(rect, {title, value, {}, is_shown, place, count}).was_pressed;
  Rect lines = ui::ListRowLines(rect);
  Rect first = ui::CutTop(lines, Px(22));
  ui::Text(ui::CutRight(first, ui::TextWidth(size, ui::kSmall), Px(8)), size, {.style = ui::kSmall, .color = theme.secondary, .can_shorten = false});
  ui::Text(first, title, is_shown ? ui::kBodyBold : ui::kBody, theme.text);
  ui::Text(lines, facts, ui::kSmall, theme.secondary);
  if (was_pressed) Show(place, ui::IsPhone());
}

void DuplicatesView::DrawListFoot(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtTop(rect, theme.divider);
  const Workspace& workspace = app_.workspace();
  const Date today = workspace.Today();
  std::size_t all = 0, merged = 0, different = 0;
  for (const ListedDecision* listed : work_.desk().decided()) {
    if (!(DateOf(listed->at_ms, workspace.zone_minutes()) == today)) break;
    ++all;
    merged += listed->decision.verdict == DuplicateVerdict::kMerged ? 1 : 0;
    different += listed->decision.verdict == DuplicateVerdict::kDifferent ? 1 : 0;
  }
  const std::string words = all == 0 ? std::string(T("duplicate.today_none"))
                                     : TF("duplicate.today", {{"all", CountText(all)}, {"merged", CountText(merged)}, {"different", CountText(different)}});
  ui::Text(ui::Inset(rect, Px(16), 0), words, {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
}

// ---- feet -------------------------------------------------------------------------------------------------------------

void DuplicatesView::DrawFoot(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtTop(rect, theme.border);
  Rect bar = ui::Inset(rect, Px(16), 0);
  const MergeHindrance hindrance = draft_->hindrance();
  const std::string merge = TF("duplicate.merge", {{"count", CountText(draft_->records().size())}});
  const bool may_decide = hindrance != MergeHindrance::kNoRight && hindrance != MergeHindrance::kNoSchema;
  if (ui::ButtonAtRight(bar, {.label = merge, .kind = ui::ButtonKind::kPrimary, .icon = ui::Icon::kMerge, .id = "merge", .is_running = is_saving_,
                              .is_enabled = hindrance == MergeHindrance::kNone, .reason = HindranceWords(hindrance), .tooltip = "Ctrl+Enter"})) {
    Merge();
  }
  if (ui::ButtonAtRight(bar, {.label = T("duplicate.not_same"), .icon = ui::Icon::kX, .is_enabled = may_decide, .reason = HindranceWords(hindrance)})) {
    Decide(DuplicateVerdict::kDifferent);
  }
  if (part_ == DeskPart::kPending && ui::ButtonAtRight(bar, {.label = T("duplicate.later"), .kind = ui::ButtonKind::kPlain, .is_enabled = may_decide, .reason = HindranceWords(hindrance)})) {
    Decide(DuplicateVerdict::kLater);
  }
  if (hindrance != MergeHindrance::kNone) {
    ui::DrawIcon(ui::CutLeft(bar, Px(16), Px(8)), ui::Icon::kCircleAlert, 16, theme.warn.text);
    ui::Text(bar, HindranceWords(hindrance), {.style = ui::kSmall, .color = theme.warn.text, .is_mirrored = true});
    return;
  }
  const auto cap = [&bar](std::string_view key) { ui::CutLeft(bar, ui::KeyCap(bar, key), Px(6)); };
  const auto words = [&](std::string_view key) { ui::CutLeft(bar, ui::Text(bar, T(key), ui::kSmall, theme.secondary), Px(16)); };
  const std::string last = std::to_string(std::min<std::size_t>(draft_->records().size(), 9));
  if (bar.w < Px(360)) return;
  cap("1");
  ui::CutLeft(bar, ui::Text(bar, "–", ui::kSmall, theme.secondary), Px(6));
  cap(last);
  words("duplicate.key_source");
  cap("↑");
  cap("↓");
  words("duplicate.key_field");
  cap("J");
  cap("K");
  words("duplicate.key_group");
}

void DuplicatesView::DrawPhoneFoot(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillRect(rect, theme.surface);
  ui::LineAtTop(rect, theme.border);
  const MergeHindrance hindrance = draft_->hindrance();
  const bool may_decide = hindrance != MergeHindrance::kNoRight && hindrance != MergeHindrance::kNoSchema;
  if (hindrance != MergeHindrance::kNone) {
    ui::CutTop(rect, Px(8));
    Rect line = ui::Inset(ui::CutTop(rect, Px(20)), Px(16), 0);
    ui::DrawIcon(ui::CutLeft(line, Px(16), Px(8)), ui::Icon::kCircleAlert, 16, theme.warn.text);
    ui::Text(line, HindranceWords(hindrance), {.style = ui::kSmall, .color = theme.warn.text, .is_mirrored = true});
  }
  const auto places = ui::Columns(ui::CenterIn(ui::Inset(rect, Px(16), 0), rect.w - Px(32), ui::ButtonHeight({})), 2, Px(8));
  const std::string merge = TF("duplicate.merge", {{"count", CountText(draft_->records().size())}});
  if (ui::Button(places[0], {.label = T("duplicate.not_same"), .icon = ui::Icon::kX, .is_enabled = may_decide, .reason = HindranceWords(hindrance)})) {
    Decide(DuplicateVerdict::kDifferent);
  }
  if (ui::Button(places[1], {.label = merge, .kind = ui::ButtonKind::kPrimary, .icon = ui::Icon::kMerge, .id = "merge", .is_running = is_saving_,
                             .is_enabled = hindrance == MergeHindrance::kNone, .reason = HindranceWords(hindrance)})) {
    Merge();
  }
}

void DuplicatesView::DrawPhoneMenu(Rect anchor) {
  if (draft_ == nullptr) return;
  const std::size_t count = work_.desk().groups(part_).size();
  const bool may_decide = draft_->hindrance() != MergeHindrance::kNoRight && draft_->hindrance() != MergeHindrance::kNoSchema;
  const ui::MenuItem items[] = {
      {.label = T("duplicate.later"), .icon = ui::Icon::kClock, .is_enabled = may_decide && part_ == DeskPart::kPending},
      {.label = T("duplicate.reset"), .icon = ui::Icon::kRotateCcw, .is_enabled = draft_->has_choices()},
      {.label = T("duplicate.next"), .icon = ui::Icon::kChevronDown, .is_enabled = index_ + 1 < count, .starts_group = true},
      {.label = T("duplicate.previous"), .icon = ui::Icon::kChevronUp, .is_enabled = index_ > 0},
  };
  const int pressed = ui::Menu(ui::IdOf("more"), anchor, items, true);
  if (pressed == 0) Decide(DuplicateVerdict::kLater);
  if (pressed == 1) draft_->Reset();
  if (pressed == 2) Show(index_ + 1, false);
  if (pressed == 3) Show(index_ - 1, false);
}

// ---- nothing to show --------------------------------------------------------------------------------------------------

bool DuplicatesView::DrawEmpty(Rect rect) {
  DuplicateDesk& desk = work_.desk();
  if (part_ == DeskPart::kDone) {
    if (!desk.decided().empty() || is_inside()) return false;
    ui::EmptyState(rect, {.icon = ui::Icon::kMerge, .title = T("duplicate.none_done"), .text = T("duplicate.none_done_text")});
    return true;
  }
  if (!desk.groups(part_).empty()) return false;
  if (desk.is_scanning()) {
    Rect middle = ui::CenterIn(rect, std::min(Px(360), rect.w - Px(32)), Px(22 + 12 + 6 + 12 + 22 + 16 + 44));
    const std::string words = TF("duplicate.scanning_words", {{"count", CountText(desk.record_count())}});
    ui::Text(ui::CutTop(middle, Px(22), Px(12)), words, {.style = ui::kBodyBold, .align = ui::Align::kCenter, .is_mirrored = true});
    ui::ProgressBar(ui::CutTop(middle, Px(6), Px(12)), desk.Share(), ui::Meaning::kInfo, T("duplicate.scanning"));
    ui::Text(ui::CutTop(middle, Px(22), Px(16)), T("duplicate.scanning_text"), ui::kSmall, ui::CurrentTheme().secondary, ui::Align::kCenter);
    if (!ui::IsPhone()) return true;
    if (ui::Button(ui::CenterIn(middle, Px(120), ui::ButtonHeight({})), {.label = T("duplicate.stop")})) work_.Stop();
    return true;
  }
  ui::NoticeOptions notice;
  if (!desk.is_scanned()) {
    const std::string count = TF("duplicate.not_scanned_text", {{"count", CountText(desk.record_count())}});
    notice.icon = ui::Icon::kSearch;
    notice.title = T("duplicate.not_scanned");
    notice.text = count;
    notice.button = {.label = T("duplicate.scan"), .kind = ui::ButtonKind::kPrimary, .is_enabled = work_.can_scan(), .reason = T("duplicate.indexing")};
    if (ui::EmptyState(rect, notice)) work_.Scan();
    return true;
  }
  const bool is_later = part_ == DeskPart::kLater;
  const std::string text = is_later ? std::string(T("duplicate.none_later_text")) : TF("duplicate.none_text", {{"count", CountText(desk.facts().records)}});
  notice.icon = is_later ? ui::Icon::kClock : ui::Icon::kCircleCheck;
  notice.meaning = is_later ? ui::Meaning::kNeutral : ui::Meaning::kGood;
  notice.title = T(is_later ? "duplicate.none_later" : "duplicate.none");
  notice.text = text;
  ui::EmptyState(rect, notice);
  return true;
}

}  // namespace kedang
