#include "wasm/views/duplicates_why.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/duplicates_words.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr float kHeadCss = 32, kBarRowCss = 23, kBarCss = 12, kTotalGapCss = 6;
constexpr float kLeastWordsCss = 92, kMostWordsShare = 0.35f;
constexpr float kWeightCss = 44, kNotesCss = 545;
constexpr double kNothing = 0.05;  // bits that nobody needs to see
constexpr std::size_t kMostPairs = 4;
constexpr std::size_t kMostRelated = 3;

// A branch's name says more than its firm's.
bool IsBranchOf(const std::string& one, const std::string& other) { return one.size() > other.size(); }

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> DuplicatesWhy::PairsOf(const MergeDraft& draft) const {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < draft.records().size(); ++i) {
    if (i != draft.kept()) pairs.emplace_back(draft.kept(), i);
  }
  return pairs;
}

std::vector<DuplicatesWhy::Step> DuplicatesWhy::StepsOf(DuplicateDesk& desk, const MergeDraft& draft, double& total, double& probability) const {
  std::vector<Step> steps;
  const auto pairs = PairsOf(draft);
  if (pairs.empty() || desk.schema() == nullptr) return steps;
  const auto [a, b] = pairs[std::min<std::size_t>(static_cast<std::size_t>(pair_), pairs.size() - 1)];
  const auto why = desk.Explain(draft.records()[a].id, draft.records()[b].id);
  if (!why) return steps;
  total = why->score.weight;
  probability = why->score.probability;
  steps.push_back({std::string(T("duplicate.start")), why->start});
  std::vector<DuplicatePart> parts = why->parts;
  std::erase_if(parts, [](const DuplicatePart& part) { return part.level < 0 || std::abs(part.weight) < kNothing; });
  std::stable_sort(parts.begin(), parts.end(), [](const DuplicatePart& one, const DuplicatePart& other) { return one.weight > other.weight; });
  double sum = why->start;
  for (const DuplicatePart& part : parts) {
    steps.push_back({PartWords(app_, *desk.schema(), part), part.weight});
    sum += part.weight;
  }
  // Equal codes decide whatever the rest says.
  if (std::abs(total - sum) >= 2 * kNothing) steps.push_back({std::string(T("duplicate.by_rule")), total - sum});
  return steps;
}

// ---- height -----------------------------------------------------------------------------------------------------------

std::string DuplicatesWhy::MergeNote(const MergeDraft& draft) const {
  const std::string moved = MovedWords(app_, draft);
  const std::string count = CountText(draft.records().size());
  return moved.empty() ? TF("duplicate.merge_note", {{"count", count}}) : TF("duplicate.merge_note_moved", {{"count", count}, {"moved", moved}});
}

float DuplicatesWhy::NotesHeight(DuplicateDesk& desk, const MergeDraft& draft, float width) const {
  const float inner = width - Px(12 + 16 + 8 + 12);
  std::vector<Id> ids;
  for (const Record& record : draft.records()) ids.push_back(record.id);
  float height = Px(2 * 18 + 8);
  const std::size_t related = std::min(desk.RelatedTo(ids).size(), kMostRelated);
  height += static_cast<float>(related) * Px(2 * 18 + 18 + 8 + 8);
  return height + ui::WrappedHeight(inner, MergeNote(draft), ui::kSmall) + Px(18 + 8);
}

float DuplicatesWhy::Height(DuplicateDesk& desk, const MergeDraft& draft, float width) {
  double total = 0, probability = 0;
  const std::vector<Step> steps = StepsOf(desk, draft, total, probability);
  const float bars = steps.empty() ? Px(22) : Px(kBarRowCss) * static_cast<float>(steps.size() + 1) + Px(kTotalGapCss);
  const bool is_beside = width >= Px(760);
  const float notes = NotesHeight(desk, draft, is_beside ? std::min(Px(kNotesCss), width / 2) : width);
  const float own = Px(kHeadCss) + Px(4) + bars;
  return Px(12) + (is_beside ? std::max(own, notes) : own + Px(16) + notes) + Px(12);
}

// ---- drawing ----------------------------------------------------------------------------------------------------------

void DuplicatesWhy::Draw(Rect rect, DuplicateDesk& desk, const MergeDraft& draft) {
  ui::IdScope scope("why");
  double total = 0, probability = 0;
  pair_ = std::min(pair_, std::max(0, static_cast<int>(PairsOf(draft).size()) - 1));
  const std::vector<Step> steps = StepsOf(desk, draft, total, probability);
  const bool is_beside = rect.w >= Px(760);
  ui::CutTop(rect, Px(12));
  Rect notes;
  if (is_beside) notes = ui::CutRight(rect, std::min(Px(kNotesCss), rect.w / 2), Px(24));
  DrawHead(ui::CutTop(rect, Px(kHeadCss), Px(4)), draft);
  if (steps.empty()) {
    ui::Text(ui::CutTop(rect, Px(22)), T("duplicate.no_reason"), ui::kSmall, ui::CurrentTheme().secondary);
  } else {
    const float height = Px(kBarRowCss) * static_cast<float>(steps.size() + 1) + Px(kTotalGapCss);
    DrawBars(ui::CutTop(rect, height, Px(16)), steps, total);
  }
  DrawNotes(is_beside ? notes : rect, desk, draft, total, probability);
}

void DuplicatesWhy::DrawHead(Rect rect, const MergeDraft& draft) {
  const std::string_view title = T("duplicate.why");
  ui::Mirror(ui::IdOf("title"), rect, {.role = ui::Role::kHeading, .label = title, .level = 3});
  const float width = ui::Text(rect, title, ui::kBodyBold, ui::CurrentTheme().text);
  const auto pairs = PairsOf(draft);
  if (pairs.size() < 2) return;
  ui::CutLeft(rect, width + Px(12));
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min(pairs.size(), kMostPairs); ++i) {
    const auto number = [&](std::size_t record) {
      return ui::IsPhone() ? "#" + std::to_string(record + 1) : ShortNumber(*app_.workspace().schemas().Find(draft.records()[record].schema), draft.records()[record], record + 1);
    };
    words.push_back(TF("duplicate.pair", {{"one", number(pairs[i].first)}, {"other", number(pairs[i].second)}}));
  }
  std::vector<ui::Segment> segments;
  for (const std::string& one : words) segments.push_back({.label = one});
  const ui::SegmentedOptions options{.name = T("duplicate.pairs"), .is_small = true};
  const float natural = std::min(ui::SegmentedWidth(segments, options), rect.w);
  ui::Segmented(ui::CenterIn(ui::CutLeft(rect, natural), natural, Px(28)), segments, pair_, options);
}

// Each bar begins where the one before ended; signs and direction carry the meaning, colour only helps.
void DuplicatesWhy::DrawBars(Rect rect, const std::vector<Step>& steps, double total) {
  const ui::Theme& theme = ui::CurrentTheme();
  double low = std::min(0.0, total), high = std::max(0.0, total), sum = 0;
  for (const Step& step : steps) {
    sum += step.weight;
    low = std::min(low, sum);
    high = std::max(high, sum);
  }
  const double span = std::max(high - low, 1.0);
  float words_width = Px(kLeastWordsCss);
  for (const Step& step : steps) words_width = std::max(words_width, ui::TextWidth(step.words, ui::kSmall));
  words_width = std::min(words_width, rect.w * kMostWordsShare);
  Rect field = rect;
  ui::CutLeft(field, words_width + Px(12));
  ui::CutRight(field, Px(kWeightCss));
  const auto x_of = [&](double weight) { return field.x + field.w * static_cast<float>((weight - low) / span); };
  const float zero = std::round(x_of(0));
  const float bars_height = Px(kBarRowCss) * static_cast<float>(steps.size());
  ui::FillRect({zero, rect.y, ui::Line(), bars_height}, theme.border);
  ui::BeginMirror(ui::IdOf("bars"), rect, {.role = ui::Role::kList, .label = T("duplicate.why")});
  const auto draw = [&](std::string_view id, std::string_view words, double from, double to, double weight, ui::Color color, bool is_total) {
    const Rect row = ui::CutTop(rect, Px(kBarRowCss));
    const std::string number = WeightWords(weight);
    ui::Mirror(ui::IdOf(id), row, {.role = ui::Role::kListItem, .label = words, .value = number});
    ui::Text({row.x, row.y, words_width, row.h}, words, is_total ? ui::kSmallBold : ui::kSmall, theme.text, ui::Align::kRight);
    const float left = std::round(x_of(std::min(from, to))), right = std::round(x_of(std::max(from, to)));
    const Rect bar = {left, std::round(row.MidY() - Px(kBarCss) / 2), std::max(right - left, Px(2)), Px(kBarCss)};
    ui::FillRect(bar, color, Px(2));
    ui::Text({bar.Right() + Px(6), row.y, Px(kWeightCss), row.h}, number, {.style = is_total ? ui::kSmallBold : ui::kSmall, .can_shorten = false});
  };
  sum = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double weight = steps[i].weight;
    draw("step" + std::to_string(i), steps[i].words, sum, sum + weight, weight, weight < 0 ? ui::UserColor(1).text : theme.accent, false);
    sum += weight;
  }
  ui::LineAtTop(ui::CutTop(rect, Px(kTotalGapCss)), theme.divider);
  draw("total", T("duplicate.total"), 0, total, total, total < 0 ? theme.bad.text : theme.good.text, true);
  ui::EndMirror();
}

void DuplicatesWhy::DrawNotes(Rect rect, DuplicateDesk& desk, const MergeDraft& draft, double total, double probability) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string sum = TF("duplicate.sum", {{"weight", WeightWords(total)}, {"probability", ProbabilityWords(probability)}});
  ui::Text(ui::CutTop(rect, Px(18)), T("duplicate.bits"), {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
  ui::Text(ui::CutTop(rect, Px(18), Px(8)), sum, {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
  std::vector<Id> ids;
  for (const Record& record : draft.records()) ids.push_back(record.id);
  const std::vector<DuplicatePair> related = desk.RelatedTo(ids);
  for (std::size_t i = 0; i < std::min(related.size(), kMostRelated); ++i) {
    ui::IdScope scope(i);
    const Id kept = draft.records()[draft.kept()].id;
    const std::string title = RecordWords(app_, related[i].a), own = RecordWords(app_, kept);
    const bool is_branch = IsBranchOf(title, own);
    const std::string words = TF(is_branch ? "duplicate.branch_note" : "duplicate.parent_note", {{"title", title}});
    const Rect card = ui::CutTop(rect, Px(2 * 18 + 18 + 8), Px(8));
    ui::FillBox(card, theme.surface, theme.border, Px(6), ui::Line());
    Rect inner = ui::Inset(card, Px(12), Px(4));
    ui::DrawIcon({inner.x, inner.y, Px(16), Px(18)}, ui::Icon::kTriangleAlert, 16, theme.warn.text);
    ui::CutLeft(inner, Px(16 + 8));
    const Rect text = ui::CutTop(inner, Px(2 * 18));
    ui::Mirror(ui::IdOf("note"), text, {.role = ui::Role::kText, .label = words});
    ui::WrappedText(text, words, ui::kSmall, theme.text, 2);
    const std::string_view act = T(is_branch ? "duplicate.link_branch" : "duplicate.link_parent");
    if (ui::Link(ui::CutLeft(inner, ui::LinkWidth(act, 12)), act, 12)) {
      related_ = is_branch ? std::pair(related[i].a, kept) : std::pair(kept, related[i].a);
    }
  }
  const std::string note = MergeNote(draft);
  const float height = ui::WrappedHeight(rect.w - Px(12 + 16 + 8 + 12), note, ui::kSmall) + Px(18);
  const Rect card = ui::CutTop(rect, height);
  ui::FillBox(card, theme.surface, theme.border, Px(6), ui::Line());
  Rect inner = ui::Inset(card, Px(12), Px(9));
  ui::DrawIcon({inner.x, inner.y, Px(16), Px(18)}, ui::Icon::kUndo2, 16, theme.accent);
  ui::CutLeft(inner, Px(16 + 8));
  ui::Mirror(ui::IdOf("moved"), inner, {.role = ui::Role::kText, .label = note});
  ui::WrappedText(inner, note, ui::kSmall, theme.text);
}

}  // namespace kedang
