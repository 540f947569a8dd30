#include "wasm/views/import_view_values.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/import_view_layout.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::size_t kMostValues = 400;

// What repeats another row is not wrong in itself, so equal ones are no mistake made often.
bool CanMendAlike(const ImportJob& job, const IssueTotal& kind) {
  const std::string& code = job.verdicts().CodeOf(kind);
  return kind.column < job.mapping().columns.size() && code != "duplicate_in_file" && code != "duplicate_in_pool";
}

}  // namespace

void SameValues::Choose(const IssueTotal* kind) {
  wanted_.reset();
  if (kind != nullptr) wanted_ = *kind;
  revision_ = 0;
}

bool SameValues::Refresh() {
  if (job_.phase() != ImportPhase::kReview || job_.is_judging()) return false;
  if (revision_ == job_.verdicts().revision()) return !values_.values.empty();
  revision_ = job_.verdicts().revision();
  kind_ = wanted_;
  values_ = KindValues();
  if (kind_ && CanMendAlike(job_, *kind_)) values_ = job_.ValuesOf(*kind_, kMostValues);
  if (!kind_) ChooseKind();
  is_chosen_.assign(values_.values.size(), 0);
  page_ = 0;
  text_.clear();
  if (values_.values.empty()) return false;
  is_chosen_[0] = 1;
  text_ = values_.values[0].suggestion;
  return true;
}

// The first kind in which a mistake was made more than once; failing that, the first of all.
void SameValues::ChooseKind() {
  for (const IssueTotal& total : job_.verdicts().Totals()) {
    if (!CanMendAlike(job_, total)) continue;
    KindValues values = job_.ValuesOf(total, kMostValues);
    const bool repeats = !values.values.empty() && values.values.front().count > 1;
    if (repeats || !kind_) {
      kind_ = total;
      values_ = std::move(values);
    }
    if (repeats) return;
  }
}

std::string SameValues::Where() const {
  return TF("import.same_of", {{"column", ColumnTitle(job_, kind_->column)}, {"count", Number(values_.distinct)}});
}

std::size_t SameValues::PageEnd() const { return std::min(First() + kPage, values_.values.size()); }

std::uint32_t SameValues::ChosenRows() const {
  std::uint32_t rows = 0;
  for (std::size_t i = 0; i < values_.values.size(); ++i) {
    if (is_chosen_[i] != 0 && values_.values[i].text != text_) rows += values_.values[i].count;
  }
  return rows;
}

float SameValues::Height() const {
  const auto rows = static_cast<float>(std::min(kPage, values_.values.size()));
  const float control = Px(ui::Metrics().control);
  float height = Px(22 + 2 + 18 + 6) + rows * ValueRowHeight() + Px(8) + control + Px(12) + control;
  if (ui::IsPhone()) height += control + Px(8);
  return height;
}

bool SameValues::SayMended(std::uint32_t count) {
  if (count == 0) return false;
  const std::size_t step = job_.step_count();
  const std::string said = TF("import.same_done", {{"count", Number(count)}});
  app_.SayWithUndo(said, [this, step] {
    if (job_.phase() == ImportPhase::kReview && job_.step_count() == step) job_.TakeBack();
    RequestFrame();
  });
  RequestFrame();
  return true;
}

// Check box, text, a bar as long as its share of the most frequent one, count.
void SameValues::DrawValue(Rect row, std::size_t index) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(static_cast<std::uint64_t>(index));
  const KindValues::Value& value = values_.values[index];
  const std::string_view words = value.text.empty() ? T("import.missing") : std::string_view(value.text);
  const std::string count = Number(value.count);
  const std::string name = TF("import.same_value", {{"text", words}, {"count", count}});
  bool is_on = is_chosen_[index] != 0;
  const Rect box = ui::CutLeft(row, Px(16), Px(8));
  if (ui::CheckBox(box, is_on, {.name = name, .id = "value"})) is_chosen_[index] = is_on ? 1 : 0;
  const std::string most = Number(values_.values.front().count);
  const Rect number = ui::CutRight(row, std::max(ui::TextWidth(most, ui::kSmall), Px(24)), Px(8));
  ui::Text(number, count, {.style = ui::kSmall, .color = theme.secondary, .align = ui::Align::kRight, .can_shorten = false});
  Rect bar = ui::CutRight(row, std::round(row.w * 0.3f), Px(8));
  const float share = static_cast<float>(value.count) / static_cast<float>(values_.values.front().count);
  bar = ui::CenterIn(bar, bar.w, Px(6));
  ui::FillRect({bar.x, bar.y, std::max(bar.w * share, Px(3)), bar.h}, is_on ? theme.accent : theme.control_border, Px(2));
  ui::Text(row, words, ui::kBody, value.text.empty() ? theme.secondary : theme.text);
}

// A list where the field has one, else free text.
bool SameValues::DrawTarget(Rect box) {
  const FieldId id = job_.mapping().columns[kind_->column].field;
  const Field* field = job_.schema().Find(id);
  const bool has_choices = field != nullptr && !field->choices.empty() && TraitsOf(field->type).editor == EditorKind::kChoice;
  if (has_choices) {
    std::vector<ui::Choice> choices;
    std::vector<std::string> labels;
    labels.reserve(field->choices.size());  // the choices point into it
    for (const auto& choice : field->choices) {
      labels.push_back(choice.label.In(app_.is_english()));
      choices.push_back({.id = labels.back(), .label = labels.back()});
    }
    ui::ComboOptions options;
    options.id = "into";
    options.placeholder = T("import.same_choose");
    options.field.name = T("import.same_into");
    return ui::Combobox(box, text_, choices, options).was_changed;
  }
  ui::TextFieldOptions options;
  options.id = "into";
  options.placeholder = T("import.same_write");
  options.field.name = T("import.same_into");
  return ui::TextField(box, text_, options).was_changed;
}

bool SameValues::Draw(Rect rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope("same");
  const float control = Px(ui::Metrics().control);
  Rect top = ui::CutTop(rest, Px(22), Px(2));
  ui::DrawIcon(ui::CutLeft(top, Px(16), Px(8)), ui::Icon::kZap, 16, theme.accent);
  const std::string_view title = T("import.same");
  ui::Mirror(ui::IdOf("title"), top, {.role = ui::Role::kHeading, .label = title, .level = 2});
  ui::CutLeft(top, ui::Text(top, title, ui::kBodyBold, theme.text), Px(12));
  ui::Text(top, Where(), ui::kSmall, theme.secondary, ui::Align::kRight);
  Rect hint = ui::CutTop(rest, Px(18), Px(6));
  const std::string suggested = TF("import.same_suggested", {{"count", Number(values_.mendable)}});
  bool was_mended = false;
  if (values_.mendable > 0) {
    if (ui::Link(ui::CutRight(hint, ui::LinkWidth(suggested, 12), Px(8)), suggested, 12)) was_mended = SayMended(job_.MendAsSuggested(*kind_));
  }
  ui::Text(hint, IssueTitle(job_.verdicts().CodeOf(*kind_), job_.schema()), ui::kSmall, theme.secondary);
  Rect rows = ui::CutTop(rest, ValueRowHeight() * static_cast<float>(std::min(kPage, values_.values.size())), Px(8));
  for (std::size_t i = First(); i < PageEnd(); ++i) DrawValue(ui::CutTop(rows, ValueRowHeight()), i);
  Rect target = ui::CutTop(rest, control, Px(12));
  const std::string_view into = T("import.same_into");
  ui::Text(ui::CutLeft(target, ui::TextWidth(into, ui::kSmall), Px(8)), into, ui::kSmall, theme.secondary);
  DrawTarget(target);
  const std::uint32_t chosen = ChosenRows();
  const std::string label = TF("import.same_apply", {{"count", Number(chosen)}});
  const ui::ButtonOptions apply = {.label = label, .kind = ui::ButtonKind::kPrimary, .id = "apply",
                                   .is_enabled = chosen > 0 && !text_.empty(), .reason = T("import.same_reason")};
  Rect buttons = rest;
  const bool was_pressed = ui::IsPhone() ? ui::Button(ui::CutTop(rest, control, Px(8)), apply) : ui::ButtonAtLeft(buttons, apply);
  if (ui::IsPhone()) buttons = rest;
  if (was_pressed && !was_mended) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < values_.values.size(); ++i) {
      if (is_chosen_[i] != 0) texts.push_back(values_.values[i].text);
    }
    was_mended = SayMended(job_.MendValues(*kind_, texts, text_));
  }
  if (values_.values.size() > kPage && ui::ButtonAtLeft(buttons, {.label = T("import.same_next")})) {
    page_ = PageEnd() >= values_.values.size() ? 0 : page_ + 1;
    std::fill(is_chosen_.begin(), is_chosen_.end(), 0);
    is_chosen_[First()] = 1;
    text_ = values_.values[First()].suggestion;
    RequestFrame();
  }
  return was_mended;
}

}  // namespace kedang
