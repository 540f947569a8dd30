// SyncLists: the lists of the sync page: edits that could not be delivered, with what to do about them, and edits that wait
// for the server, each as one sentence. Any number; only what is visible is drawn.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/text.h"

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
  explicit SyncLists(App& app) : app_(app) {}

  // Everything in one scrolled area. `head` (device px high) is drawn above and scrolls along.
  void Draw(ui::Rect rect, float head_height, const std::function<void(ui::Rect)>& head);

 private:
  struct TrayRow {
    std::string key;
    std::string reason;
  };

  void DrawTray(ui::Rect& rest);
  void DrawTrayRow(ui::Rect rect, const TrayRow& row);
  void DrawPending(ui::Rect& rest);
  void DrawPendingRow(ui::Rect rect, const Mutation& mutation);
  std::vector<TrayRow> TrayRows() const;
  std::string Reason(const QueuedGroup& queued) const;
  float TrayRowHeight(float width, const TrayRow& row) const;
  // Forgets for good what was given up long enough ago to be sure.
  void DropGivenUp();
  void OpenRecord(SchemaId schema, Id record);

  App& app_;
  std::string given_up_;        // tray key whose edit is about to be forgotten
  double given_up_at_ms_ = 0;
  std::string running_;         // tray key being sent again
  ui::Rect view_;               // what is visible
};

}  // namespace kedang
