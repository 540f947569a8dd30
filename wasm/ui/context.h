// The one state of wasm/ui: theme, fonts, scale, language, open layers, what the platform told. main
// makes one, hands it to `UseUi` and calls BeginFrame / EndFrame around the views.
#pragma once

#include <memory>

#include "wasm/ui/metrics.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/theme.h"

struct ImFont;

namespace kedang::ui {

struct UiFonts {
  ImFont* regular = nullptr;
  ImFont* bold = nullptr;
  ImFont* mono = nullptr;
  // The same with a line of 22 for an em of 14 (mono: 12), for text of several lines being edited.
  ImFont* regular_lines = nullptr;
  ImFont* mono_lines = nullptr;
};

// What the window is like this frame, from the platform.
struct WindowFacts {
  float width = 0, height = 0;            // device px
  float scale = 1;                        // device px per CSS px
  float safe_top = 0, safe_bottom = 0, safe_left = 0, safe_right = 0;  // device px
  float keyboard = 0;                     // height the phone's keyboard covers, device px
  bool is_system_dark = false;
  bool has_reduced_motion = false;
  bool is_touch = false;                  // the last pointer was a finger
};

struct UiState;  // private to wasm/ui

class UiContext {
 public:
  explicit UiContext(UiFonts fonts);
  ~UiContext();
  UiContext(const UiContext&) = delete;
  UiContext& operator=(const UiContext&) = delete;

  UiState& state() { return *state_; }

 private:
  std::unique_ptr<UiState> state_;
};

// The context all widgets use from now on; null ends it.
void UseUi(UiContext* context);

// Around the drawing of a frame, between Dear ImGui's NewFrame and Render. BeginFrame returns the page:
// the window without safe areas and keyboard.
Rect BeginFrame(const WindowFacts& facts);
void EndFrame();

// What BeginFrame was told.
const WindowFacts& Facts();

// Whether something moves (a running icon, a toast's seconds, a caret): draw again within so many
// seconds; negative: nothing does.
float SecondsToNextFrame();

// Keyboard shortcuts of a view: true in the frame the keys go down and no text field has them.
// `keys` is like "Ctrl+K", "?", "Esc", "ArrowDown", "Ctrl+Enter"; Ctrl is ⌘ on a Mac.
bool IsShortcut(std::string_view keys, bool works_in_text = false);
bool IsEditingText();

// Where the pointer is, and whether it was pressed anywhere this frame.
Vec2 Pointer();

}  // namespace kedang::ui
