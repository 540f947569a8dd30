#include "wasm/ui/scroll_area.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "wasm/platform/frame.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kBarCss = 6;
constexpr float kLeastThumbCss = 32;
constexpr float kLeastBarredCss = 80;

struct Thumb {
  Rect track;
  Rect thumb;
};

Thumb VerticalThumb(Rect area, float scroll, float most, float content) {
  const Rect track = {area.Right() - Px(kBarCss + 2), area.y + Px(2), Px(kBarCss), area.h - Px(4)};
  const float size = std::clamp(track.h * area.h / content, std::min(Px(kLeastThumbCss), track.h), track.h);
  const float at = most > 0 ? (track.h - size) * scroll / most : 0;
  return {track, {track.x, std::round(track.y + at), track.w, std::round(size)}};
}

// The bar at the right; returns the scroll it was dragged to.
float Bar(Rect area, float scroll, float most, float content) {
  const Thumb bar = VerticalThumb(area, scroll, most, content);
  const Id id = IdOf("##bar");
  const ImRect bounds = Gui(Rect{bar.track.x - Px(3), bar.track.y, bar.track.w + Px(5), bar.track.h});
  bool is_hovered = false;
  bool is_held = false;
  if (ImGui::ItemAdd(bounds, id, nullptr, ImGuiItemFlags_NoNav | ImGuiItemFlags_NoTabStop)) {
    ImGui::ButtonBehavior(bounds, id, &is_hovered, &is_held, ImGuiButtonFlags_PressedOnClick | ImGuiButtonFlags_NoNavFocus);
  }
  if (is_held) {
    const float room = std::max(bar.track.h - bar.thumb.h, 1.0f);
    scroll = std::clamp((Pointer().y - bar.track.y - bar.thumb.h / 2) / room, 0.0f, 1.0f) * most;
  }
  const Theme& t = CurrentTheme();
  const Color color = is_held || is_hovered ? t.secondary : Fade(t.control_border, 0.6f);
  FillRect(bar.thumb, color, Px(kBarCss) / 2);
  return scroll;
}

// The bar at the foot of what is wider than its area; returns the scroll it was dragged to.
float SidewaysBar(Rect area, float scroll, float most, float content) {
  const Rect track = {area.x + Px(2), area.Bottom() - Px(kBarCss + 2), area.w - Px(kBarCss + 8), Px(kBarCss)};
  const float size = std::clamp(track.w * area.w / content, std::min(Px(kLeastThumbCss), track.w), track.w);
  const Rect thumb = {std::round(track.x + (track.w - size) * scroll / most), track.y, std::round(size), track.h};
  const Id id = IdOf("##foot");
  const ImRect bounds = Gui(Rect{track.x, track.y - Px(3), track.w, track.h + Px(5)});
  bool is_hovered = false;
  bool is_held = false;
  if (ImGui::ItemAdd(bounds, id, nullptr, ImGuiItemFlags_NoNav | ImGuiItemFlags_NoTabStop)) {
    ImGui::ButtonBehavior(bounds, id, &is_hovered, &is_held, ImGuiButtonFlags_PressedOnClick | ImGuiButtonFlags_NoNavFocus);
  }
  if (is_held) scroll = std::clamp((Pointer().x - track.x - size / 2) / std::max(track.w - size, 1.0f), 0.0f, 1.0f) * most;
  const Theme& t = CurrentTheme();
  FillRect(thumb, is_held || is_hovered ? t.secondary : Fade(t.control_border, 0.6f), Px(kBarCss) / 2);
  return scroll;
}

// Keys scroll when nothing inside wants them.
float ScrolledByKeys(float scroll, float page, float most) {
  if (Ui().is_text_active || !ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows)) return scroll;
  if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) scroll += page * 0.9f;
  if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) scroll -= page * 0.9f;
  return std::clamp(scroll, 0.0f, most);
}

// A control that got the focus by keyboard is brought into sight by Dear ImGui; Tab reaches into the area.
constexpr ImGuiChildFlags kChildFlags = ImGuiChildFlags_NavFlattened;

}  // namespace

void BeginScroll(std::string_view id, Rect rect, float content_height, Rect& content, float content_width) {
  rect = Snap(rect);
  const std::string name(id);
  UiState& ui = Ui();
  const Id window_id = IdOf(name);
  const float width = std::max(content_width, rect.w);
  ImGui::SetCursorScreenPos(MinOf(rect));
  ImGui::SetNextWindowContentSize(ImVec2(width, std::max(content_height, 1.0f)));
  const auto request = ui.scroll_requests.find(window_id);
  if (request != ui.scroll_requests.end()) {
    ImGui::SetNextWindowScroll(ImVec2(-1, request->second));
    ui.scroll_requests.erase(request);
  }
  const auto sideways = ui.sideways_requests.find(window_id);
  if (sideways != ui.sideways_requests.end()) {
    ImGui::SetNextWindowScroll(ImVec2(sideways->second, -1));
    ui.sideways_requests.erase(sideways);
  }
  ImGui::BeginChildEx(name.c_str(), window_id, ImVec2(std::max(rect.w, 1.0f), std::max(rect.h, 1.0f)), kChildFlags,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings);
  const ImGuiWindow* window = ImGui::GetCurrentWindow();
  content = {rect.x - window->Scroll.x, rect.y - window->Scroll.y, width, content_height};
  ui.scrolls.push_back({window_id, rect, content});
}

ScrollState EndScroll() {
  UiState& ui = Ui();
  const ScrollFrame frame = ui.scrolls.back();
  ui.scrolls.pop_back();
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  ScrollState state = {window->Scroll.x, window->Scroll.y, window->ScrollMax.x, window->ScrollMax.y};
  float scroll = ScrolledByKeys(state.y, frame.rect.h, state.max_y);
  const bool has_bar = state.max_y > 0.5f && !IsPhone();
  if (has_bar) scroll = Bar(frame.rect, scroll, state.max_y, frame.content.h);
  if (scroll != state.y) ImGui::SetScrollY(window, scroll);
  // Lines of chips are too low for one.
  if (state.max_x > 0.5f && !IsPhone() && frame.rect.h > Px(kLeastBarredCss)) {
    const float sideways = SidewaysBar(frame.rect, state.x, state.max_x, frame.content.w);
    if (sideways != state.x) ImGui::SetScrollX(window, sideways);
  }
  ImGui::EndChild();
  return state;
}

void ScrollIntoView(Rect rect, float margin_css) {
  const UiState& ui = Ui();
  if (ui.scrolls.empty()) return;
  const ScrollFrame& frame = ui.scrolls.back();
  const float margin = Px(margin_css);
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  if (window->ChildId != frame.id) return;  // a layer or dialog that is drawn from within
  float shift = 0;
  if (rect.Bottom() + margin > frame.rect.Bottom()) shift = rect.Bottom() + margin - frame.rect.Bottom();
  // What is higher than the room shows its top.
  if (rect.y - shift - margin < frame.rect.y) shift = rect.y - margin - frame.rect.y;
  if (shift != 0) ImGui::SetScrollY(window, std::clamp(window->Scroll.y + shift, 0.0f, window->ScrollMax.y));
  if (rect.w > frame.rect.w || window->ScrollMax.x <= 0) return;
  float sideways = 0;
  if (rect.x < frame.rect.x) sideways = rect.x - frame.rect.x;
  if (rect.Right() > frame.rect.Right()) sideways = rect.Right() - frame.rect.Right();
  if (sideways != 0) ImGui::SetScrollX(window, std::clamp(window->Scroll.x + sideways, 0.0f, window->ScrollMax.x));
}

Rect MeasuredScroll::Begin(std::string_view id, Rect rect) {
  Rect content;
  BeginScroll(id, rect, std::max(height_, rect.h), content);
  top_ = content.y;
  content.h = 1e6f;
  return content;
}

ScrollState MeasuredScroll::End(float foot_y) {
  const float height = foot_y - top_;
  if (std::abs(height - height_) > 0.5f) RequestFrame();
  height_ = height;
  return EndScroll();
}

Rect Narrowed(Rect strip, float width) {
  const float narrow = std::min(strip.w, width);
  return {std::round(strip.MidX() - narrow / 2), strip.y, narrow, strip.h};
}

void KeepInView(uint32_t id, Rect rect) {
  UiState& ui = Ui();
  if (ui.scrolls.empty()) return;
  const float room = ui.scrolls.back().rect.h;
  if (ui.kept.id == id && ui.kept.height == rect.h && ui.kept.room == room) return;
  ui.kept = {id, rect.h, room};
  ScrollIntoView(rect, 12);
}

void ScrollTo(std::string_view id, float y) { Ui().scroll_requests[IdOf(id)] = y; }
void ScrollSideways(std::string_view id, float x) { Ui().sideways_requests[IdOf(id)] = x; }

float ScrollOf(std::string_view id) {
  const Id window_id = IdOf(id);
  for (const ImGuiWindow* window : ImGui::GetCurrentWindow()->DC.ChildWindows) {
    if (window->ChildId == window_id) return window->Scroll.y;
  }
  return 0;
}

}  // namespace kedang::ui
