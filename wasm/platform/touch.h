// One-finger gestures: a tap is a click; a move of more than 8 px pans the Dear ImGui window under the
// finger, with inertia, or is a swipe when it goes sideways where nothing scrolls sideways; half a second
// without moving is a long press. A pan or swipe never presses what it began on. Lengths: device px.
#pragma once

namespace kedang {

// Called by OpenWindow.
void InstallTouch();

// A horizontal move of the finger on something: a row's actions. It is over when is_ended is true, in
// that one frame only.
struct Swipe {
  bool is_active = false;
  bool is_ended = false;
  float start_x = 0, start_y = 0;  // where the finger went down
  float offset = 0;                // how far it is to the right of there
  float velocity = 0;              // px per second when it ended
};
const Swipe& CurrentSwipe();

// How far the finger pulled a window down beyond its top, 0 when it does not; `is_ended` for one frame
// when let go: pull to sync.
struct Pull {
  float distance = 0;
  bool is_ended = false;
};
const Pull& CurrentPull();

// True in the one frame after half a second's touch without moving; (x, y) is the place. The release that
// follows presses nothing.
bool LongPress(float* x, float* y);

// Whether the finger of a long press is still down. The pointer follows it, so that what it rested on can be carried
// somewhere.
bool IsTouchHeld();

// While drawing: a touch that begins in this rectangle drags like a mouse instead of panning (column
// edges, handles, text selection). Holds for the touches before the next frame.
void AddTouchDragRegion(float left, float top, float right, float bottom);

// True since the last pointer used was a finger; false after mouse or pen.
bool IsTouchInput();

// Called by the frame loop: moves inertia on, clears per-frame facts, says whether it still moves.
void StepTouch(float seconds);
void BeginTouchFrame();
bool IsTouchMoving();

}  // namespace kedang
