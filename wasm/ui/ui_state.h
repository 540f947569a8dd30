// Everything wasm/ui remembers between frames; private to it. One UiContext holds one UiState.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "wasm/ui/context.h"
#include "wasm/ui/gui.h"
#include "wasm/ui/item.h"
#include "wasm/ui/text.h"
#include "wasm/ui/toast.h"

namespace kedang::ui {

struct OpenedLayer {
  Id id = 0;
  int opened_frame = 0;
  int drawn_frame = 0;
  Rect rect;
  Vec2 pointer;
  ImGuiWindow* window = nullptr;
  ImGuiWindow* focus_window = nullptr;  // where the focus was, and goes back to
  Id focus_id = 0;
};

struct OpenedDialog {
  std::string id;
  Rect rect;
  int opened_frame = 0;
  int drawn_frame = 0;
  ImGuiWindow* window = nullptr;
  ImGuiWindow* focus_window = nullptr;
  Id focus_id = 0;
};

struct TooltipRequest {
  Id id = 0;
  Rect anchor;
  std::string text;
  double since = 0;
  int frame = -1;
};

struct ShownToast {
  ToastOptions options;
  float seconds_left = 0;
  bool is_shown = false;
  bool is_new = false;
};

struct ScrollFrame {
  Id id = 0;
  Rect rect;
  Rect content;
};

// What a combobox keeps while its list is open; only one is open at a time.
struct ComboState {
  Id id = 0;
  std::string filter;
  int cursor = 0;
  bool was_just_opened = false;
};

struct DateState {
  Id id = 0;
  std::string text;       // as typed
  int month_year = 0;     // shown by the calendar: year * 12 + month - 1
  std::string cursor;     // ISO day the keyboard stands on
  bool is_open = false;
};

// The field that was kept in sight last, and in how much room.
struct KeptInView {
  Id id = 0;
  float height = 0;
  float room = 0;
};

struct UiState {
  UiFonts fonts;
  WindowFacts facts;
  FormFactor form = FormFactor::kDesktop;
  Theme theme;
  ThemeChoice theme_choice = ThemeChoice::kSystem;
  bool is_system_dark = false;

  Language language = Language::kChinese;
  std::array<StringTable, 2> tables;

  std::vector<OpenedLayer> layers;
  std::vector<Id> layer_stack;            // those being drawn
  std::vector<OpenedDialog> dialogs;
  std::vector<ScrollFrame> scrolls;
  std::unordered_map<Id, float> scroll_requests;
  std::unordered_map<Id, float> sideways_requests;
  KeptInView kept;
  TooltipRequest tooltip;
  ShownToast toast;
  std::vector<Rect> feet;                 // bars at the foot, of this frame
  ComboState combo;
  DateState date;
  std::unordered_map<Id, bool> revealed;  // passwords shown

  std::vector<Id> mirror_parents;

  Id focus_request = 0;
  Id caret_id = 0;  // the input whose caret is to be placed, and where
  int caret = 0;
  bool was_escape_used = false;
  bool is_text_active = false;
  double next_frame_in = -1;
};

// The state of the context in use. Precondition: UseUi was called.
UiState& Ui();
bool HasUi();

// Draw again in so many seconds at the latest.
void WakeIn(double seconds);

// Takes the Esc key for this frame; false when somebody has it already or it was not pressed.
bool TakeEscape();

// Text at a baseline of a line box; for widgets that place text themselves.
float BaselineOf(float top, float height, float size_css);
void DrawRun(float x, float baseline, std::string_view text, TextStyle style, Color color);
ImFont* FontOf(Weight weight);
float FontPixels(TextStyle style);

// Whether the pointer is over the rectangle and nothing lies above it.
bool IsPointerOver(Rect rect);

}  // namespace kedang::ui
