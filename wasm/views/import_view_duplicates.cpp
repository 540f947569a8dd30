#include "wasm/views/import_view_duplicates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/toast.h"
#include "wasm/views/import_view_layout.h"
#include "wasm/views/import_view_words.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::array<DuplicateKind, 3> kKinds = {DuplicateKind::kPool, DuplicateKind::kPossible, DuplicateKind::kFile};
constexpr float kRuleCss = 22 + 4 + 36 + 14;
constexpr std::string_view kByRule = "rule";

std::string_view NameOf(DuplicateKind kind) {
  if (kind == DuplicateKind::kPool) return T("import.in_pool");
  return kind == DuplicateKind::kPossible ? T("import.in_pool_perhaps") : T("import.in_file");
}

std::string_view NameOf(DuplicateAction action) {
  switch (action) {
    case DuplicateAction::kCreate: break;
    case DuplicateAction::kMark: return T("import.do_mark");
    case DuplicateAction::kSkip: return T("import.do_skip");
    case DuplicateAction::kFillEmpty: return T("import.do_fill");
    case DuplicateAction::kUpdate: return T("import.do_update");
    case DuplicateAction::kTrust: return T("import.do_trust");
  }
  return T("import.do_create");
}

std::string IdOfAction(DuplicateAction action) { return std::to_string(static_cast<int>(action)); }
DuplicateAction ActionOfId(const std::string& id) { return static_cast<DuplicateAction>(id[0] - '0'); }

ui::Meaning MeaningOfKind(DuplicateKind kind) { return kind == DuplicateKind::kPossible ? ui::Meaning::kNeutral : ui::Meaning::kWarn; }

}  // namespace

bool DuplicatesPage::TakeBack() { return std::exchange(wants_back_, false); }

void DuplicatesPage::Draw(Rect rect) {
  ui::IdScope scope("duplicates");
  const bool has_panel = ui::CurrentForm() == ui::FormFactor::kDesktop;
  if (has_panel) {
    Rect panel = ui::CutRight(rect, Px(336));
    ui::LineAtLeft(panel, ui::CurrentTheme().divider);
    DrawProgress(panel);
    panel = ui::Inset(panel, Px(16), Px(12));
    DrawRules(panel);
    DrawPlan(panel);
  }
  DrawFoot(ui::CutBottom(rect, Px(ui::IsPhone() ? 112.0f : 56.0f)));
  if (!has_panel) DrawProgress(rect);
  const bool is_working = job_.is_matching() || job_.is_judging();
  if (job_.found().rows().empty() && !is_working) {
    ui::NoticeOptions notice;
    notice.icon = ui::Icon::kCircleCheck;
    notice.title = T("import.no_duplicates");
    ui::EmptyState(rect, notice);
    return;
  }
  DrawRows(rect, has_panel ? 0 : RulesHeight() + Px(24));
}

void DuplicatesPage::DrawProgress(Rect& rest) {
  if (!job_.is_matching()) return;
  const ui::Theme& theme = ui::CurrentTheme();
  const ImportProgress progress = job_.Progress(NowMs());
  Rect part = ui::CutTop(rest, Px(84));
  ui::LineAtBottom(part, theme.divider);
  Rect inner = ui::Inset(part, Px(16), Px(12));
  ui::Text(ui::CutTop(inner, Px(22), Px(8)), T("import.matching"), ui::kBodyBold, theme.text);
  ui::ProgressBar(ui::CutTop(inner, Px(6), Px(8)), progress.share, ui::Meaning::kInfo, T("import.matching"));
  ui::Text(ui::CutTop(inner, Px(18)), PaceWords(progress), ui::kSmall, theme.secondary);
}

// ---- rules ------------------------------------------------------------------------------------------------------------

float DuplicatesPage::RulesHeight() const {
  float height = Px(22 + 10);
  for (const DuplicateKind kind : kKinds) height += job_.found().CountOf(kind) > 0 ? Px(kRuleCss) : 0;
  return height;
}

void DuplicatesPage::DrawRules(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect top = ui::CutTop(rest, Px(22), Px(10));
  ui::Mirror(ui::IdOf("title"), top, {.role = ui::Role::kHeading, .label = T("import.rules"), .level = 2});
  ui::Text(top, T("import.rules"), ui::kBodyBold, theme.text);
  for (const DuplicateKind kind : kKinds) {
    const std::uint32_t count = job_.found().CountOf(kind);
    if (count == 0) continue;
    ui::IdScope scope(static_cast<std::uint64_t>(kind));
    Rect line = ui::CutTop(rest, Px(22), Px(4));
    const std::string number = Number(count);
    ui::Text(ui::CutRight(line, ui::TextWidth(number, ui::kBodyBold), Px(8)), number, ui::kBodyBold, theme.text);
    ui::Text(line, NameOf(kind), ui::kBody, theme.text);
    std::vector<std::string> ids;
    std::vector<ui::Choice> choices;
    const std::vector<DuplicateAction> actions = ImportDuplicates::ActionsFor(kind, job_.can_mark(), !job_.source().is_nil());
    ids.reserve(actions.size());  // the choices point into it
    for (const DuplicateAction action : actions) {
      ids.push_back(IdOfAction(action));
      choices.push_back({.id = ids.back(), .label = NameOf(action)});
    }
    std::string chosen = IdOfAction(job_.found().rule(kind));
    ui::ComboOptions options;
    options.id = "rule";
    options.field.name = NameOf(kind);
    options.can_filter = false;
    if (ui::Combobox(ui::CutTop(rest, Px(ui::Metrics().control), Px(14)), chosen, choices, options).was_changed && !chosen.empty()) {
      job_.SetRule(kind, ActionOfId(chosen));
      RequestFrame();
    }
  }
}

// What writing would do.
void DuplicatesPage::DrawPlan(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  const VerdictCounts& counts = job_.verdicts().counts();
  ui::LineAtTop(rest, theme.divider);
  ui::CutTop(rest, Px(14));
  Rect top = ui::CutTop(rest, Px(22), Px(8));
  ui::Mirror(ui::IdOf("plan"), top, {.role = ui::Role::kHeading, .label = T("import.plan"), .level = 2});
  ui::Text(top, T("import.plan"), ui::kBodyBold, theme.text);
  const auto line = [&](std::string_view key, std::uint32_t count) {
    Rect place = ui::CutTop(rest, Px(24));
    const std::string number = Number(count);
    const std::string said = std::string(T(key)) + " " + number;
    ui::Mirror(ui::IdOf(key), place, {.role = ui::Role::kText, .label = said});
    ui::Text(ui::CutRight(place, ui::TextWidth(number, ui::kBodyBold), Px(8)), number, ui::kBodyBold, theme.text);
    ui::Text(place, T(key), ui::kBody, count == 0 ? theme.secondary : theme.text);
  };
  line("import.plan_create", counts.writable - counts.updates);
  line("import.plan_update", counts.updates);
  line("import.plan_skip", counts.duplicates);
  line("import.plan_blocked", counts.blocked);
  if (counts.left_out > 0) line("import.left_out", counts.left_out);
}

// ---- rows -------------------------------------------------------------------------------------------------------------

float DuplicatesPage::RowHeight() const { return Px(ui::IsPhone() ? 22 + 4 + 20 + 8 + 44 + 24 : 22 + 4 + 20 + 24); }

void DuplicatesPage::DrawRows(Rect rect, float top_height) {
  const std::vector<DuplicateRow>& rows = job_.found().rows();
  const float height = RowHeight();
  Rect content;
  ui::BeginScroll("rows", rect, top_height + height * static_cast<float>(rows.size()), content);
  if (top_height > 0) {
    Rect top = ui::Inset({content.x, content.y, content.w, top_height}, Px(16), Px(12));
    DrawRules(top);
  }
  const float begin = content.y + top_height;
  const auto first = static_cast<std::size_t>(std::max(0.0f, std::floor((rect.y - begin) / height)));
  for (std::size_t i = first; i < rows.size(); ++i) {
    const Rect card = {content.x, begin + height * static_cast<float>(i), content.w, height};
    if (card.y > rect.Bottom()) break;
    DrawRow(card, rows[i]);
  }
  ui::EndScroll();
}

std::string DuplicatesPage::TitleOfRow(std::uint32_t row) const {
  const std::string title = job_.TextOfField(row, job_.schema().title);
  return title.empty() ? TF("import.row_number", {{"row", Number(job_.rows().NumberOf(row))}}) : title;
}

void DuplicatesPage::DrawRow(Rect card, const DuplicateRow& found) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(static_cast<std::uint64_t>(found.row));
  ui::LineAtBottom(card, theme.divider);
  Rect inner = ui::Inset(card, Px(16), Px(12));
  const std::string title = TitleOfRow(found.row);
  const bool is_in_file = found.kind == DuplicateKind::kFile;
  const std::string percent = std::to_string(std::clamp(std::lround(found.probability * 100), 1L, 100L));
  const std::string number = Number(job_.rows().NumberOf(is_in_file ? found.of_row : found.row));
  const std::string like = is_in_file ? TF("import.like_row", {{"row", number}, {"title", TitleOfRow(found.of_row)}})
                                      : TF("import.like_record", {{"title", RecordWords(app_, found.record)}, {"percent", percent}});
  ui::BeginMirror(ui::IdOf("row"), card, {.role = ui::Role::kListItem, .label = title, .value = like});
  if (!ui::IsPhone()) {
    const Rect box = ui::CutRight(inner, Px(208), Px(16));
    DrawAction(ui::CenterIn(box, box.w, Px(ui::Metrics().control)), found);
  }
  Rect top = ui::CutTop(inner, Px(22), Px(4));
  const std::string_view kind = NameOf(found.kind);
  ui::StatusTag(ui::CutRight(top, ui::TagWidth(kind), Px(8)), kind, MeaningOfKind(found.kind));
  const std::string place = Number(job_.rows().NumberOf(found.row));
  ui::CutLeft(top, ui::Text(top, place, ui::kSmall, theme.secondary), Px(10));
  ui::Text(top, title, ui::kBodyBold, theme.text);
  Rect line = ui::CutTop(inner, Px(20), Px(8));
  if (!is_in_file) {
    const std::string_view open = T("import.open_record");
    if (ui::Link(ui::CutRight(line, ui::LinkWidth(open, 12), Px(8)), open, 12)) {
      app_.Go({{job_.schema().key, FormatId(found.record)}});
    }
  }
  ui::Text(line, like, ui::kSmall, theme.secondary);
  if (ui::IsPhone()) DrawAction(ui::CutTop(inner, Px(ui::Metrics().control)), found);
  ui::EndMirror();
}

void DuplicatesPage::DrawAction(Rect box, const DuplicateRow& found) {
  const std::vector<DuplicateAction> actions = ImportDuplicates::ActionsFor(found.kind, job_.can_mark(), !job_.source().is_nil());
  const std::string by_rule = TF("import.by_rule", {{"action", NameOf(job_.found().rule(found.kind))}});
  std::vector<std::string> ids;
  ids.reserve(actions.size());  // the choices point into it
  std::vector<ui::Choice> choices = {{.id = kByRule, .label = by_rule}};
  for (const DuplicateAction action : actions) {
    ids.push_back(IdOfAction(action));
    choices.push_back({.id = ids.back(), .label = NameOf(action)});
  }
  const bool is_decided = job_.found().IsDecided(found.row);
  std::string chosen = is_decided ? IdOfAction(job_.found().ActionOf(found.row)) : std::string(kByRule);
  const std::string name = TF("import.action_of", {{"row", Number(job_.rows().NumberOf(found.row))}});
  ui::ComboOptions options;
  options.id = "action";
  options.field.name = name;
  options.can_filter = false;
  if (!ui::Combobox(box, chosen, choices, options).was_changed || chosen.empty()) return;
  job_.DecideRow(found.row, chosen == kByRule ? std::nullopt : std::optional(ActionOfId(chosen)));
  RequestFrame();
}

void DuplicatesPage::DrawFoot(Rect bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  const VerdictCounts& counts = job_.verdicts().counts();
  Rect facts;
  Rect rest = BeginImportFoot(bar, facts);
  const bool is_working = job_.is_matching() || job_.is_judging();
  const std::string label = is_working ? std::string(T("import.matching")) : TF("import.write", {{"count", Number(counts.writable)}});
  const std::string_view reason = T(is_working ? "import.write_judging" : "import.write_nothing");
  if (ui::ButtonAtRight(rest, {.label = label, .kind = ui::ButtonKind::kPrimary, .id = "write", .is_enabled = job_.CanWrite(), .reason = reason})) {
    job_.Write(NowMs());
    RequestFrame();
  }
  if (ui::ButtonAtRight(rest, {.label = T("import.previous")})) wants_back_ = true;
  EndImportFacts(rest, facts);
  const std::string words = TF("import.plan_words", {{"created", Number(counts.writable - counts.updates)}, {"updated", Number(counts.updates)},
                                                     {"skipped", Number(counts.duplicates)}});
  ui::Text(facts, words, {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
}

}  // namespace kedang
