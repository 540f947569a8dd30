// SyncLists: the lists of the sync page: edits that could not be delivered, with what to do about them, edits that wait for the
// server, and the last ones that reached it with what became of them, each as one sentence. Any number; only what is visible is
// drawn. Above them what needs attention, below them export and import of edits.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/text.h"
#include "wasm/views/edit_transfer.h"
#include "wasm/views/sync_notes.h"

namespace kedang {

// An edit in words.
struct EditWords {
  ui::Icon icon = ui::Icon::kNone;
  std::string sentence;  // with {title} in it
  std::string title;
  std::string before;    // old value; empty: `after` stands alone
  std::string after;     // new value, or what else there is to say
};
EditWords WordsOf(App& app, const Mutation& mutation);

class SyncLists {
 public:
  explicit SyncLists(App& app) : app_(app), notes_(app), transfer_(app) {}

  // Everything in one scrolled area. `head` (device px high) is drawn above and scrolls along.
  void Draw(ui::Rect rect, float head_height, const std::function<void(ui::Rect)>& head);

 private:
  struct TrayRow {
    std::string key;
    std::string reason;
    std::string present;  // what the field holds now, when that is neither what was seen nor what was wanted
  };

  void DrawTray(ui::Rect& rest);
  void DrawTrayRow(ui::Rect rect, const TrayRow& row);
  void DrawPending(ui::Rect& rest);
  void DrawPendingRow(ui::Rect rect, const Mutation& mutation);
  void DrawDelivered(ui::Rect& rest);
  void DrawDeliveredRow(ui::Rect rect, const Mutation& mutation, const MutationResult& result);
  std::size_t DeliveredCount() const;
  std::string PresentWords(const QueuedGroup& queued) const;
  std::vector<TrayRow> TrayRows() const;
  float TrayRowHeight(float width, const TrayRow& row) const;
  // Forgets for good what was given up long enough ago to be sure.
  void DropGivenUp();
  void OpenRecord(SchemaId schema, Id record);

  App& app_;
  SyncNotes notes_;
  EditTransfer transfer_;
  std::string given_up_;        // tray key whose edit is about to be forgotten
  double given_up_at_ms_ = 0;
  std::string running_;         // tray key being sent again
  ui::Rect view_;               // what is visible
};

}  // namespace kedang
