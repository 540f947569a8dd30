// SyncView: "#/sync": what is on its way up and down, what this device holds, edits that could not be delivered, and, where
// there is room, the conflicts that wait for a decision.
#pragma once

#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/views/conflicts_view_panel.h"
#include "wasm/views/storage_watch.h"
#include "wasm/views/sync_view_lists.h"
#include "wasm/views/view.h"

namespace kedang {

class SyncView final : public View {
 public:
  explicit SyncView(App& app) : app_(app), lists_(app), panel_(app) {}

  void Draw(ui::Rect page) override;
  bool has_unsaved() const override { return panel_.has_unsaved(); }

 private:
  // One of the four figures at the top.
  struct Fact {
    ui::Icon icon = ui::Icon::kNone;
    ui::Meaning meaning = ui::Meaning::kNeutral;
    std::string title;
    std::string text;
    std::string action;  // a link at the right; empty: none
    float share = -1;    // of a running transfer; below 0: none
  };

  std::vector<Fact> Facts(const SyncStatus& status, std::size_t conflicts);
  Fact UploadFact(const SyncStatus& status);
  Fact DownloadFact(const SyncStatus& status) const;
  Fact StorageFact() const;
  Fact ConflictFact(std::size_t conflicts) const;
  void OnFact(std::size_t index);
  bool has_return_banner() const;
  void DrawReturn(ui::Rect rect);
  void DrawDesk(ui::Rect page, const SyncStatus& status);
  void DrawPhone(ui::Rect page, const SyncStatus& status);
  void DrawHead(ui::Rect rect, const SyncStatus& status);
  void DrawFact(ui::Rect rect, const Fact& fact, std::size_t index, bool is_card);
  void DrawConflicts(ui::Rect rect);

  App& app_;
  SyncLists lists_;
  ConflictPanel panel_;
  StorageWatch storage_;
  std::size_t upload_total_ = 0;   // most that waited since everything was up
};

}  // namespace kedang
