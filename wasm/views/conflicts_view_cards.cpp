// The three equal cards of a conflict: what was there, what came first, what came then.
#include <algorithm>
#include <string>
#include <vector>

#include "shared/base/utf8.h"
#include "shared/check/record_check.h"
#include "wasm/app/time_text.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/conflicts_view_panel.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr int kValueLines = 5;

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
bool IsWordPart(char c) { return c != ' ' && static_cast<unsigned char>(c) < 0x80; }

// Where `text` differs from `base`: from the first to the last differing character, widened to whole groups of digits or
// letters, because 0571 against 0551 is read as a group.
std::vector<ui::Mark> Difference(std::string_view text, std::string_view base) {
  if (text == base || text.empty()) return {};
  std::size_t begin = 0;
  while (begin < text.size() && begin < base.size() && text[begin] == base[begin]) ++begin;
  std::size_t tail = 0;
  while (tail < text.size() - begin && tail < base.size() - begin && text[text.size() - 1 - tail] == base[base.size() - 1 - tail]) {
    ++tail;
  }
  std::size_t end = text.size() - tail;
  while (begin > 0 && (begin == text.size() || IsContinuation(text[begin]))) --begin;
  while (end < text.size() && IsContinuation(text[end])) ++end;
  while (begin > 0 && begin < text.size() && IsWordPart(text[begin]) && IsWordPart(text[begin - 1])) --begin;
  while (end > begin && end < text.size() && IsWordPart(text[end - 1]) && IsWordPart(text[end])) ++end;
  if (begin >= end) return {};  // something is missing here, nothing is new
  return {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}};
}

void Dot(Rect rect, bool is_chosen) {
  const ui::Theme& theme = ui::CurrentTheme();
  const ui::Vec2 center{rect.MidX(), rect.MidY()};
  const float radius = Px(8);
  if (is_chosen) {
    ui::FillCircle(center, radius, theme.accent);
    ui::FillCircle(center, Px(3), theme.surface);
  } else {
    ui::StrokeCircle(center, radius - ui::Line() / 2, theme.control_border, ui::Line());
  }
}

}  // namespace

std::string ConflictPanel::WarningOf(const Conflict& conflict, const Value& value) const {
  const Schema* schema = app_.workspace().schemas().Find(conflict.schema);
  auto record = app_.workspace().records().FindRecord(conflict.record);
  if (schema == nullptr || !record) return "";
  record->Set(conflict.field, value);
  for (const Issue& issue : CheckRecord(*schema, *record, app_.workspace().Check())) {
    if (issue.field == conflict.field && issue.severity != Severity::kInfo) return IssueWords(issue);
  }
  return "";
}

float ConflictPanel::CardHeight(float width, const Conflict& conflict, Answer answer) {
  const float inner = width - 2 * Px(12);
  const std::string value = ValueWords(app_, conflict.schema, conflict.field, ValueOf(conflict, answer));
  const float value_height = std::max(ui::WrappedHeight(inner, value, ui::kTitle, kValueLines), Px(24));
  const std::string warning = answer == Answer::kBase ? "" : WarningOf(conflict, ValueOf(conflict, answer));
  const auto record = app_.workspace().records().FindRecord(conflict.record);
  const bool is_current = record && record->Get(conflict.field) == ValueOf(conflict, answer);
  const float note = (is_current ? Px(26) : 0) + (warning.empty() ? 0 : ui::WrappedHeight(inner, warning, ui::kSmall, 3));
  return Px(12 + 22 + 4 + 20 + 8) + value_height + Px(6) + note + Px(12);
}

void ConflictPanel::DrawCards(Rect rect, const Conflict& conflict, const std::vector<float>& heights) {
  constexpr Answer kAnswers[] = {Answer::kBase, Answer::kEarlier, Answer::kLater};
  const std::string name(T("conflict.values"));
  ui::BeginMirror(ui::IdOf("values"), rect, {.role = ui::Role::kGroup, .label = name});
  if (rect.w < Px(480)) {
    for (std::size_t i = 0; i < 3; ++i) DrawCard(ui::CutTop(rect, heights[i], Px(8)), conflict, kAnswers[i]);
  } else {
    const std::vector<Rect> places = ui::Columns(rect, 3, Px(12));
    for (std::size_t i = 0; i < 3; ++i) DrawCard(places[i], conflict, kAnswers[i]);
  }
  ui::EndMirror();
}

void ConflictPanel::DrawCard(Rect rect, const Conflict& conflict, Answer answer) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_base = answer == Answer::kBase;
  const bool is_earlier = answer == Answer::kEarlier;
  const bool is_chosen = answer_ == answer;
  const Value& held = ValueOf(conflict, answer);
  const std::string title = AnswerTitle(conflict, answer);
  const std::string value = ValueWords(app_, conflict.schema, conflict.field, held);
  const auto record = app_.workspace().records().FindRecord(conflict.record);
  const bool is_current = record && record->Get(conflict.field) == held;

  const TimeMs at = is_earlier ? conflict.earlier_ms : conflict.later_ms;
  const TimeMs now = app_.workspace().clock().NowMs();
  const std::string when = at == 0 ? "" : RelativeTime(at, now, app_.workspace().zone_minutes());
  const std::string who = is_base ? "" : PersonWords(app_, is_earlier ? conflict.earlier_author : conflict.later_author);
  const bool says_order = MineIn(app_, conflict) != ConflictSide::kNobody;
  const std::string line =
      is_base ? std::string(T("conflict.before_both"))
              : ui::TF(!says_order ? "conflict.who" : is_earlier ? "conflict.who_earlier" : "conflict.who_later",
                       {{"name", who}, {"time", when}});

  const ui::ItemState item = ui::Item(ui::IdOf("card" + std::to_string(static_cast<int>(answer))), rect,
                                      {.role = ui::Role::kRadio, .label = title, .value = value, .hint = line,
                                       .checked = is_chosen ? ui::Checked::kOn : ui::Checked::kOff});
  if (item.was_pressed) answer_ = answer;
  const ui::Color fill = is_chosen ? theme.selected_fill : item.is_hovered ? theme.hover_fill : is_base ? theme.background : theme.surface;
  ui::FillBox(rect, fill, is_chosen ? theme.accent : theme.border, Px(10), is_chosen ? ui::Line(2) : ui::Line());
  if (item.has_ring) ui::FocusRing(rect, Px(10));

  Rect rest = ui::Inset(rect, Px(12));
  Rect head = ui::CutTop(rest, Px(22), Px(4));
  Dot(ui::TakeRight(head, Px(16), Px(16), Px(8)), is_chosen);
  ui::Text(head, title, ui::kBodyBold, theme.text);
  Rect person = ui::CutTop(rest, Px(20), Px(8));
  if (is_base) {
    ui::DrawIcon(ui::CutLeft(person, Px(16), Px(6)), ui::Icon::kClock, 14, theme.secondary);
  } else {
    const std::string name = app_.workspace().UserName(is_earlier ? conflict.earlier_author : conflict.later_author);
    ui::Initials(ui::CutLeft(person, Px(20), Px(6)), ui::InitialsOf(name.empty() ? who : name),
                 ui::ColorOf(name.empty() ? who : name), 20);
  }
  const float line_width = ui::Text(person, line, {.style = ui::kSmall, .color = theme.secondary});
  if (at != 0 && !is_base) {
    ui::Mirror(ui::IdOf("time" + std::to_string(static_cast<int>(answer))), {person.x, person.y, line_width, person.h},
               {.role = ui::Role::kText, .label = ExactTime(at, app_.workspace().zone_minutes())});
  }

  const float value_height = std::max(ui::WrappedHeight(rest.w, value, ui::kTitle, kValueLines), Px(24));
  const Rect place = ui::CutTop(rest, value_height, Px(6));
  const ui::TextStyle style = is_base || held.is_null() ? ui::TextStyle{16, 24, ui::Weight::kRegular} : ui::kTitle;
  const ui::Color color = is_base || held.is_null() ? theme.secondary : theme.text;
  if (ui::TextWidth(value, style) <= place.w) {
    const std::string base = ValueWords(app_, conflict.schema, conflict.field, conflict.base);
    const std::vector<ui::Mark> marks = is_base || held.is_null() ? std::vector<ui::Mark>() : Difference(value, base);
    ui::Text({place.x, place.y, place.w, Px(24)}, value, {.style = style, .color = color, .marks = marks});
  } else {
    ui::WrappedText(place, value, style, color, kValueLines);
  }
  if (is_current) ui::StatusTag(ui::CutTop(rest, Px(22), Px(4)), T("conflict.current"), ui::Meaning::kInfo);
  const std::string warning = is_base ? "" : WarningOf(conflict, held);
  if (!warning.empty()) ui::WrappedText(rest, warning, ui::kSmall, theme.warn.text, 3);
}

}  // namespace kedang
