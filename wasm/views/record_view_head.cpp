// The parts around RecordView's body: head, stage bar, completeness, the phone's actions, foot, save bar, phone form.
#include <algorithm>
#include <cmath>

#include "shared/field/field_types.h"
#include "wasm/app/time_text.h"
#include "wasm/platform/url.h"
#include "wasm/ui/button.h"
#include "wasm/ui/chip.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/ui/toast.h"
#include "wasm/ui/tooltip.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/others_here.h"
#include "wasm/views/quality_words.h"
#include "wasm/views/record_view.h"
#include "wasm/views/value_text.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

const Field* FirstOf(const Schema& schema, FieldType type) {
  for (const Field& field : schema.fields) {
    if (!field.is_retired && field.type == type) return &field;
  }
  return nullptr;
}

// The first telephone number and the first postal address of the record, for the phone's buttons.
std::string FirstValue(const Schema& schema, const Record& record, FieldType type) {
  for (const Field& field : schema.fields) {
    if (!field.is_retired && field.type == type && !record.Get(field.id).is_null()) return record.Get(field.id).text();
  }
  return "";
}

}  // namespace

void RecordView::DrawHead(Rect& rest, RecordAction& action, bool can_walk) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_phone = ui::IsPhone();
  if (!is_phone) ui::CutTop(rest, Px(12));
  Rect line = ui::Inset(ui::CutTop(rest, Px(32)), Px(16), 0);
  const Record& record = editor_->record();
  if (!is_phone) {
    const float size = Px(28);
    if (ui::IconButton(ui::TakeRight(line, size, size, Px(4)), ui::Icon::kX, T("common.close"))) action = RecordAction::kClose;
    if (!is_new_) {
      const Rect more = ui::TakeRight(line, size, size, Px(4));
      if (ui::IconButton(more, ui::Icon::kEllipsis, T("record.more"))) ui::OpenLayer(ui::IdOf("more"));
      DrawMenu(more);
      if (ui::IconButton(ui::TakeRight(line, size, size, Px(4)), ui::Icon::kChevronDown, T("record.next"), can_walk)) action = RecordAction::kNext;
      if (ui::IconButton(ui::TakeRight(line, size, size, Px(8)), ui::Icon::kChevronUp, T("record.previous"), can_walk)) {
        action = RecordAction::kPrevious;
      }
    }
  }
  const Field* level = schema_->Find(schema_->level);
  const Choice* chosen = level != nullptr ? ChoiceOf(*level, record.Get(level->id).text()) : nullptr;
  if (chosen != nullptr) {
    ui::LevelMark(ui::CutLeft(line, Px(22), Px(8)), LevelLetter(*chosen, app_.is_english()), ColorIndex(chosen->color));
  }
  std::string title;
  if (is_new_) {
    title = ui::TF("record.new_title", {{"schema", schema_->label.In(app_.is_english())}});
  } else {
    title = app_.workspace().TitleOf(record);
  }
  ui::Mirror(ui::IdOf("title"), line, {.role = ui::Role::kHeading, .label = title, .level = 2});
  ui::Text(line, title, ui::kRecordTitle, theme.text);
  if (!is_new_) DrawFacts(ui::Inset(ui::CutTop(rest, Px(24)), Px(16), 0));
  if (!is_new_) DrawOrigin(rest);
  ui::CutTop(rest, Px(8));
}

void RecordView::DrawFacts(Rect line) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Record& record = editor_->record();
  const float others = OthersHereWidth(app_, line.w * 0.6f);
  if (others > 0) OthersHere(app_, ui::CutRight(line, others, Px(12)));
  std::vector<std::string> facts;
  std::vector<FieldType> types = {FieldType::kAutoNumber, FieldType::kRegion, FieldType::kIndustry};
  if (ui::IsPhone()) types = {FieldType::kAutoNumber, FieldType::kUser};
  for (const FieldType type : types) {
    const Field* field = FirstOf(*schema_, type);
    if (field != nullptr && !record.Get(field->id).is_null()) facts.push_back(ValueWords(app_, record, field->id));
  }
  if (ui::IsPhone()) facts.push_back(ui::TF("record.changed_when", {{"when", RelativeToNow(app_, record.changed_ms)}}));
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (i > 0) {
      const Rect bar = ui::CutLeft(line, Px(17));
      ui::FillRect({bar.MidX(), bar.MidY() - Px(6), ui::Line(), Px(12)}, theme.border);
    }
    ui::CutLeft(line, ui::Text(line, facts[i], ui::kSmall, theme.secondary));
  }
}

// What it was merged from, with the way to take it apart.
void RecordView::DrawOrigin(Rect& rest) {
  const auto merges = book_.MergedInto(record_);
  if (merges.empty()) return;
  const ui::Theme& theme = ui::CurrentTheme();
  Rect line = ui::Inset(ui::CutTop(rest, Px(24)), Px(16), 0);
  std::size_t count = 1;
  for (const ListedDecision* merge : merges) count += merge->decision.records.size();
  const bool is_led = led_to_ == record_;
  const std::string words = is_led ? std::string(T("record.merged_into")) : ui::TF("record.merged_from", {{"count", std::to_string(count)}});
  ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kMerge, 14, is_led ? theme.accent : theme.secondary);
  ui::CutLeft(line, ui::Text(line, words, {.style = ui::kSmall, .color = is_led ? theme.text : theme.secondary, .is_mirrored = true}), Px(8));
  const std::string_view open = T("record.merged_from_open");
  const Id decision = merges.front()->decision.id;
  if (ui::Link(ui::CutLeft(line, std::min(line.w, ui::LinkWidth(open, 12))), open, 12, "merge")) {
    app_.Go({{"duplicates", schema_->key, FormatId(decision)}, {{"s", "done"}}});
  }
}

void RecordView::DrawStage(Rect& rest) {
  const Field* stage = schema_->Find(schema_->stage);
  if (stage == nullptr) return;
  const std::string& current = editor_->record().Get(stage->id).text();
  std::vector<const Choice*> steps;
  for (const Choice& choice : stage->choices) {
    if (!IsWayOut(choice) || choice.key == current) steps.push_back(&choice);
  }
  std::vector<std::string_view> words;
  int reached = -1;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    words.push_back(steps[i]->label.In(app_.is_english()));
    if (steps[i]->key == current) reached = static_cast<int>(i);
  }
  Rect line = ui::Inset(ui::CutTop(rest, Px(30), Px(8)), Px(16), 0);
  // A record that left the way has taken no step of it: only its own end is named.
  const Choice* chosen = ChoiceOf(*stage, current);
  if (chosen != nullptr && IsWayOut(*chosen)) {
    const float width = ui::TagWidth(chosen->label.In(app_.is_english()));
    ui::Tag(ui::CutRight(line, width, Px(8)), chosen->label.In(app_.is_english()), ColorIndex(chosen->color));
    steps.erase(std::find(steps.begin(), steps.end(), chosen));
    words.clear();
    for (const Choice* step : steps) words.push_back(step->label.In(app_.is_english()));
    reached = -1;
  }
  const int pressed = ui::StageBar(line, words, reached, true);
  if (pressed >= 0 && pressed != reached) editor_->Set(stage->id, Value::Text(steps[static_cast<std::size_t>(pressed)]->key));
}

void RecordView::DrawQuality(Rect& rest) {
  const StageProgress progress = editor_->Progress();
  const int share = progress.percent;
  const std::vector<FieldId> issues = editor_->FieldsWithIssues();
  const std::string count = std::to_string(issues.size());
  if (ui::IsPhone()) {
    Rect line = ui::Inset(ui::CutTop(rest, Px(36), Px(4)), Px(16), 0);
    DrawScore(line);
    if (progress.missing.size() + progress.missing_next.size() > 0) DrawMissing(line, progress);
    if (issues.empty()) return;
    const std::string text = ui::TF("record.issue_bar", {{"count", count}, {"share", std::to_string(share)}});
    if (ui::IssueBar(ui::CutTop(rest, Px(44)), text, T("record.jump"))) JumpToIssue(0);
    return;
  }
  const ui::Theme& theme = ui::CurrentTheme();
  Rect line = ui::Inset(ui::CutTop(rest, Px(28), Px(4)), Px(16), 0);
  if (!issues.empty()) {
    const std::string label = ui::TF("record.issues", {{"count", count}});
    const float width = Px(10 + 14 + 6 + 9 + 10) + ui::TextWidth(label, ui::kSmall) + ui::TextWidth(T("record.jump"), ui::kSmall);
    Rect chip = ui::TakeRight(line, width, Px(24));
    const ui::ItemState state = ui::Item(ui::IdOf("issues"), chip, {.role = ui::Role::kButton, .label = T("record.jump"), .value = label});
    ui::FillRect(chip, theme.bad.tint, chip.h / 2);
    if (state.is_hovered) ui::StrokeRect(chip, theme.bad.text, chip.h / 2, ui::Line());
    if (state.has_ring) ui::FocusRing(chip, chip.h / 2);
    Rect inner = ui::Inset(chip, Px(10), 0);
    ui::DrawIcon(ui::CutLeft(inner, Px(14), Px(6)), ui::Icon::kCircleAlert, 14, theme.bad.text);
    ui::CutLeft(inner, ui::Text(inner, label, ui::kSmall, theme.bad.text));
    const Rect bar = ui::CutLeft(inner, Px(9));
    ui::FillRect({bar.MidX(), bar.MidY() - Px(6), ui::Line(), Px(12)}, ui::Fade(theme.bad.text, 0.4f));
    ui::Text(inner, T("record.jump"), ui::kSmall, theme.bad.text);
    if (state.was_pressed) JumpToIssue(0);
  }
  DrawScore(line);
  ui::CutLeft(line, ui::Text(line, T("record.complete"), ui::kSmall, theme.secondary), Px(8));
  const Rect bar = ui::TakeLeft(line, Px(112), Px(6), Px(8));
  ui::ProgressBar(bar, static_cast<float>(share) / 100, ui::Meaning::kGood, T("record.complete"));
  ui::CutLeft(line, ui::Text(line, std::to_string(share), ui::kSmallBold, theme.text), Px(8));
  DrawMissing(line, progress);
}

// The record's score at the right; pressed, it says what mending each thing brings and leads there.
void RecordView::DrawScore(Rect& line) {
  constexpr std::size_t kMostReasons = 8;
  const QualityScore* const measured = quality_.Of(*schema_, record_);
  if (measured == nullptr) return;
  const QualityScore& quality = *measured;
  const std::string score = PointWords(quality.score), label = ui::TF("record.quality_score", {{"score", score}});
  const float height = ui::IsPhone() ? ui::ChipHeight() : Px(24), width = std::ceil(ui::TextWidth(label, ui::kSmall)) + Px(10 + 6 + 8 + 10);
  const Rect chip = ui::TakeRight(line, width, height, Px(8));
  const ui::Theme& theme = ui::CurrentTheme();
  const ui::Id menu = ui::IdOf("score-reasons");
  const ui::ItemState state = ui::Item(ui::IdOf("score"), chip, {.label = T("record.quality"), .value = score, .is_expanded = ui::IsLayerOpen(menu), .can_expand = true});
  ui::FillBox(chip, state.is_hovered ? theme.hover_fill : theme.surface, theme.border, chip.h / 2, ui::Line());
  if (state.has_ring) ui::FocusRing(chip, chip.h / 2);
  Rect inner = ui::Inset(chip, Px(10), 0);
  ui::StatusDot(ui::CutLeft(inner, Px(8), Px(6)), QualityMeaning(quality.score / 100));
  ui::Text(inner, label, ui::kSmall, theme.text);
  if (state.was_pressed) ui::OpenLayer(menu);
  if (!ui::IsLayerOpen(menu)) {
    if (state.is_hovered && !quality.reasons.empty()) {
      const QualityReason& first = quality.reasons.front();
      const std::string tip = MendWords(*schema_, first.code, first.field, app_.is_english()) + " " + ui::TF("record.quality_gain", {{"points", PointWords(first.gain)}});
      ui::Tooltip(chip, tip, state);
    }
    return;
  }
  const std::size_t count = std::min(quality.reasons.size(), kMostReasons);
  std::vector<std::string> words, gains;
  for (std::size_t i = 0; i < count; ++i) {
    words.push_back(MendWords(*schema_, quality.reasons[i].code, quality.reasons[i].field, app_.is_english()));
    gains.push_back(ui::TF("record.quality_gain", {{"points", PointWords(quality.reasons[i].gain)}}));
  }
  std::vector<ui::MenuItem> items;
  for (std::size_t i = 0; i < count; ++i) items.push_back({.label = words[i], .icon = ui::Icon::kPencil, .shortcut = gains[i], .is_enabled = quality.reasons[i].field != 0});
  if (items.empty()) items.push_back({.label = T("record.quality_good"), .icon = ui::Icon::kCircleCheck, .is_enabled = false});
  const int pressed = ui::Menu(menu, chip, items, true);
  if (pressed < 0 || static_cast<std::size_t>(pressed) >= count) return;
  tab_ = 0;
  if (ui::IsPhone()) is_form_ = true;
  editor_->JumpTo(quality.reasons[static_cast<std::size_t>(pressed)].field);
}

// What is missing now and for the next stage, as a list that leads to the fields.
void RecordView::DrawMissing(Rect& line, const StageProgress& progress) {
  const bool is_english = app_.is_english();
  const Field* stage = schema_->Find(schema_->stage);
  const Choice* next = stage != nullptr ? ChoiceOf(*stage, progress.next) : nullptr;
  std::vector<FieldId> fields = progress.missing;
  fields.insert(fields.end(), progress.missing_next.begin(), progress.missing_next.end());
  if (fields.empty()) {
    const std::string words = ui::TF("record.missing", {{"count", std::to_string(progress.empty_fields)}});
    if (progress.empty_fields > 0) ui::Text(line, words, ui::kSmall, ui::CurrentTheme().secondary);
    return;
  }
  const std::string count = std::to_string(fields.size());
  const bool is_for_next = progress.missing.empty() && next != nullptr;
  const std::string words = is_for_next ? ui::TF("record.missing_next", {{"count", count}, {"stage", next->label.In(is_english)}})
                                        : ui::TF("record.missing_now", {{"count", count}});
  const Rect link = ui::CutLeft(line, std::min(line.w, ui::LinkWidth(words, 12)));
  if (ui::Link(link, words, 12, "missing")) ui::OpenLayer(ui::IdOf("missing-list"));
  std::vector<ui::MenuItem> items;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Field* field = schema_->Find(fields[i]);
    if (field == nullptr) continue;
    ui::MenuItem item;
    item.label = field->label.In(is_english);
    item.icon = i < progress.missing.size() ? ui::Icon::kCircleAlert : ui::Icon::kCircle;
    if (i >= progress.missing.size() && next != nullptr) item.shortcut = next->label.In(is_english);
    item.starts_group = i > 0 && i == progress.missing.size();
    items.push_back(item);
  }
  const int pressed = ui::Menu(ui::IdOf("missing-list"), link, items);
  if (pressed < 0) return;
  tab_ = 0;
  if (ui::IsPhone()) is_form_ = true;
  editor_->JumpTo(fields[static_cast<std::size_t>(pressed)]);
}

void RecordView::DrawPhoneActions(Rect& rest) {
  const Record& record = editor_->record();
  const std::string phone = FirstValue(*schema_, record, FieldType::kPhone);
  const std::string mail = FirstValue(*schema_, record, FieldType::kEmail);
  Rect line = ui::Inset(ui::CutTop(rest, Px(56), Px(12)), Px(16), 0);
  const std::vector<Rect> places = ui::Columns(line, 4, Px(8));
  if (ui::ActionButton(places[0], ui::Icon::kPhone, T("record.call"), false, !phone.empty())) OpenExternal("tel:" + phone);
  if (ui::ActionButton(places[1], ui::Icon::kMail, T("record.mail"), false, !mail.empty())) OpenExternal("mailto:" + mail);
  if (ui::ActionButton(places[2], ui::Icon::kCopy, T("record.copy_name"), false)) {
    ui::CopyText(app_.workspace().TitleOf(record));
    app_.Say(ui::TF("record.copied", {{"text", app_.workspace().TitleOf(record)}}));
  }
  if (ui::ActionButton(places[3], ui::Icon::kPencil, T("record.edit"), true)) {
    is_form_ = true;
    editor_->JumpTo(schema_->title);
  }
}

void RecordView::DrawMenu(Rect anchor) {
  const ui::MenuItem items[] = {
      {.label = T("record.copy_link"), .icon = ui::Icon::kLink},
      {.label = T("record.delete"), .icon = ui::Icon::kTrash2, .is_danger = true, .starts_group = true},
  };
  const int pressed = ui::Menu(ui::IdOf("more"), anchor, items, true);
  if (pressed == 0) {
    ui::CopyText(UrlOrigin() + "/#" + FormatRoute({{schema_->key, FormatId(record_)}}));
    app_.Say(std::string(T("record.link_copied")));
  }
  if (pressed == 1) Delete();
}

void RecordView::DrawFoot(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtTop(rect, theme.divider);
  Rect line = ui::Inset(rect, Px(16), 0);
  const std::string last = history_.LastChange();
  if (last.empty()) {
    const std::string when = ui::TF("record.changed_when", {{"when", RelativeToNow(app_, editor_->record().changed_ms)}});
    ui::Text(line, when, ui::kSmall, theme.secondary);
    return;
  }
  const auto cut_link = [&line](std::string_view label) {
    return ui::Link(ui::CutRight(line, ui::LinkWidth(label, 12), Px(12)), label, 12);
  };
  if (cut_link(T("record.whole_history"))) tab_ = HistoryTab();
  const HistoryLine& newest = history_.lines().front();
  if (newest.kind == MutationKind::kSet && !newest.changes.empty()) {
    const HistoryChange& change = newest.changes.front();
    const bool is_current = editor_->record().Get(change.field) == change.after;
    if (is_current && cut_link(T("common.undo"))) editor_->Set(change.field, change.before);
  }
  ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kHistory, 14, theme.secondary);
  ui::Text(line, last, ui::kSmall, theme.secondary);
}

void RecordView::DrawSaveBar(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::ReserveFoot(rect);
  ui::LineAtTop(rect, theme.border);
  Rect line = ui::Inset(rect, Px(16), 0);
  if (ui::ButtonAtRight(line, {.label = T("common.save"), .kind = ui::ButtonKind::kPrimary, .tooltip = "Ctrl+Enter"})) {
    editor_->Save([this] { Saved(); });
    return;
  }
  const bool can_give_up = editor_->has_unsaved();
  if (can_give_up && ui::ButtonAtRight(line, {.label = T(is_new_ ? "record.start_over" : "record.give_up")})) {
    editor_->GiveUp();
    was_continued_ = false;
    return;
  }
  std::string words;
  if (editor_->was_refused()) {
    words = std::string(T("record.refused"));
  } else if (is_new_ && was_continued_) {
    words = std::string(T("record.continued"));
  } else if (!is_new_) {
    words = ui::TF("record.blocked", {{"count", std::to_string(editor_->block_count())}});
  } else {
    words = std::string(T("record.new_hint"));
  }
  const bool is_bad = editor_->was_refused() || !is_new_;
  ui::Text(line, words, ui::kSmall, is_bad ? theme.bad.text : theme.secondary);
}

RecordAction RecordView::DrawPhoneForm(Rect rect) {
  Rect rest = rect;
  const std::string title = ui::TF(is_new_ ? "record.new_title" : "record.edit_title", {{"schema", schema_->label.In(app_.is_english())}});
  const bool has_blocks = editor_->has_unsaved() && editor_->block_count() > 0;
  const int pressed = ui::PhoneTopBar(ui::CutTop(rest, Px(56)), {.title = title, .back = T("common.cancel"), .action = T("common.save")});
  const std::vector<FieldId> issues = editor_->FieldsWithIssues();
  if (has_blocks && !(is_new_ && issues.empty())) {
    const std::string words = ui::TF("record.blocked", {{"count", std::to_string(editor_->block_count())}});
    const std::string place = issues.empty() ? std::string() : std::to_string(issue_ % static_cast<int>(issues.size()) + 1) + " / " + std::to_string(issues.size());
    if (ui::IssueBar(ui::CutTop(rest, Px(44)), words, place.empty() ? T("record.jump") : std::string_view(place))) JumpToIssue(1);
  }
  if (const float others = is_new_ ? 0 : OthersHereWidth(app_, rest.w - 2 * Px(16)); others > 0) {
    OthersHere(app_, ui::Inset(ui::CutTop(rest, Px(28)), Px(16), 0));
  }
  if (editor_->editing() != 0) DrawKeyboardBar(ui::CutBottom(rest, Px(44)));
  Rect content;
  ui::BeginScroll("form", rest, editor_->Height(rest.w - 2 * Px(16), true) + Px(80), content);
  editor_->Draw(ui::Inset(content, Px(16), 0), true);
  ui::EndScroll();
  if (pressed == 1) {
    editor_->Save([this] {
      is_form_ = false;
      Saved();
    });
  }
  if (pressed != -1) return RecordAction::kNone;
  // What was typed stays in the view; coming back goes on with it.
  if (is_new_) return RecordAction::kClose;
  editor_->GiveUp();
  is_form_ = false;
  return RecordAction::kNone;
}

void RecordView::DrawKeyboardBar(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::ReserveFoot(rect);
  ui::FillRect(rect, theme.background);
  ui::LineAtTop(rect, theme.border);
  Rect line = ui::Inset(rect, Px(8), 0);
  int count = 0;
  const int place = editor_->Place(count);
  const float size = Px(44);
  if (ui::IconButton(ui::TakeLeft(line, size, size), ui::Icon::kChevronUp, T("record.previous_field"), place > 0)) editor_->Step(-1);
  if (ui::IconButton(ui::TakeLeft(line, size, size, Px(8)), ui::Icon::kChevronDown, T("record.next_field"), place + 1 < count)) {
    editor_->Step(1);
  }
  ui::Link(ui::CutRight(line, ui::LinkWidth(T("record.done"), 16) + Px(8), Px(8)), T("record.done"), 16);
  if (ui::IconButton(ui::TakeRight(line, size, size), ui::Icon::kUndo2, T("record.take_back"))) editor_->RevertField();
  ui::Text(line, ui::TF("record.place", {{"place", std::to_string(place + 1)}, {"count", std::to_string(count)}}), ui::kSmall, theme.secondary);
}

}  // namespace kedang
