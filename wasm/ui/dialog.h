// A dialog over the darkened page; on phones a sheet from the bottom. The focus stays inside; Esc
// cancels. Confirmations have words of their own; forms draw themselves between Begin and End.
#pragma once

#include <string_view>

#include "wasm/ui/button.h"
#include "wasm/ui/item.h"
#include "wasm/ui/rect.h"

namespace kedang::ui {

void OpenDialog(std::string_view id);
void CloseDialog(std::string_view id);
bool IsDialogOpen(std::string_view id);
bool IsAnyDialogOpen();

struct DialogOptions {
  std::string_view title = {};
  std::string_view text = {};      // below the title, secondary, wrapped
  float width_css = 440;
  float body_height = 0;           // device px for the caller's content
  bool has_cross = false;
};

// Draws the dialog and returns true with the rectangle for the body while it is open; then EndDialog
// must follow. Esc and the cross close it.
bool BeginDialog(std::string_view id, const DialogOptions& options, Rect& body);

enum class DialogAnswer : uint8_t { kNone, kConfirmed, kCancelled };

// The buttons at the foot, right-aligned, and the end of the dialog. Any answer but kNone closes it
// unless `stays_open`.
DialogAnswer EndDialog(const ButtonOptions& confirm, std::string_view cancel_label, bool stays_open = false);

// A whole confirmation: title, text, two buttons; the safe button has the focus.
DialogAnswer ConfirmDialog(std::string_view id, std::string_view title, std::string_view text,
                           std::string_view confirm_label, bool is_danger);

}  // namespace kedang::ui
