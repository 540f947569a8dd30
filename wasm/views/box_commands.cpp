#include "wasm/views/box_commands.h"

#include <utility>

#include "wasm/platform/window.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/theme.h"

namespace kedang {
namespace {

using ui::T;

std::string AlsoOf(std::string_view key) {
  const std::string also = "box." + std::string(key) + "_also";
  return ui::HasText(also) ? std::string(T(also)) : std::string();
}

std::string LabelOf(std::string_view key) { return std::string(T("box." + std::string(key))); }

}  // namespace

void BoxCommands::AddPage(std::string_view key, ui::Icon icon, Route route) {
  entries_.push_back({{BoxKind::kPage, LabelOf(key), AlsoOf(key)}, icon, [this, route] { app_.Go(route); }});
}

void BoxCommands::AddAction(std::string_view key, ui::Icon icon, std::function<void()> run) {
  entries_.push_back({{BoxKind::kAction, LabelOf(key), AlsoOf(key)}, icon, std::move(run)});
}

void BoxCommands::AddTemplates() {
  const bool is_english = app_.is_english();
  for (const Schema& schema : app_.workspace().schemas().schemas) {
    if (schema.is_system) continue;
    const ui::Icon icon = ui::IconNamed(schema.icon);
    const std::string label(schema.label.In(is_english)), other(schema.label.In(!is_english));
    const std::string key = schema.key;
    entries_.push_back({{BoxKind::kPage, label, other + " " + key}, icon == ui::Icon::kNone ? ui::Icon::kFolder : icon,
                        [this, key] { app_.Go({{key}}); }});
    entries_.push_back({{BoxKind::kAction, ui::TF("box.new", {{"schema", label}}), AlsoOf("new") + " " + other + " " + key},
                        ui::Icon::kPlus, [this, key] { app_.Go({{key, "new"}}); }});
    AddViews(schema);
  }
}

void BoxCommands::AddViews(const Schema& schema) {
  const bool is_english = app_.is_english();
  for (const SavedView& view : book_.For(schema.key)) {
    const Route route = {{schema.key}, {{"view", FormatId(view.id)}}};
    entries_.push_back({{BoxKind::kView, view.NameIn(is_english), view.NameIn(!is_english) + " " + schema.label.In(is_english)},
                        ui::Icon::kBookmark, [this, route] { app_.Go(route); }});
  }
}

void BoxCommands::Refresh() {
  entries_.clear();
  AddTemplates();
  AddPage("import", ui::Icon::kUpload, {{"import"}});
  AddPage("sources", ui::Icon::kDatabase, {{"sources"}});
  AddPage("duplicates", ui::Icon::kCopy, {{"duplicates"}});
  AddPage("quality", ui::Icon::kChartLine, {{"quality"}});
  AddPage("sync", ui::Icon::kRefreshCw, {{"sync"}});
  AddPage("conflicts", ui::Icon::kGitMerge, {{"conflicts"}});
  AddPage("settings", ui::Icon::kSettings, {{"settings"}});
  AddPage("keys", ui::Icon::kKeyboard, {{"settings", "keys"}});
  if (app_.user().is_administrator) {
    AddPage("templates", ui::Icon::kSlidersHorizontal, {{"admin", "templates"}});
    AddPage("tags", ui::Icon::kTags, {{"admin", "tags"}});
  }
  AddAction("sync_now", ui::Icon::kRefreshCw, [this] {
    app_.connection().SyncNow();
    app_.Say(std::string(T("box.sync_now_done")));
  });
  AddAction(app_.is_english() ? "language_zh" : "language_en", ui::Icon::kLanguages, [this] { app_.SetLanguage(!app_.is_english()); });
  if (app_.theme() != ui::ThemeChoice::kDark) AddAction("dark", ui::Icon::kMoon, [this] { app_.SetTheme(ui::ThemeChoice::kDark); });
  if (app_.theme() != ui::ThemeChoice::kLight) AddAction("light", ui::Icon::kSun, [this] { app_.SetTheme(ui::ThemeChoice::kLight); });
  if (app_.theme() != ui::ThemeChoice::kSystem) {
    AddAction("system_theme", ui::Icon::kMonitor, [this] { app_.SetTheme(ui::ThemeChoice::kSystem); });
  }
  if (app_.user().is_administrator && !app_.kept_draft().empty()) {
    AddAction("publish", ui::Icon::kSend, [this] { app_.Go({{"admin", "templates"}}); });
  }
  AddAction("sign_out", ui::Icon::kLogOut, [this] { app_.SignOutHere(); });
}

std::vector<BoxCommand> BoxCommands::List() const {
  std::vector<BoxCommand> commands;
  for (const Entry& entry : entries_) commands.push_back(entry.command);
  return commands;
}

}  // namespace kedang
