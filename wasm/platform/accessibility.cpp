#include "wasm/platform/accessibility.h"

#include <cstring>
#include <deque>
#include <utility>

#include <emscripten.h>

#include "wasm/platform/frame.h"

extern "C" {
void kedang_mirror_show(const char* bytes, size_t size);
void kedang_mirror_flush_at(double delay_ms);
void kedang_mirror_announce(const char* text, size_t size, int is_assertive);
}

namespace kedang {
namespace {

constexpr uint64_t kActionFrames = 8;
// While a list scrolls, the tree follows a few times a second: DOM work must not slow the frames.
constexpr double kShortestPauseMs = 80;

struct PendingAction {
  A11yAction action;
  uint64_t frame;
};

struct MirrorState {
  std::string building;
  std::string shown;
  std::string waiting;      // built but not shown yet; empty: nothing
  double shown_ms = -1000;
  std::deque<PendingAction> actions;
};

MirrorState& State() {
  static MirrorState state;
  return state;
}

template <typename T>
void Put(T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  State().building.append(bytes, sizeof value);
}

void PutText(std::string_view text) {
  Put(static_cast<uint32_t>(text.size()));
  State().building.append(text);
}

uint32_t Flags(const A11yNode& node) {
  uint32_t bits = 0;
  int next = 0;
  const auto add = [&](bool is_set) { bits |= (is_set ? 1u : 0u) << next++; };
  add(node.is_disabled);
  add(node.is_selected);
  add(node.can_expand);
  add(node.is_expanded);
  add(node.is_invalid);
  add(node.is_required);
  add(node.is_read_only);
  add(node.is_busy);
  add(node.is_focused);
  add(node.can_focus);
  add(node.is_editable);
  add(node.is_multi_line);
  add(node.is_secret);
  return bits | static_cast<uint32_t>(node.checked) << next;
}

void Show(std::string tree) {
  MirrorState& state = State();
  state.shown = std::move(tree);
  state.waiting.clear();
  state.shown_ms = NowMs();
  kedang_mirror_show(state.shown.data(), state.shown.size());
}

void DropOldActions() {
  std::deque<PendingAction>& actions = State().actions;
  while (!actions.empty() && FrameCount() - actions.front().frame > kActionFrames) actions.pop_front();
}

bool Take(A11yAction::Kind kind, uint32_t id, std::string* value) {
  std::deque<PendingAction>& actions = State().actions;
  for (auto it = actions.begin(); it != actions.end(); ++it) {
    if (it->action.kind != kind || it->action.id != id) continue;
    if (value != nullptr) *value = std::move(it->action.value);
    actions.erase(it);
    return true;
  }
  return false;
}

void Queue(A11yAction::Kind kind, uint32_t id, std::string value) {
  State().actions.push_back({{kind, id, std::move(value)}, FrameCount()});
  RequestFrames(3);
}

}  // namespace

void A11yBegin() {
  State().building.clear();
  DropOldActions();
}

// One node as bytes, little endian; accessibility.js reads the same order.
void A11yReport(const A11yNode& node) {
  Put(node.id);
  Put(node.parent);
  Put(static_cast<uint32_t>(node.role));
  Put(Flags(node));
  Put(node.left);
  Put(node.top);
  Put(node.width);
  Put(node.height);
  for (const int number : {node.level, node.row, node.column, node.row_count, node.column_count, node.position,
                           node.set_size}) {
    Put(number);
  }
  Put(node.progress);
  PutText(node.label);
  PutText(node.is_secret ? std::string_view() : node.value);
  PutText(node.description);
}

void A11yEnd() {
  MirrorState& state = State();
  if (state.building == state.shown) {
    state.waiting.clear();
    return;
  }
  const double since = NowMs() - state.shown_ms;
  if (since >= kShortestPauseMs) {
    Show(std::move(state.building));
  } else {
    state.waiting = std::move(state.building);
    kedang_mirror_flush_at(kShortestPauseMs - since);
  }
}

void FlushA11y() {
  MirrorState& state = State();
  if (!state.waiting.empty()) Show(std::move(state.waiting));
}

bool NextA11yAction(A11yAction* action) {
  std::deque<PendingAction>& actions = State().actions;
  if (actions.empty()) return false;
  *action = std::move(actions.front().action);
  actions.pop_front();
  return true;
}

bool TakeActivation(uint32_t id) { return Take(A11yAction::Kind::kActivate, id, nullptr); }

bool TakeFocus(uint32_t id) { return Take(A11yAction::Kind::kFocus, id, nullptr); }

bool TakeValue(uint32_t id, std::string* value) { return Take(A11yAction::Kind::kSetValue, id, value); }

void Announce(std::string_view text, Urgency urgency) {
  kedang_mirror_announce(text.data(), text.size(), urgency == Urgency::kAssertive ? 1 : 0);
}

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_mirror_flush() { kedang::FlushA11y(); }

EMSCRIPTEN_KEEPALIVE void kedang_mirror_activate(uint32_t id) {
  kedang::Queue(kedang::A11yAction::Kind::kActivate, id, {});
  kedang::RunFramesNow(2);  // the outcome is there when the click returns
}

EMSCRIPTEN_KEEPALIVE void kedang_mirror_focus(uint32_t id, int is_now) {
  kedang::Queue(kedang::A11yAction::Kind::kFocus, id, {});
  if (is_now != 0) kedang::RunFramesNow(3);
}

EMSCRIPTEN_KEEPALIVE void kedang_mirror_set_value(uint32_t id, const char* text, size_t size) {
  kedang::Queue(kedang::A11yAction::Kind::kSetValue, id, std::string(text, size));
}

}  // extern "C"
