#include "wasm/views/search_view.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "shared/field/field_types.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/settings.h"
#include "wasm/platform/url.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/search_box.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/search_view_pinyin.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr char kRecentSetting[] = "recent_searches";  // one a line, newest first
constexpr std::size_t kMostRecent = 8;
constexpr std::size_t kFirstHits = 4;   // of a template
constexpr std::size_t kMoreHits = 50;
constexpr ui::TextStyle kSecond = {13, 20, ui::Weight::kRegular};

std::vector<std::string> ReadRecent() {
  std::vector<std::string> recent;
  const std::string text = ReadSetting(kRecentSetting).value_or("");
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) recent.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return recent;
}

std::string Count(std::size_t count) { return ui::GroupedNumber(static_cast<std::int64_t>(count)); }

std::string MillisecondsText(double ms) {
  char text[32];
  std::snprintf(text, sizeof text, ms < 10 ? "%.1f" : "%.0f", ms);
  return text;
}

}  // namespace

SearchView::SearchView(App& app) : app_(app), list_(app.workspace()), recent_(ReadRecent()) {}

float SearchView::HeightOf(Item::Kind kind) {
  switch (kind) {
    case Item::Kind::kHead: return Px(32);
    case Item::Kind::kMore: return Px(44);
    case Item::Kind::kHit: break;
  }
  return Px(64);
}

void SearchView::TakeRoute() {
  const std::string words(app_.route().detail());
  const bool is_new = FrameCount() - last_frame_ > 1;
  last_frame_ = FrameCount();
  if (is_new || words != route_text_) {
    if (words != route_text_ || words != text_) text_ = words;
    route_text_ = words;
    if (is_new) wants_focus_ = text_.empty();
  }
}

void SearchView::Draw(Rect page) {
  const auto& schemas = app_.workspace().schemas().schemas;
  if (!ui::IsPhone()) {
    if (schemas.empty()) return;
    app_.search_text() = std::string(app_.route().detail());
    app_.Replace({{schemas.front().key}});
    app_.FocusSearch();
    return;
  }
  // Back leads nowhere when this was the first page: then to the first list.
  if (left_at_ms_ > 0 && NowMs() - left_at_ms_ > 250) {
    left_at_ms_ = 0;
    app_.Replace(Route());
    return;
  }
  ui::IdScope scope("search-page");
  TakeRoute();
  Search();
  DrawBox(ui::CutTop(page, Px(8 + 44 + 8)));
  if (text_.empty()) {
    DrawRecent(page);
    return;
  }
  DrawCount(ui::CutTop(page, Px(30)));
  DrawHits(page);
}

void SearchView::Search() {
  list_.SetQuery(text_);
  const double started = NowMs();
  const bool is_settled = list_.Step([started] { return IsSliceOver(started); });
  search_ms_ += NowMs() - started;
  if (!is_settled) {
    RequestFrame();
    return;
  }
  if (list_.settled_count() != items_of_) {
    items_of_ = list_.settled_count();
    app_.NoteSearchTime(search_ms_);
    found_ms_ = search_ms_;
    hits_.clear();
    for (std::size_t i = 0; i < list_.size(); ++i) {
      const Row row = list_.At(i);
      if (const auto header = app_.workspace().records().HeaderAt(row)) hits_[header->schema].push_back(row);
    }
    MakeItems();
  }
  search_ms_ = 0;
}

void SearchView::MakeItems() {
  items_.clear();
  for (const Schema& schema : app_.workspace().schemas().schemas) {
    const auto found = hits_.find(schema.id);
    if (found == hits_.end()) continue;
    const std::vector<Row>& rows = found->second;
    const std::size_t most = std::max(shown_[schema.id], kFirstHits);
    // One hidden hit would take as much room as the line that hides it.
    const std::size_t shown = rows.size() <= most + 1 ? rows.size() : most;
    items_.push_back({Item::Kind::kHead, schema.id, rows.size(), kNoRow});
    for (std::size_t i = 0; i < shown; ++i) items_.push_back({Item::Kind::kHit, schema.id, 0, rows[i]});
    if (shown < rows.size()) items_.push_back({Item::Kind::kMore, schema.id, rows.size() - shown, kNoRow});
  }
}

void SearchView::Leave() {
  left_at_ms_ = NowMs();
  app_.Back();
  RequestFrameAt(300);
}

void SearchView::Remember() {
  if (text_.empty()) return;
  recent_.erase(std::remove(recent_.begin(), recent_.end(), text_), recent_.end());
  recent_.insert(recent_.begin(), text_);
  if (recent_.size() > kMostRecent) recent_.resize(kMostRecent);
  std::string all;
  for (const std::string& one : recent_) all += one + "\n";
  WriteSetting(kRecentSetting, all);
}

void SearchView::OpenHit(const Schema& schema, Id record) {
  Remember();
  // Back from the record leads to these hits.
  route_text_ = text_;
  app_.Replace({{"search", text_}});
  app_.Go({{schema.key, FormatId(record)}});
}

// ---- drawing ----------------------------------------------------------------------------------------------------------

void SearchView::DrawBox(Rect rect) {
  Rect bar = ui::Inset(rect, Px(16), Px(8));
  const std::string_view cancel = T("common.cancel");
  if (ui::Link(ui::CutRight(bar, ui::LinkWidth(cancel, 16), Px(12)), cancel, 16)) Leave();
  ui::SearchBoxOptions options;
  options.name = T("search.name");
  options.placeholder = T("search.hint");
  options.id = "words";
  options.takes_focus = std::exchange(wants_focus_, false);
  const ui::SearchBoxResult result = ui::SearchBox(bar, text_, options);
  if (result.was_changed) {
    shown_.clear();
    ui::ScrollTo("hits", 0);
    RequestFrame();
  }
  if (result.was_submitted) Remember();
}

void SearchView::DrawCount(Rect rect) {
  const Rect line = ui::Inset(rect, Px(16), 0);
  std::string words;
  if (!list_.is_settled()) {
    words = T("search.running");
  } else {
    const bool is_whole = app_.workspace().is_indexed();
    words = ui::TF(is_whole ? "search.found" : "search.found_so_far",
                   {{"count", Count(list_.size())}, {"ms", MillisecondsText(found_ms_)}});
  }
  ui::Mirror(ui::IdOf("count"), line, {.role = ui::Role::kStatus, .label = words});
  ui::Text(line, words, {.style = ui::kSmall, .color = ui::CurrentTheme().secondary});
}

void SearchView::DrawHits(Rect rect) {
  if (items_.empty()) {
    if (!list_.is_settled()) {
      ui::SkeletonRows(rect, Px(64));
      return;
    }
    const std::string title = ui::TF("search.nothing", {{"words", text_}});
    ui::EmptyState(rect, {.icon = ui::Icon::kSearch, .title = title, .text = T("search.nothing_text")});
    return;
  }
  float total = 0;
  for (const Item& item : items_) total += HeightOf(item.kind);
  Rect content;
  ui::BeginScroll("hits", rect, total + Px(24), content);
  ui::BeginMirror(ui::IdOf("list"), content, {.role = ui::Role::kList, .label = T("search.name")});
  float y = content.y;
  SchemaId more = 0;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    const Rect place = {content.x, y, content.w, HeightOf(item.kind)};
    y += place.h;
    if (!ui::IsVisible(place)) continue;
    ui::IdScope scope(i);
    switch (item.kind) {
      case Item::Kind::kHead: DrawHead(place, item); break;
      case Item::Kind::kHit: DrawHit(place, item); break;
      case Item::Kind::kMore: {
        const std::string words = ui::TF("search.more", {{"count", Count(item.count)}, {"schema", SchemaWords(app_, item.schema)}});
        const float width = ui::LinkWidth(words, 16);
        if (ui::Link(ui::CenterIn(place, width, place.h), words, 16, "more")) more = item.schema;
        break;
      }
    }
  }
  ui::EndMirror();
  ui::EndScroll();
  if (more != 0) {
    shown_[more] = std::max(shown_[more], kFirstHits) + kMoreHits;
    MakeItems();
    RequestFrame();
  }
}

void SearchView::DrawHead(Rect rect, const Item& item) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillRect(rect, theme.background);
  Rect line = ui::Inset(rect, Px(16), 0);
  const std::string name = SchemaWords(app_, item.schema), count = Count(item.count);
  ui::Mirror(ui::IdOf("head"), rect, {.role = ui::Role::kHeading, .label = name, .value = count, .level = 2});
  const float width = ui::Text(line, name, ui::Bold(kSecond), theme.secondary);
  ui::CutLeft(line, width + Px(8));
  ui::Text(line, count, kSecond, theme.secondary);
}

void SearchView::DrawHit(Rect rect, const Item& item) {
  const Schema* schema = app_.workspace().schemas().Find(item.schema);
  const auto record = app_.workspace().records().RecordAt(item.row);
  if (schema == nullptr || !record) return;
  const ui::Theme& theme = ui::CurrentTheme();
  std::string title = app_.workspace().TitleOf(*record);
  std::replace(title.begin(), title.end(), '\n', ' ');
  const ui::ItemState state = ui::Item(ui::IdOf("hit"), rect, {.role = ui::Role::kListItem, .label = title}, {.can_overlap = true});
  if (state.is_held) ui::FillRect(rect, theme.hover_fill);
  ui::LineAtBottom(rect, theme.divider);
  if (state.has_ring) ui::FocusRing(ui::Inset(rect, Px(3)), Px(6));
  Rect rest = ui::Inset(rect, Px(16), 0);
  const std::string phone = PhoneOf(*schema, *record);
  bool was_called = false;
  if (!phone.empty()) {
    const Rect call = ui::TakeRight(rest, Px(44), Px(44), Px(4));
    const ui::ItemState button = ui::Item(ui::IdOf("call"), call, {.role = ui::Role::kButton, .label = T("search.call"), .value = phone});
    if (button.is_held || button.is_hovered) ui::FillRect(call, theme.hover_fill, Px(6));
    ui::DrawIcon(call, ui::Icon::kPhone, 20, theme.accent);
    if (button.has_ring) ui::FocusRing(call, Px(6));
    was_called = button.was_pressed;
  } else {
    ui::CutRight(rest, Px(48));
  }
  if (schema->level != 0) {
    const Field* level = schema->Find(schema->level);
    const Choice* choice = level != nullptr ? ChoiceOf(*level, record->Get(schema->level).text()) : nullptr;
    const Rect mark = ui::TakeRight(rest, Px(22), Px(22), Px(12));
    if (choice != nullptr) ui::LevelMark(mark, LevelLetter(*choice, app_.is_english()), ColorIndex(choice->color));
  }
  Rect lines = ui::CenterIn(rest, rest.w, Px(24 + 20));
  const std::vector<ui::Mark> marks = MarksOf(app_, list_.query(), title);
  ui::Text(ui::CutTop(lines, Px(24)), title, {.style = {16, 24, ui::Weight::kRegular}, .color = theme.text, .marks = marks});
  DrawSecondLine(lines, *schema, *record, item.row, title, marks);
  if (was_called) {
    OpenExternal("tel:" + phone);
  } else if (state.was_pressed) {
    OpenHit(*schema, record->id);
  }
}

// Why it was found, then what else names it.
void SearchView::DrawSecondLine(Rect line, const Schema& schema, const Record& record, Row row, const std::string& title,
                                const std::vector<ui::Mark>& marks) {
  const ui::Theme& theme = ui::CurrentTheme();
  std::string text;
  std::vector<ui::Mark> text_marks;
  FieldId said = 0;
  if (!marks.empty()) {
    SpelledMatch spelled = SpellMatch(app_.workspace().lexicon().pinyin(), list_.query(), title, marks);
    text = std::move(spelled.text);
    text_marks = std::move(spelled.marks);
  } else if (const FieldId where = app_.workspace().index().WhereHit(list_.query(), row); where != 0 && where != schema.title) {
    said = where;
    const std::string value = ValueWords(app_, record, where);
    text = ui::TF("search.where", {{"field", FieldWords(app_, schema.id, where)}, {"value", value}});
    text_marks = MarksOf(app_, list_.query(), text);
  }
  const auto add = [&](const std::string& part) {
    if (part.empty()) return;
    if (!text.empty()) text += T("search.comma");
    text += part;
  };
  std::size_t parts = 0;
  for (const Field& field : schema.fields) {
    const bool is_shown = field.column_width > 0 && field.id != schema.title && field.id != schema.level && field.id != said && !field.is_retired;
    if (!is_shown || parts == 3) continue;
    const std::string part = CellText(app_, record, field);
    if (part.empty()) continue;
    add(part);
    ++parts;
  }
  ui::Text(line, text, {.style = kSecond, .color = theme.secondary, .marks = text_marks});
  // On the mark's colour only the text colour has contrast enough.
  for (const ui::Mark& mark : text_marks) {
    const float left = ui::TextWidth(std::string_view(text).substr(0, mark.begin), kSecond);
    const std::string_view part = std::string_view(text).substr(mark.begin, mark.end - mark.begin);
    const float width = ui::TextWidth(part, kSecond);
    if (left + width > line.w - Px(16)) break;  // shortened away
    ui::Text({line.x + left, line.y, width + Px(1), line.h}, part, kSecond, theme.text);
  }
}

void SearchView::DrawRecent(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  if (recent_.empty()) {
    ui::EmptyState(rect, {.icon = ui::Icon::kSearch, .title = T("search.empty"), .text = T("search.empty_text")});
    return;
  }
  Rect content;
  ui::BeginScroll("recent", rect, Px(32) + Px(48) * static_cast<float>(recent_.size()), content);
  Rect rest = content;
  const Rect head = ui::CutTop(rest, Px(32));
  ui::FillRect(head, theme.background);
  Rect line = ui::Inset(head, Px(16), 0);
  const bool was_cleared = ui::Link(ui::CutRight(line, ui::LinkWidth(T("search.forget"), 13), Px(8)), T("search.forget"), 13);
  ui::Text(line, T("search.recent"), {.style = ui::Bold(kSecond), .color = theme.secondary, .is_mirrored = true});
  std::string chosen;
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    const Rect row = ui::CutTop(rest, Px(48));
    ui::IdScope scope(i);
    const ui::ItemState item = ui::Item(ui::IdOf("recent"), row, {.role = ui::Role::kButton, .label = recent_[i]});
    if (item.is_held) ui::FillRect(row, theme.hover_fill);
    ui::LineAtBottom(row, theme.divider);
    if (item.has_ring) ui::FocusRing(ui::Inset(row, Px(3)), Px(6));
    Rect words = ui::Inset(row, Px(16), 0);
    ui::DrawIcon(ui::CutLeft(words, Px(20), Px(12)), ui::Icon::kHistory, 16, theme.secondary);
    ui::Text(words, recent_[i], ui::kLarge, theme.text);
    if (item.was_pressed) chosen = recent_[i];
  }
  ui::EndScroll();
  if (was_cleared) {
    recent_.clear();
    RemoveSetting(kRecentSetting);
  }
  if (!chosen.empty()) {
    text_ = chosen;
    shown_.clear();
    RequestFrame();
  }
}

}  // namespace kedang
