#include "wasm/views/record_history.h"

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/tooltip.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kHeadCss = 28;
constexpr float kChangeCss = 24;
constexpr float kGapCss = 12;

std::string_view WhatKey(MutationKind kind) {
  switch (kind) {
    case MutationKind::kInsert: return "history.made";
    case MutationKind::kDelete: return "history.deleted";
    case MutationKind::kRestore: return "history.restored";
    case MutationKind::kResolve: return "history.resolved";
    case MutationKind::kRevert:
    case MutationKind::kSet: break;
  }
  return "history.changed";
}

float LineHeight(const HistoryLine& line) {
  return Px(kHeadCss + kGapCss) + Px(kChangeCss) * static_cast<float>(line.changes.size());
}

}  // namespace

void RecordHistory::Show(const Schema& schema, Id record) {
  const bool is_other = record != record_;
  record_ = record;
  schema_ = schema.id;
  if (is_other) {
    state_ = std::make_shared<Fetched>();
    asked_for_ = {};
    revision_ = 0;
  }
  if (revision_ == app_.workspace().revision() && made_of_ == state_->count) return;
  revision_ = app_.workspace().revision();
  made_of_ = state_->count;
  const auto base = app_.workspace().client().BaseOf(record);
  const bool is_stale = base && !(base->changed == asked_for_);
  if (is_stale && !state_->is_under_way) {
    asked_for_ = base->changed;
    Fetch();
  }
  MakeLines();
}

void RecordHistory::Fetch() {
  state_->record = record_;
  state_->is_under_way = true;
  app_.connection().FetchHistory(record_, [state = state_](Result<HistoryResponse> answer) {
    state->is_under_way = false;
    state->has_failed = !answer.ok();
    if (answer.ok()) {
      state->is_known = true;
      state->entries = std::move(answer).value().entries;
    }
    ++state->count;
    RequestFrame();
  });
}

// 导入：名录.csv，来源“展会名录”: the batch names the import, and that its source.
std::string RecordHistory::WhereFrom(const Provenance& provenance) {
  std::string words = SourceWords(provenance);
  const ImportRun* run = provenance.batch.is_nil() ? nullptr : book_.FindRun(provenance.batch);
  const Source* source = run != nullptr ? book_.FindSource(run->source) : nullptr;
  if (source != nullptr && source->name != provenance.source) words += ui::TF("source.of", {{"name", source->name}});
  return words;
}

void RecordHistory::MakeLines() {
  lines_.clear();
  const auto& groups = app_.workspace().client().outbox().groups();
  for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
    for (auto mutation = group->mutations.rbegin(); mutation != group->mutations.rend(); ++mutation) {
      if (mutation->record != record_) continue;
      HistoryLine line;
      line.kind = mutation->kind;
      line.author = app_.user().id;
      line.time = mutation->client_ms;
      line.is_pending = true;
      line.source = WhereFrom(group->provenance);
      for (const CellEdit& edit : mutation->edits) line.changes.push_back({edit.field, edit.base_value, edit.value});
      lines_.push_back(std::move(line));
    }
  }
  for (const HistoryEntry& entry : state_->entries) {
    HistoryLine line;
    line.kind = entry.kind;
    line.author = entry.author;
    line.time = entry.server_ms;
    line.source = WhereFrom(entry.provenance);
    line.changes = entry.changes;
    lines_.push_back(std::move(line));
  }
}

float RecordHistory::Height(float) const {
  float height = Px(12);
  for (const HistoryLine& line : lines_) height += LineHeight(line);
  return height + Px(44);
}

std::optional<RestoreWish> RecordHistory::Draw(Rect content, const Record& record) {
  const ui::Theme& theme = ui::CurrentTheme();
  std::optional<RestoreWish> wish;
  Rect rest = content;
  ui::CutTop(rest, Px(12));
  std::uint64_t number = 0;
  for (const HistoryLine& line : lines_) {
    ui::IdScope scope(number++);
    Rect place = ui::CutTop(rest, LineHeight(line));
    if (!ui::IsVisible(place)) continue;
    Rect head = ui::CutTop(place, Px(kHeadCss));
    const std::string who = PersonWords(app_, line.author);
    ui::Initials(ui::CutLeft(head, Px(20), Px(8)), ui::InitialsOf(who), ui::ColorOf(who));
    const std::string when = RelativeToNow(app_, line.time);
    const std::string_view what = T(WhatKey(line.kind));
    ui::Mirror(ui::IdOf("head"), head, {.role = ui::Role::kText, .label = who + " " + std::string(what), .value = line.source + " " + when});
    const float when_width = ui::TextWidth(when, ui::kSmall);
    const Rect when_place = ui::CutRight(head, when_width, Px(8));
    ui::Text(when_place, when, ui::kSmall, theme.secondary);
    ui::TooltipOnHover(when_place, ExactHere(app_, line.time));
    ui::CutLeft(head, ui::Text(head, who, ui::kBodyBold, theme.text), Px(6));
    ui::CutLeft(head, ui::Text(head, what, ui::kBody, theme.text), Px(8));
    if (line.is_pending) ui::CutLeft(head, ui::StatusTag(head, T("history.pending"), ui::Meaning::kInfo), Px(8));
    ui::Text(head, line.source, ui::kSmall, theme.secondary);
    for (const HistoryChange& change : line.changes) {
      ui::IdScope change_scope(static_cast<std::uint64_t>(change.field));
      Rect row = ui::CutTop(place, Px(kChangeCss));
      ui::CutLeft(row, Px(28));
      const bool is_current = record.Get(change.field) == change.after;
      if (!is_current && FieldOf(app_, schema_, change.field) != nullptr) {
        const float width = ui::LinkWidth(T("history.restore"), 12);
        if (ui::Link(ui::CutRight(row, width, Px(8)), T("history.restore"), 12)) wish = RestoreWish{change.field, change.after};
      }
      const std::string label = FieldWords(app_, schema_, change.field);
      ui::CutLeft(row, ui::Text(row, label, ui::kBody, theme.secondary), Px(8));
      std::string text = ValueWords(app_, schema_, change.field, change.after);
      if (line.kind != MutationKind::kInsert) {
        text = ValueWords(app_, schema_, change.field, change.before) + " → " + text;
      }
      ui::Mirror(ui::IdOf("change"), row, {.role = ui::Role::kText, .label = label, .value = text});
      ui::Text(row, text, ui::kBody, theme.text);
    }
  }
  Rect foot = ui::CutTop(rest, Px(32));
  std::string_view words;
  if (state_->is_under_way && !state_->is_known) {
    words = T("history.loading");
  } else if (!state_->is_known) {
    words = T("history.offline");
  } else if (lines_.empty()) {
    words = T("history.none");
  }
  ui::Text(foot, words, ui::kSmall, theme.secondary);
  return wish;
}

std::string RecordHistory::LastChange() const {
  for (const HistoryLine& line : lines_) {
    std::string what;
    if (line.kind == MutationKind::kSet && !line.changes.empty()) {
      const HistoryChange& change = line.changes.front();
      what = ui::TF("history.changed_field", {{"field", FieldWords(app_, schema_, change.field)},
                                              {"before", ValueWords(app_, schema_, change.field, change.before)},
                                              {"after", ValueWords(app_, schema_, change.field, change.after)}});
    } else {
      what = std::string(T(WhatKey(line.kind)));
    }
    return PersonWords(app_, line.author) + " " + RelativeToNow(app_, line.time) + " " + what;
  }
  return "";
}

}  // namespace kedang
