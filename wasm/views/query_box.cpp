#include "wasm/views/query_box.h"

#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/chip.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/query_words.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::size_t kMostRows = 7;
constexpr double kLingerMs = 300;
constexpr int kProblem = -2;

float RowHeight() { return Px(ui::IsPhone() ? 44 : 32); }

}  // namespace

std::vector<std::pair<Id, std::string>> QueryBox::People() const {
  std::vector<std::pair<Id, std::string>> people;
  for (const Person& person : app_.workspace().client().state().people) {
    if (person.is_active) people.emplace_back(person.id, person.name);
  }
  return people;
}

std::vector<std::string> QueryBox::ValuesIn(SchemaId schema, FieldId field, std::size_t limit) const {
  const FacetIndex& facets = app_.workspace().facets();
  std::vector<FacetCount> counts;
  if (facets.Has(schema, field)) counts = facets.Count(schema, field, facets.RowsOf(schema));
  std::stable_sort(counts.begin(), counts.end(), [](const FacetCount& a, const FacetCount& b) { return a.rows > b.rows; });
  std::vector<std::string> values;
  for (const FacetCount& count : counts) {
    if (!count.key.empty() && values.size() < limit) values.emplace_back(count.key);
  }
  return values;
}

void QueryBox::Refresh(const std::string& text, int cursor, const Schema& schema) {
  const std::string made_for = std::to_string(cursor) + (app_.is_english() ? "e" : "z") + schema.key + ":" + text;
  if (made_for == made_for_) return;
  made_for_ = made_for;
  cursor_row_ = -1;
  QueryScope scope = app_.workspace().Asking(app_.is_english()).scope;
  scope.schema = &schema;
  const auto caret = static_cast<std::size_t>(std::max(cursor, 0));
  completions_ = closed_for_ == text || text.empty() ? std::vector<QueryCompletion>() : CompleteQuery(text, caret, scope, this, kMostRows);
  // Where nothing of a name is typed yet, a list of everything would only be in the way.
  const bool is_bare = !completions_.empty() && completions_[0].begin == caret &&
                       (completions_[0].kind == QueryCompletion::Kind::kField || completions_[0].kind == QueryCompletion::Kind::kKeyword);
  const std::string_view before = std::string_view(text).substr(0, caret);
  const bool is_after_keyword = before.ends_with(':') || before.ends_with("：") || before.ends_with('|') || before.ends_with("｜");
  if (is_bare && !is_after_keyword) completions_.clear();
  // What is there already need not be offered.
  if (completions_.size() == 1 && caret == completions_[0].end &&
      text.compare(completions_[0].begin, completions_[0].end - completions_[0].begin, completions_[0].insert) == 0) {
    completions_.clear();
  }
  problems_ = ParseQuery(text, scope).problems;
  // What somebody is typing at the moment is not wrong yet.
  const auto is_whole = [&](const QueryProblem& problem) { return problem.offset + problem.length < caret || problem.offset > caret; };
  const auto found = std::find_if(problems_.begin(), problems_.end(), is_whole);
  has_problem_ = found != problems_.end();
  if (has_problem_) problem_ = *found;
}

ui::SearchBoxResult QueryBox::Draw(Rect rect, std::string& text, const Schema* schema, ui::SearchBoxOptions options) {
  options.takes_focus = options.takes_focus || std::exchange(wants_focus_, false);
  options.caret = std::exchange(caret_, -1);
  options.takes_escape = place_ == Place::kBelow && is_open_ && !completions_.empty();
  options.takes_tab = options.takes_escape;
  options.takes_enter = options.takes_escape && cursor_row_ >= 0;
  ui::SearchBoxResult result = ui::SearchBox(rect, text, options);
  if (result.was_changed) closed_for_.clear();
  if (result.is_editing) {
    last_cursor_ = result.cursor;
    lingers_until_ms_ = NowMs() + kLingerMs;
  }
  if (place_ == Place::kStrip) {
    const int end = static_cast<int>(text.size());
    if (schema != nullptr) Refresh(text, std::clamp(result.is_editing ? last_cursor_ : end, 0, end), *schema);
    return result;
  }
  const bool is_writing = result.is_editing || (is_open_ && NowMs() < lingers_until_ms_ && !result.was_submitted);
  if (schema == nullptr || !is_writing) {
    is_open_ = false;
    return result;
  }
  Refresh(text, last_cursor_, *schema);
  if (result.is_editing) Underline(result, text);
  const auto count = static_cast<int>(completions_.size());
  if (is_open_ && count > 0 && result.moved != 0) {
    cursor_row_ = std::clamp(cursor_row_ + result.moved, -1, count - 1);
    result.moved = 0;
  }
  int taken = -1;
  if (result.entered && cursor_row_ >= 0) taken = cursor_row_;
  if (result.tabbed > 0 && count > 0) taken = std::max(cursor_row_, 0);
  if (result.escaped) {
    closed_for_ = text;
    completions_.clear();
    made_for_.clear();
  }
  is_open_ = HasList() && closed_for_ != text;
  if (is_open_ && taken < 0) taken = DrawList(result.box, text, result);
  if (taken == kProblem) {
    TakeSuggestion(problem_, text);
    caret_ = static_cast<int>(std::min<std::size_t>(problem_.offset + problem_.suggestion.size(), text.size()));
    wants_focus_ = result.was_changed = true;
    RequestFrame();
  } else if (taken >= 0 && taken < count) {
    Take(completions_[static_cast<std::size_t>(taken)], text);
    result.was_changed = true;
  }
  if (!result.is_editing) RequestFrameAt(kLingerMs);
  return result;
}

bool QueryBox::DrawStrip(Rect line, std::string& text) {
  ui::IdScope scope("strip");
  std::vector<ui::ChipOptions> chips;
  std::vector<std::string> ids;
  float total = Px(32) - Px(8);
  for (std::size_t i = 0; i < completions_.size(); ++i) ids.push_back(std::to_string(i));
  for (std::size_t i = 0; i < completions_.size(); ++i) {
    chips.push_back({.label = completions_[i].label, .id = ids[i], .icon = ui::IconNamed(completions_[i].icon)});
    total += ui::ChipWidth(chips.back()) + Px(8);
  }
  ui::BeginMirror(ui::IdOf("offers"), line, {.role = ui::Role::kGroup, .label = T("query.completions")});
  Rect content;
  ui::BeginScroll("chips", line, line.h, content, std::max(total, line.w));
  ui::CutLeft(content, Px(16));
  content = ui::CenterIn(content, content.w, ui::ChipHeight());
  int pressed = -1;
  for (std::size_t i = 0; i < chips.size(); ++i) {
    if (ui::ChipAtLeft(content, chips[i]).was_pressed) pressed = static_cast<int>(i);
  }
  ui::EndScroll();
  ui::EndMirror();
  if (pressed < 0) return false;
  Take(completions_[static_cast<std::size_t>(pressed)], text);
  return true;
}

void QueryBox::Take(const QueryCompletion& completion, std::string& text) {
  std::string insert = completion.insert;
  const std::size_t end = std::min(completion.end, text.size());
  if (completion.is_whole && end == text.size()) insert += ' ';
  text.replace(completion.begin, end - completion.begin, insert);
  caret_ = static_cast<int>(completion.begin + insert.size());
  // A value ends what was typed; behind a name or a sign more is offered at once.
  if (completion.is_whole) closed_for_ = text;
  wants_focus_ = true;
  made_for_.clear();
  RequestFrame();
}

// A wave of flat steps below what is wrong: it is seen without its colour.
void QueryBox::Underline(const ui::SearchBoxResult& result, const std::string& text) const {
  const float y = result.box.MidY() + Px(9);
  ui::PushClip({result.box.x + Px(34), result.box.y, result.box.w - Px(68), result.box.h});
  for (const QueryProblem& problem : problems_) {
    const std::size_t begin = std::min<std::size_t>(problem.offset, text.size());
    const std::size_t end = std::min<std::size_t>(begin + std::max<std::size_t>(problem.length, 1), text.size());
    if (begin + problem.length == static_cast<std::size_t>(std::max(last_cursor_, 0))) continue;  // still being typed
    const float left = result.text_x + ui::TextWidth(std::string_view(text).substr(0, begin), ui::FieldText());
    const float right = std::max(left + Px(6), result.text_x + ui::TextWidth(std::string_view(text).substr(0, end), ui::FieldText()));
    for (float x = left; x < right; x += Px(4)) {
      ui::FillRect({x, y, Px(2), ui::Line(2)}, ui::CurrentTheme().warn.text);
      ui::FillRect({x + Px(2), y + Px(1), Px(2), ui::Line(2)}, ui::CurrentTheme().warn.text);
    }
  }
  ui::PopClip();
}

int QueryBox::DrawList(Rect box, std::string_view text, const ui::SearchBoxResult& result) {
  const ui::Id layer_id = ui::IdOf("query completions");
  ui::OpenLayer(layer_id);
  const auto rows = completions_.size();
  const float hint = rows > 0 && !ui::IsPhone() ? Px(22) : 0;
  ui::LayerOptions layer;
  const float at = rows > 0 ? ui::TextWidth(text.substr(0, std::min(completions_[0].begin, text.size())), ui::FieldText()) : 0;
  const float width = ui::IsPhone() ? box.w : Px(360);
  const float left = ui::IsPhone() ? box.x : std::clamp(result.text_x + at - Px(34), box.x, std::max(box.x, box.Right() - width / 2));
  layer.anchor = {left, box.y, width, box.h};
  layer.width = width;
  layer.height = Px(8) + RowHeight() * static_cast<float>(rows + (has_problem_ ? 1 : 0)) + hint;
  layer.description = {.role = ui::Role::kListBox, .label = T("query.completions")};
  Rect content;
  if (!ui::BeginLayer(layer_id, layer, content)) {
    closed_for_ = text;  // a press elsewhere
    made_for_.clear();
    is_open_ = false;
    return -1;
  }
  int pressed = -1;
  Rect rest = ui::Inset(content, Px(4));
  for (std::size_t i = 0; i < rows; ++i) {
    if (DrawRow(ui::CutTop(rest, RowHeight()), completions_[i], static_cast<int>(i))) pressed = static_cast<int>(i);
  }
  if (has_problem_ && DrawProblem(ui::CutTop(rest, RowHeight()))) pressed = kProblem;
  if (hint > 0) ui::Text(ui::Inset(rest, Px(8), 0), T("query.completion_keys"), ui::kSmall, ui::CurrentTheme().secondary);
  ui::EndLayer();
  if (pressed != -1) ui::CloseLayer(layer_id);
  return pressed;
}

bool QueryBox::DrawRow(Rect row, const QueryCompletion& completion, int index) {
  ui::IdScope scope(static_cast<std::uint64_t>(index));
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_chosen = index == cursor_row_;
  const ui::ItemState item = ui::Item(ui::IdOf("row"), row,
                                      {.role = ui::Role::kOption, .label = completion.label, .value = completion.detail, .is_chosen = is_chosen},
                                      {.can_focus = false, .on_press = true});
  if (is_chosen || item.is_hovered) ui::FillRect(row, theme.raised_hover, Px(6));
  Rect inner = ui::Inset(row, Px(8), 0);
  ui::Icon icon = ui::IconNamed(completion.icon);
  if (icon == ui::Icon::kNone) icon = completion.kind == QueryCompletion::Kind::kValue ? ui::Icon::kCircleCheck : ui::Icon::kListFilter;
  ui::DrawIcon(ui::CutLeft(inner, Px(14), Px(8)), icon, 14, theme.secondary);
  const ui::TextStyle style = ui::IsPhone() ? ui::kLarge : ui::kBody;
  ui::CutLeft(inner, ui::Text(inner, completion.label, style, theme.text), Px(8));
  ui::Text(inner, completion.detail, ui::kSmall, theme.secondary, ui::Align::kRight);
  return item.was_pressed;
}

bool QueryBox::DrawProblem(Rect row) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string words = QueryProblemWords(problem_, app_.is_english());
  const std::string mend = problem_.suggestion.empty() ? std::string() : ui::TF("query.use_suggestion", {{"text", problem_.suggestion}});
  ui::ItemState item;
  if (mend.empty()) {
    ui::Mirror(ui::IdOf("problem"), row, {.role = ui::Role::kStatus, .label = words});
  } else {
    item = ui::Item(ui::IdOf("problem"), row, {.role = ui::Role::kOption, .label = words, .value = mend}, {.can_focus = false, .on_press = true});
    if (item.is_hovered) ui::FillRect(row, theme.raised_hover, Px(6));
  }
  Rect inner = ui::Inset(row, Px(8), 0);
  ui::DrawIcon(ui::CutLeft(inner, Px(14), Px(8)), ui::Icon::kCircleAlert, 14, theme.warn.text);
  ui::CutLeft(inner, ui::Text(inner, words, ui::kSmall, theme.warn.text), Px(8));
  if (!mend.empty()) ui::Text(inner, mend, ui::kSmall, theme.accent, ui::Align::kRight);
  return item.was_pressed;
}

}  // namespace kedang
