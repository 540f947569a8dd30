#include "wasm/views/designer_publish.h"

#include <algorithm>

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
  state_.draft.EndTyping();
  state_.SetProblems(CheckSchemas(state_.draft.set(), &state_.draft.base(), state_.app.workspace().lexicon()));
  made_revision_ = 0;
  failure_.clear();
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
  ui::OpenDialog(kDialog);
}

// Trials and previews, one after the other, within the frame.
void DesignerPublish::Work() {
  const double started = NowMs();
  const auto is_over = [started] { return IsSliceOver(started, 6); };
  for (const auto& retype : retypes_) {
    if (!retype->is_done() && !retype->Step(is_over)) break;
  }
  for (const auto& trial : trials_) {
    if (is_over()) break;
    if (!trial->is_done() && !trial->Step(is_over)) break;
  }
  const bool is_open = std::any_of(trials_.begin(), trials_.end(), [](const auto& one) { return !one->is_done(); }) ||
                       std::any_of(retypes_.begin(), retypes_.end(), [](const auto& one) { return !one->is_done(); });
  if (is_open) RequestFrame();
}

void DesignerPublish::GoTo(const Line& line) {
  const Schema* schema = state_.draft.Find(line.schema);
  if (schema == nullptr) return;
  ui::CloseDialog(kDialog);
  ui::CloseLayer(CompareLayer());
  if (schema->id != state_.schema_id) {
    state_.app.Go({{"admin", "templates", schema->key}});
    state_.Show(schema->key);
  }
  state_.Select(line.field);
  state_.wants_sight = true;
  for (const Rule& rule : schema->rules) {
    if (rule.key != line.key) continue;
    if (!rule.fields.empty() && line.field == 0) state_.Select(rule.fields.front());
    state_.tab = 1;
    state_.open_rule = rule.id;
  }
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
  layer.takes_focus = true;
  layer.description = {.role = ui::Role::kDialog, .label = T("designer.compare")};
  Rect content;
  if (!ui::BeginSheet(id, layer, content)) return;
  Rect rest = ui::Inset(content, Px(16), Px(12));
  Rect head = ui::CutTop(rest, Px(28), Px(8));
  if (ui::IconButton(ui::TakeRight(head, Px(28), Px(28)), ui::Icon::kX, T("common.close"))) ui::CloseLayer(id);
  const std::string title = ui::TF("designer.compare_title", {{"count", std::to_string(changes_.size())}});
  ui::Text(head, title, ui::kTitle, theme.text);
  if (changes_.empty()) ui::WrappedText(rest, T("designer.no_changes"), ui::kBody, theme.secondary);
  else DrawLines(rest, changes_, T("designer.changes"));
  ui::EndLayer();
}

void DesignerPublish::DrawPublish() {
  if (!ui::IsDialogOpen(kDialog)) return;
  Refresh();
  if (!has_blocks_) Work();
  const ui::Theme& theme = ui::CurrentTheme();
  std::vector<Line> lines;
  if (has_blocks_) {
    lines = problems_;
  } else {
    // What it does to records first, then every change.
    for (const auto& retype : retypes_) {
      const RetypeTrial& trial = retype->trial();
      Line line;
      line.text = ui::TF("designer.retype_title", {{"field", LabelWords(retype->after().label, state_.is_english())}});
      line.detail = ui::TF("designer.retype_figures", {{"kept", Number(trial.kept())}, {"changed", Number(trial.changed())}, {"lost", Number(trial.lost())}});
      line.icon = ui::Icon::kRepeat;
      line.meaning = trial.lost() > 0 ? ui::Meaning::kBad : ui::Meaning::kWarn;
      line.schema = state_.schema_id;
      line.field = retype->after().id;
      lines.push_back(std::move(line));
    }
    for (const auto& trial : trials_) {
      Line line;
      line.text = trial->is_done() ? ui::TF("designer.trial_breaking", {{"count", Number(trial->breaking())}, {"all", Number(trial->judged())}, {"newly", Number(trial->newly_breaking())}})
                                   : ui::TF("designer.trial_running", {{"count", Number(trial->judged())}});
      for (const TrialCount& count : trial->counts()) {
        line.detail += (line.detail.empty() ? "" : "；") + DesignerRules::CountWords(state_, count) + " " + Number(count.records);
      }
      if (line.detail.empty()) line.detail = std::string(T(trial->is_done() ? "designer.trial_none" : "designer.trial"));
      line.icon = trial->breaking() > 0 ? ui::Icon::kTriangleAlert : ui::Icon::kCircleCheck;
      line.meaning = trial->breaking() > 0 ? ui::Meaning::kWarn : ui::Meaning::kGood;
      lines.push_back(std::move(line));
      if (!trial->has_tried_saves() || trial->saves().judged() == 0) continue;
      Line saves;
      saves.text = SavesWords(*trial);
      saves.icon = ui::Icon::kHistory;
      saves.meaning = trial->saves().blocked() > 0 ? ui::Meaning::kWarn : ui::Meaning::kNeutral;
      lines.push_back(std::move(saves));
    }
    for (const Line& problem : problems_) lines.push_back(problem);
    for (const Line& change : changes_) lines.push_back(change);
  }
  const std::string people = std::to_string(state_.app.workspace().client().state().people.size());
  const std::string text = has_blocks_ ? ui::TF("designer.publish_problems", {{"count", std::to_string(problems_.size())}})
                                       : ui::TF("designer.publish_text", {{"count", std::to_string(state_.draft.change_count())},
                                                                          {"records", Number(touched_records_)},
                                                                          {"people", people}});
  ui::DialogOptions options;
  options.title = T(has_blocks_ ? "designer.cannot_publish" : "designer.publish_title");
  options.text = text;
  options.width_css = 560;
  const float failure = failure_.empty() ? 0 : Px(40);
  options.body_height = std::min(Px(kLineCss) * static_cast<float>(lines.size()), ui::Facts().height * 0.5f) + failure;
  Rect body;
  if (!ui::BeginDialog(kDialog, options, body)) return;
  if (!failure_.empty()) {
    Rect line = ui::CutBottom(body, Px(40));
    ui::DrawIcon(ui::CutLeft(line, Px(16), Px(8)), ui::Icon::kCircleAlert, 16, theme.bad.text);
    ui::Mirror(ui::IdOf("failure"), line, {.role = ui::Role::kAlert, .label = failure_});
    ui::Text(line, failure_, ui::kBody, theme.bad.text);
  }
  DrawLines(body, lines, T("designer.changes"));
  const ui::ButtonOptions confirm{.label = T(is_sending_ ? "designer.publishing" : "designer.publish"),
                                  .kind = ui::ButtonKind::kPrimary,
                                  .id = "publish now",
                                  .is_running = is_sending_,
                                  .is_enabled = !has_blocks_ && !changes_.empty(),
                                  .reason = T("designer.publish_blocked")};
  const ui::DialogAnswer answer = ui::EndDialog(confirm, T("common.cancel"), true);
  if (answer == ui::DialogAnswer::kConfirmed && !is_sending_) Send();
  if (answer != ui::DialogAnswer::kConfirmed && !ui::IsDialogOpen(kDialog)) {
    trials_.clear();
    retypes_.clear();
  }
}

void DesignerPublish::Send() {
  is_sending_ = true;
  sent_ = state_.draft.set();
  failure_.clear();
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
      state_.draft.OnPublished(std::move(sent_), answer.version);
      const std::string version = std::to_string(answer.version);
      const std::uint64_t changed = answer.converted + answer.emptied;
      state_.app.Say(changed == 0 ? ui::TF("designer.published", {{"version", version}})
                                  : ui::TF("designer.published_converted", {{"version", version}, {"count", Number(changed)}, {"emptied", Number(answer.emptied)}}));
      state_.app.connection().SyncNow();  // to this browser, too
      return;
    }
    case PublishAnswer::Kind::kConflict:
      failure_ = ui::TF("designer.publish_conflict", {{"version", std::to_string(answer.version)}});
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
