// BoxCommands: the pages and actions that the one box offers besides records, by the rights of whoever is signed in.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/one_box.h"
#include "wasm/app/view_book.h"
#include "wasm/ui/icon.h"

namespace kedang {

class BoxCommands {
 public:
  explicit BoxCommands(App& app) : app_(app), book_(app.workspace()) {}

  // Makes them anew: templates, language, rights and views may be others than last time.
  void Refresh();
  std::vector<BoxCommand> List() const;

  ui::Icon icon(std::size_t command) const { return entries_[command].icon; }
  void Run(std::size_t command) { entries_[command].run(); }

 private:
  struct Entry {
    BoxCommand command;
    ui::Icon icon = ui::Icon::kNone;
    std::function<void()> run;
  };

  // `key` names the texts box.KEY and, with other words for it, box.KEY_also.
  void AddPage(std::string_view key, ui::Icon icon, Route route);
  void AddAction(std::string_view key, ui::Icon icon, std::function<void()> run);
  void AddTemplates();
  void AddViews(const Schema& schema);

  App& app_;
  ViewBook book_;
  std::vector<Entry> entries_;
};

}  // namespace kedang
