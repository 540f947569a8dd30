// What a trial of draft rules over all records shows: progress, how many break them, whose they are, and the list.
#include <algorithm>

#include "wasm/platform/files.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/designer_rules.h"
#include "wasm/views/titled_sheet.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kRowCss = 44;

std::string Number(std::uint64_t count) { return ui::GroupedNumber(static_cast<std::int64_t>(count)); }

struct SheetContent {
  std::vector<Id> records;
  std::string csv;
  std::string title;
};
SheetContent& Content() {
  static SheetContent content;
  return content;
}
ui::Id SheetId() {
  static const ui::Id id = ui::IdOf("trial sheet");
  return id;
}

}  // namespace

std::shared_ptr<SchemaTrial> StartTrial(DesignerState& state, SchemaId schema, RuleId rule) {
  auto trial = std::make_shared<SchemaTrial>(state.app.workspace(), state.draft.set(), schema, rule);
  state.app.connection().FetchRecentSaves(schema, [waiting = std::weak_ptr<SchemaTrial>(trial)](const Result<RecentSavesResponse>& saves) {
    const auto trying = waiting.lock();
    if (trying == nullptr) return;
    saves.ok() ? trying->TrySaves(*saves) : trying->MissSaves();
    RequestFrame();
  });
  return trial;
}

std::string SavesWords(const SchemaTrial& trial) {
  if (trial.has_missed_saves()) return std::string(T("designer.trial_saves_missed"));
  const RuleTrial& saves = trial.saves();
  if (saves.judged() == 0) return {};
  if (saves.breaking() == 0) return ui::TF("designer.trial_saves_none", {{"count", Number(saves.judged())}});
  return ui::TF("designer.trial_saves", {{"count", Number(saves.judged())},
                                         {"blocked", Number(saves.blocked())},
                                         {"warned", Number(saves.breaking() - saves.blocked())}});
}

void DrawTrialOutcome(DesignerState& state, DesignerForm& form, const SchemaTrial& trial) {
  const ui::Theme& theme = ui::CurrentTheme();
  if (!trial.is_done()) {
    const std::string words = ui::TF("designer.trial_running", {{"count", Number(trial.judged())}});
    ui::Text(form.Cut(Px(18), 4), words, ui::kSmall, theme.secondary);
    ui::ProgressBar(form.Cut(Px(6)), trial.share(), ui::Meaning::kInfo, T("designer.trial"));
    return;
  }
  const std::uint64_t broken = trial.breaking(), passed = trial.judged() - broken;
  const std::string all = ui::TF("designer.trial_all", {{"count", Number(trial.judged())}, {"ms", std::to_string(static_cast<int>(trial.spent_ms() + 0.5))}});
  ui::Text(form.Cut(Px(18), 4), all, ui::kSmall, theme.secondary);
  const Rect bar = form.Cut(Px(8), 4);
  const float share = trial.judged() == 0 ? 1.0f : static_cast<float>(passed) / static_cast<float>(trial.judged());
  ui::FillRect(bar, trial.judged() == 0 ? theme.divider : theme.bad.text, Px(2));
  ui::FillRect({bar.x, bar.y, bar.w * share - (broken > 0 ? Px(1) : 0), bar.h}, theme.good.text, Px(2));
  Rect line = form.Cut(Px(18), 8);
  const std::string good = ui::TF("designer.trial_passed", {{"count", Number(passed)}});
  const std::string bad = ui::TF("designer.trial_broken", {{"count", Number(broken)}, {"owners", std::to_string(trial.owners().size())}});
  ui::Mirror(ui::IdOf("outcome"), line, {.role = ui::Role::kStatus, .label = good + " " + bad});
  if (broken > 0) ui::Text(ui::CutRight(line, ui::TextWidth(bad, ui::kSmall), Px(8)), bad, ui::kSmall, theme.bad.text);
  ui::Text(line, good, ui::kSmall, theme.secondary);
  if (broken > 0) {
    ui::Text(form.Cut(Px(18), 8), ui::TF("designer.trial_newly", {{"count", Number(trial.newly_breaking())}}), ui::kSmall, theme.secondary);
  }
  const std::string saves = SavesWords(trial);
  if (!saves.empty()) {
    const float height = ui::WrappedHeight(form.width(), saves, ui::kSmall);
    const Rect rect = form.Cut(height, 8);
    ui::Mirror(ui::IdOf("saves"), rect, {.role = ui::Role::kStatus, .label = saves});
    ui::WrappedText(rect, saves, ui::kSmall, trial.saves().blocked() > 0 ? theme.bad.text : theme.secondary);
  }
  if (broken == 0) return;
  if (trial.counts().size() > 1) {
    for (const TrialCount& count : trial.counts()) {
      Rect row = form.Cut(Px(24), 0);
      const std::string figure = Number(count.records);
      ui::Text(ui::CutRight(row, ui::TextWidth(figure, ui::kSmallBold), Px(8)), figure, ui::kSmallBold, theme.text);
      ui::Text(row, DesignerRules::CountWords(state, trial.schema(), count), ui::kSmall, theme.text);
    }
    form.Gap(8);
  }
  std::size_t shown = 0;
  for (const TrialOwner& owner : trial.owners()) {
    if (shown++ == 3) break;
    Rect row = form.Cut(Px(32), 0);
    ui::LineAtBottom(row, theme.divider);
    const std::string name = owner.owner.is_nil() ? std::string(T("designer.nobody")) : PersonWords(state.app, owner.owner);
    const std::string count = ui::TF("designer.records", {{"count", Number(owner.records)}});
    ui::Mirror(ui::IdOf("owner" + FormatId(owner.owner)), row, {.role = ui::Role::kListItem, .label = name, .value = count});
    ui::Text(ui::CutRight(row, ui::TextWidth(count, ui::kSmall), Px(8)), count, ui::kSmall, theme.text);
    ui::Person(row, name);
  }
  form.Gap(8);
  Rect row = form.Cut(Px(ui::Metrics().small_control));
  const std::string list = ui::TF("designer.trial_list", {{"count", Number(trial.records().size())}});
  if (ui::ButtonAtLeft(row, {.label = list, .id = "trial list", .is_small = true})) TrialSheet::Open(trial, state);
  if (ui::ButtonAtLeft(row, {.label = T("common.export"), .kind = ui::ButtonKind::kPlain, .icon = ui::Icon::kDownload, .is_small = true})) {
    TrialSheet::Open(trial, state);
    ui::CloseLayer(SheetId());
    const std::string& csv = Content().csv;
    SaveFile(std::string(T("designer.trial_file")) + ".csv", "text/csv", AsBytes(csv));
  }
}

void TrialSheet::Open(const SchemaTrial& trial, DesignerState& state) {
  SheetContent& content = Content();
  content.records = trial.records();
  content.title = ui::TF("designer.trial_list_title", {{"count", Number(trial.records().size())}});
  const std::vector<std::string> heads = {"id", std::string(T("designer.csv_title")), std::string(T("designer.csv_owner")), std::string(T("designer.csv_reason"))};
  content.csv = TrialCsv(trial, state.app.workspace(), heads, [&](const TrialCount& count) { return DesignerRules::CountWords(state, trial.schema(), count); });
  ui::OpenLayer(SheetId());
}

void TrialSheet::Draw(DesignerState& state) {
  const ui::Id id = SheetId();
  if (!ui::IsLayerOpen(id)) return;
  SheetContent& content = Content();
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LayerOptions layer;
  layer.anchor = {ui::Facts().width - Px(ui::IsPhone() ? 0 : 980), Px(96), Px(10), Px(10)};
  layer.width = Px(420);
  layer.height = std::min(Px(112) + Px(kRowCss) * static_cast<float>(content.records.size()), ui::Facts().height - Px(160));
  Rect rest, head;
  if (!BeginTitledSheet(id, content.title, layer, rest, head)) return;
  Rect foot = ui::CutBottom(rest, Px(ui::Metrics().control), Px(8));
  if (ui::ButtonAtLeft(foot, {.label = T("common.export"), .icon = ui::Icon::kDownload})) {
    SaveFile(std::string(T("designer.trial_file")) + ".csv", "text/csv", AsBytes(content.csv));
  }
  Rect area;
  ui::BeginScroll("failing", rest, Px(kRowCss) * static_cast<float>(content.records.size()), area);
  ui::BeginMirror(ui::IdOf("list"), area, {.role = ui::Role::kList, .label = content.title});
  for (const Id record_id : content.records) {
    const Rect row = ui::CutTop(area, Px(kRowCss));
    if (!ui::IsVisible(row)) continue;
    const auto record = state.app.workspace().records().FindRecord(record_id);
    const std::string name = FormatId(record_id);
    const std::string title = record ? state.app.workspace().TitleOf(*record) : name;
    const ui::ItemState item = ui::Item(ui::IdOf(name), row, {.role = ui::Role::kLink, .label = title});
    if (item.is_hovered || item.has_ring) ui::FillRect(row, theme.raised_hover, Px(6));
    ui::LineAtBottom(row, theme.divider);
    Rect inner = ui::Inset(row, Px(8), 0);
    ui::DrawIcon(ui::CutRight(inner, Px(14), Px(8)), ui::Icon::kChevronRight, 14, theme.secondary);
    ui::Text(inner, title, ui::kBody, theme.text);
    if (item.was_pressed && record) {
      const Schema* schema = state.app.workspace().schemas().Find(record->schema);
      if (schema != nullptr) {
        ui::CloseLayer(id);
        state.app.Go({{schema->key, name}});
      }
    }
  }
  ui::EndMirror();
  ui::EndScroll();
  ui::EndLayer();
}

}  // namespace kedang
