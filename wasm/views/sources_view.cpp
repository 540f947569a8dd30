#include "wasm/views/sources_view.h"

#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/import_view_words.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/query_words.h"
#include "wasm/views/sources_view_words.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr float kRowCss = 56, kCardCss = 112;
constexpr float kColumnCss[] = {110, 90, 90, 120, 150};
constexpr std::string_view kColumns[] = {"sources.rows", "sources.valid", "sources.duplicates", "sources.moved_on", "sources.last"};

}  // namespace

SourcesView::SourcesView(App& app) : app_(app), book_(app.workspace()), figures_(app.workspace(), book_), past_(app.workspace(), book_) {}

// Between frames, as often as something changed.
void SourcesView::Count() {
  if (work_.is_running() || figures_.Step([] { return true; })) return;
  work_.Start([this](const std::function<bool()>& is_over) {
    const bool is_done = figures_.Step(is_over);
    if (is_done) RequestFrame();
    return is_done;
  });
}

const Source* SourcesView::Shown() { return book_.FindSource(ParseId(std::string(app_.route().detail())).value_or(Id())); }

int SourcesView::DaysLateOf(const Source& source) const {
  const SourceFigure& figure = figures_.Of(source.id);
  const Workspace& workspace = app_.workspace();
  std::optional<Date> last;
  if (figure.last_ms != 0) last = DateOf(figure.last_ms, workspace.zone_minutes());
  return DaysLate(source, last, workspace.Today());
}

std::string SourcesView::LateWords(const Source& source) const {
  const int days = DaysLateOf(source);
  return days == 0 ? "" : TF("sources.late", {{"days", Number(static_cast<std::uint64_t>(days))}});
}

void SourcesView::Draw(Rect page) {
  ui::IdScope scope("sources");
  ui::FillRect(page, ui::CurrentTheme().surface);
  Count();
  const Source* const shown = Shown();
  DrawHead(ui::CutTop(page, Px(56)), shown);
  if (shown != nullptr) return DrawSource(page, *shown);
  if (!book_.sources().empty()) return DrawList(page);
  if (!figures_.is_counted() && app_.workspace().client().status().connection != ConnectionState::kOnline && !book_.has_sources()) {
    return ui::SkeletonRows(page, Px(ui::Metrics().table_row));
  }
  DrawEmpty(page);
}

void SourcesView::DrawHead(Rect bar, const Source* shown) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string title = shown != nullptr ? shown->name : std::string(T("sources.title"));
  if (ui::IsPhone()) {
    const int pressed = ui::PhoneTopBar(bar, {.title = title, .back = "", .action = shown != nullptr ? T("sources.edit") : T("sources.new")});
    if (pressed == -1) app_.Back();
    if (pressed == 1) app_.Go({{std::string(kSourceSchema), shown != nullptr ? FormatId(shown->id) : "new"}});
    return;
  }
  ui::LineAtBottom(bar, theme.divider);
  Rect rest = ui::Inset(bar, Px(16), 0);
  if (shown != nullptr) {
    if (ui::IconButton(ui::TakeLeft(rest, Px(32), Px(32), Px(8)), ui::Icon::kChevronLeft, T("common.back"))) app_.Go({{"sources"}});
    if (ui::ButtonAtRight(rest, {.label = T("sources.edit"), .icon = ui::Icon::kPencil})) app_.Go({{std::string(kSourceSchema), FormatId(shown->id)}});
  } else {
    if (ui::ButtonAtRight(rest, {.label = T("sources.new"), .icon = ui::Icon::kPlus})) app_.Go({{std::string(kSourceSchema), "new"}});
    if (ui::ButtonAtRight(rest, {.label = T("common.import"), .icon = ui::Icon::kUpload})) app_.Go({{"import"}});
  }
  ui::Mirror(ui::IdOf("title"), rest, {.role = ui::Role::kHeading, .label = title, .level = 1});
  ui::Text(rest, title, ui::kPageTitle, theme.text);
}

void SourcesView::DrawEmpty(Rect rect) {
  ui::NoticeOptions notice;
  notice.icon = ui::Icon::kDatabase;
  notice.title = T("sources.none");
  notice.text = T("sources.none_words");
  notice.button = {.label = T("sources.new"), .kind = ui::ButtonKind::kPrimary, .id = "start"};
  if (ui::EmptyState(rect, notice)) app_.Go({{std::string(kSourceSchema), "new"}});
}

// ---- list -------------------------------------------------------------------------------------------------------------

void SourcesView::DrawList(Rect rect) {
  const std::vector<Source>& sources = book_.sources();
  const bool is_phone = ui::IsPhone();
  if (!is_phone) DrawColumnHeads(ui::CutTop(rect, Px(36)));
  const float height = Px(is_phone ? kCardCss : kRowCss);
  Rect content;
  ui::BeginScroll("list", rect, height * static_cast<float>(sources.size()), content);
  const int count = static_cast<int>(sources.size());
  for (int i = 0; i < count; ++i) {
    const Rect row = ui::CutTop(content, height);
    if (!ui::IsVisible(row)) continue;
    ui::IdScope scope(sources[static_cast<std::size_t>(i)].id.low);
    is_phone ? DrawCard(row, sources[static_cast<std::size_t>(i)], i, count) : DrawRow(row, sources[static_cast<std::size_t>(i)], i, count);
  }
  ui::EndScroll();
}

void SourcesView::DrawColumnHeads(Rect bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillRect(bar, theme.background);
  ui::LineAtBottom(bar, theme.divider);
  Rect rest = ui::Inset(bar, Px(16), 0);
  for (std::size_t i = std::size(kColumns); i-- > 0;) {
    ui::Text(ui::CutRight(rest, Px(kColumnCss[i]), Px(8)), T(kColumns[i]), ui::kSmall, theme.secondary, ui::Align::kRight);
  }
  ui::Text(rest, T("sources.source"), ui::kSmall, theme.secondary);
}

std::string SourcesView::FactsOf(const Source& source) {
  std::string facts = KindWords(app_, source);
  facts += TF("sources.trust", {{"trust", Number(static_cast<std::uint64_t>(source.trust))}});
  if (!source.owner.is_nil()) facts += " · " + PersonWords(app_, source.owner);
  if (!source.is_active) facts += " · " + std::string(T("sources.retired"));
  return facts;
}

std::string SourcesView::SaidOf(const std::vector<std::string>& figures, const std::string& late) {
  std::string said;
  for (std::size_t i = 0; i < figures.size(); ++i) said += (i == 0 ? "" : ", ") + std::string(T(kColumns[i])) + " " + figures[i];
  return late.empty() ? said : said + ", " + late;
}

void SourcesView::DrawRow(Rect row, const Source& source, int place, int count) {
  const ui::Theme& theme = ui::CurrentTheme();
  const SourceFigure& figure = figures_.Of(source.id);
  const std::vector<std::string> figures = FigureWords(app_, figure);
  const std::string late = LateWords(source);
  const ui::ItemState state = ui::Item(ui::IdOf("row"), row, {.role = ui::Role::kListItem, .label = source.name, .value = SaidOf(figures, late), .position = place, .set_size = count});
  if (state.is_hovered) ui::FillRect(row, theme.hover_fill);
  ui::LineAtBottom(row, theme.divider);
  if (state.was_pressed) app_.Go({{"sources", FormatId(source.id)}});
  Rect rest = ui::Inset(row, Px(16), 0);
  for (std::size_t i = figures.size(); i-- > 0;) {
    const bool is_last = i + 1 == figures.size();
    Rect cell = ui::CutRight(rest, Px(kColumnCss[i]), Px(8));
    if (is_last && !late.empty()) {
      cell = ui::CenterIn(cell, cell.w, Px(40));
      ui::Text(ui::CutTop(cell, Px(22)), figures[i], ui::kBody, theme.text, ui::Align::kRight);
      ui::Text(cell, late, ui::kSmallBold, theme.warn.text, ui::Align::kRight);
      continue;
    }
    ui::Text(cell, figures[i], ui::kBody, theme.text, ui::Align::kRight);
  }
  rest = ui::CenterIn(rest, rest.w, Px(42));
  ui::Text(ui::CutTop(rest, Px(22)), source.name, ui::kBodyBold, source.is_active ? theme.text : theme.secondary);
  ui::Text(rest, FactsOf(source), ui::kSmall, theme.secondary);
}

void SourcesView::DrawCard(Rect row, const Source& source, int place, int count) {
  const ui::Theme& theme = ui::CurrentTheme();
  const SourceFigure& figure = figures_.Of(source.id);
  const std::vector<std::string> figures = FigureWords(app_, figure);
  const std::string late = LateWords(source);
  const ui::ItemState state = ui::Item(ui::IdOf("row"), row, {.role = ui::Role::kListItem, .label = source.name, .value = SaidOf(figures, late), .position = place, .set_size = count});
  ui::LineAtBottom(row, theme.divider);
  if (state.was_pressed) app_.Go({{"sources", FormatId(source.id)}});
  Rect rest = ui::Inset(row, Px(16), Px(12));
  Rect top = ui::CutTop(rest, Px(24));
  if (!late.empty()) ui::Text(ui::CutRight(top, ui::TextWidth(late, ui::kSmallBold), Px(8)), late, ui::kSmallBold, theme.warn.text);
  ui::Text(top, source.name, ui::kLargeBold, source.is_active ? theme.text : theme.secondary);
  ui::Text(ui::CutTop(rest, Px(20), Px(4)), FactsOf(source), ui::kSmall, theme.secondary);
  const std::vector<Rect> places = ui::Columns(rest, 4, Px(8));
  for (std::size_t i = 0; i < places.size(); ++i) {
    Rect cell = places[i];
    ui::Text(ui::CutTop(cell, Px(18)), T(kColumns[i]), ui::kSmall, theme.secondary);
    ui::Text(ui::CutTop(cell, Px(22)), figures[i], ui::kBody, theme.text);
  }
}

// ---- one source -------------------------------------------------------------------------------------------------------

void SourcesView::DrawSource(Rect rect, const Source& source) {
  const float side = Px(ui::IsPhone() ? 16.0f : 24.0f);
  Rect rest = ui::Narrowed(ui::Inset(scroll_.Begin("source", rect), side), Px(880));
  DrawFigures(rest, source);
  DrawImports(rest, source);
  scroll_.End(rest.y + side);
}

void SourcesView::DrawFigures(Rect& rest, const Source& source) {
  const ui::Theme& theme = ui::CurrentTheme();
  const SourceFigure& figure = figures_.Of(source.id);
  const std::vector<std::string> figures = FigureWords(app_, figure);
  if (const std::string late = LateWords(source); !late.empty()) {
    ui::NoticeOptions notice;
    notice.icon = ui::Icon::kClock;
    notice.meaning = ui::Meaning::kWarn;
    notice.title = late;
    notice.text = T("sources.late_words");
    notice.button = {.label = T("common.import"), .id = "late"};
    if (ui::Notice(ui::CutTop(rest, ui::NoticeHeight(rest.w, notice), Px(16)), notice)) app_.Go({{"import"}});
  }
  ui::Text(ui::CutTop(rest, Px(22), Px(12)), FactsOf(source), {.style = ui::kBody, .color = theme.secondary, .is_mirrored = true});
  const bool is_phone = ui::IsPhone();
  const int across = is_phone ? 2 : static_cast<int>(figures.size());
  for (std::size_t first = 0; first < figures.size(); first += static_cast<std::size_t>(across)) {
    const std::vector<Rect> places = ui::Columns(ui::CutTop(rest, Px(76), Px(12)), across, Px(12));
    for (std::size_t i = first; i < std::min(figures.size(), first + static_cast<std::size_t>(across)); ++i) {
      const Rect card = places[i - first];
      ui::CardBox(card);
      Rect inner = ui::Inset(card, Px(14), Px(12));
      ui::Mirror(ui::IdOf(kColumns[i]), card, {.role = ui::Role::kText, .label = T(kColumns[i]), .value = figures[i]});
      ui::Text(ui::CutTop(inner, Px(20), Px(4)), T(kColumns[i]), ui::kSmall, theme.secondary);
      ui::Text(inner, figures[i], ui::kTitle, theme.text);
    }
  }
  const Schema* const schema = figures_.SchemaOf(source.id);
  if (schema == nullptr) return;
  const Field* const origin = OriginField(*schema);
  const std::string label = TF("sources.records", {{"count", Number(figure.records)}});
  const ui::ButtonOptions records = {.label = label, .icon = ui::Icon::kList, .id = "records"};
  Rect line = ui::CutTop(rest, ui::ButtonHeight(records), Px(12));
  if (origin != nullptr && ui::ButtonAtLeft(line, records)) {
    app_.Go(ListWhere(app_, *schema, *origin, source.name));
  }
}

void SourcesView::DrawImports(Rect& rest, const Source& source) {
  const ui::Theme& theme = ui::CurrentTheme();
  std::vector<const ImportRun*> runs;
  for (const ImportRun& run : book_.runs()) {
    if (run.source == source.id) runs.push_back(&run);
  }
  const Rect head = ui::CutTop(rest, Px(22), Px(8));
  ui::Mirror(ui::IdOf("imports"), head, {.role = ui::Role::kHeading, .label = T("sources.imports"), .level = 2});
  ui::Text(head, T("sources.imports"), ui::kBodyBold, theme.text);
  if (runs.empty()) {
    ui::Text(ui::CutTop(rest, Px(22)), T("sources.no_imports"), {.style = ui::kBody, .color = theme.secondary, .is_mirrored = true});
    return;
  }
  const float height = Px(ui::IsPhone() ? 64.0f : 56.0f);
  const Rect card = ui::CutTop(rest, height * static_cast<float>(runs.size()), Px(8));
  ui::CardBox(card);
  Rect rows = card;
  const std::vector<const ImportRun*> mine = past_.List();
  for (const ImportRun* run : runs) {
    const Rect row = ui::CutTop(rows, height);
    if (run != runs.back()) ui::LineAtBottom(row, theme.divider);
    if (!ui::IsVisible(row)) continue;
    ui::IdScope scope(run->id.low);
    Rect inner = ui::Inset(row, Px(16), 0);
    const bool is_mine = std::find(mine.begin(), mine.end(), run) != mine.end();
    if (is_mine && past_.CanTakeBack(*run) && ui::ButtonAtRight(inner, {.label = T("common.undo"), .icon = ui::Icon::kUndo2, .id = "undo"})) {
      TakeImportBack(app_, *run);
    }
    if (const std::string_view word = PastWords(past_.StateOf(*run)); !word.empty()) {
      ui::Text(ui::CutRight(inner, ui::TextWidth(word, ui::kSmall), Px(12)), word, {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
    }
    const std::string facts = RelativeToNow(app_, run->at_ms) + TF("sources.run", {{"read", Number(run->read)}, {"created", Number(run->created)},
        {"updated", Number(run->updated)}, {"duplicates", Number(run->duplicates)}, {"rejected", Number(run->rejected)}, {"author", ImportedBy(app_, *run)}});
    Rect words = ui::CenterIn(inner, inner.w, Px(40));
    ui::Mirror(ui::IdOf("run"), words, {.role = ui::Role::kText, .label = run->file, .value = facts});
    ui::Text(ui::CutTop(words, Px(22)), run->file, ui::kBody, run->state == RunState::kTakenBack ? theme.secondary : theme.text);
    ui::Text(words, facts, ui::kSmall, theme.secondary);
  }
}

}  // namespace kedang
