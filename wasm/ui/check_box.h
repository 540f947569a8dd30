// Check box, radio button and switch, each with an optional label to its right that is pressed with it.
#pragma once

#include <string_view>

#include "wasm/ui/item.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/state.h"

namespace kedang::ui {

struct CheckOptions {
  std::string_view label = {};   // shown
  std::string_view name = {};    // in the mirror when no label is shown, or when that does not say of what
  std::string_view id = {};
  bool is_mixed = false;         // a bar instead of a tick
  bool is_enabled = true;
  std::string_view reason = {};
  Pose pose = Pose::kLive;
};

// The signs alone, for rows that are pressed as a whole.
struct SignState {
  bool is_on = false;
  bool is_mixed = false;  // of a box: a bar instead of a tick
  bool is_enabled = true;
  bool is_hovered = false;
  bool is_held = false;
};
void CheckSign(Rect box, const SignState& state);
void RadioSign(Rect box, const SignState& state);

// Draws box and label centred vertically at the left of `rect`; returns true when the value changed.
bool CheckBox(Rect rect, bool& is_on, const CheckOptions& options);
bool Switch(Rect rect, bool& is_on, const CheckOptions& options);

// Returns true when this one was chosen.
bool RadioButton(Rect rect, bool is_chosen, const CheckOptions& options);

// Natural width with the label.
float CheckWidth(const CheckOptions& options);
float SwitchWidth(const CheckOptions& options);

}  // namespace kedang::ui
