#include "wasm/views/duplicates_decided.h"

#include <algorithm>
#include <string>

#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/toast.h"
#include "wasm/views/duplicates_words.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::size_t kMostTold = 20;

std::string DetailOf(const Issue& issue, std::string_view name) {
  const auto found = std::find_if(issue.details.begin(), issue.details.end(), [name](const auto& detail) { return detail.first == name; });
  return found != issue.details.end() ? found->second : std::string();
}

ui::Meaning MeaningOf(DuplicateVerdict verdict) {
  return verdict == DuplicateVerdict::kMerged ? ui::Meaning::kGood : verdict == DuplicateVerdict::kRelated ? ui::Meaning::kInfo : ui::Meaning::kNeutral;
}

// What stays as it is, and why.
std::string KeptWords(App& app, const Issue& issue) {
  const Schema* schema = app.workspace().schemas().Find(DetailOf(issue, "schema"));
  const std::string title = RecordWords(app, ParseId(DetailOf(issue, "record")).value_or(Id()));
  const std::string field = issue.field != 0 && schema != nullptr ? FieldWords(app, schema->id, issue.field) : std::string(T("duplicate.whole"));
  const std::string key = "duplicate.kept_" + DetailOf(issue, "reason");
  return TF(ui::HasText(key) ? std::string_view(key) : "duplicate.kept_edited", {{"title", title}, {"field", field}});
}

}  // namespace

std::string_view VerdictWords(DuplicateVerdict verdict) { return T("duplicate.verdict_" + std::string(DuplicateVerdictName(verdict))); }

std::string DecisionTitle(App& app, const ListedDecision& listed) {
  const DuplicateDecision& decision = listed.decision;
  if (!listed.title.empty()) return listed.title;
  return RecordWords(app, decision.verdict == DuplicateVerdict::kMerged ? decision.survivor : decision.records.empty() ? Id() : decision.records[0]);
}

std::string DecisionFacts(App& app, const ListedDecision& listed) {
  return TF("duplicate.decided_facts", {{"verdict", VerdictWords(listed.decision.verdict)}, {"person", PersonWords(app, listed.author)},
                                        {"when", RelativeToNow(app, listed.at_ms)}});
}

void DuplicatesDecided::TellDone() {
  for (auto one = waiting_.begin(); one != waiting_.end();) {
    const RevertReport report = ReportOfRevert(app_.workspace().client(), one->first);
    if (report.state == RevertState::kWaiting) {
      ++one;
      continue;
    }
    const bool is_done = report.state == RevertState::kDone;
    app_.Say(TF(is_done ? "duplicate.unmerged" : "duplicate.unmerge_refused", {{"title", one->second}}));
    one = waiting_.erase(one);
  }
}

void DuplicatesDecided::Undecide(DuplicateDesk& desk, const ListedDecision& listed) {
  Group group = desk.MakeUndecided(listed);
  if (group.mutations.empty()) return;
  const bool is_merge = listed.decision.verdict == DuplicateVerdict::kMerged;
  const std::string title = DecisionTitle(app_, listed);
  const Id batch = listed.decision.batch;
  const std::string said = is_merge ? std::string() : TF("duplicate.thought_over", {{"title", title}});
  app_.Save(std::move(group), said, [this, is_merge, batch, title](const Status& status) {
    if (!status.ok()) return app_.Say(std::string(T("save.refused")));
    if (!is_merge) return;
    waiting_.emplace_back(batch, title);
    if (app_.workspace().client().status().connection != ConnectionState::kOnline) app_.Say(TF("duplicate.unmerge_waits", {{"title", title}}));
  });
}

void DuplicatesDecided::Draw(Rect rect, DuplicateDesk& desk, Id decision) {
  ui::IdScope scope("decided");
  const ListedDecision* now = desk.book().Find(decision);
  if (now != nullptr) shown_ = *now;
  if (now == nullptr && (!shown_ || !(shown_->decision.id == decision))) {
    ui::EmptyState(rect, {.icon = ui::Icon::kMerge, .title = T("duplicate.choose_decision")});
    return;
  }
  const ListedDecision listed = *shown_;
  if (now == nullptr && listed.decision.verdict != DuplicateVerdict::kMerged) {
    ui::EmptyState(rect, {.icon = ui::Icon::kRotateCcw, .title = TF("duplicate.thought_over", {{"title", DecisionTitle(app_, listed)}})});
    return;
  }
  const bool is_merge = listed.decision.verdict == DuplicateVerdict::kMerged;
  const RevertReport report = is_merge ? ReportOfRevert(app_.workspace().client(), listed.decision.batch) : RevertReport();
  const Rect foot = ui::CutBottom(rect, ui::IsPhone() ? ui::ButtonHeight({}) + Px(16) : Px(56));
  ui::ReserveFoot(foot);
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string title = DecisionTitle(app_, listed);
  const std::size_t count = listed.decision.records.size() + (is_merge ? 1 : 0);
  const std::string words = TF(is_merge ? "duplicate.merged_words" : listed.decision.verdict == DuplicateVerdict::kRelated ? "duplicate.related_words" : "duplicate.different_words",
                               {{"count", CountText(count)}});
  Rect content;
  ui::BeginScroll("decision", rect, Px(220) + Px(44) * static_cast<float>(std::min(count, kMostTold)) + Px(24) * static_cast<float>(std::min(report.issues.size(), kMostTold)), content);
  Rect rest = ui::Inset(content, Px(16), Px(16));
  rest.w = std::min(rest.w, Px(720));
  Rect line = ui::CutTop(rest, Px(28), Px(4));
  const std::string_view verdict = VerdictWords(listed.decision.verdict);
  ui::StatusTag(ui::CutRight(line, ui::TagWidth(verdict), Px(8)), verdict, MeaningOf(listed.decision.verdict));
  ui::Mirror(ui::IdOf("title"), line, {.role = ui::Role::kHeading, .label = title, .level = 2});
  ui::Text(line, title, ui::kTitle, theme.text);
  ui::Text(ui::CutTop(rest, Px(22)), words, {.is_mirrored = true});
  const std::string facts = TF("duplicate.decided_by", {{"person", PersonWords(app_, listed.author)}, {"when", ExactHere(app_, listed.at_ms)}});
  ui::Text(ui::CutTop(rest, Px(22), Px(16)), facts, {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
  DrawReport(rest, report);
  DrawRecords(rest, listed);
  ui::EndScroll();
  DrawFoot(foot, desk, listed, report, now != nullptr);
}

// Those of the records that are here; what was merged is not, until it is taken apart.
void DuplicatesDecided::DrawRecords(Rect& rest, const ListedDecision& listed) {
  const ui::Theme& theme = ui::CurrentTheme();
  std::vector<Id> ids = listed.decision.records;
  if (!listed.decision.survivor.is_nil()) ids.insert(ids.begin(), listed.decision.survivor);
  const Schema* schema = app_.workspace().schemas().Find(listed.decision.schema);
  for (std::size_t i = 0; i < std::min(ids.size(), kMostTold); ++i) {
    const auto record = app_.workspace().records().FindRecord(ids[i]);
    if (!record || record->is_deleted || schema == nullptr) continue;
    ui::IdScope scope(ids[i].low);
    Rect row = ui::CutTop(rest, Px(44));
    ui::LineAtBottom(row, theme.divider);
    const std::string title = RecordWords(app_, ids[i]);
    const std::string_view open = T("duplicate.open");
    if (ids[i] == listed.decision.survivor) {
      const std::string_view main = T("duplicate.main_record");
      ui::StatusTag(ui::CutRight(row, ui::TagWidth(main), Px(8)), main, ui::Meaning::kInfo);
    }
    if (ui::Link(ui::CutRight(row, ui::LinkWidth(open, 12), Px(12)), open, 12)) app_.Go({{schema->key, FormatId(ids[i])}});
    ui::Text(row, title, {.is_mirrored = true});
  }
}

void DuplicatesDecided::DrawReport(Rect& rest, const RevertReport& report) {
  if (report.state == RevertState::kNone) return;
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string_view key = report.state == RevertState::kWaiting ? "duplicate.unmerge_waiting" : report.state == RevertState::kDone ? "duplicate.unmerge_done" : "duplicate.unmerge_failed";
  Rect line = ui::CutTop(rest, Px(22), Px(4));
  const bool is_bad = report.state == RevertState::kRefused;
  const ui::Icon icon = report.state == RevertState::kWaiting ? ui::Icon::kClock : is_bad ? ui::Icon::kCircleAlert : ui::Icon::kCircleCheck;
  ui::DrawIcon(ui::CutLeft(line, Px(16), Px(8)), icon, 16, is_bad ? theme.bad.text : report.state == RevertState::kDone ? theme.good.text : theme.secondary);
  ui::Text(line, T(key), {.style = ui::kBodyBold, .is_mirrored = true});
  std::size_t told = 0;
  for (const Issue& issue : report.issues) {
    if (told++ == kMostTold || issue.code == "group_refused") continue;
    const std::string words = issue.code == "revert_kept" ? KeptWords(app_, issue) : IssueWords(issue);
    const Rect row = ui::CutTop(rest, Px(24));
    ui::Text(row, words, {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
  }
  ui::CutTop(rest, Px(12));
}

void DuplicatesDecided::DrawFoot(Rect rect, DuplicateDesk& desk, const ListedDecision& listed, const RevertReport& report, bool is_there) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtTop(rect, theme.divider);
  Rect bar = ui::Inset(rect, Px(16), 0);
  const bool is_merge = listed.decision.verdict == DuplicateVerdict::kMerged;
  if (report.state == RevertState::kRefused && ui::ButtonAtRight(bar, {.label = T("duplicate.to_tray")})) app_.Go({{"sync"}});
  if (is_there) {
    const bool may = desk.MayUndecide(listed);
    ui::ButtonOptions options;
    options.label = T(is_merge ? "duplicate.unmerge" : "duplicate.think_over");
    options.kind = ui::ButtonKind::kPrimary;
    options.icon = is_merge ? ui::Icon::kSplit : ui::Icon::kRotateCcw;
    options.is_enabled = may && report.state != RevertState::kWaiting;
    options.reason = T(may ? "duplicate.unmerge_waiting" : "duplicate.unmerge_not_yours");
    if (ui::ButtonAtRight(bar, options)) Undecide(desk, listed);
  }
  if (!ui::IsPhone() && is_merge && is_there) ui::Text(bar, T("duplicate.unmerge_note"), {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
}

}  // namespace kedang
