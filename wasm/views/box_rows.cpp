#include "wasm/views/box_rows.h"

#include <algorithm>

#include "wasm/platform/url.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/box_hit.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/server_words.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr std::size_t kFirstItems = 4;  // of a group
constexpr std::size_t kMoreItems = 50;
constexpr std::size_t kRecentRecords = 8;
constexpr std::size_t kServerRecords = 20;
constexpr ui::TextStyle kSecond = {13, 20, ui::Weight::kRegular};

std::string Count(std::size_t count) { return ui::GroupedNumber(static_cast<std::int64_t>(count)); }

}  // namespace

bool BoxRows::CanOpen(const BoxLine& line) { return line.kind != BoxLine::Kind::kHead && line.kind != BoxLine::Kind::kNote; }

float BoxRows::HeightOf(const BoxLine& line) {
  const bool is_phone = ui::IsPhone();
  switch (line.kind) {
    case BoxLine::Kind::kHead:
    case BoxLine::Kind::kNote: return Px(32);
    case BoxLine::Kind::kServer:
    case BoxLine::Kind::kRecord: return Px(is_phone ? 64 : 52);
    case BoxLine::Kind::kMore: return Px(is_phone ? 44 : 36);
    case BoxLine::Kind::kCommand:
    case BoxLine::Kind::kSearch:
    case BoxLine::Kind::kExample: break;
  }
  return Px(is_phone ? 48 : 36);
}

float BoxRows::Height() const {
  float height = 0;
  for (const BoxLine& line : lines_) height += HeightOf(line);
  return height;
}

std::string BoxRows::GroupWords(BoxKind kind, SchemaId schema) const {
  switch (kind) {
    case BoxKind::kView: return std::string(T("box.views"));
    case BoxKind::kPage: return std::string(T("box.pages"));
    case BoxKind::kAction: return std::string(T("box.actions"));
    case BoxKind::kRecord: break;
  }
  return SchemaWords(app_, schema);
}

void BoxRows::ShowFound() {
  lines_.clear();
  if (box_.is_approximate() && box_.record_count() > 0) {
    lines_.push_back({.kind = BoxLine::Kind::kNote, .text = std::string(T("search.approximate"))});
  }
  for (const BoxGroup& group : box_.groups()) {
    const auto shown_of = shown_.find({group.kind, group.schema});
    const std::size_t most = shown_of == shown_.end() ? kFirstItems : shown_of->second;
    // One hidden hit would take as much room as the line that hides it.
    const std::size_t shown = std::min(group.items.size(), group.count <= most + 1 ? group.count : most);
    lines_.push_back({.kind = BoxLine::Kind::kHead, .group = group.kind, .schema = group.schema, .count = group.count,
                      .text = GroupWords(group.kind, group.schema)});
    for (std::size_t i = 0; i < shown; ++i) {
      const BoxItem& item = group.items[i];
      const auto kind = group.kind == BoxKind::kRecord ? BoxLine::Kind::kRecord : BoxLine::Kind::kCommand;
      lines_.push_back({.kind = kind, .group = group.kind, .schema = group.schema, .row = item.row, .command = item.command});
    }
    if (shown < group.count) {
      // A desk goes on in the list; a phone opens them here as long as there are any.
      const bool is_here = group.kind != BoxKind::kRecord || (ui::IsPhone() && shown < group.items.size());
      const std::string words = ui::TF(is_here ? "search.more" : "search.all",
                                       {{"count", Count(is_here ? group.count - shown : group.count)},
                                        {"schema", GroupWords(group.kind, group.schema)}});
      lines_.push_back({.kind = BoxLine::Kind::kMore, .group = group.kind, .schema = group.schema,
                        .count = is_here ? shown : 0, .text = words});
    }
  }
  AddServerLines();
  ChooseFirst();
}

void BoxRows::AddServerLines() {
  if (server_.state() == ServerHits::State::kOffline || server_.state() == ServerHits::State::kFailed) {
    lines_.push_back({.kind = BoxLine::Kind::kNote, .text = ServerWords(server_, box_.record_count(), app_.workspace().records().size())});
  }
  if (server_.records().empty()) return;
  const std::string more = Count(static_cast<std::size_t>(server_.elsewhere()));
  lines_.push_back({.text = ui::TF("list.server_title", {{"more", more}})});
  for (std::size_t i = 0; i < server_.records().size() && i < kServerRecords; ++i) {
    const SchemaId schema = server_.records()[i].schema;
    if (app_.workspace().schemas().Find(schema) == nullptr) continue;
    lines_.push_back({.kind = BoxLine::Kind::kServer, .schema = schema, .server = i});
  }
}

void BoxRows::ShowRecent(const RecentItems& recent) {
  lines_.clear();
  for (const Id id : recent.records()) {
    const Row row = app_.workspace().records().RowOf(id);
    const auto header = app_.workspace().records().HeaderAt(row);
    if (!header || header->is_deleted || app_.workspace().schemas().Find(header->schema) == nullptr) continue;
    if (lines_.empty()) lines_.push_back({.text = std::string(T("box.recent"))});
    lines_.push_back({.kind = BoxLine::Kind::kRecord, .schema = header->schema, .row = row});
    if (lines_.size() > kRecentRecords) break;
  }
  if (!recent.searches().empty()) {
    lines_.push_back({.text = std::string(T("search.recent")), .can_forget = true});
    for (const std::string& search : recent.searches()) lines_.push_back({.kind = BoxLine::Kind::kSearch, .text = search});
  }
  lines_.push_back({.text = std::string(T("box.examples"))});
  for (const std::string_view key : {"initials", "phone", "phrase", "not", "field", "date", "missing"}) {
    const std::string name = "box.try_" + std::string(key);
    lines_.push_back({.kind = BoxLine::Kind::kExample, .text = std::string(T(name)), .detail = std::string(T(name + "_text"))});
  }
  ChooseFirst();
}

void BoxRows::Expand(const BoxLine& more) { shown_[{more.group, more.schema}] = more.count + kMoreItems; }

// ---- the line that Enter opens ----------------------------------------------------------------------------------------

void BoxRows::ChooseFirst() {
  const auto first = std::find_if(lines_.begin(), lines_.end(), CanOpen);
  chosen_ = static_cast<std::size_t>(first - lines_.begin());
}

const BoxLine* BoxRows::chosen() const { return chosen_ < lines_.size() ? &lines_[chosen_] : nullptr; }

void BoxRows::Move(int by) {
  must_show_chosen_ = true;
  for (std::size_t at = chosen_ + static_cast<std::size_t>(by); at < lines_.size(); at += static_cast<std::size_t>(by)) {
    if (!CanOpen(lines_[at])) continue;
    chosen_ = at;
    return;
  }
}

void BoxRows::MoveGroup(int by) {
  must_show_chosen_ = true;
  std::vector<std::size_t> firsts;  // of the groups
  std::size_t now = 0;
  for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
    if (lines_[i].kind != BoxLine::Kind::kHead) continue;
    if (i < chosen_) now = firsts.size();
    firsts.push_back(i + 1);
  }
  if (firsts.empty()) return;
  chosen_ = firsts[(now + firsts.size() + static_cast<std::size_t>(by)) % firsts.size()];
}

// ---- drawing ----------------------------------------------------------------------------------------------------------

BoxRows::Pressed BoxRows::Draw(Rect rect) {
  Pressed pressed;
  Rect content;
  ui::BeginScroll("hits", rect, Height() + Px(ui::IsPhone() ? 24 : 0), content);
  ui::BeginMirror(ui::IdOf("list"), content, {.role = ui::Role::kList, .label = T("box.name")});
  float y = content.y;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const BoxLine& line = lines_[i];
    const Rect place = {content.x, y, content.w, HeightOf(line)};
    y += place.h;
    const bool is_chosen = i == chosen_ && !ui::IsPhone();
    if (is_chosen && must_show_chosen_) ui::ScrollIntoView(place, 4);
    if (!ui::IsVisible(place)) continue;
    ui::IdScope scope(i);
    switch (line.kind) {
      case BoxLine::Kind::kHead: pressed.wants_forget = DrawHead(place, line) || pressed.wants_forget; break;
      case BoxLine::Kind::kNote:
        ui::Mirror(ui::IdOf("note"), place, {.role = ui::Role::kStatus, .label = line.text});
        ui::Text(ui::Inset(place, Px(16), 0), line.text, kSecond, ui::CurrentTheme().warn.text);
        break;
      case BoxLine::Kind::kRecord:
        if (const auto record = app_.workspace().records().RecordAt(line.row)) {
          if (DrawRecord(place, line, *record, is_chosen)) pressed.line = &line;
        }
        break;
      case BoxLine::Kind::kServer:
        if (line.server < server_.records().size() && DrawRecord(place, line, server_.records()[line.server], is_chosen)) pressed.line = &line;
        break;
      default:
        if (DrawPlain(place, line, is_chosen)) pressed.line = &line;
        break;
    }
  }
  must_show_chosen_ = false;
  ui::EndMirror();
  ui::EndScroll();
  return pressed;
}

bool BoxRows::DrawHead(Rect rect, const BoxLine& line) {
  const ui::Theme& theme = ui::CurrentTheme();
  if (ui::IsPhone()) ui::FillRect(rect, theme.background);
  Rect rest = ui::Inset(rect, Px(16), 0);
  bool was_forgotten = false;
  if (line.can_forget) was_forgotten = ui::Link(ui::CutRight(rest, ui::LinkWidth(T("search.forget"), 13), Px(8)), T("search.forget"), 13);
  const std::string count = line.count > 0 ? Count(line.count) : std::string();
  ui::Mirror(ui::IdOf("head"), rect, {.role = ui::Role::kHeading, .label = line.text, .value = count, .level = 2});
  const float width = ui::Text(rest, line.text, ui::Bold(kSecond), theme.secondary);
  ui::CutLeft(rest, width + Px(8));
  ui::Text(rest, count, kSecond, theme.secondary);
  return was_forgotten;
}

bool BoxRows::DrawPlain(Rect rect, const BoxLine& line, bool is_chosen) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_phone = ui::IsPhone();
  std::string text = line.text;
  ui::Icon icon = ui::Icon::kNone;
  std::vector<ui::Mark> marks;
  switch (line.kind) {
    case BoxLine::Kind::kCommand:
      text = box_.commands()[line.command].label;
      icon = commands_.icon(line.command);
      marks = MarksOf(app_, box_.words(), text);
      break;
    case BoxLine::Kind::kSearch: icon = ui::Icon::kHistory; break;
    case BoxLine::Kind::kExample: icon = ui::Icon::kCornerDownLeft; break;
    default: break;
  }
  const ui::Description description = {.role = line.kind == BoxLine::Kind::kMore ? ui::Role::kButton : ui::Role::kListItem,
                                       .label = text, .value = line.detail, .is_chosen = is_chosen};
  const ui::ItemState state = ui::Item(ui::IdOf("line"), rect, description, {.can_focus = is_phone});
  if (is_chosen || state.is_held || (state.is_hovered && !is_phone)) ui::FillRect(rect, is_chosen ? theme.selected_fill : theme.hover_fill);
  if (is_phone) ui::LineAtBottom(rect, theme.divider);
  if (state.has_ring) ui::FocusRing(ui::Inset(rect, Px(3)), Px(6));
  if (line.kind == BoxLine::Kind::kMore) {
    const ui::TextStyle style = is_phone ? ui::kLarge : ui::kBody;
    const float width = ui::TextWidth(text, style) + Px(4);
    ui::Text(is_phone ? ui::CenterIn(rect, width, rect.h) : ui::Inset(rect, Px(16), 0), text, style, theme.accent);
    return state.was_pressed;
  }
  Rect words = ui::Inset(rect, Px(16), 0);
  ui::DrawIcon(ui::CutLeft(words, Px(20), Px(12)), icon, 16, theme.secondary);
  const ui::TextStyle style = is_phone ? ui::kLarge : ui::kBody;
  const float width = ui::Text(words, text, {.style = style, .color = theme.text, .marks = marks});
  ui::CutLeft(words, width + Px(16));
  if (!line.detail.empty()) ui::Text(words, line.detail, kSecond, theme.secondary);
  return state.was_pressed;
}

bool BoxRows::DrawRecord(Rect rect, const BoxLine& line, const Record& record, bool is_chosen) {
  const Schema* schema = app_.workspace().schemas().Find(line.schema);
  // Until the box has found anew the row may hold something else.
  if (schema == nullptr || record.is_deleted || record.schema != line.schema) return false;
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_phone = ui::IsPhone();
  const std::string title = HitTitle(app_, record);
  const ui::ItemState state = ui::Item(ui::IdOf("hit"), rect, {.role = ui::Role::kListItem, .label = title, .is_chosen = is_chosen},
                                       {.can_focus = is_phone, .can_overlap = true});
  if (is_chosen || state.is_held || (state.is_hovered && !is_phone)) ui::FillRect(rect, is_chosen ? theme.selected_fill : theme.hover_fill);
  if (is_phone) ui::LineAtBottom(rect, theme.divider);
  if (state.has_ring) ui::FocusRing(ui::Inset(rect, Px(3)), Px(6));
  Rect rest = ui::Inset(rect, Px(16), 0);
  if (!is_phone) {
    const ui::Icon icon = ui::IconNamed(schema->icon);
    ui::DrawIcon(ui::CutLeft(rest, Px(20), Px(12)), icon == ui::Icon::kNone ? ui::Icon::kFolder : icon, 16, theme.secondary);
  }
  const std::string phone = is_phone ? PhoneOf(*schema, record) : std::string();
  bool was_called = false;
  if (!phone.empty()) {
    const Rect call = ui::TakeRight(rest, Px(44), Px(44), Px(4));
    const ui::ItemState button = ui::Item(ui::IdOf("call"), call, {.role = ui::Role::kButton, .label = T("search.call"), .value = phone});
    if (button.is_held || button.is_hovered) ui::FillRect(call, theme.hover_fill, Px(6));
    ui::DrawIcon(call, ui::Icon::kPhone, 20, theme.accent);
    if (button.has_ring) ui::FocusRing(call, Px(6));
    was_called = button.was_pressed;
  } else if (is_phone) {
    ui::CutRight(rest, Px(48));
  }
  if (schema->level != 0) {
    const Field* level = schema->Find(schema->level);
    const Choice* choice = level != nullptr ? ChoiceOf(*level, record.Get(schema->level).text()) : nullptr;
    const Rect mark = ui::TakeRight(rest, Px(22), Px(22), Px(12));
    if (choice != nullptr) ui::LevelMark(mark, LevelLetter(*choice, app_.is_english()), ColorIndex(choice->color));
  }
  DrawHitWords(app_, box_.words(), *schema, record, line.row, rest);
  if (was_called) {
    OpenExternal("tel:" + phone);
    return false;
  }
  return state.was_pressed;
}

}  // namespace kedang
