#include "wasm/views/filter_builder.h"

#include <algorithm>

#include "shared/query/query_parser.h"
#include "shared/query/query_writer.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/titled_sheet.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr float kWidthCss = 680;
constexpr float kGap = 8;

ui::Id SheetId() { return ui::IdOf("filter builder"); }
float Control() { return Px(ui::Metrics().control); }

}  // namespace

void FilterBuilder::Open() { ui::OpenLayer(SheetId()); }
bool FilterBuilder::IsOpen() { return ui::IsLayerOpen(SheetId()); }

std::size_t FilterBuilder::CountOf(const Query& query) {
  if (query.kind == Query::Kind::kWord) return 0;
  if (query.kind == Query::Kind::kCondition) return 1;
  std::size_t count = 0;
  for (const Query& part : query.parts) count += CountOf(part);
  return count;
}

QueryScope FilterBuilder::Scope() const {
  QueryScope scope = app_.workspace().Asking(app_.is_english()).scope;
  scope.schema = schema_;
  return scope;
}

// The text was changed elsewhere: rows that say nothing yet go.
void FilterBuilder::Load(const std::string& text) {
  if (text == loaded_ && loaded_schema_ == schema_->key) return;
  loaded_ = text;
  loaded_schema_ = schema_->key;
  form_ = FormOfQuery(ParseQuery(text, Scope()).query);
  widgets_.clear();
  if (!form_.items.empty()) return;
  FilterItem item;
  item.rows.emplace_back();
  SetField(item.rows[0], schema_->Find(schema_->stage) != nullptr ? schema_->Find(schema_->stage)->key : std::string(kWordsField));
  form_.items.push_back(std::move(item));
}

void FilterBuilder::Store() {
  const Query query = QueryOfForm(form_);
  std::string text = WriteQuery(query, Scope());
  if (text == app_.search().text) return;
  loaded_ = text;
  app_.search().text = std::move(text);
  was_changed_ = true;
  RequestFrame();
}

FilterBuilder::Widgets& FilterBuilder::WidgetsOf(std::size_t item, std::size_t row) {
  if (widgets_.size() <= item) widgets_.resize(item + 1);
  if (widgets_[item].size() <= row) widgets_[item].resize(row + 1);
  return widgets_[item][row];
}

float FilterBuilder::RowHeightOf(const FilterRow& row, float width) const {
  if (!ui::IsPhone() || row.is_other()) {
    // Many chosen values may take several lines.
    if (row.is_other() || ValueCountOf(row.verb) != 3 || row.values.size() < 3) return Control() + Px(kGap);
    const float room = width - Px(170 + 120 + 40 + 24);
    const float lines = std::ceil(static_cast<float>(row.values.size()) * Px(96) / std::max(room, Px(96)));
    return std::max(Control(), lines * Px(30)) + Px(kGap);
  }
  const bool has_values = ValueCountOf(row.verb) > 0;
  const float more = row.values.size() > 2 ? Px(34) * static_cast<float>(row.values.size() / 3) : 0;
  return (Control() + Px(kGap)) * (has_values ? 2.0f : 1.0f) + more + Px(kGap);
}

float FilterBuilder::HeightOf(float width) const {
  float height = 0;
  for (const FilterItem& item : form_.items) {
    if (item.is_group) height += Control() + Px(kGap) + Control() + Px(kGap * 2);
    for (const FilterRow& row : item.rows) height += RowHeightOf(row, item.is_group ? width - Px(16) : width);
  }
  return height;
}

bool FilterBuilder::Draw(Rect anchor, const Schema& schema, std::string_view found) {
  if (!IsOpen()) return false;
  schema_ = &schema;
  was_changed_ = false;
  Load(app_.search().text);
  const float width = ui::IsPhone() ? Px(390) : Px(kWidthCss);
  ui::LayerOptions options;
  options.anchor = anchor;
  options.width = Px(kWidthCss);
  options.is_aligned_right = true;
  options.height = HeightOf(width - Px(32)) + Px(28 + 8 + 24) + (Control() + Px(12)) * 2;
  Rect rest, beside;
  if (!BeginTitledSheet(SheetId(), T("query.builder"), options, rest, beside)) return false;
  DrawHead(ui::CutTop(rest, Control(), Px(12)));
  const bool is_done = DrawFoot(ui::CutBottom(rest, Control(), Px(12)), found);
  DrawItems(rest);
  if (is_done) ui::CloseLayer(SheetId());
  ui::EndLayer();
  return was_changed_;
}

void FilterBuilder::DrawHead(Rect line) {
  const ui::Segment modes[] = {{.label = T("query.all_of")}, {.label = T("query.any_of")}};
  int mode = form_.is_any ? 1 : 0;
  const ui::SegmentedOptions options = {.name = T("query.mode")};
  const float width = ui::SegmentedWidth(modes, options);
  if (ui::Segmented(ui::CutLeft(line, width, Px(12)), modes, mode, options)) {
    form_.is_any = mode == 1;
    Store();
  }
  if (!ui::IsPhone()) ui::Text(line, T("query.mode_hint"), ui::kSmall, ui::CurrentTheme().secondary);
}

bool FilterBuilder::DrawFoot(Rect line, std::string_view found) {
  const auto add = [this](bool is_group) {
    FilterItem item;
    item.is_group = is_group;
    item.is_any = is_group && !form_.is_any;
    item.rows.emplace_back();
    SetField(item.rows[0], std::string(kWordsField));
    form_.items.push_back(std::move(item));
    RequestFrame();
  };
  const std::string show = ui::TF("query.show", {{"found", found}});
  const bool is_done = ui::ButtonAtRight(line, {.label = show, .kind = ui::ButtonKind::kPrimary, .id = "show"});
  if (ui::ButtonAtLeft(line, {.label = T("query.add_row"), .icon = ui::Icon::kPlus, .is_icon_only = ui::IsPhone()})) add(false);
  if (ui::ButtonAtLeft(line, {.label = T("query.add_group"), .icon = ui::Icon::kListTree, .is_icon_only = ui::IsPhone()})) add(true);
  const bool is_empty = QueryOfForm(form_).is_empty();
  if (!is_empty && ui::ButtonAtLeft(line, {.label = T("list.clear_filter"), .kind = ui::ButtonKind::kPlain, .id = "clear all"})) {
    form_ = FilterForm();
    widgets_.clear();
    Store();
  }
  return is_done;
}

void FilterBuilder::DrawItems(Rect rect) {
  Rect content;
  ui::BeginScroll("filter rows", rect, HeightOf(rect.w), content);
  Rect rest = content;
  const auto erase = [this](std::size_t item, std::size_t row) {
    std::vector<FilterRow>& rows = form_.items[item].rows;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(row));
    if (rows.empty()) form_.items.erase(form_.items.begin() + static_cast<std::ptrdiff_t>(item));
    widgets_.clear();
    Store();
    RequestFrame();
  };
  std::pair<std::size_t, std::size_t> gone = {form_.items.size(), 0};
  for (std::size_t i = 0; i < form_.items.size(); ++i) {
    FilterItem& item = form_.items[i];
    ui::IdScope item_scope(static_cast<std::uint64_t>(i));
    Rect box = rest;
    if (item.is_group) {
      const float top = rest.y;
      ui::CutTop(rest, Px(kGap));
      Rect head = ui::Inset(ui::CutTop(rest, Control(), Px(kGap)), Px(8), 0);
      const ui::Segment modes[] = {{.label = T("query.all_of")}, {.label = T("query.any_of")}};
      int mode = item.is_any ? 1 : 0;
      const ui::SegmentedOptions options = {.name = T("query.group"), .is_small = true};
      if (ui::Segmented(ui::CenterIn(ui::CutLeft(head, ui::SegmentedWidth(modes, options), Px(8)), ui::SegmentedWidth(modes, options), Px(28)), modes,
                        mode, options)) {
        item.is_any = mode == 1;
        Store();
      }
      box = {rest.x, top, rest.w, 0};
    }
    for (std::size_t j = 0; j < item.rows.size(); ++j) {
      ui::IdScope row_scope(static_cast<std::uint64_t>(j + 1000));
      Rect place = ui::CutTop(rest, RowHeightOf(item.rows[j], item.is_group ? rest.w - Px(16) : rest.w));
      if (item.is_group) place = ui::Inset(place, Px(8), 0);
      const float side = ui::IsPhone() ? Px(44) : Px(28);
      const Rect cross = {place.Right() - side, place.y + (Control() - side) / 2, side, side};
      if (ui::IconButton(cross, ui::Icon::kTrash2, T("query.remove_row"))) gone = {i, j};
      place.w -= side + Px(8);
      DrawRow(place, item.rows[j], WidgetsOf(i, j));
    }
    if (item.is_group) {
      Rect foot = ui::Inset(ui::CutTop(rest, Control(), Px(kGap)), Px(8), 0);
      if (ui::ButtonAtLeft(foot, {.label = T("query.add_row"), .kind = ui::ButtonKind::kPlain, .icon = ui::Icon::kPlus, .is_small = true})) {
        item.rows.emplace_back();
        SetField(item.rows.back(), std::string(kWordsField));
        RequestFrame();
      }
      box.h = rest.y - Px(kGap) - box.y;
      ui::StrokeRect(box, ui::CurrentTheme().divider, Px(8), ui::Line());
    }
  }
  ui::EndScroll();
  if (gone.first < form_.items.size()) erase(gone.first, gone.second);
}

}  // namespace kedang
