#include "wasm/views/list_view.h"

#include <algorithm>

#include "shared/field/field_types.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/chip.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/server_words.h"
#include "wasm/views/query_words.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr double kSliceMs = 6;
constexpr float kPaneCss = 464;

}  // namespace

ListView::ListView(App& app, std::string_view schema_key)
    : app_(app),
      key_(schema_key),
      look_(app, schema_key),
      list_(app.workspace()),
      facets_(app),
      picker_(app, look_.book()),
      layout_menu_(app),
      kanban_(app),
      calendar_(app),
      bulk_(app),
      server_(app.workspace(), ServerAsk(app)),
      record_view_(app) {}

void ListView::Draw(Rect page) {
  schema_ = app_.workspace().schemas().Find(key_);
  if (schema_ == nullptr) {
    ui::NoticeOptions notice;
    notice.icon = ui::Icon::kCircleQuestionMark;
    notice.title = T("list.no_page_title");
    notice.text = T("list.no_page_text");
    notice.button.label = T("list.to_start");
    if (ui::EmptyState(page, notice)) app_.Go({});
    return;
  }
  if (schema_version_ != schema_->version) {
    schema_version_ = schema_->version;
    look_.Forget();
    table_shape_.clear();
  }
  look_.Follow(*schema_, columns_);
  if (look_revision_ != look_.revision()) {
    look_revision_ = look_.revision();
    table_shape_.clear();
    selected_.clear();
  }
  ui::IdScope scope(key_);
  Work();
  if (IsPaneOpen()) ShowRecord();
  bulk_.Draw();
  if (const Id blocked = bulk_.TakeOpened(); !blocked.is_nil()) app_.Go(look_.RouteOf({FormatId(blocked)}));
  if (ui::IsPhone()) return DrawPhone(page);
  if (IsPaneOpen()) {
    const float share = ui::CurrentForm() == ui::FormFactor::kDesktop ? 0.62f : 0.52f;
    const Rect pane = ui::CutRight(page, std::min(Px(kPaneCss), std::round(page.w * share)));
    const RecordAction action = record_view_.DrawPane(pane, RowCount() > 0);
    if (action == RecordAction::kClose) Close();
    if (action == RecordAction::kNext) Walk(1);
    if (action == RecordAction::kPrevious) Walk(-1);
  }
  DrawList(page);
  // After everything that may want the key for itself.
  if (ui::IsShortcut("Esc")) {
    if (IsPaneOpen()) {
      Close();
    } else if (!selected_.empty()) {
      selected_.clear();
    }
  }
}

// One slice of searching, sorting and counting.
void ListView::Work() {
  const double started = NowMs();
  if (base_count_ != app_.workspace().base_count()) {
    base_count_ = app_.workspace().base_count();
    selected_.clear();
    cursor_row_ = kNoRow;
  }
  const auto is_over = [started] { return IsSliceOver(started, kSliceMs); };
  list_.ShowSchema(schema_->id);
  list_.SetQuery(app_.search().text, app_.is_english());
  const Field* sort = columns_.sort_column.empty() ? nullptr : schema_->Find(std::string_view(columns_.sort_column));
  list_.SetSort(sort != nullptr ? sort->id : 0, columns_.is_descending);
  // While a first load is indexed every frame brings a new revision; a list without words does not depend on it.
  const bool is_whole = list_.total() == app_.workspace().records().LiveCount(schema_->id);
  const bool can_wait = list_.is_settled() && is_whole && !list_.is_narrowed() && !app_.workspace().is_indexed();
  // Words are looked for once all records can be: until then each slice would begin anew and take its time from what it waits for.
  const bool is_early = !app_.search().text.empty() && !app_.workspace().is_searchable();
  const bool is_settled = can_wait || (!is_early && list_.Step(is_over));
  spent_ms_ += NowMs() - started;
  if (is_settled && settled_ != list_.settled_count()) {
    settled_ = list_.settled_count();
    search_ms_ = spent_ms_;
    if (list_.has_query()) app_.NoteSearch(search_ms_, list_.size());
  }
  if (is_settled) spent_ms_ = 0;
  const bool has_panel = panel_.IsSheetOpen() || (is_panel_beside_ && panel_.is_open());
  const bool is_filtered = is_settled && facets_.Step(*schema_, list_, has_panel, is_over);
  WorkGroups(is_over);
  WorkServer();
  if (!is_early && (!is_settled || !is_filtered)) RequestFrame();
  if (shown_revision_ != app_.workspace().revision() || shown_.size() > 400) {
    shown_revision_ = app_.workspace().revision();
    shown_.clear();
  }
}

// ---- lines ------------------------------------------------------------------------------------------------------------

std::int64_t ListView::LineCount() const {
  return OwnLineCount() + (HasServerLines() ? 1 + static_cast<std::int64_t>(server_lines_.size()) : 0);
}

std::int64_t ListView::OwnLineCount() const {
  if (IsGrouped()) return grouped_.count();
  const auto count = static_cast<std::int64_t>(RowCount());
  if (!HasGroups()) return count;
  const auto names = static_cast<std::int64_t>(NameCount());
  return count + (names > 0 ? 1 : 0) + (names < count ? 1 : 0);
}

std::string_view ListView::GroupAt(std::int64_t line) const {
  if (HasServerLines() && line == OwnLineCount()) return server_title_;
  if (!HasGroups()) return {};
  if (IsGrouped()) {
    const RowGroup* group = grouped_.HeadAt(line);
    if (group == nullptr) return {};
    return group->key.empty() ? T("view.no_value") : std::string_view(group->label);
  }
  const auto names = static_cast<std::int64_t>(NameCount());
  if (names > 0 && line == 0) return T("list.hits_by_name");
  const std::int64_t second = names > 0 ? names + 1 : 0;
  return line == second && names < static_cast<std::int64_t>(RowCount()) ? T("list.hits_elsewhere") : std::string_view();
}

std::vector<std::int64_t> ListView::GroupLines() const {
  std::vector<std::int64_t> lines;
  const auto names = static_cast<std::int64_t>(NameCount());
  if (IsGrouped()) {
    lines = grouped_.heads();
  } else if (HasGroups()) {
    if (names > 0) lines.push_back(0);
    if (names < static_cast<std::int64_t>(RowCount())) lines.push_back(names > 0 ? names + 1 : 0);
  }
  if (HasServerLines()) lines.push_back(OwnLineCount());
  return lines;
}

Row ListView::RowAt(std::int64_t line) const {
  if (IsGrouped()) return grouped_.RowAt(line);
  if (line < 0 || line >= OwnLineCount() || !GroupAt(line).empty()) return kNoRow;
  std::int64_t index = line;
  if (HasGroups()) {
    const auto names = static_cast<std::int64_t>(NameCount());
    index -= names > 0 ? 1 : 0;
    if (index >= names && names > 0) --index;
    if (names == 0) --index;
  }
  return index >= 0 && index < static_cast<std::int64_t>(RowCount()) ? list_.At(static_cast<std::size_t>(index)) : kNoRow;
}

std::int64_t ListView::LineOf(Row row) const {
  if (IsGrouped()) return grouped_.LineOf(row);
  const std::size_t found = list_.IndexOf(row);
  if (found >= RowCount()) return -1;
  const auto index = static_cast<std::int64_t>(found);
  if (!HasGroups()) return index;
  const auto names = static_cast<std::int64_t>(NameCount());
  if (names == 0 || index < names) return index + 1;
  return index + 2;
}

ListView::Shown* ListView::At(std::int64_t line) {
  if (Shown* shown = ServerLineAt(line)) return shown;
  const Row row = RowAt(line);
  if (row == kNoRow) return nullptr;
  const auto found = shown_.find(row);
  if (found != shown_.end()) return &found->second;
  auto record = app_.workspace().records().RecordAt(row);
  if (!record || record->is_deleted || record->schema != schema_->id) return nullptr;
  return &shown_.emplace(row, Shown{std::move(*record), {}, {}}).first->second;
}

const std::string& ListView::TextOf(Shown& shown, const Field& field) {
  const auto [found, is_new] = shown.texts.try_emplace(field.id);
  if (is_new) found->second = CellText(app_, shown.record, field);
  return found->second;
}

// ---- moving about -----------------------------------------------------------------------------------------------------

void ListView::ShowRecord() {
  const Route& route = app_.route();
  if (route.detail() == "new") {
    std::vector<std::pair<FieldId, Value>> given;
    if (route.parts.size() >= 4) {
      const Field* field = schema_->Find(std::string_view(route.parts[2]));
      if (field != nullptr) given.emplace_back(field->id, Value::Text(route.parts[3]));
    }
    if (const Field* owner = schema_->Find(schema_->owner)) given.emplace_back(owner->id, Value::Text(FormatId(app_.user().id)));
    record_view_.ShowNew(*schema_, given);
    return;
  }
  const auto id = ParseId(route.detail());
  record_view_.Show(*schema_, id.value_or(Id()));
  const Row row = id ? app_.workspace().records().RowOf(*id) : kNoRow;
  if (id && row == kNoRow) FetchMissing(*id);
  if (row != kNoRow) fetched_ = Id();
  if (row != cursor_row_ || (row != kNoRow && RowAt(table_.cursor) != row)) {
    const bool is_other = row != cursor_row_;
    cursor_row_ = row;
    const std::int64_t line = row == kNoRow ? -1 : LineOf(row);
    if (line != table_.cursor) {
      table_.cursor = line;
      table_.keeps_cursor_visible = is_other && line >= 0;
    }
  }
}

void ListView::Open(std::int64_t line) {
  const Shown* shown = At(line);
  if (shown == nullptr) return;
  Route route = look_.RouteOf({FormatId(shown->record.id)});
  if (app_.route() == route) return;
  // Walking along the list leaves one entry in history, not one a record.
  IsPaneOpen() ? app_.Replace(std::move(route)) : app_.Go(std::move(route));
}

void ListView::Close() {
  cursor_row_ = kNoRow;
  app_.Go(look_.RouteOf());
}

void ListView::Walk(int by) {
  std::int64_t line = table_.cursor + by;
  while (line >= 0 && line < LineCount() && !GroupAt(line).empty()) line += by;
  if (line < 0 || line >= LineCount()) return;
  table_.cursor = line;
  table_.keeps_cursor_visible = true;
  Open(line);
}

// ---- head -------------------------------------------------------------------------------------------------------------

std::string ListView::FoundCount() const {
  const std::string shown = ui::GroupedNumber(static_cast<std::int64_t>(RowCount()));
  const std::string total = ui::GroupedNumber(static_cast<std::int64_t>(list_.total()));
  return ui::TF("list.count", {{"shown", shown}, {"total", total}});
}

void ListView::DrawList(Rect rect) {
  ui::FillRect(rect, ui::CurrentTheme().surface);
  Rect rest = rect;
  DrawHead(rest);
  if (list_.total() > 0) DrawFacets(rest);
  if (!HasBoard() && DrawNothing(rest)) return;
  DrawCount(ui::CutBottom(rest, Px(36)));
  HasBoard() ? DrawBoard(rest) : DrawTable(rest);
}

void ListView::DrawHead(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect bar = ui::Inset(ui::CutTop(rest, Px(56)), Px(16), 0);
  if (!selected_.empty()) {
    DrawSelectionBar(bar);
  } else {
    const std::string& title = schema_->label.In(app_.is_english());
    ui::Mirror(ui::IdOf("title"), bar, {.role = ui::Role::kHeading, .label = title, .level = 1});
    if (ui::ButtonAtRight(bar, {.label = T("common.new"), .kind = ui::ButtonKind::kPrimary, .icon = ui::Icon::kPlus})) {
      app_.Go(look_.RouteOf({"new"}));
    }
    if (ui::ButtonAtRight(bar, {.label = T("common.import"), .icon = ui::Icon::kUpload})) app_.Go({{"import", key_}});
    const ui::ButtonOptions columns = {.label = T("list.columns"), .icon = ui::Icon::kColumns3, .can_expand = true};
    const float width = ui::ButtonWidth(columns);
    if (ui::ButtonAtRight(bar, columns)) OpenColumnMenu();
    const Rect anchor = {bar.Right() + Px(8), bar.MidY() - Px(16), width, Px(32)};
    if (ColumnMenu(anchor, *schema_, columns_, app_.is_english())) table_shape_.clear();
    DrawLayoutMenu(bar);
    DrawFilterButton(bar);
    ui::CutLeft(bar, ui::Text(bar, title, ui::kPageTitle, theme.text), Px(12));
    ui::CutLeft(bar, ui::Text(bar, ui::GroupedNumber(static_cast<std::int64_t>(list_.total())), ui::kBody, theme.secondary), Px(12));
    DrawPicker(bar, bar.w);
  }
  const std::vector<FilterChip> chips = FilterChips();
  if (HasChips(chips)) DrawChips(ui::Inset(ui::CutTop(rest, Px(28), Px(12)), Px(16), 0), chips);
  DrawApproximate(rest);
  DrawServerNote(rest);
  DrawQueryProblem(rest, app_, list_.problems());
}

// What is asked as rows of conditions; says how many there are.
void ListView::DrawFilterButton(Rect& bar) {
  const std::size_t count = FilterBuilder::CountOf(list_.tree());
  const std::string label = std::string(T("query.filter")) + (count > 0 ? " " + std::to_string(count) : std::string());
  const ui::ButtonOptions options = {.label = label, .icon = ui::Icon::kListFilter, .id = "filter", .is_chosen = count > 0, .can_expand = true};
  const float width = ui::ButtonWidth(options);
  if (ui::ButtonAtRight(bar, options)) FilterBuilder::Open();
  DrawBuilder({bar.Right() + Px(8), bar.MidY() - Px(16), width, Px(32)});
}

void ListView::DrawBuilder(Rect anchor) {
  if (builder_.Draw(anchor, *schema_, ui::GroupedNumber(static_cast<std::int64_t>(RowCount())))) selected_.clear();
}

void ListView::DrawApproximate(Rect& rest) {
  if (!list_.is_approximate() || list_.size() == 0) return;
  const Rect line = ui::Inset(ui::CutTop(rest, Px(28)), Px(16), 0);
  ui::Mirror(ui::IdOf("approximate"), line, {.role = ui::Role::kStatus, .label = T("search.approximate")});
  ui::Text(line, T("search.approximate"), ui::kSmall, ui::CurrentTheme().warn.text);
}

void ListView::DrawSelectionBar(Rect bar) {
  const std::string count = ui::GroupedNumber(static_cast<std::int64_t>(selected_.size()));
  if (bulk_.DrawButtons(bar, *schema_, [this] { return SelectedRows(); }, ColumnKeys())) {
    selected_.clear();
    return;
  }
  if (ui::IsPhone()) {
    if (ui::IconButton(ui::TakeRight(bar, Px(44), Px(44)), ui::Icon::kX, T("list.clear_selection"))) selected_.clear();
  } else if (ui::ButtonAtRight(bar, {.label = T("list.clear_selection")})) {
    selected_.clear();
  }
  // All that is found, not only what is in sight.
  if (selected_.size() < RowCount()) {
    const std::string all = ui::TF("list.select_all", {{"count", ui::GroupedNumber(static_cast<std::int64_t>(RowCount()))}});
    if (ui::Link(ui::CutRight(bar, ui::LinkWidth(all), Px(16)), all, 14, "select all")) SelectAll();
  }
  ui::Text(bar, ui::TF("list.selected", {{"count", count}}), ui::kTitle, ui::CurrentTheme().text);
}

// Loading, empty, nothing found: what stands in place of the rows. False when there are rows.
bool ListView::DrawNothing(Rect rect) {
  if (RowCount() > 0 || HasServerLines()) return false;
  const SyncStatus status = app_.workspace().client().status();
  const bool is_searching = !list_.is_settled() || server_.state() == ServerHits::State::kWaiting || (list_.has_query() && !app_.workspace().is_searchable());
  if (status.is_loading || (!app_.workspace().client().has_base() && status.connection == ConnectionState::kConnecting)) {
    Rect line = ui::Inset(ui::CutTop(rect, Px(44)), Px(16), 0);
    const float share = status.to_load > 0 ? static_cast<float>(static_cast<double>(status.loaded) / static_cast<double>(status.to_load)) : 0;
    const std::string figure = ui::TF("start.loaded", {{"loaded", ui::GroupedNumber(static_cast<std::int64_t>(status.loaded))},
                                                       {"total", ui::GroupedNumber(static_cast<std::int64_t>(status.to_load))}});
    ui::Text(ui::CutRight(line, ui::TextWidth(figure, ui::kSmall), Px(12)), figure, ui::kSmall, ui::CurrentTheme().secondary);
    ui::CutLeft(line, ui::Text(line, T("list.loading"), ui::kSmall, ui::CurrentTheme().secondary), Px(12));
    ui::ProgressBar(ui::CenterIn(line, line.w, Px(6)), share, ui::Meaning::kInfo, T("list.loading"));
    ui::SkeletonRows(rect, Px(ui::Metrics().table_row));
    return true;
  }
  if (is_searching) {
    ui::SkeletonRows(rect, Px(ui::Metrics().table_row));
    return true;
  }
  ui::NoticeOptions notice;
  const std::string& label = schema_->label.In(app_.is_english());
  std::string title, text;
  if (list_.total() == 0) {
    title = ui::TF("list.empty_title", {{"schema", label}});
    text = ui::TF("list.empty_text", {{"schema", label}});
    notice.icon = ui::Icon::kInbox;
    notice.button = {.label = T("common.import"), .kind = ui::ButtonKind::kPrimary, .icon = ui::Icon::kUpload, .id = "empty import"};
  } else {
    title = std::string(T("list.no_hits_title"));
    text = std::string(T(facets_.is_active() ? "list.no_hits_filter" : "list.no_hits_text"));
    notice.icon = ui::Icon::kSearch;
    notice.button = {.label = T(facets_.is_active() ? "list.clear_filter" : "list.clear_search"), .id = "clear"};
  }
  notice.title = title;
  notice.text = text;
  if (!ui::EmptyState(rect, notice)) return true;
  if (list_.total() == 0) {
    app_.Go({{"import", key_}});
  } else if (facets_.is_active()) {
    facets_.ClearAll();
  } else {
    app_.search().text.clear();
  }
  return true;
}

}  // namespace kedang
