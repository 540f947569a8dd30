#include "wasm/ui/mark.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "shared/base/utf8.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kTagHeightCss = 22;
constexpr float kLeastShare = 0.04f;  // the first stage still shows a sliver

float DrawTag(Rect rect, std::string_view label, ColorPair colors, Icon icon) {
  const float width = std::min(TagWidth(label, icon), rect.w);
  const Rect box = {std::round(rect.x), std::round(rect.MidY() - Px(kTagHeightCss) / 2), width, Px(kTagHeightCss)};
  FillRect(box, colors.tint, Px(4));
  Rect rest = Inset(box, Px(8), 0);
  if (icon != Icon::kNone) DrawIcon(CutLeft(rest, Px(12), Px(4)), icon, 12, colors.text);
  Text(rest, label, kSmall, colors.text);
  return width;
}

void DrawStageTick(Vec2 center, float radius, Color color) {
  const float unit = radius / 7;
  const std::array<Vec2, 3> tick = {Vec2{center.x - 3.1f * unit, center.y + 0.2f * unit},
                                    Vec2{center.x - 0.9f * unit, center.y + 2.4f * unit},
                                    Vec2{center.x + 3.2f * unit, center.y - 2.2f * unit}};
  DrawPolyline(tick, color, PxExact(1.5f));
}

float InitialsTextSize(float size_css) { return size_css >= 28 ? 14.0f : 12.0f; }

}  // namespace

float TagWidth(std::string_view label, Icon icon) {
  return std::ceil(TextWidth(label, kSmall)) + Px(16) + (icon == Icon::kNone ? 0 : Px(12) + Px(4));
}

float Tag(Rect rect, std::string_view label, int user_color) {
  return DrawTag(rect, label, UserColor(user_color), Icon::kNone);
}

float StatusTag(Rect rect, std::string_view label, Meaning meaning, Icon icon) {
  return DrawTag(rect, label, MeaningColor(meaning), icon);
}

float TagLine(Rect rect, std::span<const TagItem> tags, float gap_css) {
  const float gap = Px(gap_css);
  Rect rest = rect;
  for (size_t i = 0; i < tags.size(); ++i) {
    const std::string more = "+" + std::to_string(tags.size() - i);
    const bool is_last = i + 1 == tags.size();
    const float kept = is_last ? 0 : gap + TextWidth(more, kSmall);
    if (i > 0 && TagWidth(tags[i].label) + kept > rest.w) {
      CutLeft(rest, Text(rest, more, kSmall, CurrentTheme().secondary));
      break;
    }
    CutLeft(rest, Tag(rest, tags[i].label, tags[i].color), is_last ? 0 : gap);
  }
  return rect.w - rest.w;
}

void LevelMark(Rect rect, std::string_view letter, int user_color) {
  const ColorPair& colors = UserColor(user_color);
  const Rect box = CenterIn(rect, Px(22), Px(22));
  FillRect(box, colors.tint, Px(4));
  Text(box, letter, kSmallBold, colors.text, Align::kCenter);
}

void StageRing(Rect rect, const StageShape& stage) {
  const Color color = UserColor(stage.user_color).text;
  const Rect box = CenterIn(rect, Px(14), Px(14));
  const Vec2 center = {box.MidX(), box.MidY()};
  const float radius = box.w / 2;
  const float stroke = PxExact(1.5f);
  const bool is_last = !stage.is_dormant && stage.place + 1 >= stage.count;
  if (is_last) {
    FillCircle(center, radius, color);
    DrawStageTick(center, radius, CurrentTheme().surface);
    return;
  }
  StrokeCircle(center, radius - stroke / 2, color, stroke);
  if (stage.is_dormant) return;
  const float share = static_cast<float>(stage.place) / static_cast<float>(std::max(stage.count - 1, 1));
  FillPie(center, radius - stroke - PxExact(1.2f), 0, std::max(share, kLeastShare), color);
}

float StageLabel(Rect rect, const StageShape& stage, std::string_view word, const TextOptions& options) {
  Rect rest = rect;
  StageRing(CutLeft(rest, Px(14), Px(6)), stage);
  return Px(20) + Text(rest, word, options);
}

int StageBar(Rect rect, std::span<const std::string_view> words, int reached, bool can_press) {
  const Theme& t = CurrentTheme();
  const std::vector<Rect> places = Columns(rect, static_cast<int>(words.size()), Px(4));
  int pressed = -1;
  for (size_t i = 0; i < words.size(); ++i) {
    const int index = static_cast<int>(i);
    const bool is_current = index == reached;
    Rect rest = {places[i].x, rect.y, places[i].w, Px(28)};
    if (can_press) {
      IdScope scope(words[i]);
      const ItemState state = Item(IdOf("stage"), rest, {.role = Role::kButton, .label = words[i], .is_chosen = is_current});
      if (state.has_ring) FocusRing(rest, Px(4));
      if (state.was_pressed) pressed = index;
      if (state.is_hovered) FillRect(Inset(rest, 0, -Px(2)), t.hover_fill, Px(4));
    }
    FillRect(CutTop(rest, Px(6), Px(4)), index <= reached ? t.accent : t.divider, Px(3));
    Text(rest, words[i], is_current ? kSmallBold : kSmall, is_current ? t.accent : t.secondary, Align::kCenter);
  }
  return pressed;
}

void Initials(Rect rect, std::string_view letters, int user_color, float size_css) {
  const ColorPair& colors = UserColor(user_color);
  const Rect box = CenterIn(rect, Px(size_css), Px(size_css));
  FillCircle({box.MidX(), box.MidY()}, box.w / 2, colors.tint);
  const TextStyle style = {InitialsTextSize(size_css), 18, Weight::kBold};
  Text(box, letters, {.style = style, .color = colors.text, .align = Align::kCenter, .can_shorten = false});
}

std::string_view InitialsOf(std::string_view name) {
  if (name.empty()) return "?";
  size_t at = 0;
  DecodeUtf8(name, at);
  return name.substr(0, at);
}

int ColorOf(std::string_view name) {
  // FNV-1a: the same colour for the same name on every machine.
  uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return static_cast<int>(hash % (kUserColorCount - 1));
}

float Person(Rect rect, std::string_view name, const TextOptions& options, float size_css) {
  Rect rest = rect;
  const Rect circle = CutLeft(rest, Px(size_css), Px(8));
  Initials(circle, InitialsOf(name), ColorOf(name), size_css);
  return Px(size_css + 8) + Text(rest, name, options);
}

float CountBadgeWidth(int count) {
  const std::string text = count > 99 ? "99+" : std::to_string(count);
  return std::max(Px(18), std::ceil(TextWidth(text, kSmallBold)) + Px(8));
}

void CountBadge(Vec2 center, int count) {
  if (count <= 0) return;
  const std::string text = count > 99 ? "99+" : std::to_string(count);
  const float width = CountBadgeWidth(count);
  const Rect box = {std::round(center.x - width / 2), std::round(center.y - Px(8)), width, Px(16)};
  const Theme& t = CurrentTheme();
  FillRect(box, t.bad.text, Px(8));
  Text(box, text, {.style = kSmallBold, .color = t.surface, .align = Align::kCenter, .can_shorten = false});
}

void ProgressBar(Rect rect, float share, Meaning meaning, std::string_view label) {
  const Theme& t = CurrentTheme();
  const Rect bar = {rect.x, std::round(rect.MidY() - Px(6) / 2), rect.w, Px(6)};
  const float part = std::clamp(share, 0.0f, 1.0f);
  FillRect(bar, t.divider, Px(3));
  if (part > 0) FillRect({bar.x, bar.y, std::max(bar.w * part, bar.h), bar.h}, MeaningColor(meaning).text, Px(3));
  if (!label.empty()) Mirror(IdOf(label), rect, {.role = Role::kProgressBar, .label = label, .progress = part});
}

void ProgressLine(Rect rect, std::string_view label, float share, std::string_view figure, Meaning meaning) {
  const Theme& t = CurrentTheme();
  Rect rest = rect;
  const float label_width = TextWidth(label, kSmall);
  Text(CutLeft(rest, label_width, Px(8)), label, kSmall, t.secondary);
  const float width = TextWidth(figure, kSmallBold);
  Text(CutRight(rest, width, Px(8)), figure, kSmallBold, meaning == Meaning::kBad ? t.bad.text : t.text, Align::kRight);
  ProgressBar(rest, share, meaning, label);
}

float KeyCapWidth(std::string_view key) { return std::max(std::ceil(TextWidth(key, kSmall)) + Px(10), Px(20)); }

float KeyCap(Rect rect, std::string_view key) {
  const Theme& t = CurrentTheme();
  const float width = KeyCapWidth(key);
  const Rect box = {std::round(rect.x), std::round(rect.MidY() - Px(20) / 2), width, Px(20)};
  FillBox(box, t.background, t.border, Px(4), Line());
  Text(box, key, {.style = kSmall, .color = t.secondary, .align = Align::kCenter, .can_shorten = false});
  return width;
}

void StatusDot(Rect rect, Meaning meaning) {
  FillCircle({std::round(rect.MidX()), std::round(rect.MidY())}, PxExact(4), MeaningColor(meaning).text);
}

}  // namespace kedang::ui
