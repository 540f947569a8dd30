// Presence: tells the server which record is open here and hears who else has it open. Ids only; while there is no network
// nobody is shown. Asked again every few seconds and when the wake line says that somebody came or went.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "shared/model/id.h"

namespace kedang {

struct OtherHere {
  Id user;
  bool is_editing = false;

  bool operator==(const OtherHere&) const = default;
};

class Presence {
 public:
  // Shorter than the server keeps somebody who is silent (server/presence_board.h).
  static constexpr double kAskMs = 7'000;

  // `tab`: what this tab calls itself, another one for every start. `on_change` is called when others() is different.
  Presence(std::string tab, std::function<void()> on_change) : tab_(std::move(tab)), on_change_(std::move(on_change)) {}

  // Call in every frame in which the record is open.
  void Look(Id record, bool is_editing);
  // Call after every frame: a record that was not looked at in it is left.
  void EndFrame();
  // Somebody came or went.
  void Wake();
  // Of the record being looked at, oneself not among them.
  const std::vector<OtherHere>& others() const { return others_; }

 private:
  void AskIn(double delay_ms);
  void Ask();
  void Take(std::vector<OtherHere> others);

  std::string tab_;
  std::function<void()> on_change_;
  Id record_;
  bool is_editing_ = false;
  bool is_looked_at_ = false;
  bool is_told_ = false;       // the server knows of a record that is open here
  bool is_under_way_ = false;
  bool is_wanted_again_ = false;
  unsigned due_ = 0;           // number of the next question that is planned
  std::vector<OtherHere> others_;
};

}  // namespace kedang
