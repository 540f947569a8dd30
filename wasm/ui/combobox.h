// A field with a list: type to filter, choose one or several; people with initials; "invite …" at the
// foot. On phones the list is a sheet. The list draws visible items only.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/ui/field_frame.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/text.h"

namespace kedang::ui {

// One thing to choose. `marks` are where the filter matched the label.
struct Choice {
  std::string_view id = {};
  std::string_view label = {};
  std::string_view detail = {};    // secondary, after the label: department
  std::string_view reason = {};    // at the right when disabled: 已停用
  std::string_view initials = {};  // drawn as an avatar when not empty
  int color = -1;                  // user colour of avatar or dot; -1: none
  Icon icon = Icon::kNone;
  bool is_enabled = true;
  std::vector<Mark> marks = {};
  std::vector<Mark> detail_marks = {};
};

struct ComboOptions {
  FieldOptions field = {};
  std::string_view id = {};
  std::string_view placeholder = {};
  std::string_view empty_text = {};   // in the list when nothing matches; else the usual words
  std::string_view add_label = {};    // 邀请 “李”: a line at the foot; empty: none
  Icon add_icon = Icon::kPlus;
  bool can_filter = true;             // false: a plain drop-down, no typing
  bool can_clear = false;
  bool is_multiple = false;           // several ids; chosen ones are chips in the box
  bool filters_itself = false;        // the caller filters by `result.filter`; else by label here
  bool takes_focus = false;
};

struct ComboResult : FieldResult {
  bool was_opened = false;
  bool was_added = false;      // the line at the foot was pressed
  std::string filter = {};          // what is typed, while open
};

// Chooses one: `chosen` holds the id, empty for none.
ComboResult Combobox(Rect rect, std::string& chosen, std::span<const Choice> choices, const ComboOptions& options);

// Chooses several.
ComboResult MultiCombobox(Rect rect, std::vector<std::string>& chosen, std::span<const Choice> choices,
                          const ComboOptions& options);

float ComboHeight(const ComboOptions& options, float width);

// The list of choices alone, in a layer of the caller's: quick assign, move to stage. Returns the index
// chosen this frame or -1. `cursor` is the highlighted one, moved by the keyboard.
int ChoiceList(Rect rect, std::span<const Choice> choices, std::span<const std::string> chosen, int& cursor);
float ChoiceListHeight(size_t count);

}  // namespace kedang::ui
