#include "wasm/views/designer_preview.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "shared/model/computed_field.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/issue_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kPhoneHeightCss = 620;
constexpr float kBarCss = 50;

bool IsWide(const Field& field) { return field.is_wide || field.type == FieldType::kLongText; }

}  // namespace

void DesignerPreview::Refresh() {
  const bool is_same_schema = made_schema_ == state_.schema_id && schema_ != nullptr;
  const bool is_fresh = is_same_schema && made_revision_ == state_.draft.revision() && form_ == state_.form;
  if (is_fresh) return;
  if (is_same_schema && form_ == state_.form && !state_.TakeTurn()) return;
  // What was typed stays, field by field.
  std::vector<std::pair<FieldId, std::string>> typed;
  if (is_same_schema && draft_ != nullptr) {
    for (const FieldId field : draft_->changed_fields()) typed.emplace_back(field, draft_->TextOf(field));
  }
  draft_.reset();
  judge_.reset();
  schema_ = std::make_unique<Schema>(state_.schema());
  std::erase_if(schema_->fields, [&](const Field& field) { return field.is_retired; });
  book_ = std::make_unique<RuleBook>(state_.draft.set(), state_.app.workspace().lexicon(), state_.schema_id);
  judge_ = std::make_unique<RuleJudge>(*book_);
  std::vector<std::pair<FieldId, Value>> given;
  if (!state_.form.empty() && schema_->template_field != 0) given.emplace_back(schema_->template_field, Value::Text(state_.form));
  draft_ = std::make_unique<RecordDraft>(state_.app.workspace(), *schema_, std::move(given));
  draft_->UseRules(*judge_);
  for (const auto& [field, text] : typed) {
    if (schema_->Find(field) != nullptr && field != schema_->template_field) draft_->SetText(field, text);
  }
  draft_->Recheck();
  if (is_same_schema && shows_all_) draft_->ShowAllIssues();
  else shows_all_ = false;
  editor_ = std::make_unique<FieldEditor>(state_.app);
  heights_.clear();
  made_schema_ = state_.schema_id;
  made_revision_ = state_.draft.revision();
  form_ = state_.form;
}

void DesignerPreview::Draw(Rect rect) {
  ui::IdScope scope("preview");
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillRect(rect, theme.background);
  ui::LineAtLeft(rect, theme.border);
  Rect rest = ui::Inset(rect, Px(16), 0);
  Rect head = ui::CutTop(rest, Px(48));
  const std::array<ui::Segment, 2> devices = {ui::Segment{.label = T("designer.device_phone")}, ui::Segment{.label = T("designer.device_tablet")}};
  const ui::SegmentedOptions options{.name = T("designer.device"), .is_small = true};
  const float width = ui::SegmentedWidth(devices, options);
  int device = is_tablet_ ? 1 : 0;
  if (ui::Segmented(ui::CenterIn(ui::CutRight(head, width, Px(8)), width, Px(28)), devices, device, options)) is_tablet_ = device == 1;
  ui::Mirror(ui::IdOf("title"), head, {.role = ui::Role::kHeading, .label = T("designer.preview"), .level = 2});
  ui::Text(head, T("designer.preview"), ui::kBodyBold, theme.text);
  const Rect phone = {rest.x, rest.y, rest.w, std::min(rest.h - Px(34), Px(kPhoneHeightCss))};
  const Rect hint = {rest.x, phone.Bottom() + Px(8), rest.w, Px(18)};
  ui::Text(hint, T("designer.preview_hint"), ui::kSmall, theme.secondary, ui::Align::kCenter);
  ui::FillBox(phone, theme.surface, theme.control_border, Px(20), ui::Line());
  DrawForm(ui::Inset(phone, Px(1), Px(8)));
  ui::StrokeRect(phone, theme.control_border, Px(20), ui::Line());
}

void DesignerPreview::DrawForm(Rect rect) {
  Refresh();
  if (draft_ == nullptr) return;
  const ui::Theme& theme = ui::CurrentTheme();
  Rect rest = rect;
  if (!ui::IsPhone()) {
    Rect bar = ui::Inset(ui::CutTop(rest, Px(kBarCss)), Px(12), 0);
    ui::LineAtBottom({rect.x, bar.y, rect.w, bar.h}, theme.divider);
    ui::DrawIcon(ui::CutLeft(bar, Px(16), Px(8)), ui::Icon::kChevronLeft, 16, theme.text);
    const std::string_view save = T("common.save");
    const std::string title = ui::TF("designer.preview_new", {{"schema", schema_->label.In(state_.is_english())}});
    if (ui::Link(ui::CutRight(bar, ui::LinkWidth(save), Px(8)), save, 14, "try to save")) TryToSave();
    ui::Text(bar, title, ui::kBodyBold, theme.text);
    const Rect foot = ui::CutBottom(rest, Px(12));
    ui::FillRect(ui::CenterIn(foot, Px(90), Px(4)), theme.border, Px(2));
  }
  const int columns = is_tablet_ && !ui::IsPhone() ? 2 : 1;
  const float side = Px(columns == 2 ? 8 : ui::IsPhone() ? 16 : 12);
  const float width = rest.w - 2 * side;
  Rect content;
  ui::BeginScroll("fields", rest, FieldsHeight(width, columns), content);
  DrawFields(ui::Inset(content, side, 0), columns);
  ui::EndScroll();
}

// As 保存 would: what stops it is shown at its fields. Nothing is ever kept.
void DesignerPreview::TryToSave() {
  const std::size_t blocks = draft_->Blocks().size();
  draft_->ShowAllIssues();
  shows_all_ = true;
  state_.app.Say(blocks == 0 ? std::string(T("designer.preview_good")) : ui::TF("designer.preview_bad", {{"count", std::to_string(blocks)}}));
}

// As it is called now: what is typed into the inspector is seen here at once, before everything else follows.
std::string DesignerPreview::LabelOf(const Field& field) const {
  const Field* now = state_.schema().Find(field.id);
  return LabelWords(now != nullptr ? now->label : field.label, state_.is_english());
}

float DesignerPreview::FieldsHeight(float width, int columns) {
  if (heights_width_ != width) heights_.clear();
  heights_width_ = width;
  // Measured when drawn; until then an ordinary height is taken.
  float height = Px(24);
  for (const FieldGroup& group : schema_->groups) {
    float column_height[2] = {0, 0};
    int column = 0;
    bool has_any = false;
    for (const Field& field : schema_->fields) {
      if (field.group != group.key || state_.IsLeftOut(field.id)) continue;
      has_any = true;
      const auto known = heights_.find(field.id);
      const float own = (known != heights_.end() ? known->second : Px(54)) + Px(10);
      if (columns == 1 || IsWide(field)) {
        const float top = std::max(column_height[0], column_height[1]);
        column_height[0] = column_height[1] = top + own;
        column = 0;
      } else {
        column_height[column] += own;
        column = 1 - column;
        if (column == 0) column_height[0] = column_height[1] = std::max(column_height[0], column_height[1]);
      }
    }
    if (has_any) height += Px(34) + std::max(column_height[0], column_height[1]);
  }
  return height;
}

void DesignerPreview::DrawFields(Rect content, int columns) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_english = state_.is_english();
  float y = content.y;
  const float gap = Px(8);
  const float half = std::floor((content.w - gap) / 2);
  for (const FieldGroup& group : schema_->groups) {
    const bool has_any = std::any_of(schema_->fields.begin(), schema_->fields.end(),
                                     [&](const Field& field) { return field.group == group.key && !state_.IsLeftOut(field.id); });
    if (!has_any) continue;
    const Rect title = {content.x, y + Px(8), content.w, Px(22)};
    if (ui::IsVisible(title)) ui::Text(title, LabelWords(group.label, is_english), ui::kBodyBold, theme.text);
    y += Px(34);
    float bottom[2] = {y, y};
    int column = 0;
    for (const Field& field : schema_->fields) {
      if (field.group != group.key || state_.IsLeftOut(field.id)) continue;
      const bool is_whole = columns == 1 || IsWide(field);
      if (is_whole) {
        bottom[0] = bottom[1] = std::max(bottom[0], bottom[1]);
        column = 0;
      }
      const auto known = heights_.find(field.id);
      const float guess = known != heights_.end() ? known->second : Px(54);
      Rect place = {content.x + (column == 1 ? half + gap : 0), bottom[column], is_whole ? content.w : half, guess};
      if (ui::IsVisible(place)) {
        ui::IdScope scope(static_cast<std::uint64_t>(field.id));
        const Issues issues = draft_->IssuesOf(field.id);
        // A form that nobody has touched complains of nothing yet.
        const bool is_touched = draft_->IsChanged(field.id);
        const IssueTexts words = IssueTextsOf(is_touched || !issues.empty() ? issues : Issues(), draft_->TextOf(field.id));
        FieldLook look;
        const std::string label = LabelOf(field);
        look.label = label;
        look.is_framed = true;
        look.issues = words.issues;
        // Files would be uploaded at once: nothing of a preview leaves the browser.
        look.is_read_only = IsReadOnly(field.type) || field.type == FieldType::kAttachment;
        const float height = editor_->Height(*draft_, field, look, place.w);
        if (std::abs(height - guess) > 0.5f) {
          heights_[field.id] = height;
          RequestFrame();
        }
        place.h = height;
        const EditorResult result = look.is_read_only ? editor_->DrawRest(place, *draft_, field, look, 0) : editor_->Draw(place, *draft_, field, look);
        if (result.fix_pressed >= 0 && static_cast<std::size_t>(result.fix_pressed) < issues.size()) {
          draft_->SetText(field.id, issues[static_cast<std::size_t>(result.fix_pressed)].suggestion);
        }
      }
      const float next = bottom[column] + place.h + Px(10);
      if (is_whole) {
        bottom[0] = bottom[1] = next;
      } else {
        bottom[column] = next;
        column = 1 - column;
        if (column == 0) bottom[0] = bottom[1] = std::max(bottom[0], bottom[1]);
      }
    }
    y = std::max(bottom[0], bottom[1]);
  }
}

}  // namespace kedang
