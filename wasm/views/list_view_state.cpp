#include "wasm/views/list_view_state.h"

#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/strings.h"

namespace kedang {
namespace {

constexpr std::string_view kView = "view", kQuery = "q", kGroup = "group", kLayout = "layout", kEverything = "all";
constexpr double kTypingMs = 500;  // browsers take only so many new addresses a second

// "kanban:stage", "table".
std::string LayoutText(const ViewState& state) {
  std::string text(ViewLayoutName(state.layout));
  return state.layout_field.empty() ? text : text + ":" + state.layout_field;
}

void ReadLayout(std::string_view text, ViewState& state) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  for (const ViewLayout layout : {ViewLayout::kTable, ViewLayout::kKanban, ViewLayout::kCalendar}) {
    if (ViewLayoutName(layout) == name) state.layout = layout;
  }
  state.layout_field = colon == std::string_view::npos ? std::string() : std::string(text.substr(colon + 1));
}

}  // namespace

ViewState ListLook::Now(const ColumnSet& columns) const {
  ViewState now = state_;
  now.query = app_.search().text;
  now.columns = columns.ColumnsText();
  now.sort = columns.SortText();
  return now;
}

// Columns that a view leaves to the template are there all the same.
ViewState ListLook::WrittenOut(const Schema& schema, ViewState state) {
  ColumnSet columns;
  columns.Apply(schema, state.columns, state.sort);
  state.columns = columns.ColumnsText();
  state.sort = columns.SortText();
  return state;
}

void ListLook::Follow(const Schema& schema, ColumnSet& columns) {
  const Route& route = app_.route();
  const bool is_arriving = app_.search().visit.list != key_;
  const bool is_pane_of_same = !route.detail().empty() && route.options.empty();
  if (is_arriving || !was_shown_) {
    Arrive(schema, columns, true);
  } else if (route.options != seen_options_ && !is_pane_of_same) {
    Arrive(schema, columns, false);
  }
  FollowBook(schema, columns);
  // What one sees of everything is nobody's to be saved.
  is_changed_ = !view_.is_nil() && !(Now(columns) == base_);
  Write();
}

void ListLook::Arrive(const Schema& schema, ColumnSet& columns, bool is_first) {
  const Route route = app_.route();
  SearchInput::ListVisit& visit = app_.search().visit;
  // Words that a person typed elsewhere come along; what a view put into the box does not.
  const std::string typed = is_first && app_.search().text != visit.query ? app_.search().text : std::string();
  const std::string_view asked = route.option(kView);
  const std::optional<Id> asked_id = ParseId(asked);
  const SavedView* view = asked_id ? book_.Find(*asked_id) : nullptr;
  missing_ = asked_id && view == nullptr ? *asked_id : Id();
  is_everything_asked_ = asked == kEverything;
  const ViewState left = state_;
  const bool is_back = route.options.empty() && is_first && was_shown_;
  if (route.options.empty()) {
    if (is_back) view = book_.Find(view_);  // as it was left
    if (view == nullptr) view = book_.DefaultFor(key_, app_.user().role);
    if (!typed.empty() && view != nullptr && !view->state.query.empty()) view = nullptr;
  }
  Show(schema, columns, view);
  if (is_back) {
    state_.group = left.group;
    state_.layout = left.layout;
    state_.layout_field = left.layout_field;
  }
  ApplyOptions(route);
  if (route.options.empty() && !typed.empty()) app_.search().text = typed;
  was_shown_ = true;
  visit.list = key_;
  seen_options_ = route.options;
}

void ListLook::Show(const Schema& schema, ColumnSet& columns, const SavedView* view) {
  ++revision_;
  view_ = view != nullptr ? view->id : Id();
  saved_ = view != nullptr ? view->state : ViewState();
  if (view != nullptr) {
    columns.Apply(schema, saved_.columns, saved_.sort);
    base_ = WrittenOut(schema, saved_);
  } else {
    columns.Load(schema);
    base_ = ViewState();
  }
  state_ = base_;
  app_.search().text = base_.query;
  app_.search().visit.query = base_.query;
}

void ListLook::ApplyOptions(const Route& route) {
  if (route.has_option(kQuery)) app_.search().text = std::string(route.option(kQuery));
  if (route.has_option(kGroup)) state_.group = std::string(route.option(kGroup));
  if (route.has_option(kLayout)) ReadLayout(route.option(kLayout), state_);
  written_text_ = app_.search().text;
}

// Views come, change and go while one looks at them.
void ListLook::FollowBook(const Schema& schema, ColumnSet& columns) {
  if (!missing_.is_nil()) {
    const SyncStatus status = app_.workspace().client().status();
    if (book_.Find(missing_) != nullptr) {
      Arrive(schema, columns, false);
    } else if (status.is_current && !status.is_loading) {
      missing_ = Id();
      app_.Say(std::string(ui::T("view.unknown")));
    }
    return;
  }
  if (view_.is_nil()) return;
  const SavedView* view = book_.Find(view_);
  if (view == nullptr) {
    Show(schema, columns, nullptr);
    return;
  }
  if (view->state == saved_) return;
  const bool was_changed = !(Now(columns) == base_);
  if (!was_changed) {
    Show(schema, columns, view);
    return;
  }
  // One's own work stays; it is compared with what the view says now.
  saved_ = view->state;
  base_ = WrittenOut(schema, saved_);
  app_.search().visit.query = base_.query;
}

std::vector<std::pair<std::string, std::string>> ListLook::Options() const {
  std::vector<std::pair<std::string, std::string>> options;
  if (!missing_.is_nil()) return seen_options_;
  if (!view_.is_nil()) options.emplace_back(kView, FormatId(view_));
  else if (is_everything_asked_) options.emplace_back(kView, kEverything);
  if (app_.search().text != base_.query) options.emplace_back(kQuery, app_.search().text);
  if (state_.group != base_.group) options.emplace_back(kGroup, state_.group);
  if (LayoutText(state_) != LayoutText(base_)) options.emplace_back(kLayout, LayoutText(state_));
  return options;
}

Route ListLook::RouteOf(std::vector<std::string> detail) const {
  Route route{{key_}, Options()};
  route.parts.insert(route.parts.end(), detail.begin(), detail.end());
  return route;
}

void ListLook::Write() {
  if (app_.search().text != written_text_) {
    written_text_ = app_.search().text;
    changed_ms_ = NowMs();
    RequestFrameAt(kTypingMs + 20);
  }
  const bool is_typing = changed_ms_ != 0 && NowMs() - changed_ms_ < kTypingMs;
  Route route = app_.route();
  std::vector<std::pair<std::string, std::string>> options = Options();
  // Into which field of the record to go is no matter of the list; the record's view takes it away.
  for (const auto& option : route.options) {
    if (option.first == "field") options.push_back(option);
  }
  if (is_typing || route.options == options) {
    if (is_typing) RequestFrameAt(kTypingMs + 20);
    return;
  }
  changed_ms_ = 0;
  route.options = options;
  seen_options_ = std::move(options);
  app_.Replace(std::move(route));
}

}  // namespace kedang
