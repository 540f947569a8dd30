#include "wasm/platform/frame.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include <emscripten.h>
#include <imgui.h>
#include <imgui_internal.h>

#include "wasm/platform/accessibility.h"
#include "wasm/platform/canvas_font.h"
#include "wasm/platform/renderer.h"
#include "wasm/platform/text_agent.h"
#include "wasm/platform/touch.h"
#include "wasm/platform/window.h"

extern "C" {
void kedang_frame_request();
void kedang_frame_request_at(double delay_ms);
int kedang_frame_is_paused();
void kedang_frame_watch();
void kedang_frame_post();
}

namespace kedang {
namespace {

constexpr float kLongestStepS = 1.0f;  // after a long pause, clocks of the interface go on from here
constexpr double kCaretBlinkMs = 400;
constexpr double kLongestSliceMs = 40;

struct FrameState {
  std::function<void()> draw;
  uint64_t count = 0;
  int pending = 0;
  double last_ms = 0;
  double ended_ms = 0;
  double waited_ms = 0;    // for this frame, after it was asked for by the one before
  bool is_awaited = false; // one frame has asked for the next
  bool is_drawing = false;
  bool has_timer = false;  // the frame being drawn asked for a later one
  std::deque<std::function<void()>> soon;
};

FrameState& State() {
  static FrameState state;
  return state;
}

// A frame that is not shown still handles input; the browser's next frame shows what came of it.
void DrawFrame(bool is_shown) {
  FrameState& state = State();
  if (!state.draw || state.is_drawing || kedang_frame_is_paused() != 0) return;
  state.is_drawing = true;
  const double now = NowMs();
  const auto step = static_cast<float>((now - state.last_ms) / 1000);
  ImGui::GetIO().DeltaTime = std::clamp(step, 0.0001f, kLongestStepS);
  state.last_ms = now;
  if (is_shown) state.waited_ms = state.is_awaited ? now - state.ended_ms : 0;
  UpdateWindowSize();
  StepTouch(ImGui::GetIO().DeltaTime);
  BeginGlyphFrame();
  ImGui::NewFrame();
  BeginTouchFrame();
  state.draw();
  ImGui::Render();
  if (is_shown) DrawFrameData();
  UpdateCursorShape();
  ++state.count;
  state.is_drawing = false;
  state.ended_ms = NowMs();
}

}  // namespace

void StartFrames(std::function<void()> draw) {
  State().draw = std::move(draw);
  kedang_frame_watch();
  RequestFrames(2);
}

void RequestFrame() { RequestFrames(1); }

void RequestFrames(int count) {
  State().pending = std::max(State().pending, count);
  kedang_frame_request();
}

void RequestFrameAt(double delay_ms) {
  State().has_timer = true;
  kedang_frame_request_at(std::max(delay_ms, 0.0));
}

void RunFramesNow(int count) {
  for (int i = 0; i < count; ++i) DrawFrame(false);
  FlushA11y();
  RequestFrame();
}

void RunSoon(std::function<void()> work) {
  State().soon.push_back(std::move(work));
  kedang_frame_post();
}

void RunAfter(double delay_ms, std::function<void()> work) {
  const auto call = [](void* argument) {
    const std::unique_ptr<std::function<void()>> owned(static_cast<std::function<void()>*>(argument));
    (*owned)();
  };
  emscripten_async_call(call, new std::function<void()>(std::move(work)), static_cast<int>(delay_ms));
}

uint64_t FrameCount() { return State().count; }

double NowMs() { return emscripten_get_now(); }

double SliceMs(double least_ms) { return std::max(least_ms, std::min(State().waited_ms / 2, kLongestSliceMs)); }

bool IsSliceOver(double started_ms, double least_ms) { return NowMs() - started_ms >= SliceMs(least_ms); }

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_frame_soon() {
  std::deque<std::function<void()>>& soon = kedang::State().soon;
  if (soon.empty()) return;
  const std::function<void()> work = std::move(soon.front());
  soon.pop_front();
  work();
}

EMSCRIPTEN_KEEPALIVE void kedang_frame() {
  using namespace kedang;
  FrameState& state = State();
  if (state.pending > 0) --state.pending;
  state.has_timer = false;
  DrawFrame(true);
  // Dear ImGui spreads quick input over several frames; touch inertia and glyphs may want more, too.
  const bool is_settling = !ImGui::GetCurrentContext()->InputEventsQueue.empty();
  if (is_settling || IsTouchMoving() || HasMissingGlyphs()) state.pending = std::max(state.pending, 1);
  state.is_awaited = state.pending > 0;
  if (state.pending > 0) {
    kedang_frame_request();
  } else if (ImGui::GetIO().WantTextInput && !state.has_timer) {
    RequestFrameAt(kCaretBlinkMs);
  }
}

}  // extern "C"
