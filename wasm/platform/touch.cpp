#include "wasm/platform/touch.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <vector>

#include <emscripten.h>
#include <imgui.h>
#include <imgui_internal.h>

#include "wasm/platform/frame.h"
#include "wasm/platform/pointer.h"
#include "wasm/platform/window.h"

extern "C" void kedang_touch_install();

namespace kedang {
namespace {

constexpr float kSlopCss = 8;
constexpr float kInertiaS = 0.325f;        // time constant of the decay
constexpr float kSlowestCssPerS = 20;      // below this, inertia ends
constexpr double kLongestPauseMs = 120;    // a finger resting before it lifts means no fling
constexpr float kVelocitySmoothing = 0.6f;

enum class Phase { kNone, kPressed, kPan, kSwipe, kDrag, kHeld, kStopped };

struct TouchState {
  Phase phase = Phase::kNone;
  ImVec2 start{0, 0};
  ImVec2 last{0, 0};
  double last_ms = 0;
  ImVec2 velocity{0, 0};                   // px per second
  ImGuiID window = 0;                      // panned
  bool is_flinging = false;
  bool is_touch = false;
  Swipe swipe;
  Pull pull;
  bool has_long_press = false;
  bool are_events_new = false;             // one-frame facts not yet seen by a frame
  std::vector<ImRect> drag_regions, next_drag_regions;
};

TouchState& State() {
  static TouchState state;
  return state;
}

bool CanScroll(const ImGuiWindow* window, bool is_sideways) {
  return is_sideways ? window->ScrollMax.x > 0 : window->ScrollMax.y > 0;
}

// The innermost window below the finger that scrolls this way.
ImGuiWindow* ScrollerAt(ImVec2 point, bool is_sideways) {
  ImGuiWindow* window = nullptr;
  ImGuiWindow* under_moving = nullptr;
  ImGui::FindHoveredWindowEx(point, false, &window, &under_moving);
  while (window != nullptr && !CanScroll(window, is_sideways)) {
    window = (window->Flags & ImGuiWindowFlags_ChildWindow) != 0 ? window->ParentWindow : nullptr;
  }
  return window;
}

// Scrolls and returns what was left over beyond the top (positive) when it was there already.
float ScrollWindow(ImGuiWindow* window, ImVec2 by) {
  const float wanted = window->Scroll.y - by.y;
  if (window->ScrollMax.y > 0) ImGui::SetScrollY(window, std::clamp(wanted, 0.0f, window->ScrollMax.y));
  if (window->ScrollMax.x > 0) {
    ImGui::SetScrollX(window, std::clamp(window->Scroll.x - by.x, 0.0f, window->ScrollMax.x));
  }
  return std::max(-wanted, 0.0f);
}

void MoveMouse(ImVec2 point) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  io.AddMousePosEvent(point.x, point.y);
}

void LiftMouse() { ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX); }

bool IsInDragRegion(ImVec2 point) {
  const std::vector<ImRect>& regions = State().drag_regions;
  return std::any_of(regions.begin(), regions.end(), [&](const ImRect& rect) { return rect.Contains(point); });
}

// The finger left the slop: from here on it pans or swipes, and what it pressed is let go.
void DecideGesture(ImVec2 point) {
  TouchState& state = State();
  const bool is_sideways = std::fabs(point.x - state.start.x) > std::fabs(point.y - state.start.y);
  ImGuiWindow* scroller = ScrollerAt(state.start, is_sideways);
  if (is_sideways && scroller == nullptr) {
    state.phase = Phase::kSwipe;
    state.swipe = {.is_active = true, .start_x = state.start.x, .start_y = state.start.y};
  } else {
    state.phase = Phase::kPan;
    if (scroller == nullptr) scroller = ScrollerAt(state.start, !is_sideways);
    state.window = scroller != nullptr ? scroller->ID : 0;
    state.pull = {};
  }
  state.last = point;
  LiftMouse();
}

void TrackVelocity(ImVec2 by, double now_ms) {
  TouchState& state = State();
  const auto seconds = static_cast<float>((now_ms - state.last_ms) / 1000);
  if (seconds <= 0) return;
  const ImVec2 fresh = ImVec2(by.x / seconds, by.y / seconds);
  state.velocity.x += (fresh.x - state.velocity.x) * kVelocitySmoothing;
  state.velocity.y += (fresh.y - state.velocity.y) * kVelocitySmoothing;
}

void Pan(ImVec2 by) {
  TouchState& state = State();
  ImGuiWindow* window = ImGui::FindWindowByID(state.window);
  if (window == nullptr) return;
  if (state.pull.distance > 0 && by.y < 0) {  // going back uses up the pull first
    const float used = std::min(state.pull.distance, -by.y);
    state.pull.distance -= used;
    by.y += used;
  }
  state.pull.distance += ScrollWindow(window, by);
}

void Tap() {
  ImGuiIO& io = ImGui::GetIO();
  MoveMouse(State().last);
  io.AddMouseButtonEvent(0, true);
  RunFramesNow(2);
  io.AddMouseButtonEvent(0, false);
  RunFramesNow(2);
  LiftMouse();
  RequestFrames(3);
}

ImVec2 DevicePoint(float x, float y) {
  const float ratio = Window().pixel_ratio;
  return ImVec2(x * ratio, y * ratio);
}

void EndTouch(bool is_cancelled, double now_ms) {
  TouchState& state = State();
  const Phase phase = state.phase;
  state.phase = Phase::kNone;
  const bool is_resting = now_ms - state.last_ms > kLongestPauseMs;
  if (is_resting || is_cancelled) state.velocity = ImVec2(0, 0);
  switch (phase) {
    case Phase::kPressed:
      if (!is_cancelled) Tap();
      break;
    case Phase::kDrag:
      ImGui::GetIO().AddMouseButtonEvent(0, false);
      RunFramesNow(2);
      LiftMouse();
      break;
    case Phase::kPan:
      state.pull.is_ended = !is_cancelled;
      state.is_flinging = state.pull.distance <= 0;
      state.are_events_new = true;
      break;
    case Phase::kSwipe:
      state.swipe.is_active = false;
      state.swipe.is_ended = true;
      state.swipe.velocity = state.velocity.x;
      state.are_events_new = true;
      break;
    case Phase::kHeld:
      LiftMouse();
      break;
    case Phase::kNone:
    case Phase::kStopped: break;
  }
  RequestFrames(3);
}

}  // namespace

void InstallTouch() {
  InstallPointer();
  kedang_touch_install();
}

const Swipe& CurrentSwipe() { return State().swipe; }

const Pull& CurrentPull() { return State().pull; }

bool LongPress(float* x, float* y) {
  if (!State().has_long_press) return false;
  *x = State().start.x;
  *y = State().start.y;
  return true;
}

bool IsTouchHeld() { return State().phase == Phase::kHeld; }

void AddTouchDragRegion(float left, float top, float right, float bottom) {
  State().next_drag_regions.emplace_back(left, top, right, bottom);
}

bool IsTouchInput() { return State().is_touch; }

void StepTouch(float seconds) {
  TouchState& state = State();
  if (!state.is_flinging) return;
  ImGuiWindow* window = ImGui::FindWindowByID(state.window);
  const float step = std::min(seconds, 0.05f);
  const float speed = std::hypot(state.velocity.x, state.velocity.y);
  if (window == nullptr || speed < kSlowestCssPerS * Window().pixel_ratio) {
    state.is_flinging = false;
    return;
  }
  ScrollWindow(window, ImVec2(state.velocity.x * step, state.velocity.y * step));
  const float decay = std::exp(-step / kInertiaS);
  state.velocity = ImVec2(state.velocity.x * decay, state.velocity.y * decay);
}

void BeginTouchFrame() {
  TouchState& state = State();
  state.drag_regions.swap(state.next_drag_regions);
  state.next_drag_regions.clear();
  if (ImGui::GetIO().MouseSource != ImGuiMouseSource_TouchScreen &&
      (ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0)) {
    state.is_touch = false;
  }
  if (state.are_events_new) {  // this frame sees them, the next one does not
    state.are_events_new = false;
    return;
  }
  if (state.swipe.is_ended) state.swipe = {};
  if (state.pull.is_ended) state.pull = {};
  state.has_long_press = false;
}

bool IsTouchMoving() {
  const TouchState& state = State();
  return state.is_flinging || state.swipe.is_ended || state.pull.is_ended || state.has_long_press;
}

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_touch_start(float x, float y, double now_ms) {
  using namespace kedang;
  TouchState& state = State();
  const bool was_flinging = state.is_flinging;
  state.is_touch = true;
  state.is_flinging = false;
  state.velocity = ImVec2(0, 0);
  state.start = state.last = DevicePoint(x, y);
  state.last_ms = now_ms;
  state.phase = was_flinging ? Phase::kStopped : Phase::kPressed;
  MoveMouse(state.start);
  if (state.phase == Phase::kPressed && IsInDragRegion(state.start)) {
    state.phase = Phase::kDrag;
    RunFramesNow(1);  // what is hovered must be known before the press
    ImGui::GetIO().AddMouseButtonEvent(0, true);
  }
  RequestFrames(2);
}

EMSCRIPTEN_KEEPALIVE void kedang_touch_move(float x, float y, double now_ms) {
  using namespace kedang;
  TouchState& state = State();
  const ImVec2 point = DevicePoint(x, y);
  const float slop = kSlopCss * Window().pixel_ratio;
  const bool is_beyond = std::hypot(point.x - state.start.x, point.y - state.start.y) > slop;
  const bool is_undecided = state.phase == Phase::kPressed || state.phase == Phase::kStopped;
  if (is_undecided) {
    if (!is_beyond) return;
    DecideGesture(point);
    state.last_ms = now_ms;
    RequestFrames(2);
    return;
  }
  const ImVec2 by = ImVec2(point.x - state.last.x, point.y - state.last.y);
  TrackVelocity(by, now_ms);
  state.last = point;
  state.last_ms = now_ms;
  if (state.phase == Phase::kPan) Pan(by);
  if (state.phase == Phase::kSwipe) state.swipe.offset = point.x - state.start.x;
  if (state.phase == Phase::kDrag || state.phase == Phase::kHeld) MoveMouse(point);
  RequestFrames(2);
}

EMSCRIPTEN_KEEPALIVE void kedang_touch_end(double now_ms) { kedang::EndTouch(false, now_ms); }

EMSCRIPTEN_KEEPALIVE void kedang_touch_cancel() { kedang::EndTouch(true, kedang::NowMs()); }

EMSCRIPTEN_KEEPALIVE void kedang_touch_hold() {
  kedang::TouchState& state = kedang::State();
  if (state.phase != kedang::Phase::kPressed) return;
  state.phase = kedang::Phase::kHeld;
  state.has_long_press = true;
  state.are_events_new = true;
  kedang::RequestFrames(2);
}

}  // extern "C"
