// When frames are drawn: after input, data or while something moves, and never otherwise. An untouched
// window draws nothing, except two frames a caret blink while a text field is edited. One thread.
#pragma once

#include <cstdint>
#include <functional>

namespace kedang {

// Sets what draws one whole frame and starts the loop. Call once, after OpenWindow.
void StartFrames(std::function<void()> draw);

// Asks for a frame at the browser's next chance; many calls make one frame. Any time, any callback.
void RequestFrame();

// Asks for a frame `delay_ms` from now; the earliest of several counts.
void RequestFrameAt(double delay_ms);

// Asks for `count` frames in a row: input needs a few until Dear ImGui has settled.
void RequestFrames(int count);

// Runs `count` frames at once, inside the event being handled, and shows the last one soon after: what
// must happen within the person's gesture (the focus of a text field on phones) happens before this
// returns, and the accessibility mirror shows the outcome.
void RunFramesNow(int count);

// Calls `work` once, soon, between frames: long work goes on from slice to slice without drawing, also while
// another page is shown. What it captures must still be there then.
void RunSoon(std::function<void()> work);
void RunAfter(double delay_ms, std::function<void()> work);

// Frames drawn since the start.
uint64_t FrameCount();

// Milliseconds since the page began; grows steadily, stands still for nothing.
double NowMs();

// What work in slices may take of this frame: `least_ms`, and more where the browser itself takes long from one frame to the
// next (a busy machine): there a few milliseconds a frame would make seconds of what is done in a moment.
double SliceMs(double least_ms);

// Whether the slice that began at `started_ms` is used up: long work asks this to share the frame.
bool IsSliceOver(double started_ms, double least_ms = 8);

}  // namespace kedang
