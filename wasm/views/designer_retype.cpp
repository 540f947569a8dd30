// What would become of the values of a field under another type: shown before the draft takes it.
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/designer_inspector.h"
#include "wasm/views/designer_types.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::string_view kDialog = "retype";

}  // namespace

void DesignerInspector::AskRetype(const Field& field, FieldType type) {
  // A field that is not published has no values.
  if (!state_.draft.IsPublished(state_.schema_id, field.id)) {
    state_.draft.Retype(state_.schema_id, field.id, type);
    return;
  }
  // The new definition is made as the draft would make it.
  SchemaDraft trial(state_.app.workspace().lexicon().pinyin());
  trial.Reset(state_.draft.set());
  trial.Retype(state_.schema_id, field.id, type);
  const Schema* base = state_.draft.base().Find(state_.schema_id);
  const Field* before = base != nullptr ? base->Find(field.id) : nullptr;
  const Field* after = trial.Find(state_.schema_id)->Find(field.id);
  if (before == nullptr || after == nullptr) return;
  retype_ = std::make_unique<RetypePreview>(state_.app.workspace(), state_.schema_id, *before, *after);
  retype_field_ = field.id;
  retype_type_ = type;
  retype_work_.Start([this](const std::function<bool()>& is_over) { return retype_ == nullptr || retype_->Step(is_over); });
  ui::OpenDialog(kDialog);
}

void DesignerInspector::DrawRetype() {
  if (retype_ == nullptr) return;
  if (!ui::IsDialogOpen(kDialog)) {
    retype_.reset();
    return;
  }
  const RetypeTrial& trial = retype_->trial();
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string title = ui::TF("designer.retype_title", {{"field", LabelWords(retype_->before().label, state_.is_english())}});
  const std::string text = ui::TF("designer.retype_text", {{"before", TypeWords(retype_->before().type)}, {"after", TypeWords(retype_->after().type)}});
  std::vector<std::pair<std::string, bool>> lines;  // words, is it lost
  for (const RetypeTrial::Example& example : trial.changed_examples()) lines.emplace_back(example.before + " → " + example.after, false);
  for (const RetypeTrial::Example& example : trial.lost_examples()) {
    lines.emplace_back(example.before + " → " + (example.after.empty() ? std::string(T("designer.retype_empty")) : example.after), true);
  }
  ui::DialogOptions options;
  options.title = title;
  options.text = text;
  options.body_height = Px(56) + Px(22) * static_cast<float>(lines.size());
  Rect body;
  if (!ui::BeginDialog(kDialog, options, body)) return;
  const auto number = [](std::uint64_t count) { return ui::GroupedNumber(static_cast<std::int64_t>(count)); };
  const std::string figures = ui::TF("designer.retype_figures", {{"kept", number(trial.kept())}, {"changed", number(trial.changed())}, {"lost", number(trial.lost())}});
  const Rect line = ui::CutTop(body, Px(22), Px(4));
  ui::Mirror(ui::IdOf("figures"), line, {.role = ui::Role::kText, .label = figures});
  ui::Text(line, figures, ui::kBodyBold, trial.lost() > 0 ? theme.bad.text : theme.text);
  const Rect note = ui::CutTop(body, Px(18), Px(8));
  if (!retype_->is_done()) ui::ProgressBar(ui::CenterIn(note, note.w, Px(6)), retype_->share(), ui::Meaning::kInfo, title);
  else ui::Text(note, T(trial.lost() > 0 ? "designer.retype_lost" : "designer.retype_safe"), ui::kSmall, theme.secondary);
  for (const auto& [words, is_lost] : lines) ui::Text(ui::CutTop(body, Px(22)), words, ui::kSmall, is_lost ? theme.bad.text : theme.text);
  const ui::ButtonOptions confirm{.label = T(trial.lost() > 0 ? "designer.retype_anyway" : "designer.retype_do"),
                                  .kind = trial.lost() > 0 ? ui::ButtonKind::kDanger : ui::ButtonKind::kPrimary,
                                  .id = "retype do",
                                  .is_running = !retype_->is_done()};
  const ui::DialogAnswer answer = ui::EndDialog(confirm, T("common.cancel"));
  if (answer == ui::DialogAnswer::kConfirmed) state_.draft.Retype(state_.schema_id, retype_field_, retype_type_);
  if (answer != ui::DialogAnswer::kNone) retype_.reset();
}

}  // namespace kedang
