#include "wasm/views/designer_publish.h"

#include <algorithm>
#include <cmath>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/designer_rules.h"
#include "wasm/views/designer_types.h"
#include "wasm/views/titled_sheet.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr std::string_view kDialog = "publish";
constexpr float kLineCss = 44;

std::string Number(std::uint64_t count) { return ui::GroupedNumber(static_cast<std::int64_t>(count)); }

ui::Id CompareLayer() {
  static const ui::Id id = ui::IdOf("compare");
  return id;
}

ui::Icon IconOf(SchemaChangeKind kind) {
  switch (kind) {
    case SchemaChangeKind::kSchemaAdded:
    case SchemaChangeKind::kFieldAdded:
    case SchemaChangeKind::kChoiceAdded:
    case SchemaChangeKind::kRuleAdded: return ui::Icon::kPlus;
    case SchemaChangeKind::kFieldRetired:
    case SchemaChangeKind::kChoiceRemoved:
    case SchemaChangeKind::kRuleRemoved: return ui::Icon::kMinus;
    case SchemaChangeKind::kFieldRestored: return ui::Icon::kRotateCcw;
    case SchemaChangeKind::kFieldRetyped: return ui::Icon::kRepeat;
    case SchemaChangeKind::kOrderChanged: return ui::Icon::kArrowUpDown;
    default: return ui::Icon::kPencil;
  }
}

ui::Meaning MeaningOf(SchemaChangeKind kind) {
  switch (kind) {
    case SchemaChangeKind::kSchemaAdded:
    case SchemaChangeKind::kFieldAdded:
    case SchemaChangeKind::kChoiceAdded:
    case SchemaChangeKind::kRuleAdded:
    case SchemaChangeKind::kFieldRestored: return ui::Meaning::kGood;
    case SchemaChangeKind::kFieldRetired:
    case SchemaChangeKind::kChoiceRemoved:
    case SchemaChangeKind::kRuleRemoved: return ui::Meaning::kBad;
    case SchemaChangeKind::kFieldRetyped: return ui::Meaning::kWarn;
    default: return ui::Meaning::kInfo;
  }
}

}  // namespace

std::string DesignerPublish::ChangeWords(const SchemaChange& change) const {
  const std::string key = "schema.change." + std::string(SchemaChangeKindName(change.kind));
  const std::string kind(ui::HasText(key) ? T(key) : std::string_view(key));
  return kind + " · " + LabelWords(change.label, state_.is_english());
}

void DesignerPublish::Refresh() {
  const bool is_fresh = made_revision_ == state_.draft.revision() && made_english_ == state_.is_english();
  if (is_fresh) return;
  made_revision_ = state_.draft.revision();
  made_english_ = state_.is_english();
  changes_.clear();
  problems_.clear();
  for (const SchemaChange& change : DiffSchemas(state_.draft.base(), state_.draft.set())) {
    Line line;
    line.text = ChangeWords(change);
    const Schema* schema = state_.draft.Find(change.schema);
    line.detail = schema != nullptr ? schema->label.In(state_.is_english()) : std::string();
    if (!change.part.empty()) {
      const std::string key = "schema.part." + change.part;
      line.detail += " · " + (ui::HasText(key) ? std::string(T(key)) : change.part);
    }
    if (!change.before.empty() || !change.after.empty()) {
      const std::string none(T("value.empty"));
      // Types have words of their own.
      const auto words = [&](const std::string& text) {
        const std::string key = "type." + text;
        const bool is_type = change.part.empty() && ui::HasText(key);
        return text.empty() ? none : is_type ? std::string(T(key)) : text;
      };
      line.detail += " · " + (change.before.empty() ? words(change.after) : words(change.before) + " → " + words(change.after));
    }
    line.icon = IconOf(change.kind);
    line.meaning = MeaningOf(change.kind);
    line.schema = change.schema;
    line.field = change.field;
    line.key = change.key;
    changes_.push_back(std::move(line));
  }
  has_blocks_ = !MayPublish(state_.problems());
  for (const SchemaProblem& problem : state_.problems()) {
    Line line;
    line.text = ProblemWords(problem);
    const Schema* schema = state_.draft.Find(problem.schema);
    const Field* field = schema != nullptr ? schema->Find(problem.field) : nullptr;
    line.detail = schema != nullptr ? schema->label.In(state_.is_english()) : std::string();
    if (field != nullptr) line.detail += " · " + LabelWords(field->label, state_.is_english());
    if (!problem.key.empty()) {
      std::string name = problem.key;
      if (schema != nullptr) {
        for (const Rule& rule : schema->rules) {
          if (rule.key == problem.key) name = LabelWords(rule.label, state_.is_english());
        }
      }
      line.detail += " · " + name;
    }
    line.icon = problem.severity == Severity::kBlock ? ui::Icon::kCircleAlert : ui::Icon::kTriangleAlert;
    line.meaning = problem.severity == Severity::kBlock ? ui::Meaning::kBad : ui::Meaning::kWarn;
    line.schema = problem.schema;
    line.field = problem.field;
    line.key = problem.key;
    problems_.push_back(std::move(line));
  }
}

void DesignerPublish::OpenCompare() { ui::OpenLayer(CompareLayer()); }

void DesignerPublish::OpenPublish() {
  failure_.clear();
  conflict_version_ = 0;
  Prepare();
  ui::OpenDialog(kDialog);
}

void DesignerPublish::Prepare() {
  state_.draft.EndTyping();
  prepared_revision_ = state_.draft.revision();
  state_.SetProblems(CheckSchemas(state_.draft.set(), &state_.draft.base(), state_.app.workspace().lexicon()));
  made_revision_ = 0;
  trials_.clear();
  retypes_.clear();
  touched_records_ = 0;
  Refresh();
  Workspace& workspace = state_.app.workspace();
  for (const SchemaId id : state_.draft.ChangedSchemas()) {
    const Schema* schema = state_.draft.Find(id);
    const Schema* base = state_.draft.base().Find(id);
    touched_records_ += workspace.records().LiveCount(id);
    if (base == nullptr) continue;  // no records yet
    trials_.push_back(StartTrial(state_, id, 0));
    for (const Field& field : schema->fields) {
      const Field* before = base->Find(field.id);
      if (before != nullptr && NeedsConversion(*before, field)) retypes_.push_back(std::make_unique<RetypePreview>(workspace, id, *before, field));
    }
  }
  if (!has_blocks_) work_.Start([this](const std::function<bool()>& is_over) { return Work(is_over); });
}

// Previews and trials, one after the other. True when all are done, or the dialog was closed.
bool DesignerPublish::Work(const std::function<bool()>& is_over) {
  for (const auto& retype : retypes_) {
    if (!retype->Step(is_over)) return false;
  }
  for (const auto& trial : trials_) {
    if (!trial->Step(is_over)) return false;
  }
  return true;
}

void DesignerPublish::GoTo(const Line& line) {
  const Schema* schema = state_.draft.Find(line.schema);
  if (schema == nullptr) return;
  ui::CloseDialog(kDialog);
  ui::CloseLayer(CompareLayer());
  if (schema->id != state_.schema_id || state_.app.route().parts.size() < 3) {
    state_.app.Go({{"admin", "templates", schema->key}});
    state_.Show(schema->key);
  }
  state_.Select(line.field);
  state_.wants_sight = true;
  state_.tab = line.is_rules ? 1 : 0;
  for (const Rule& rule : schema->rules) {
    if (rule.key != line.key) continue;
    if (!rule.fields.empty() && line.field == 0) state_.Select(rule.fields.front());
    state_.tab = 1;
    state_.open_rule = rule.id;
  }
  if (ui::IsPhone()) state_.app.Go({{"admin", "templates", schema->key, "field"}});
}

float DesignerPublish::DrawLines(Rect rect, const std::vector<Line>& lines, std::string_view id) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect area;
  const float height = Px(kLineCss) * static_cast<float>(lines.size());
  ui::BeginScroll(id, rect, height, area);
  ui::BeginMirror(ui::IdOf("list"), area, {.role = ui::Role::kList, .label = id});
  const Line* pressed = nullptr;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const Rect row = ui::CutTop(area, Px(kLineCss));
    if (!ui::IsVisible(row)) continue;
    ui::IdScope scope(static_cast<std::uint64_t>(i));
    const ui::ItemState item = ui::Item(ui::IdOf("line"), row, {.role = ui::Role::kButton, .label = line.text, .value = line.detail});
    if (item.is_hovered || item.has_ring) ui::FillRect(row, theme.raised_hover, Px(6));
    ui::LineAtBottom(row, theme.divider);
    Rect inner = ui::Inset(row, Px(8), 0);
    ui::DrawIcon(ui::CutLeft(inner, Px(16), Px(8)), line.icon, 16, ui::MeaningColor(line.meaning).text);
    Rect words = ui::CenterIn(inner, inner.w, Px(40));
    ui::Text(ui::CutTop(words, Px(22)), line.text, ui::kBody, theme.text);
    ui::Text(words, line.detail, ui::kSmall, theme.secondary);
    if (item.was_pressed) pressed = &line;
  }
  ui::EndMirror();
  ui::EndScroll();
  if (pressed != nullptr) GoTo(Line(*pressed));
  return height;
}

void DesignerPublish::Draw() {
  DrawCompare();
  DrawPublish();
}

void DesignerPublish::DrawCompare() {
  const ui::Id id = CompareLayer();
  if (!ui::IsLayerOpen(id)) return;
  Refresh();
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LayerOptions layer;
  layer.anchor = {ui::Facts().width - Px(ui::IsPhone() ? 0 : 24), Px(92), Px(8), Px(8)};
  layer.is_aligned_right = true;
  layer.width = Px(440);
  layer.height = std::min(Px(72) + Px(kLineCss) * static_cast<float>(std::max<std::size_t>(changes_.size(), 1)), ui::Facts().height - Px(140));
  const std::string title = ui::TF("designer.compare_title", {{"count", std::to_string(changes_.size())}});
  Rect rest, head;
  if (!BeginTitledSheet(id, title, layer, rest, head)) return;
  if (changes_.empty()) ui::WrappedText(rest, T("designer.no_changes"), ui::kBody, theme.secondary);
  else DrawLines(rest, changes_, T("designer.changes"));
  ui::EndLayer();
}

// What it does to records, and where somebody else changed the same: before every change.
std::vector<DesignerPublish::Line> DesignerPublish::Effects() const {
  std::vector<Line> lines;
  for (const SchemaClash& clash : state_.clashes) {
    Line line;
    line.text = ui::TF("designer.clash", {{"place", ClashWords(state_, clash)}});
    line.detail = std::string(T("designer.clash_yours"));
    line.icon = ui::Icon::kMerge;
    line.meaning = ui::Meaning::kWarn;
    line.schema = clash.schema;
    line.field = ClashField(state_, clash);
    lines.push_back(std::move(line));
  }
  for (const auto& retype : retypes_) {
    const RetypeTrial& trial = retype->trial();
    Line line;
    line.text = ui::TF("designer.retype_title", {{"field", LabelWords(retype->after().label, state_.is_english())}});
    line.detail = ui::TF("designer.retype_figures", {{"kept", Number(trial.kept())}, {"changed", Number(trial.changed())}, {"lost", Number(trial.lost())}});
    line.icon = ui::Icon::kRepeat;
    line.meaning = trial.lost() > 0 ? ui::Meaning::kBad : ui::Meaning::kWarn;
    line.schema = retype->schema();
    line.field = retype->after().id;
    lines.push_back(std::move(line));
  }
  for (const auto& trial : trials_) {
    Line line;
    line.text = trial->is_done() ? ui::TF("designer.trial_breaking", {{"count", Number(trial->breaking())}, {"all", Number(trial->judged())}, {"newly", Number(trial->newly_breaking())}})
                                 : ui::TF("designer.trial_running", {{"count", Number(trial->judged())}});
    for (const TrialCount& count : trial->counts()) {
      line.detail += (line.detail.empty() ? "" : "；") + DesignerRules::CountWords(state_, trial->schema(), count) + " " + Number(count.records);
    }
    if (line.detail.empty()) line.detail = std::string(T(trial->is_done() ? "designer.trial_none" : "designer.trial"));
    line.icon = trial->breaking() > 0 ? ui::Icon::kTriangleAlert : ui::Icon::kCircleCheck;
    line.meaning = trial->breaking() > 0 ? ui::Meaning::kWarn : ui::Meaning::kGood;
    line.schema = trial->schema();
    line.is_rules = true;
    lines.push_back(std::move(line));
    Line saves;
    saves.text = SavesWords(*trial);
    if (saves.text.empty()) continue;
    saves.icon = ui::Icon::kHistory;
    saves.meaning = trial->saves().blocked() > 0 ? ui::Meaning::kWarn : ui::Meaning::kNeutral;
    saves.schema = trial->schema();
    saves.is_rules = true;
    lines.push_back(std::move(saves));
  }
  return lines;
}

// The server says nothing until it is done: what it does, how long it has been at it, and that nobody has to wait.
void DesignerPublish::DrawBusy(Rect rect) const {
  const ui::Theme& theme = ui::CurrentTheme();
  const double spent = NowMs() - sent_ms_;
  const std::string seconds = std::to_string(static_cast<int>(spent / 1000));
  const std::string words = converting_ > 0 ? ui::TF("designer.publishing_values", {{"count", Number(converting_)}, {"seconds", seconds}})
                                            : ui::TF("designer.publishing_wait", {{"seconds", seconds}});
  const Rect bar = ui::CutTop(rect, Px(6), Px(8));
  ui::FillRect(bar, theme.divider, Px(3));
  // To and fro: nobody knows how much is left.
  const float part = bar.w / 4;
  const auto turn = static_cast<float>(std::fmod(spent / 1600, 2.0));
  ui::FillRect({bar.x + (bar.w - part) * (turn < 1 ? turn : 2 - turn), bar.y, part, bar.h}, theme.accent, Px(3));
  ui::Mirror(ui::IdOf("busy"), rect, {.role = ui::Role::kStatus, .label = words, .is_busy = true});
  ui::WrappedText(rect, words, ui::kSmall, theme.secondary);
  RequestFrameAt(ui::Facts().has_reduced_motion ? 1000 : 60);
}

void DesignerPublish::DrawPublish() {
  if (!ui::IsDialogOpen(kDialog)) return;
  // Others' changes were taken in meanwhile: all of it once more.
  if (!is_sending_ && prepared_revision_ != state_.draft.revision()) Prepare();
  Refresh();
  const ui::Theme& theme = ui::CurrentTheme();
  std::vector<Line> lines;
  if (!has_blocks_) lines = Effects();
  lines.insert(lines.end(), problems_.begin(), problems_.end());
  if (!has_blocks_) lines.insert(lines.end(), changes_.begin(), changes_.end());
  const std::string people = std::to_string(state_.app.workspace().client().state().people.size());
  const std::string text = has_blocks_ ? ui::TF("designer.publish_problems", {{"count", std::to_string(problems_.size())}})
                                       : ui::TF("designer.publish_text", {{"count", std::to_string(state_.draft.change_count())},
                                                                          {"records", Number(touched_records_)},
                                                                          {"people", people}});
  if (conflict_version_ != 0) {
    failure_ = ui::TF(is_merging() ? "designer.publish_merging" : "designer.publish_conflict", {{"version", std::to_string(conflict_version_)}});
  }
  ui::DialogOptions options;
  options.title = T(has_blocks_ ? "designer.cannot_publish" : "designer.publish_title");
  options.text = text;
  options.width_css = 560;
  const float width = std::min(Px(options.width_css), ui::Facts().width) - Px(64);
  const float failure = failure_.empty() ? 0 : ui::WrappedHeight(width - Px(24), failure_, ui::kBody) + Px(16);
  const float busy = is_sending_ ? Px(14 + 40) : 0;
  options.body_height = std::min(Px(kLineCss) * static_cast<float>(lines.size()), ui::Facts().height * 0.5f) + failure + busy;
  Rect body;
  if (!ui::BeginDialog(kDialog, options, body)) return;
  if (is_sending_) DrawBusy(ui::CutBottom(body, busy - Px(8), Px(8)));
  if (!failure_.empty()) {
    Rect line = ui::CutBottom(body, failure - Px(8), Px(8));
    const Rect icon = ui::CutLeft(line, Px(16), Px(8));
    ui::DrawIcon({icon.x, icon.y, icon.w, Px(22)}, ui::Icon::kCircleAlert, 16, theme.bad.text);
    ui::Mirror(ui::IdOf("failure"), line, {.role = ui::Role::kAlert, .label = failure_});
    ui::WrappedText(line, failure_, ui::kBody, theme.bad.text);
  }
  DrawLines(body, lines, T("designer.changes"));
  const bool can_send = !has_blocks_ && !changes_.empty() && !is_merging();
  const ui::ButtonOptions confirm{.label = T(is_sending_ ? "designer.publishing" : "designer.publish"),
                                  .kind = ui::ButtonKind::kPrimary,
                                  .id = "publish now",
                                  .is_running = is_sending_,
                                  .is_enabled = can_send,
                                  .reason = T(has_blocks_ ? "designer.publish_blocked" : "designer.no_changes")};
  const ui::DialogAnswer answer = ui::EndDialog(confirm, T(is_sending_ ? "common.close" : "common.cancel"), true);
  if (answer == ui::DialogAnswer::kConfirmed && !is_sending_) Send();
  if (answer != ui::DialogAnswer::kConfirmed && !ui::IsDialogOpen(kDialog)) {
    trials_.clear();
    retypes_.clear();
  }
}

void DesignerPublish::Send() {
  is_sending_ = true;
  sent_ms_ = NowMs();
  sent_ = state_.draft.set();
  failure_.clear();
  conflict_version_ = 0;
  converting_ = 0;
  for (const auto& retype : retypes_) {
    if (retype->is_done()) converting_ += retype->trial().kept() + retype->trial().changed() + retype->trial().lost();
  }
  PublishDraft(state_.draft, [this](const PublishAnswer& answer) {
    is_sending_ = false;
    OnAnswer(answer);
    RequestFrame();
  });
}

void DesignerPublish::OnAnswer(const PublishAnswer& answer) {
  switch (answer.kind) {
    case PublishAnswer::Kind::kPublished: {
      ui::CloseDialog(kDialog);
      // Unless it came back by a pull already.
      if (state_.draft.base().version < answer.version) state_.draft.OnPublished(std::move(sent_), answer.version);
      state_.clashes.clear();
      const std::string version = std::to_string(answer.version);
      const std::uint64_t changed = answer.converted + answer.emptied;
      state_.app.Say(changed == 0 ? ui::TF("designer.published", {{"version", version}})
                                  : ui::TF("designer.published_converted", {{"version", version}, {"count", Number(changed)}, {"emptied", Number(answer.emptied)}}));
      state_.app.connection().SyncNow();  // to this browser, too
      return;
    }
    case PublishAnswer::Kind::kConflict:
      conflict_version_ = answer.version;
      state_.app.connection().SyncNow();
      return;
    case PublishAnswer::Kind::kInvalid:
      state_.SetProblems(answer.problems);
      made_revision_ = 0;
      failure_ = std::string(T("designer.publish_invalid"));
      return;
    case PublishAnswer::Kind::kForbidden:
      failure_ = std::string(T("designer.publish_forbidden"));
      state_.app.RefreshUser();
      return;
    case PublishAnswer::Kind::kUnreachable: failure_ = std::string(T("designer.publish_unreachable")); return;
    case PublishAnswer::Kind::kFailed: failure_ = std::string(T("designer.publish_failed")); return;
  }
}

}  // namespace kedang
