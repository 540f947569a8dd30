#include "wasm/views/bulk_actions.h"

#include <algorithm>
#include <array>

#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/intake/csv_writer.h"
#include "shared/model/computed_field.h"
#include "wasm/platform/files.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/issue_text.h"
#include "wasm/views/value_text.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::string_view kEditor = "bulk edit", kProgress = "bulk progress", kBlocked = "bulk blocked";
constexpr double kSliceMs = 8;
constexpr double kPatienceMs = 400;  // quicker work shows no progress
constexpr float kBlockedRowCss = 52, kMostBlockedCss = 320;
constexpr std::size_t kMostInGroup = 200;  // a group stays well below what one push may carry

std::string Count(std::size_t number) { return ui::GroupedNumber(static_cast<std::int64_t>(number)); }

// The field people mean by tags: the first that has some ready.
const Field* TagsOf(const Schema& schema) {
  const auto found = std::find_if(schema.fields.begin(), schema.fields.end(), [](const Field& field) {
    return !field.is_retired && TraitsOf(field.type).editor == EditorKind::kTags && !field.choices.empty();
  });
  return found != schema.fields.end() ? &*found : nullptr;
}

bool HoldsSeveral(const Field* field) {
  const EditorKind editor = field != nullptr ? TraitsOf(field->type).editor : EditorKind::kNone;
  return editor == EditorKind::kTags || editor == EditorKind::kChoices || editor == EditorKind::kRecords;
}

}  // namespace

bool BulkActions::DrawButtons(Rect& bar, const Schema& schema, const std::function<std::vector<Row>()>& rows,
                              const std::vector<std::string>& columns) {
  const bool is_phone = ui::IsPhone();
  const Field* stage = schema.Find(schema.stage);
  const Field* owner = schema.Find(schema.owner);
  const Field* tags = TagsOf(schema);
  enum Action { kEdit, kTag, kAssign, kStage, kExport, kDelete };
  struct Entry {
    Action action;
    std::string_view label;
    ui::Icon icon;
  };
  std::vector<Entry> entries = {{kEdit, T("bulk.edit"), ui::Icon::kPencil}};
  if (tags != nullptr) entries.push_back({kTag, T("bulk.tag"), ui::Icon::kTags});
  if (owner != nullptr) entries.push_back({kAssign, T("bulk.assign"), ui::Icon::kUserCheck});
  if (stage != nullptr) entries.push_back({kStage, T("bulk.stage"), ui::Icon::kArrowRight});
  entries.push_back({kExport, T("common.export"), ui::Icon::kDownload});
  entries.push_back({kDelete, T("list.delete"), ui::Icon::kTrash2});
  int pressed = -1;
  if (is_phone || bar.w < Px(720)) {
    const Rect more = ui::TakeRight(bar, Px(44), Px(ui::Metrics().control), Px(4));
    const ui::Id menu = ui::IdOf("bulk menu");
    if (ui::IconButton(more, ui::Icon::kEllipsis, T("bulk.more"))) ui::OpenLayer(menu);
    std::vector<ui::MenuItem> items;
    for (const Entry& entry : entries) {
      items.push_back({.label = entry.label, .icon = entry.icon, .is_danger = entry.action == kDelete, .starts_group = entry.action == kExport});
    }
    pressed = ui::Menu(menu, more, items, true);
  } else {
    for (std::size_t i = entries.size(); i-- > 0;) {
      const ui::ButtonKind kind = entries[i].action == kDelete ? ui::ButtonKind::kDanger : ui::ButtonKind::kDefault;
      if (ui::ButtonAtRight(bar, {.label = entries[i].label, .kind = kind, .icon = entries[i].icon})) pressed = static_cast<int>(i);
    }
  }
  if (pressed < 0) return false;
  switch (entries[static_cast<std::size_t>(pressed)].action) {
    case kEdit: OpenEditor(schema, rows(), 0); return false;
    case kTag: OpenEditor(schema, rows(), tags->id); return false;
    case kAssign: OpenEditor(schema, rows(), owner->id); return false;
    case kStage: OpenEditor(schema, rows(), stage->id); return false;
    case kExport: Export(schema, rows(), columns); return false;
    case kDelete: Delete(schema, rows()); return true;
  }
  return false;
}

// ---- editing ----------------------------------------------------------------------------------------------------------

std::vector<const Field*> BulkActions::EditableFields() const {
  std::vector<const Field*> fields;
  for (const Field& field : schema_->fields) {
    const FieldTraits& traits = TraitsOf(field.type);
    // A file belongs to one record, and so does what must be unique.
    const bool is_common = !field.is_unique && traits.editor != EditorKind::kNone && traits.editor != EditorKind::kFile;
    if (!field.is_retired && is_common && !IsReadOnly(field.type)) fields.push_back(&field);
  }
  return fields;
}

void BulkActions::OpenEditor(const Schema& schema, const std::vector<Row>& rows, FieldId field) {
  schema_ = std::make_unique<const Schema>(schema);
  records_ = BulkEdit::IdsOf(app_.workspace(), rows);
  is_field_fixed_ = field != 0;
  field_ = field;
  const Field* chosen = schema_->Find(field);
  chosen_field_ = chosen != nullptr ? chosen->key : std::string();
  mode_ = BulkMode::kAdd;
  draft_ = std::make_unique<RecordDraft>(app_.workspace(), *schema_, Record(schema_->id, app_.workspace().client().NewId()));
  ui::OpenDialog(kEditor);
}

void BulkActions::DrawEditor() {
  if (draft_ == nullptr) return;
  if (!ui::IsDialogOpen(kEditor)) {
    draft_ = nullptr;
    return;
  }
  const Field* field = schema_->Find(field_);
  const std::string title = is_field_fixed_ && field != nullptr ? ui::TF("bulk.set_title", {{"field", field->label.In(app_.is_english())}, {"count", Count(records_.size())}})
                                                               : ui::TF("bulk.edit_title", {{"count", Count(records_.size())}});
  ui::ComboOptions combo;
  combo.field.label = T("bulk.field");
  combo.id = "field";
  FieldLook look;
  look.is_framed = true;
  const float width = Px(440 - 32);
  const IssueTexts issues = field != nullptr ? IssueTextsOf(draft_->IssuesOf(field_), draft_->TextOf(field_)) : IssueTexts();
  if (field != nullptr) {
    look.label = is_field_fixed_ ? std::string_view(field->label.In(app_.is_english())) : T("bulk.value");
    look.issues = issues.issues;
  }
  const bool has_mode = HoldsSeveral(field);
  if (!has_mode) mode_ = BulkMode::kSet;
  ui::DialogOptions options;
  options.title = title;
  options.body_height = (has_mode ? Px(ui::Metrics().control + 12) : 0) + (is_field_fixed_ ? 0 : ui::ComboHeight(combo, width) + Px(16)) + (field != nullptr ? editor_.Height(*draft_, *field, look, width) : 0) + Px(30);
  Rect rest;
  if (!ui::BeginDialog(kEditor, options, rest)) return;
  if (!is_field_fixed_) {
    const std::vector<const Field*> fields = EditableFields();
    std::vector<ui::Choice> choices;
    for (const Field* one : fields) choices.push_back({.id = one->key, .label = one->label.In(app_.is_english())});
    const std::string before = chosen_field_;
    ui::Combobox(ui::CutTop(rest, ui::ComboHeight(combo, rest.w), Px(16)), chosen_field_, choices, combo);
    if (chosen_field_ != before) {
      const Field* chosen = schema_->Find(std::string_view(chosen_field_));
      field_ = chosen != nullptr ? chosen->id : 0;
      mode_ = BulkMode::kAdd;
      draft_ = std::make_unique<RecordDraft>(app_.workspace(), *schema_, Record(schema_->id, app_.workspace().client().NewId()));
      field = nullptr;  // drawn from the next frame on
      RequestFrame();
    }
  }
  bool is_wrong = false;
  if (field != nullptr && has_mode) {
    const std::array<ui::Segment, 3> modes = {ui::Segment{.label = T("bulk.mode_set")}, ui::Segment{.label = T("bulk.mode_add")},
                                              ui::Segment{.label = T("bulk.mode_remove")}};
    int chosen = static_cast<int>(mode_);
    ui::Segmented(ui::CutTop(rest, Px(ui::Metrics().control), Px(12)), modes, chosen, {.name = T("bulk.mode"), .is_stretched = true});
    mode_ = static_cast<BulkMode>(chosen);
  }
  if (field != nullptr) {
    ui::IdScope scope(static_cast<std::uint64_t>(field_));
    editor_.Draw(ui::CutTop(rest, editor_.Height(*draft_, *field, look, rest.w), Px(8)), *draft_, *field, look);
    for (const Issue& issue : draft_->IssuesOf(field_)) is_wrong = is_wrong || (issue.severity == Severity::kBlock && !draft_->TextOf(field_).empty());
    const bool empties = mode_ == BulkMode::kSet && draft_->record().Get(field_).is_null();
    ui::Text(ui::CutTop(rest, Px(18)), empties ? T("bulk.empties") : T("bulk.judged"), ui::kSmall, ui::CurrentTheme().secondary);
  }
  const bool has_nothing = mode_ != BulkMode::kSet && draft_->record().Get(field_).is_null();
  const std::string label = ui::TF("bulk.apply", {{"count", Count(records_.size())}});
  const ui::ButtonOptions confirm = {.label = label, .kind = ui::ButtonKind::kPrimary, .id = "apply", .is_enabled = field != nullptr && !is_wrong && !has_nothing};
  const ui::DialogAnswer answer = ui::EndDialog(confirm, T("common.cancel"));
  if (answer == ui::DialogAnswer::kConfirmed) Start(field_, draft_->record().Get(field_));
}

void BulkActions::Start(FieldId field, Value value) {
  draft_ = nullptr;
  work_ = std::make_unique<BulkEdit>(app_.workspace(), *schema_, std::move(records_), field, std::move(value), mode_);
  records_.clear();
  started_ms_ = NowMs();
}

void BulkActions::Work() {
  if (work_ == nullptr) return;
  const double started = NowMs();
  if (work_->Step([started] { return IsSliceOver(started, kSliceMs); })) return Finish();
  RequestFrame();
  if (NowMs() - started_ms_ > kPatienceMs && !ui::IsDialogOpen(kProgress)) ui::OpenDialog(kProgress);
}

void BulkActions::Finish() {
  ui::CloseDialog(kProgress);
  const std::unique_ptr<BulkEdit> done = std::move(work_);
  blocked_ = done->blocked();
  const std::string changed = Count(done->changed());
  outcome_ = ui::TF(blocked_.empty() ? "bulk.changed" : "bulk.changed_blocked", {{"count", changed}, {"blocked", Count(blocked_.size())}});
  std::vector<Group> groups = done->TakeGroups();
  if (groups.empty()) {
    app_.Say(blocked_.empty() ? std::string(T("bulk.nothing")) : outcome_);
  } else {
    app_.SaveAll(std::move(groups), outcome_, [this](const Status& status) {
      if (!status.ok()) app_.Say(std::string(T("save.refused")));
    });
  }
  if (!blocked_.empty()) ui::OpenDialog(kBlocked);
}

void BulkActions::Draw() {
  Work();
  DrawEditor();
  DrawProgress();
  DrawBlocked();
}

void BulkActions::DrawProgress() {
  if (!ui::IsDialogOpen(kProgress)) return;
  ui::DialogOptions options;
  options.title = T("bulk.working");
  options.body_height = Px(26);
  Rect body;
  if (!ui::BeginDialog(kProgress, options, body)) return;
  const float share = work_ != nullptr && work_->total() > 0 ? static_cast<float>(work_->done()) / static_cast<float>(work_->total()) : 1;
  ui::ProgressBar(ui::CutTop(body, Px(6), Px(4)), share, ui::Meaning::kInfo, T("bulk.working"));
  const ui::DialogAnswer answer = ui::EndDialog({.label = T("bulk.stop")}, {});
  if (answer != ui::DialogAnswer::kNone) work_ = nullptr;  // nothing was saved yet
}

// Which were blocked and why, each to be opened.
void BulkActions::DrawBlocked() {
  if (!ui::IsDialogOpen(kBlocked)) return;
  const float row = Px(kBlockedRowCss);
  const float height = row * static_cast<float>(blocked_.size());
  ui::DialogOptions options;
  options.title = outcome_;
  options.text = T("bulk.blocked_text");
  options.body_height = std::min(height, Px(kMostBlockedCss));
  Rect body;
  if (!ui::BeginDialog(kBlocked, options, body)) return;
  const ui::Theme& theme = ui::CurrentTheme();
  Rect content;
  ui::BeginScroll("blocked", body, height, content);
  for (std::size_t i = 0; i < blocked_.size(); ++i) {
    const Rect line = ui::CutTop(content, row);
    if (!ui::IsVisible(line)) continue;
    ui::IdScope scope(static_cast<std::uint64_t>(i));
    const auto record = app_.workspace().records().FindRecord(blocked_[i].record);
    const std::string title = record ? app_.workspace().TitleOf(*record) : std::string();
    const std::string why = IssueWords(blocked_[i].issues.front());
    const ui::ItemState item = ui::Item(ui::IdOf("blocked"), line, {.role = ui::Role::kListItem, .label = title, .value = why});
    if (item.is_hovered) ui::FillRect(line, theme.raised_hover, Px(6));
    Rect text = ui::Inset(line, Px(8), Px(6));
    ui::Text(ui::CutTop(text, Px(22)), title, ui::kBody, theme.text);
    ui::Text(ui::CutTop(text, Px(18)), why, ui::kSmall, theme.bad.text);
    if (item.has_ring) ui::FocusRing(ui::Inset(line, Px(4)), Px(4));
    if (item.was_pressed) opened_ = blocked_[i].record;
  }
  ui::EndScroll();
  ui::EndDialog({.label = T("common.close"), .kind = ui::ButtonKind::kPrimary}, {});
  if (!opened_.is_nil()) ui::CloseDialog(kBlocked);
}

// ---- export and deleting ----------------------------------------------------------------------------------------------

void BulkActions::Export(const Schema& schema, const std::vector<Row>& rows, const std::vector<std::string>& columns) {
  const Workspace& workspace = app_.workspace();
  const FormatContext format = workspace.Format(app_.is_english());
  std::vector<const Field*> fields;
  for (const std::string& key : columns) {
    if (const Field* field = schema.Find(std::string_view(key))) fields.push_back(field);
  }
  std::string text = "\xEF\xBB\xBF";  // without the mark Excel takes UTF-8 for the system's old encoding
  std::vector<std::string> texts;
  const auto add_row = [&](const CsvWriteOptions& options) {
    const std::vector<std::string_view> cells(texts.begin(), texts.end());
    AppendCsvRow(cells, options, text);
    texts.clear();
  };
  for (const Field* field : fields) texts.push_back(field->label.In(app_.is_english()));
  add_row(CsvWriteOptions());
  for (const Row row : rows) {
    const auto record = workspace.records().RecordAt(row);
    if (!record || record->is_deleted || record->schema != schema.id) continue;
    for (const Field* field : fields) {
      const Value value = workspace.ValueOf(*record, field->id);
      const Field& shown = workspace.ShownField(schema.id, *field);
      // Covered values stay covered: a file goes where nobody asks any more.
      const bool is_covered = field->is_sensitive;
      texts.push_back(value.is_null() ? std::string() : is_covered ? ShownText(app_, shown, value) : EditText(shown, value, format));
    }
    add_row(CsvWriteOptions{',', true});
  }
  const std::string name = schema.label.In(app_.is_english()) + "-" + FormatDate(workspace.Today()) + ".csv";
  SaveFile(name, "text/csv", AsBytes(text));
  app_.Say(ui::TF("bulk.exported", {{"count", Count(rows.size())}, {"file", name}}));
}

void BulkActions::Delete(const Schema& schema, const std::vector<Row>& rows) {
  std::vector<Group> groups;
  std::size_t count = 0;
  for (const Row row : rows) {
    const auto record = app_.workspace().records().RecordAt(row);
    if (!record || record->is_deleted || record->schema != schema.id) continue;
    if (count++ % kMostInGroup == 0) groups.emplace_back();
    groups.back().mutations.push_back(app_.workspace().client().MakeDelete(*record));
  }
  if (groups.empty()) return;
  app_.SaveAll(std::move(groups), ui::TF("list.deleted", {{"count", Count(count)}}), [this](const Status& status) {
    if (!status.ok()) app_.Say(std::string(T("save.refused")));
  });
}

}  // namespace kedang
