#include "wasm/ui/field_frame.h"

#include <algorithm>
#include <string>

#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/item.h"
#include "wasm/ui/line_break.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kIconCss = 14;
constexpr float kGapCss = 6;
constexpr float kAboveBelowCss = 4;

Icon IconOf(IssueLevel level) {
  switch (level) {
    case IssueLevel::kBlock: return Icon::kCircleAlert;
    case IssueLevel::kWarn: return Icon::kTriangleAlert;
    case IssueLevel::kInfo: return Icon::kInfo;
    case IssueLevel::kNone: return Icon::kNone;
  }
  return Icon::kNone;
}

// What one issue takes: its words wrapped, and the fix behind the last word or on a line of its own.
struct IssueLayout {
  std::vector<std::string_view> lines;
  float last_width = 0;
  bool is_fix_below = false;
};

IssueLayout LayOut(const FieldIssue& issue, float width) {
  IssueLayout layout;
  const float room = width - Px(kIconCss + kGapCss);
  layout.lines = BreakLines(issue.text, kSmall, room);
  layout.last_width = TextWidth(layout.lines.back(), kSmall);
  const float fix = issue.fix.empty() ? 0 : Px(4) + TextWidth(issue.fix, kSmall);
  layout.is_fix_below = layout.last_width + fix > room;
  return layout;
}

float HeightOf(const FieldIssue& issue, float width) {
  const IssueLayout layout = LayOut(issue, width);
  return Px(kSmall.line) * static_cast<float>(layout.lines.size() + (layout.is_fix_below ? 1 : 0));
}

std::string_view LineBelow(const FieldOptions& options) {
  return !options.reason.empty() ? options.reason : options.hint;
}

float BelowHeight(const FieldOptions& options, float width) {
  float height = 0;
  for (const FieldIssue& issue : options.issues) height += HeightOf(issue, width);
  if (options.issues.empty() && !LineBelow(options).empty()) height = WrappedHeight(width, LineBelow(options), kSmall);
  return height;
}

// Draws the issue and returns whether its fix was pressed.
bool DrawIssue(Rect rect, const FieldIssue& issue) {
  const Color color = IssueColor(issue.level).text;
  const IssueLayout layout = LayOut(issue, rect.w);
  Rect rest = rect;
  const Rect icon = CutLeft(rest, Px(kIconCss), Px(kGapCss));
  DrawIcon({icon.x, icon.y, icon.w, Px(kSmall.line)}, IconOf(issue.level), kIconCss, color);
  Mirror(IdOf(issue.text), rest, {.role = Role::kText, .label = issue.text});
  Rect line = {rest.x, rest.y, rest.w, Px(kSmall.line)};
  for (const std::string_view words : layout.lines) {
    Text(line, words, {.style = kSmall, .color = color, .can_shorten = false});
    line.y += line.h;
  }
  if (issue.fix.empty()) return false;
  if (!layout.is_fix_below) {
    line.y -= line.h;
    CutLeft(line, layout.last_width, Px(4));
  }
  return Link(line, issue.fix, kSmall.size);
}

}  // namespace

IssueLevel WorstOf(std::span<const FieldIssue> issues) {
  IssueLevel worst = IssueLevel::kNone;
  for (const FieldIssue& issue : issues) worst = std::max(worst, issue.level);
  return worst;
}

ColorPair IssueColor(IssueLevel level) {
  switch (level) {
    case IssueLevel::kBlock: return CurrentTheme().bad;
    case IssueLevel::kWarn: return CurrentTheme().warn;
    case IssueLevel::kInfo: return CurrentTheme().info;
    case IssueLevel::kNone: return {CurrentTheme().secondary, CurrentTheme().background};
  }
  return CurrentTheme().info;
}

float FieldHeight(const FieldOptions& options, float width, float box_height) {
  float height = box_height > 0 ? box_height : Px(Metrics().control);
  if (!options.label.empty()) height += Px(kSmall.line) + Px(kAboveBelowCss);
  const float below = BelowHeight(options, width);
  return height + (below > 0 ? below + Px(kAboveBelowCss) : 0);
}

Rect FieldFrame(Rect rect, const FieldOptions& options, float box_height, FieldResult& result) {
  const Theme& t = CurrentTheme();
  Rect rest = rect;
  if (!options.label.empty()) {
    Rect line = CutTop(rest, Px(kSmall.line), Px(kAboveBelowCss));
    CutLeft(line, Text(line, options.label, kSmall, t.secondary), Px(4));
    if (options.is_required) Text(line, "*", kSmall, t.bad.text);
  }
  const Rect box = CutTop(rest, box_height > 0 ? box_height : Px(Metrics().control), Px(kAboveBelowCss));
  IssueLines(rest, options, result);
  return Snap(box);
}

float IssueLines(Rect rect, const FieldOptions& options, FieldResult& result) {
  const Theme& t = CurrentTheme();
  if (options.issues.empty()) {
    const std::string_view words = LineBelow(options);
    return words.empty() ? 0 : WrappedText(rect, words, kSmall, t.secondary);
  }
  Rect rest = {rect.x, rect.y, rect.w, 1e6f};
  for (size_t i = 0; i < options.issues.size(); ++i) {
    IdScope scope(static_cast<uint64_t>(i));
    if (DrawIssue(CutTop(rest, HeightOf(options.issues[i], rect.w)), options.issues[i])) result.fix_pressed = static_cast<int>(i);
  }
  return rest.y - rect.y;
}

void FieldBox(Rect box, const FieldOptions& options, bool is_hovered, bool is_focused) {
  const Theme& t = CurrentTheme();
  const float radius = Px(6);
  const IssueLevel worst = WorstOf(options.issues);
  if (!options.is_enabled) return FillBox(box, t.background, t.divider, radius, Line());
  if (options.is_read_only) {
    return FillBox(box, t.background, is_focused ? t.accent : t.divider, radius, is_focused ? Line(2) : Line());
  }
  if (options.is_plain && !is_focused && worst < IssueLevel::kBlock) {
    if (is_hovered) FillBox(box, t.hover_fill, t.border, radius, Line());
    return;
  }
  Color border = is_hovered ? t.text : t.control_border;
  if (worst == IssueLevel::kWarn) border = t.warn.text;
  if (is_focused) border = t.accent;
  if (worst == IssueLevel::kBlock) border = t.bad.text;
  FillBox(box, t.surface, border, radius, is_focused ? Line(2) : Line());
}

}  // namespace kedang::ui
