#include "wasm/views/quality_trend_card.h"

#include <algorithm>
#include <cmath>

#include "shared/field/field_types.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/tooltip.h"
#include "wasm/views/quality_words.h"
#include "wasm/views/query_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::size_t kMostNotes = 3;
constexpr double kStep = 5;       // of the scale
constexpr double kLeastRange = 10;  // so that a quiet week does not look like a storm

ui::NoticeOptions FallNotice(const std::string& title, const std::string& text) {
  ui::NoticeOptions notice;
  notice.icon = ui::Icon::kTriangleAlert;
  notice.meaning = ui::Meaning::kWarn;
  notice.title = title;
  notice.text = text;
  notice.button = {.label = T("quality.fell_open"), .id = "open"};
  return notice;
}

std::string MonthDay(Date day) { return FormatDate(day).substr(5); }

}  // namespace

void QualityTrendCard::Refresh(const Schema& schema) {
  const Date today = app_.workspace().Today();
  if (schema_ == schema.id && revision_ == book_.revision() && today_ == today && was_english_ == app_.is_english()) return;
  schema_ = schema.id;
  revision_ = book_.revision();
  today_ = today;
  was_english_ = app_.is_english();
  const QualityTrend& trend = book_.TrendOf(schema);
  notes_.clear();
  for (const QualityFall& fall : trend.falls) {
    if (notes_.size() == kMostNotes) break;
    const Field* field = schema.Find(fall.field);
    Note note;
    std::string name(schema.label.In(was_english_));
    note.route = {{schema.key}, {}};
    if (field != nullptr) {
      name = fall.value.empty() ? std::string(T("quality.none")) : FormatField(*field, Value::Text(fall.value), app_.Format());
      name = TF("quality.fell_group", {{"field", field->label.In(was_english_)}, {"name", name}});
      note.route = ListWhere(app_, schema, *field, fall.value);
    }
    note.title = TF("quality.fell", {{"name", name}, {"points", PointWords(fall.points())}});
    note.text = TF("quality.fell_text", {{"before", PointWords(fall.before.score)}, {"now", PointWords(fall.now.score)}, {"count", std::to_string(fall.now.records)}});
    notes_.push_back(std::move(note));
  }
  line_.clear();
  if (trend.points.size() < 2) return;
  const auto [least, most] = std::minmax_element(trend.points.begin(), trend.points.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
  double low = std::floor(least->score / kStep) * kStep, high = std::min(std::ceil(most->score / kStep) * kStep, 100.0);
  if (high - low < kLeastRange) high = std::min(low + kLeastRange, 100.0);
  if (high - low < kLeastRange) low = high - kLeastRange;
  const int from = trend.points.front().day.days, days = trend.points.back().day.days - from;
  for (const QualityPoint& point : trend.points) {
    const std::string tip = TF("quality.trend_point", {{"day", MonthDay(point.day)}, {"score", PointWords(point.score)}, {"count", std::to_string(point.records)}});
    line_.push_back({static_cast<float>(point.day.days - from) / static_cast<float>(std::max(days, 1)), static_cast<float>((point.score - low) / (high - low)), tip});
  }
  low_ = std::to_string(static_cast<int>(low));
  high_ = std::to_string(static_cast<int>(high));
  first_ = MonthDay(trend.points.front().day);
  last_ = MonthDay(trend.points.back().day);
  span_ = TF("quality.trend_span", {{"first", PointWords(trend.points.front().score)}, {"last", PointWords(trend.points.back().score)}});
  const auto change = [](std::string_view key, const std::optional<double>& points) { return points ? TF(key, {{"points", ChangeWords(*points)}}) : std::string(); };
  since_week_ = change("quality.since_week", trend.since_week);
  since_month_ = change("quality.since_month", trend.since_month);
  has_fallen_ = trend.since_week && *trend.since_week <= -QualityTrend::kAlarm;
}

float QualityTrendCard::NotesHeight(float width) const {
  float height = 0;
  for (const Note& note : notes_) height += ui::NoticeHeight(width, FallNotice(note.title, note.text)) + Px(8);
  return height;
}

void QualityTrendCard::DrawNotes(Rect rest) {
  for (std::size_t i = 0; i < notes_.size(); ++i) {
    ui::IdScope scope(i);
    const ui::NoticeOptions notice = FallNotice(notes_[i].title, notes_[i].text);
    if (ui::Notice(ui::CutTop(rest, ui::NoticeHeight(rest.w, notice), Px(8)), notice)) app_.Go(notes_[i].route);
  }
}

float QualityTrendCard::CardHeight() const { return line_.empty() ? 0 : Px(ui::IsPhone() ? 190.0f : 120.0f); }

void QualityTrendCard::DrawCard(Rect card) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::CardBox(card);
  Rect rest = ui::Inset(card, Px(16), Px(14));
  const bool is_phone = ui::IsPhone();
  Rect words = is_phone ? ui::CutTop(rest, Px(66), Px(8)) : ui::CutLeft(rest, Px(220), Px(24));
  ui::Text(ui::CutTop(words, Px(24)), T("quality.trend"), ui::kBody, theme.secondary);
  const auto say = [&](const std::string& text, ui::Color color) {
    if (!text.empty()) ui::Text(ui::CutTop(words, Px(20)), text, {.style = ui::kSmall, .color = color, .is_mirrored = true});
  };
  say(since_week_, has_fallen_ ? theme.warn.text : theme.text);
  say(since_month_, theme.secondary);
  DrawLine(rest);
}

void QualityTrendCard::DrawLine(Rect chart) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::Mirror(ui::IdOf("line"), chart, {.role = ui::Role::kImage, .label = T("quality.trend"), .value = span_});
  Rect days = ui::CutBottom(chart, Px(18));
  Rect scale = ui::CutRight(chart, Px(28), Px(8));
  days.w = chart.w;
  ui::Text(days, first_, ui::kSmall, theme.secondary);
  ui::Text(days, last_, ui::kSmall, theme.secondary, ui::Align::kRight);
  ui::Text({scale.x, chart.y - Px(4), scale.w, Px(18)}, high_, ui::kSmall, theme.secondary);
  ui::Text({scale.x, chart.Bottom() - Px(14), scale.w, Px(18)}, low_, ui::kSmall, theme.secondary);
  const Rect field = ui::Inset(chart, Px(4), Px(4));
  ui::LineAtTop({chart.x, field.y, chart.w, ui::Line()}, theme.divider);
  ui::LineAtTop({chart.x, field.Bottom(), chart.w, ui::Line()}, theme.divider);
  std::vector<ui::Vec2> points;
  for (const Place& place : line_) points.push_back({field.x + place.x * field.w, field.Bottom() - place.y * field.h});
  ui::DrawPolyline(points, theme.accent, Px(2));
  ui::FillCircle(points.back(), Px(4), theme.accent);
  // Each day's words stand over the half of the way to its neighbours.
  for (std::size_t i = 0; i < points.size(); ++i) {
    const float from = i == 0 ? chart.x : (points[i - 1].x + points[i].x) / 2;
    const float to = i + 1 == points.size() ? chart.Right() : (points[i].x + points[i + 1].x) / 2;
    ui::TooltipOnHover({from, chart.y, to - from, chart.h}, line_[i].tip);
  }
}

}  // namespace kedang
