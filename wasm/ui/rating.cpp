#include "wasm/ui/rating.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kTurn = 6.2831853f;
constexpr float kInner = 0.44f;  // of the outer radius

// Five kites around the middle: each is convex, the star is not.
void DrawStar(Vec2 center, float radius, Color color, bool is_full) {
  std::array<Vec2, 11> edge;
  for (std::size_t i = 0; i < edge.size(); ++i) {
    const float angle = kTurn * static_cast<float>(i) / 10;
    const float length = i % 2 == 0 ? radius : radius * kInner;
    edge[i] = {center.x + length * std::sin(angle), center.y - length * std::cos(angle)};
  }
  if (is_full) {
    for (std::size_t i = 0; i < 10; i += 2) {
      const std::array<Vec2, 4> kite = {center, edge[(i + 9) % 10], edge[i], edge[i + 1]};
      FillConvex(kite, color);
    }
  }
  DrawPolyline(edge, color, std::max(1.0f, Px(1.25f)));
}

float Step(float size_css) { return Px(size_css + 4); }

void DrawStars(Rect rect, int stars, int most, float size_css) {
  const Theme& t = CurrentTheme();
  const float step = Step(size_css);
  for (int i = 0; i < most; ++i) {
    const Vec2 center = {rect.x + step * static_cast<float>(i) + Px(size_css) / 2, rect.y + rect.h / 2};
    const bool is_full = i < stars;
    DrawStar(center, Px(size_css) / 2, is_full ? t.warn.text : t.border, is_full);
  }
}

// -1: no key.
int TypedStars(int stars, const RatingOptions& options) {
  if (ImGui::IsKeyPressed(ImGuiKey_RightArrow)) return std::min(stars + 1, options.most);
  if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) return std::max(stars - 1, options.can_clear ? 0 : 1);
  const bool is_removal = ImGui::IsKeyPressed(ImGuiKey_Delete, false) || ImGui::IsKeyPressed(ImGuiKey_Backspace, false);
  if (is_removal && options.can_clear) return 0;
  for (int digit = 1; digit <= std::min(options.most, 9); ++digit) {
    if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_0 + digit), false)) return digit;
  }
  return -1;
}

}  // namespace

void Stars(Rect rect, int stars, int most, std::string_view label, float size_css) {
  if (!label.empty()) Mirror(IdOf("stars"), rect, {.role = Role::kImage, .label = label});
  DrawStars(rect, stars, most, size_css);
}

bool Rating(Rect rect, int& stars, const RatingOptions& options) {
  constexpr float kSizeCss = 18;
  IdScope scope(options.name);
  const float step = Step(kSizeCss);
  const Rect all = {rect.x, rect.y, std::min(rect.w, step * static_cast<float>(options.most)), rect.h};
  const int before = stars;
  int hovered = 0;
  BeginMirror(IdOf("group"), all, {.role = Role::kGroup, .label = options.name, .is_enabled = options.is_enabled});
  const int focusable = std::max(1, stars);  // one stop for Tab, as in a group of radio buttons
  bool has_focus = false;
  for (int i = 1; i <= options.most; ++i) {
    const Rect place = {all.x + step * static_cast<float>(i - 1), all.y, step, all.h};
    const Id id = IdOf(std::to_string(i));
    if (options.takes_focus && i == focusable) FocusItem(id);
    const std::string label = TF("rating.star", {{"count", std::to_string(i)}});
    const ItemState state = Item(id, place,
                                 {.role = Role::kRadio,
                                  .label = label,
                                  .checked = i == stars ? Checked::kOn : Checked::kOff,
                                  .is_enabled = options.is_enabled,
                                  .position = i - 1,
                                  .set_size = options.most},
                                 {.is_enabled = options.is_enabled, .can_focus = i == focusable});
    if (state.is_hovered) hovered = i;
    if (state.has_ring) FocusRing(Inset(place, Px(1), Px(4)), Px(4));
    has_focus = has_focus || state.is_focused;
    if (state.was_pressed) stars = i == before && options.can_clear ? 0 : i;
  }
  EndMirror();
  DrawStars({all.x + Px(2), all.y, all.w, all.h}, hovered > 0 ? hovered : stars, options.most, kSizeCss);
  if (has_focus && options.is_enabled && stars == before) {
    const int typed = TypedStars(stars, options);
    if (typed >= 0 && typed != stars) {
      stars = typed;
      FocusItem(IdOf(std::to_string(std::max(1, stars))));
    }
  }
  return stars != before;
}

}  // namespace kedang::ui
