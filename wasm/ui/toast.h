// A short message at the foot (at the top while a sheet is open on a phone) with 撤销 for ten seconds; runs on hold while the pointer is over it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"

namespace kedang::ui {

struct ToastOptions {
  std::string text = {};
  Icon icon = Icon::kCircleCheck;
  std::string action = {};      // 撤销; empty: none
  float seconds = 10;           // 0: until replaced
  uint64_t tag = 0;             // comes back when the action is pressed
};

// Shows the message; a new one replaces the one before. It is announced.
void ShowToast(ToastOptions options);
void HideToast();

// The bar at the foot of a page or pane: in this frame the toast stands above it instead of over its buttons. Call
// whenever such a bar is drawn.
void ReserveFoot(Rect bar);

// Draws the toast above the page; call once at the end of a frame. Returns true, with the tag, when its
// action was pressed.
bool DrawToast(uint64_t& tag);

// The bubble alone, in a place of the caller's, for the gallery. Returns whether the action was pressed.
bool DrawToastBox(Rect box, const ToastOptions& options, float seconds_left);

}  // namespace kedang::ui
