#include "wasm/views/box_search.h"

#include <cstdio>

#include "wasm/platform/frame.h"
#include "wasm/platform/settings.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/views/server_words.h"

namespace kedang {
namespace {

using ui::T;

// Of each person: colleagues at the same browser have lists of their own.
std::string SettingOf(App& app, std::string_view name) { return std::string(name) + "." + FormatId(app.user().id); }

RecentItems ReadRecent(App& app) {
  RecentItems recent;
  if (!app.vault().is_plain()) RemoveSetting(SettingOf(app, "recent_searches"));  // of times when it might be kept
  recent.Read(ReadSetting(SettingOf(app, "recent_records")).value_or(""), ReadSetting(SettingOf(app, "recent_searches")).value_or(""));
  return recent;
}

std::string MillisecondsText(double ms) {
  char text[32];
  std::snprintf(text, sizeof text, ms < 10 ? "%.1f" : "%.0f", ms);
  return text;
}

}  // namespace

void NoteOpenedPage(App& app, const Route& route) {
  const auto id = ParseId(route.detail());
  if (!id || app.workspace().schemas().Find(route.page()) == nullptr) return;
  RecentItems recent = ReadRecent(app);
  if (recent.NoteRecord(*id)) WriteSetting(SettingOf(app, "recent_records"), recent.RecordsText());
}

BoxSearch::BoxSearch(App& app) : app_(app), commands_(app), box_(app.workspace()), server_(app.workspace(), ServerAsk(app)), rows_(app, box_, commands_, server_) {}

void BoxSearch::Begin() {
  recent_ = ReadRecent(app_);
  commands_.Refresh();
  box_.SetCommands(commands_.List());
  box_.SetUser(app_.user().id);
  rows_.Collapse();
  rows_.Clear();
  lines_of_ = 0;
}

void BoxSearch::Step() {
  box_.SetText(text_, app_.is_english());
  text_.find_first_not_of(' ') == std::string::npos ? server_.ShowNothing() : server_.Show(0, text_);
  if (!server_.Step()) RequestFrame();
  const double started = NowMs();
  const bool is_settled = box_.Step([started] { return IsSliceOver(started); });
  search_ms_ += NowMs() - started;
  if (!is_settled) {
    RequestFrame();
    return;
  }
  if (server_lines_of_ != server_.revision()) {
    server_lines_of_ = server_.revision();
    if (lines_of_ == box_.settled_count()) MakeLines();
  }
  if (box_.settled_count() != lines_of_) {
    lines_of_ = box_.settled_count();
    found_ms_ = search_ms_;
    if (box_.is_asked()) app_.NoteSearch(search_ms_, box_.record_count());
    MakeLines();
  }
  search_ms_ = 0;
}

void BoxSearch::MakeLines() {
  if (box_.is_asked()) {
    rows_.ShowFound();
  } else {
    rows_.ShowRecent(recent_);
  }
}

std::string BoxSearch::StatusWords() const {
  if (!box_.is_settled()) return std::string(T("search.running"));
  const bool is_whole = app_.workspace().is_searchable();
  const std::string server = ServerWords(server_, box_.record_count(), app_.workspace().records().size());
  if (is_whole && !server.empty()) return server;
  return ui::TF(is_whole ? "search.found" : "search.found_so_far",
                {{"count", ui::GroupedNumber(static_cast<std::int64_t>(box_.record_count()))}, {"ms", MillisecondsText(found_ms_)}});
}

void BoxSearch::RememberSearch() {
  // Names that were searched for stay in memory where nothing may be readable.
  if (recent_.NoteSearch(text_) && app_.vault().is_plain()) WriteSetting(SettingOf(app_, "recent_searches"), recent_.SearchesText());
}

BoxSearch::Outcome BoxSearch::Draw(ui::Rect rect, const std::function<void()>& before_leaving) {
  const BoxRows::Pressed pressed = rows_.Draw(rect);
  if (pressed.wants_forget) {
    recent_.ForgetSearches();
    RemoveSetting(SettingOf(app_, "recent_searches"));
    MakeLines();
    RequestFrame();
  }
  return pressed.line != nullptr ? Open(*pressed.line, before_leaving) : Outcome::kNone;
}

BoxSearch::Outcome BoxSearch::OpenChosen(const std::function<void()>& before_leaving) {
  const BoxLine* line = box_.is_settled() ? rows_.chosen() : nullptr;
  return line != nullptr ? Open(*line, before_leaving) : Outcome::kNone;
}

BoxSearch::Outcome BoxSearch::Open(const BoxLine& chosen, const std::function<void()>& before_leaving) {
  const BoxLine line = chosen;
  switch (line.kind) {
    case BoxLine::Kind::kHead:
    case BoxLine::Kind::kNote: return Outcome::kNone;
    case BoxLine::Kind::kSearch:
    case BoxLine::Kind::kExample:
      text_ = line.text;
      rows_.Collapse();
      ui::ScrollTo("hits", 0);
      RequestFrame();
      return Outcome::kTyped;
    case BoxLine::Kind::kCommand:
      commands_.Run(line.command);
      RequestFrame();
      return Outcome::kLeft;
    case BoxLine::Kind::kMore: {
      if (line.count > 0) {
        rows_.Expand(line);
        MakeLines();
        RequestFrame();
        return Outcome::kNone;
      }
      const Schema* schema = app_.workspace().schemas().Find(line.schema);
      if (schema == nullptr) return Outcome::kNone;
      RememberSearch();
      before_leaving();
      app_.Go({{schema->key}, {{"q", text_}}});
      return Outcome::kLeft;
    }
    case BoxLine::Kind::kServer: {
      const Record* record = line.server < server_.records().size() ? &server_.records()[line.server] : nullptr;
      const Schema* schema = record != nullptr ? app_.workspace().schemas().Find(record->schema) : nullptr;
      if (schema == nullptr) return Outcome::kNone;
      RememberSearch();
      before_leaving();
      app_.Go({{schema->key, FormatId(record->id)}});
      return Outcome::kLeft;
    }
    case BoxLine::Kind::kRecord: break;
  }
  const auto header = app_.workspace().records().HeaderAt(line.row);
  const Schema* schema = header ? app_.workspace().schemas().Find(header->schema) : nullptr;
  if (schema == nullptr) return Outcome::kNone;
  RememberSearch();
  before_leaving();
  app_.Go({{schema->key, FormatId(header->id)}});
  return Outcome::kLeft;
}

}  // namespace kedang
