#include "wasm/views/record_move.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/issue_text.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::string_view kDialog = "record move";
constexpr float kWidthCss = 440;
constexpr float kGapCss = 12;
constexpr float kMostBodyCss = 420;

FieldLook LookOf(const Field& field, const IssueTexts& texts, bool is_english) {
  FieldLook look;
  look.label = field.label.In(is_english);
  look.is_framed = true;
  look.issues = texts.issues;
  return look;
}

}  // namespace

void RecordMove::Start(const Schema& schema, Id record, FieldId field, Value value, std::string where, std::string said) {
  auto seen = app_.workspace().records().FindRecord(record);
  if (!seen || seen->is_deleted || seen->Get(field) == value) return;
  title_ = app_.workspace().TitleOf(*seen);
  schema_ = std::make_unique<const Schema>(schema);
  draft_ = std::make_unique<RecordDraft>(app_.workspace(), *schema_, std::move(*seen));
  field_ = field;
  where_ = std::move(where);
  said_ = std::move(said);
  fields_.clear();
  draft_->SetValue(field, std::move(value));
  if (draft_->Blocks().empty()) return Save();
  draft_->ShowAllIssues();
  CollectFields();
  ui::OpenDialog(kDialog);
}

void RecordMove::Save() {
  Group group = draft_->MakeGroup(app_.workspace());
  draft_ = nullptr;
  if (group.mutations.empty()) return;
  app_.Save(std::move(group), said_, [this](const Status& status) {
    if (!status.ok()) app_.Say(std::string(T("save.refused")));
  });
}

void RecordMove::CollectFields() {
  for (const Issue& issue : draft_->Blocks()) {
    const Field* field = draft_->schema().Find(issue.field);
    if (field == nullptr || field->id == field_ || TraitsOf(field->type).editor == EditorKind::kNone) continue;
    if (std::find(fields_.begin(), fields_.end(), field->id) == fields_.end()) fields_.push_back(field->id);
  }
}

Issues RecordMove::OtherBlocks() const {
  Issues others = draft_->Blocks();
  std::erase_if(others, [&](const Issue& issue) { return std::find(fields_.begin(), fields_.end(), issue.field) != fields_.end(); });
  return others;
}

float RecordMove::BodyHeight() const {
  const float width = Px(kWidthCss - 32);
  float height = 0;
  const IssueTexts others = IssueTextsOf(OtherBlocks(), {});
  for (const ui::FieldIssue& issue : others.issues) height += ui::WrappedHeight(width - Px(20), issue.text, ui::kSmall) + Px(8);
  for (const FieldId id : fields_) {
    const Field* field = draft_->schema().Find(id);
    if (field == nullptr) continue;
    const IssueTexts texts = IssueTextsOf(draft_->IssuesOf(id), draft_->TextOf(id));
    height += editor_.Height(*draft_, *field, LookOf(*field, texts, app_.is_english()), width) + Px(kGapCss);
  }
  return height;
}

void RecordMove::Draw() {
  if (draft_ == nullptr) return;
  if (!ui::IsDialogOpen(kDialog)) {
    draft_ = nullptr;  // given up: nothing has moved
    return;
  }
  CollectFields();
  const float height = BodyHeight();
  const std::string title = ui::TF("move.title", {{"where", where_}});
  const std::string text = ui::TF(fields_.empty() ? "move.blocked" : "move.missing", {{"title", title_}});
  ui::DialogOptions options;
  options.title = title;
  options.text = text;
  options.width_css = kWidthCss;
  options.body_height = std::min(height, Px(kMostBodyCss));
  Rect body;
  if (!ui::BeginDialog(kDialog, options, body)) return;
  Rect rest;
  ui::BeginScroll("body", body, height, rest);
  const ui::Theme& theme = ui::CurrentTheme();
  const IssueTexts others = IssueTextsOf(OtherBlocks(), {});
  for (const ui::FieldIssue& issue : others.issues) {
    const float lines = ui::WrappedHeight(rest.w - Px(20), issue.text, ui::kSmall);
    Rect line = ui::CutTop(rest, lines, Px(8));
    ui::Mirror(ui::IdOf(issue.text), line, {.role = ui::Role::kText, .label = issue.text});
    Rect icon = ui::CutLeft(line, Px(14), Px(6));
    icon.h = Px(18);
    ui::DrawIcon(icon, ui::Icon::kCircleAlert, 14, theme.bad.text);
    ui::WrappedText(line, issue.text, ui::kSmall, theme.bad.text);
  }
  for (const FieldId id : fields_) {
    const Field* field = draft_->schema().Find(id);
    if (field == nullptr) continue;
    ui::IdScope scope(static_cast<std::uint64_t>(id));
    const IssueTexts texts = IssueTextsOf(draft_->IssuesOf(id), draft_->TextOf(id));
    const FieldLook look = LookOf(*field, texts, app_.is_english());
    editor_.Draw(ui::CutTop(rest, editor_.Height(*draft_, *field, look, rest.w), Px(kGapCss)), *draft_, *field, look);
  }
  ui::EndScroll();
  const bool can_save = draft_->Blocks().empty();
  ui::ButtonOptions confirm = {.label = T("move.confirm"), .kind = ui::ButtonKind::kPrimary, .is_enabled = can_save, .reason = T("move.still_blocked")};
  const ui::DialogAnswer answer = ui::EndDialog(confirm, T("common.cancel"));
  if (answer == ui::DialogAnswer::kConfirmed) Save();
  if (answer == ui::DialogAnswer::kCancelled) draft_ = nullptr;
}

}  // namespace kedang
