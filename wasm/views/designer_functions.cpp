#include "wasm/views/designer_functions.h"

#include <algorithm>

#include "shared/expr/function_docs.h"
#include "shared/text/fold.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/search_box.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/titled_sheet.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kAreaCss = 36;
constexpr float kPaddingCss = 10;

ui::Id SheetId() {
  static const ui::Id id = ui::IdOf("functions");
  return id;
}

std::string_view DocOf(const FunctionRow& row, bool is_english) { return is_english ? row.doc_en : row.doc_zh; }

}  // namespace

void FunctionSheet::Open() { ui::OpenLayer(SheetId()); }

void FunctionSheet::Refresh(float width, bool is_english) {
  const std::string folded = Fold(words_);
  const std::string made_for = folded + (is_english ? "|en|" : "|zh|") + std::to_string(width);
  if (made_for_ == made_for) return;
  made_for_ = made_for;
  rows_.clear();
  const auto has = [&](std::string_view text) { return Fold(text).find(folded) != std::string::npos; };
  for (const FunctionRow* function : FunctionTable()) {
    if (!folded.empty() && !has(function->name) && !has(function->zh) && !has(DocOf(*function, is_english))) continue;
    Row row;
    row.function = function;
    row.begins_area = rows_.empty() || rows_.back().function->area != function->area;
    row.usage = FunctionUsage(*function, is_english);
    row.also = std::string(is_english ? function->zh : function->name);
    row.example = std::string(function->example) + "  →  " + std::string(function->result);
    row.height = (row.begins_area ? Px(kAreaCss) : 0) + 2 * Px(kPaddingCss) + Px(22) + ui::WrappedHeight(width, DocOf(*function, is_english), ui::kSmall) +
                 ui::WrappedHeight(width, row.example, ui::kSmall);
    rows_.push_back(std::move(row));
  }
}

void FunctionSheet::DrawRow(Rect place, const Row& row, bool is_english) const {
  const ui::Theme& theme = ui::CurrentTheme();
  const FunctionRow& function = *row.function;
  if (row.begins_area) {
    const Rect title = ui::CutTop(place, Px(kAreaCss));
    const std::string_view area = FunctionAreaName(function.area, is_english);
    ui::Mirror(ui::IdOf(area), title, {.role = ui::Role::kHeading, .label = area, .level = 3});
    ui::Text(title, area, ui::kBodyBold, theme.text);
  }
  const std::string meaning = std::string(DocOf(function, is_english)) + " " + row.example;
  ui::Mirror(ui::IdOf(function.name), place, {.role = ui::Role::kListItem, .label = row.usage, .value = row.also, .hint = meaning});
  ui::LineAtBottom(place, theme.divider);
  Rect rest = ui::Inset(place, 0, Px(kPaddingCss));
  Rect line = ui::CutTop(rest, Px(22));
  const float also = std::min(ui::TextWidth(row.also, ui::kCode), line.w / 2);
  ui::Text(ui::CutRight(line, also, Px(12)), row.also, {.style = ui::kCode, .color = theme.secondary});
  ui::Text(line, row.usage, {.style = ui::kCode, .color = theme.accent});
  rest.y += ui::WrappedText(rest, DocOf(function, is_english), ui::kSmall, theme.text);
  ui::WrappedText(rest, row.example, ui::kSmall, theme.secondary);
}

void FunctionSheet::Draw(bool is_english) {
  const ui::Id id = SheetId();
  if (!ui::IsLayerOpen(id)) return;
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LayerOptions layer;
  layer.anchor = {ui::Facts().width - Px(ui::IsPhone() ? 0 : 980), Px(96), Px(10), Px(10)};
  layer.width = Px(460);
  layer.height = ui::Facts().height - Px(160);
  Rect rest, head;
  if (!BeginTitledSheet(id, T("designer.functions"), layer, rest, head)) return;
  ui::SearchBox(ui::CutTop(rest, Px(ui::Metrics().control), Px(8)), words_,
                {.name = T("designer.find_function"), .placeholder = T("designer.find_function"), .id = "find function"});
  Refresh(rest.w, is_english);
  const std::string count = ui::TF("designer.function_count", {{"count", std::to_string(rows_.size())}});
  ui::Mirror(ui::IdOf("count"), head, {.role = ui::Role::kStatus, .label = count});
  ui::Text(head, count, ui::kSmall, theme.secondary);
  float height = 0;
  for (const Row& row : rows_) height += row.height;
  Rect area;
  ui::BeginScroll("functions", rest, height, area);
  ui::BeginMirror(ui::IdOf("list"), area, {.role = ui::Role::kList, .label = T("designer.functions"), .set_size = static_cast<int>(rows_.size())});
  for (const Row& row : rows_) {
    const Rect place = ui::CutTop(area, row.height);
    if (ui::IsVisible(place)) DrawRow(place, row, is_english);
  }
  ui::EndMirror();
  ui::EndScroll();
  ui::EndLayer();
}

}  // namespace kedang
