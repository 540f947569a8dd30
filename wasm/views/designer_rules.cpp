#include "wasm/views/designer_rules.h"

#include <algorithm>
#include <array>

#include "shared/text/fold.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/designer_types.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr std::size_t kBenchRecords = 5;
constexpr float kCardPaddingCss = 12;

ui::Meaning MeaningOf(Severity severity) {
  switch (severity) {
    case Severity::kBlock: return ui::Meaning::kBad;
    case Severity::kWarn: return ui::Meaning::kWarn;
    case Severity::kInfo: return ui::Meaning::kInfo;
  }
  return ui::Meaning::kInfo;
}
ui::Icon IconOf(Severity severity) {
  switch (severity) {
    case Severity::kBlock: return ui::Icon::kCircleAlert;
    case Severity::kWarn: return ui::Icon::kTriangleAlert;
    case Severity::kInfo: return ui::Icon::kInfo;
  }
  return ui::Icon::kInfo;
}
std::string_view SeverityWords(Severity severity) {
  switch (severity) {
    case Severity::kBlock: return T("designer.block");
    case Severity::kWarn: return T("designer.warn");
    case Severity::kInfo: return T("designer.info");
  }
  return {};
}

}  // namespace

bool DesignerRules::Belongs(const Rule& rule) const {
  if (state_.selected == 0) return true;
  return std::find(rule.fields.begin(), rule.fields.end(), state_.selected) != rule.fields.end();
}

std::size_t DesignerRules::Count() const {
  const auto& rules = state_.schema().rules;
  return static_cast<std::size_t>(std::count_if(rules.begin(), rules.end(), [this](const Rule& rule) { return Belongs(rule); }));
}

void DesignerRules::EditRule(std::string_view tag, const std::function<void(Rule&)>& change) {
  const RuleId id = state_.open_rule;
  const std::string own = tag.empty() ? std::string() : "rule:" + std::string(tag) + std::to_string(id);
  state_.Edit(own, [&](Schema& schema) {
    for (Rule& rule : schema.rules) {
      if (rule.id == id) change(rule);
    }
  });
}

void DesignerRules::Draw(DesignerForm& form) {
  const std::vector<Rule> rules = state_.schema().rules;  // what is drawn changes them
  std::size_t shown = 0;
  for (const Rule& rule : rules) {
    if (!Belongs(rule) && rule.id != state_.open_rule) continue;
    ++shown;
    ui::IdScope scope(static_cast<std::uint64_t>(rule.id));
    if (rule.id == state_.open_rule) DrawOpen(form, rule);
    else DrawClosed(form, rule);
  }
  if (shown == 0) form.Note(T(state_.selected != 0 ? "designer.no_rules_field" : "designer.no_rules"));
  Rect row = form.Cut(Px(ui::Metrics().control));
  if (ui::ButtonAtLeft(row, {.label = T("designer.add_rule"), .icon = ui::Icon::kPlus})) {
    state_.open_rule = state_.draft.AddRule(state_.schema_id, {std::string(T("designer.new_rule")), ""}, state_.selected);
    state_.wants_label = false;
    RequestFrame();
  }
  // Below all of them: what the open one does to the records that are there.
  for (const Rule& rule : rules) {
    if (rule.id != state_.open_rule) continue;
    ui::IdScope scope(static_cast<std::uint64_t>(rule.id));
    DrawTrial(form, rule);
    DrawBench(form, rule);
  }
}

void DesignerRules::DrawClosed(DesignerForm& form, const Rule& rule) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Rect card = form.Cut(Px(48), 8);
  if (!ui::IsVisible(card)) return;
  const std::string label = LabelWords(rule.label, state_.is_english());
  const ui::ItemState item = ui::Item(ui::IdOf("rule"), card, {.role = ui::Role::kButton, .label = label, .value = SeverityWords(rule.severity), .can_expand = true},
                                      {.can_overlap = true});
  ui::FillBox(card, item.is_hovered ? theme.hover_fill : theme.surface, theme.border, Px(6), ui::Line());
  if (item.has_ring) ui::FocusRing(card, Px(6));
  Rect inner = ui::Inset(card, Px(12), 0);
  bool is_on = !rule.is_off;
  const Rect sw = ui::CutRight(inner, Px(36), Px(8));
  if (ui::Switch(sw, is_on, {.name = ui::TF("designer.rule_on", {{"rule", label}}), .id = "on"})) {
    const RuleId open = std::exchange(state_.open_rule, rule.id);
    EditRule("", [&](Rule& one) { one.is_off = !is_on; });
    state_.open_rule = open;
  }
  const std::string_view words = SeverityWords(rule.severity);
  const float width = ui::TagWidth(words, IconOf(rule.severity));
  ui::StatusTag(ui::CutRight(inner, width, Px(8)), words, MeaningOf(rule.severity), IconOf(rule.severity));
  ui::Text(inner, label, ui::kBodyBold, rule.is_off ? theme.secondary : theme.text);
  if (item.was_pressed) {
    state_.open_rule = rule.id;
    trial_.reset();
    state_.draft.EndTyping();
  }
}

void DesignerRules::DrawOpen(DesignerForm& form, const Rule& rule) {
  const ui::Theme& theme = ui::CurrentTheme();
  // The frame is drawn last, when its height is known.
  const Rect top = form.rest();
  form.Indent(kCardPaddingCss);
  form.Gap(8);
  Rect head = form.Cut(Px(28), 4);
  bool is_on = !rule.is_off;
  const std::string label = LabelWords(rule.label, state_.is_english());
  if (ui::Switch(ui::CutRight(head, Px(36), Px(8)), is_on, {.name = ui::TF("designer.rule_on", {{"rule", label}}), .id = "on"})) {
    EditRule("", [&](Rule& one) { one.is_off = !is_on; });
  }
  const float size = Px(28);
  if (ui::IconButton(ui::TakeRight(head, size, size, Px(4)), ui::Icon::kTrash2, T("designer.remove_rule"))) {
    state_.draft.RemoveRule(state_.schema_id, rule.id);
    const std::uint64_t revision = state_.draft.revision();
    state_.app.SayWithUndo(ui::TF("designer.rule_removed", {{"rule", label}}), [this, revision] {
      if (state_.draft.revision() == revision) state_.draft.Undo();
    });
    state_.open_rule = 0;
  }
  if (ui::IconButton(ui::TakeRight(head, size, size, Px(4)), ui::Icon::kChevronUp, T("designer.close_rule"))) state_.open_rule = 0;
  ui::Text(head, label, ui::kBodyBold, theme.text);
  if (state_.open_rule == 0) return form.Indent(-kCardPaddingCss);
  Label name = rule.label;
  std::string& words = state_.is_english() && !name.en.empty() ? name.en : name.zh;
  if (form.Text(words, {.id = "rule name", .label = T("designer.rule_name"), .is_required = true})) EditRule("label", [&](Rule& one) { one.label = name; });
  std::string holds = rule.holds;
  const ExpressionEditor::Options options{.id = "holds", .label = T("designer.holds"), .placeholder = T("designer.holds_hint"), .goal = kConditionGoal, .lines = 3, .has_functions = true};
  const bool was_empty = holds.empty();
  if (editor_.Draw(form, holds, options)) {
    EditRule("holds", [&](Rule& one) {
      one.holds = holds;
      if (was_empty && one.is_off && !holds.empty()) one.is_off = false;  // it begins to say something
    });
  }
  const std::array<ui::Segment, 3> severities = {
      ui::Segment{.label = T("designer.block"), .icon = ui::Icon::kCircleAlert, .meaning = ui::Meaning::kBad},
      ui::Segment{.label = T("designer.warn"), .icon = ui::Icon::kTriangleAlert, .meaning = ui::Meaning::kWarn},
      ui::Segment{.label = T("designer.info"), .icon = ui::Icon::kInfo, .meaning = ui::Meaning::kInfo}};
  int severity = 2 - static_cast<int>(rule.severity);
  if (form.Segmented(T("designer.when_broken"), severities, severity)) {
    EditRule("", [&](Rule& one) { one.severity = static_cast<Severity>(2 - severity); });
  }
  DrawMessage(form, rule);
  DrawWhen(form, rule);
  DrawPoints(form, rule);
  form.Indent(-kCardPaddingCss);
  ui::StrokeRect({top.x, top.y, top.w, form.rest().y - top.y}, theme.accent, Px(10), ui::Line());
  form.Gap(8);
}

void DesignerRules::DrawMessage(DesignerForm& form, const Rule& rule) {
  Label message = rule.message;
  bool has_changed = form.Text(message.zh, {.id = "message", .label = T("designer.message"), .hint = T("designer.message_hint"), .placeholder = T("designer.message_example")});
  has_changed = form.Text(message.en, {.id = "message_en", .label = T("designer.message_en")}) || has_changed;
  if (has_changed) EditRule("message", [&](Rule& one) { one.message = message; });
}

void DesignerRules::DrawWhen(DesignerForm& form, const Rule& rule) {
  std::vector<ui::Choice> choices = {{.id = "always", .label = T("designer.when_always")}, {.id = "create", .label = T("designer.when_create")}};
  const Field* stage = state_.schema().Find(state_.schema().stage);
  texts_.clear();
  texts_.reserve(64);
  std::vector<std::string> keys;
  keys.reserve(512);
  const auto add = [&](std::string_view kind, const std::string& key, std::string_view text_key, std::string_view name) {
    if (texts_.size() >= 60) return;
    keys.push_back(std::string(kind) + ":" + key);
    texts_.push_back(ui::TF(text_key, {{"name", name}}));
    choices.push_back({.id = keys.back(), .label = texts_.back()});
  };
  if (stage != nullptr) {
    for (const Choice& choice : stage->choices) add("from", choice.key, "designer.when_from", choice.label.In(state_.is_english()));
    for (const Choice& choice : stage->choices) add("enters", choice.key, "designer.when_enters", choice.label.In(state_.is_english()));
  }
  for (const Choice& source : SourceField().choices) {
    if (source.key == "manual" || source.key == "import" || source.key == "api" || source.key == "form") {
      add("source", source.key, "designer.when_source", source.label.In(state_.is_english()));
    }
  }
  std::string chosen = "always";
  if (rule.when == RuleWhen::kCreate) chosen = "create";
  if (rule.when == RuleWhen::kFromStage) chosen = "from:" + rule.when_key;
  if (rule.when == RuleWhen::kEntering) chosen = "enters:" + rule.when_key;
  if (rule.when == RuleWhen::kSource) chosen = "source:" + rule.when_key;
  if (!form.Combo("when", T("designer.when"), chosen, choices)) return;
  const std::size_t colon = chosen.find(':');
  const std::string kind = chosen.substr(0, colon);
  const std::string key = colon == std::string::npos ? std::string() : chosen.substr(colon + 1);
  EditRule("", [&](Rule& one) {
    one.when = kind == "create"   ? RuleWhen::kCreate
               : kind == "from"   ? RuleWhen::kFromStage
               : kind == "enters" ? RuleWhen::kEntering
               : kind == "source" ? RuleWhen::kSource
                                  : RuleWhen::kAlways;
    one.when_key = key;
  });
}

void DesignerRules::DrawPoints(DesignerForm& form, const Rule& rule) {
  choices_.clear();
  for (const Field* field : state_.Shown()) {
    choices_.push_back({.id = field->key, .label = field->label.In(state_.is_english()), .icon = DesignerTypeOf(field->type).icon});
  }
  std::vector<std::string> chosen;
  for (const FieldId id : rule.fields) {
    if (const Field* field = state_.schema().Find(id)) chosen.push_back(field->key);
  }
  if (!form.Multi("points", T("designer.points"), chosen, choices_, T("designer.points_none"))) return;
  std::vector<FieldId> ids;
  for (const std::string& key : chosen) {
    if (const Field* field = state_.schema().Find(std::string_view(key))) ids.push_back(field->id);
  }
  EditRule("", [&](Rule& one) { one.fields = ids; });
}

void DesignerRules::Try(const Rule& rule) {
  trial_ = StartTrial(state_, state_.schema_id, rule.id);
  trial_revision_ = state_.draft.revision();
  trial_rule_ = rule.id;
  work_.Start([this](const std::function<bool()>& is_over) {
    if (trial_ == nullptr) return true;  // the draft has changed meanwhile
    const double started = NowMs();
    const bool is_done = trial_->Step(is_over);
    trial_->AddTime(NowMs() - started);
    return is_done;
  });
}

void DesignerRules::DrawTrial(DesignerForm& form, const Rule& rule) {
  const bool is_stale = trial_ != nullptr && (trial_revision_ != state_.draft.revision() || trial_rule_ != rule.id);
  if (is_stale) trial_.reset();
  form.Heading(T("designer.trial"));
  if (trial_ == nullptr) {
    const bool can_try = !rule.holds.empty() && !editor_.was_wrong();
    const ui::ButtonOptions go{.label = T("designer.trial_start"), .icon = ui::Icon::kPlay, .is_enabled = can_try, .reason = T("designer.trial_needs")};
    Rect row = form.Cut(Px(ui::Metrics().control));
    if (ui::ButtonAtLeft(row, go)) Try(rule);
    return;
  }
  DrawTrialOutcome(state_, form, *trial_);
}

// The newest records, or those that are looked for, with the rule's verdict on each.
void DesignerRules::DrawBench(DesignerForm& form, const Rule& rule) {
  const ui::Theme& theme = ui::CurrentTheme();
  form.Heading(T("designer.bench"));
  form.Text(bench_words_, {.id = "bench", .label = T("designer.bench_find")});
  Workspace& workspace = state_.app.workspace();
  const std::string made_for = bench_words_ + "|" + std::to_string(workspace.revision()) + "|" + std::to_string(state_.schema_id);
  if (made_for != bench_for_) {
    bench_for_ = made_for;
    bench_.clear();
    const std::string folded = Fold(bench_words_);
    for (Row row = workspace.records().row_limit(); row > 0 && bench_.size() < kBenchRecords; --row) {
      const auto header = workspace.records().HeaderAt(row - 1);
      if (!header || header->schema != state_.schema_id || header->is_deleted) continue;
      if (!folded.empty()) {
        const auto record = workspace.records().RecordAt(row - 1);
        if (!record || Fold(workspace.TitleOf(*record)).find(folded) == std::string::npos) continue;
      }
      bench_.push_back(header->id);
    }
  }
  const bool is_other = bench_rule_ != rule.id || bench_judge_ == nullptr;
  if (is_other || (bench_revision_ != state_.draft.revision() && state_.TakeTurn())) {
    bench_revision_ = state_.draft.revision();
    bench_rule_ = rule.id;
    SchemaSet only = state_.draft.set();
    for (Schema& one : only.schemas) {
      std::erase_if(one.rules, [&](const Rule& other) { return other.id != rule.id; });
      for (Rule& kept : one.rules) kept.is_off = false;
      for (StageDemand& stage : one.stages) stage.needs.clear();
    }
    bench_judge_.reset();
    bench_book_ = std::make_unique<RuleBook>(only, workspace.lexicon(), state_.schema_id);
    bench_judge_ = std::make_unique<RuleJudge>(*bench_book_);
  }
  const RuleSet* compiled = bench_book_->Find(state_.schema_id);
  const bool is_mute = compiled == nullptr || compiled->size() == 0;
  for (const Id id : bench_) {
    const auto record = workspace.records().FindRecord(id);
    if (!record) continue;
    const Rect row = form.Cut(Px(44), 0);
    if (!ui::IsVisible(row)) continue;
    Issues issues;
    const CheckContext context = workspace.Check();
    bench_judge_->Judge(*record, context, RecordChange(), issues);
    if (context.related != nullptr) context.related->Release();
    const bool is_good = issues.empty();
    const std::string title = workspace.TitleOf(*record);
    const std::string verdict = is_mute ? std::string(T("designer.bench_mute")) : is_good ? std::string(T("designer.bench_good")) : IssueWords(issues.front());
    ui::Mirror(ui::IdOf(FormatId(id)), row, {.role = ui::Role::kListItem, .label = title, .value = verdict});
    ui::LineAtBottom(row, theme.divider);
    Rect inner = row;
    const ui::Color color = is_mute ? theme.secondary : is_good ? theme.good.text : ui::MeaningColor(MeaningOf(rule.severity)).text;
    ui::DrawIcon(ui::CutLeft(inner, Px(16), Px(8)), is_mute ? ui::Icon::kCircle : is_good ? ui::Icon::kCircleCheck : IconOf(rule.severity), 16, color);
    Rect words = ui::CenterIn(inner, inner.w, Px(40));
    ui::Text(ui::CutTop(words, Px(22)), title, ui::kBody, theme.text);
    ui::Text(words, verdict, ui::kSmall, color);
  }
  if (bench_.empty()) form.Note(T("designer.bench_none"));
  form.Gap(12);
}

void DesignerRules::DrawLayers() {
  functions_.Draw(state_.is_english());
  TrialSheet::Draw(state_);
}

std::string DesignerRules::CountWords(DesignerState& state, SchemaId schema, const TrialCount& count) {
  if (!count.label.zh.empty()) return count.label.In(state.is_english());
  const Schema* judged = state.draft.Find(schema);
  const Field* field = judged != nullptr ? judged->Find(count.field) : nullptr;
  const std::string label = field != nullptr ? LabelWords(field->label, state.is_english()) : std::string();
  if (count.code == "stage_needs") return ui::TF("designer.trial_stage", {{"field", label}});
  const std::string key = "issue." + count.code;
  return ui::HasText(key) ? std::string(T(key)) : count.code;
}

}  // namespace kedang
