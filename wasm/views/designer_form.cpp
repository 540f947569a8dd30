#include "wasm/views/designer_form.h"

#include <algorithm>

#include "wasm/ui/check_box.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"

namespace kedang {

using ui::Px;
using ui::Rect;

void DesignerForm::Begin(std::string_view id, Rect rect, float side_css) {
  id_ = std::string(id);
  rest_ = ui::Inset(scrolls_[id_].Begin(id_, rect), Px(side_css), 0);
  ui::CutTop(rest_, Px(12));
}

void DesignerForm::End() {
  scrolls_[id_].End(rest_.y + Px(24));
}

Rect DesignerForm::Cut(float height, float gap_css) { return ui::CutTop(rest_, height, Px(gap_css)); }

void DesignerForm::Indent(float css) {
  rest_.x += Px(css);
  rest_.w -= 2 * Px(css);
}

void DesignerForm::Gap(float css) { ui::CutTop(rest_, Px(css)); }

void DesignerForm::Heading(std::string_view text) {
  const Rect line = Cut(Px(22), 8);
  ui::Mirror(ui::IdOf(text), line, {.role = ui::Role::kHeading, .label = text, .level = 3});
  ui::Text(line, text, ui::kBodyBold, ui::CurrentTheme().text);
}

void DesignerForm::Note(std::string_view text) {
  const float height = ui::WrappedHeight(rest_.w, text, ui::kSmall);
  const Rect place = Cut(height);
  ui::Mirror(ui::IdOf(text.substr(0, 24)), place, {.role = ui::Role::kText, .label = text});
  ui::WrappedText(place, text, ui::kSmall, ui::CurrentTheme().secondary);
}

bool DesignerForm::Text(std::string& text, const FormText& options) {
  ui::TextFieldOptions field;
  ui::FieldIssue issue{ui::IssueLevel::kBlock, options.problem, {}};
  field.field.label = options.label;
  field.field.hint = options.hint;
  field.field.is_required = options.is_required;
  if (!options.problem.empty()) field.field.issues = std::span<const ui::FieldIssue>(&issue, 1);
  if (!options.reason.empty()) {
    field.field.is_read_only = true;
    field.field.hint = options.reason;
  }
  field.id = options.id;
  field.placeholder = options.placeholder;
  field.kind = options.kind;
  field.is_multi_line = options.lines > 1;
  field.lines = options.lines;
  field.is_mono = options.is_mono;
  field.takes_focus = options.takes_focus;
  const Rect place = Cut(ui::TextFieldHeight(field, rest_.w));
  return ui::TextField(place, text, field).was_changed;
}

bool DesignerForm::Switch(std::string_view id, std::string_view label, bool& is_on, bool is_enabled) {
  Rect row = Cut(Px(std::max(28.0f, ui::Metrics().small_control)), 8);
  const Rect place = ui::CutRight(row, Px(36), Px(8));
  ui::Text(row, label, ui::FieldText(), is_enabled ? ui::CurrentTheme().text : ui::CurrentTheme().disabled);
  return ui::Switch(place, is_on, {.name = label, .id = id, .is_enabled = is_enabled});
}

bool DesignerForm::Segmented(std::string_view label, std::span<const ui::Segment> segments, int& chosen) {
  ui::Text(Cut(Px(18), 4), label, ui::kSmall, ui::CurrentTheme().secondary);
  return ui::Segmented(Cut(Px(ui::Metrics().control)), segments, chosen, {.name = label, .is_stretched = true});
}

bool DesignerForm::Combo(std::string_view id, std::string_view label, std::string& chosen, std::span<const ui::Choice> choices, bool can_clear,
                         std::string_view problem) {
  ui::ComboOptions options;
  const ui::FieldIssue issue{ui::IssueLevel::kBlock, problem, {}};
  options.field.label = label;
  if (!problem.empty()) options.field.issues = std::span<const ui::FieldIssue>(&issue, 1);
  options.id = id;
  options.can_clear = can_clear;
  const Rect place = Cut(ui::ComboHeight(options, rest_.w));
  return ui::Combobox(place, chosen, choices, options).was_changed;
}

bool DesignerForm::Multi(std::string_view id, std::string_view label, std::vector<std::string>& chosen, std::span<const ui::Choice> choices,
                         std::string_view placeholder) {
  ui::ComboOptions options;
  options.field.label = label;
  options.id = id;
  options.placeholder = placeholder;
  const Rect place = Cut(ui::ComboHeight(options, rest_.w));
  return ui::MultiCombobox(place, chosen, choices, options).was_changed;
}

}  // namespace kedang
