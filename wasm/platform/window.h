// The page's canvas as a window: the WebGL2 context and its loss, the size in device pixels, what the
// system prefers. Dear ImGui's unit is the device pixel: DisplaySize = CSS size * PixelRatio(), and
// style.FontScaleDpi stays 1, so sizes passed to fonts are device pixels, too. One window, one thread.
#pragma once

#include <functional>
#include <string_view>

namespace kedang {

struct Insets {
  float top = 0, right = 0, bottom = 0, left = 0;
};

// All lengths in CSS pixels.
struct WindowMetrics {
  float width = 0;          // the usable rectangle, from the top left of the canvas:
  float height = 0;         // without what an on-screen keyboard covers
  float pixel_ratio = 1;    // device pixels of one CSS pixel
  Insets safe_area;         // notches and rounded corners inside the rectangle
  bool is_keyboard_open = false;
};

struct SystemPreferences {
  bool is_dark = false;
  bool is_motion_reduced = false;
  bool is_touch = false;    // the main pointer is a finger
  bool is_mac = false;      // shortcuts use the command key
  bool is_secure = false;   // a secure context: offline storage and service worker are possible
  bool is_ios = false;      // iPhone or iPad: data of pages that are not on the home screen are deleted after a week
  bool is_installed = false;  // opened from the home screen or as an application
};

// Creates the WebGL2 context on #canvas, Dear ImGui's context, fonts, input and text agent. False when
// the browser has no WebGL2: the page has then shown its own message, and nothing may be drawn.
[[nodiscard]] bool OpenWindow();

const WindowMetrics& Window();
const SystemPreferences& Preferences();

// Called (between frames) when any of Preferences() has changed; a frame follows.
void OnPreferencesChanged(std::function<void()> handler);

// Tells the page the language ("zh" or "en"): html lang, which also chooses the glyph variants.
void SetPageLanguage(std::string_view language);

// The page itself says that the start failed, with a button to try again: for when nothing can be drawn yet.
void ShowStartFailure();

// The document's title.
void SetPageTitle(std::string_view title);

// The colour of the browser's own bars around the page, 0xAABBGGRR.
void SetPageColor(unsigned color);

// Called by the frame loop: takes over a changed size before a frame; shows the pointer shape after it.
void UpdateWindowSize();
void UpdateCursorShape();

}  // namespace kedang
