#include "wasm/ui/notice.h"

#include <algorithm>
#include <array>

#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {

bool Notice(Rect rect, const NoticeOptions& options) {
  const Theme& t = CurrentTheme();
  rect = Snap(rect);
  FillBox(rect, t.surface, t.divider, Px(10), Line());
  Mirror(IdOf(options.title), rect,
         {.role = options.meaning == Meaning::kBad ? Role::kAlert : Role::kStatus, .label = options.title, .value = options.text});
  Rect rest = Inset(rect, Px(12), 0);
  const Color icon = options.meaning == Meaning::kNeutral ? t.secondary : MeaningColor(options.meaning).text;
  DrawIcon(CutLeft(rest, Px(20), Px(12)), options.icon, 20, icon);
  bool was_pressed = false;
  if (!options.button.label.empty()) {
    ButtonOptions button = options.button;
    button.is_small = true;
    was_pressed = ButtonAtRight(rest, button);
  }
  if (options.text.empty()) {
    Text(rest, options.title, kBodyBold, t.text);
    return was_pressed;
  }
  Rect words = CenterIn(rest, rest.w, Px(22) + WrappedHeight(rest.w, options.text, kSmall));
  Text(CutTop(words, Px(22)), options.title, kBodyBold, t.text);
  WrappedText(words, options.text, kSmall, t.secondary);
  return was_pressed;
}

float NoticeHeight(float width, const NoticeOptions& options) {
  ButtonOptions button = options.button;
  button.is_small = true;
  const float beside = Px(12 + 20 + 12 + 12) + (button.label.empty() ? 0 : ButtonWidth(button) + Px(8));
  return std::max(Px(kNoticeHeightCss), Px(22 + 20) + WrappedHeight(width - beside, options.text, kSmall));
}

bool EmptyState(Rect rect, const NoticeOptions& options) {
  const float width = std::min(rect.w - Px(32), Px(420));
  const float height = NoticeHeight(width, options);
  return Notice({rect.MidX() - width / 2, rect.y + std::max((rect.h - height) * 0.35f, 0.0f), width, height}, options);
}

void SkeletonRow(Rect row, std::span<const Rect> columns, std::span<const float> widths) {
  const Color color = CurrentTheme().divider;
  const float height = Px(12);
  for (size_t i = 0; i < columns.size() && i < widths.size(); ++i) {
    if (widths[i] <= 0) continue;
    FillRect(Snap({columns[i].x, row.MidY() - height / 2, columns[i].w * widths[i], height}), color, Px(4));
  }
}

void SkeletonRows(Rect rect, float row_height) {
  constexpr std::array<float, 5> kShares = {0.52f, 0.41f, 0.6f, 0.36f, 0.48f};
  Mirror(IdOf("skeleton"), rect, {.role = Role::kStatus, .label = T("common.loading"), .is_busy = true});
  Rect rest = rect;
  for (size_t i = 0; rest.h >= row_height; ++i) {
    const Rect row = CutTop(rest, row_height);
    LineAtBottom(row, CurrentTheme().divider);
    const Rect inner = Inset(row, Px(16), 0);
    const float share = kShares[i % kShares.size()];
    const std::array<Rect, 2> columns = {Rect{inner.x, inner.y, inner.w * 0.6f, inner.h},
                                         Rect{inner.Right() - Px(64), inner.y, Px(64), inner.h}};
    const std::array<float, 2> widths = {share, 0.8f};
    SkeletonRow(row, columns, widths);
  }
}

bool Banner(Rect rect, const BannerOptions& options) {
  const Theme& t = CurrentTheme();
  const bool is_neutral = options.meaning == Meaning::kNeutral;
  FillRect(rect, is_neutral ? t.divider : MeaningColor(options.meaning).tint);
  Mirror(IdOf(options.title), rect, {.role = Role::kStatus, .label = options.title, .value = options.text});
  Rect rest = Inset(rect, Px(16), 0);
  const Color color = is_neutral ? t.text : MeaningColor(options.meaning).text;
  DrawIcon(CutLeft(rest, Px(16), Px(8)), options.icon, 16, color);
  bool was_pressed = false;
  if (!options.action.empty()) was_pressed = Link(CutRight(rest, LinkWidth(options.action), Px(16)), options.action);
  const std::array<Span, 2> spans = {Span{options.title, Weight::kBold, t.text}, Span{options.text, Weight::kRegular, t.text}};
  SpanLine(rest, spans, kBody);
  return was_pressed;
}

void CountLine(Rect rect, std::span<const std::string_view> parts, std::string_view right) {
  const Theme& t = CurrentTheme();
  Rect rest = rect;
  if (!right.empty()) Text(CutRight(rest, TextWidth(right, kSmall), Px(16)), right, kSmall, t.secondary);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      FillRect(TakeLeft(rest, Line(), Px(12), Px(8)), t.border);
    }
    const float width = Text(rest, parts[i], {.style = kSmall, .color = t.secondary, .is_mirrored = true});
    CutLeft(rest, width, Px(8));
  }
}

}  // namespace kedang::ui
