#include "wasm/views/duplicate_hints.h"

#include <algorithm>
#include <cmath>

#include "shared/match/match_field.h"
#include "wasm/app/pool_desk.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/context.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr std::size_t kMost = 3;
constexpr std::size_t kReasons = 3;
constexpr float kLineCss = 24;

}  // namespace

// The fields that agree, the weightiest first.
std::string DuplicateHints::ReasonOf(PoolMatch& pool, const RecordDraft& draft, const PoolHit& hit) const {
  std::vector<MatchPart> parts = pool.Explain(draft.record(), hit.record);
  const auto weight = [](const MatchPart& part) { return part.level_weight + part.frequency + part.damping; };
  std::erase_if(parts, [&](const MatchPart& part) { return part.level <= 0 || weight(part) <= 1; });
  std::stable_sort(parts.begin(), parts.end(), [&](const MatchPart& a, const MatchPart& b) { return weight(a) > weight(b); });
  std::string fields;
  for (std::size_t i = 0; i < parts.size() && i < kReasons; ++i) {
    if (i > 0) fields += T("duplicate.comma");
    fields += FieldWords(app_, draft.schema().id, pool.fields()[parts[i].field]);
  }
  if (hit.score.verdict == MatchVerdict::kRelated) return fields;
  const auto percent = std::to_string(std::min(99L, std::lround(hit.score.probability * 100)));
  return ui::TF("duplicate.reason", {{"percent", percent}, {"fields", fields}});
}

void DuplicateHints::Refresh(const RecordDraft& draft) {
  const bool is_wanted = draft.is_new() ? draft.has_typed() : draft.has_changes();
  PoolMatch* const pool = draft.is_new() || is_wanted ? PoolDesk::Of(app_.workspace()).Ready(draft.schema()) : nullptr;
  if (!is_wanted || pool == nullptr) {
    is_ready_ = false;
    hints_.clear();
    return;
  }
  bool is_changed = draft.is_new();
  std::vector<std::string> asked;
  for (const FieldId field : pool->fields()) {
    asked.push_back(draft.record().Get(field).text());
    is_changed = is_changed || draft.IsChanged(field);
  }
  if (!is_changed) {
    is_ready_ = false;
    hints_.clear();
    return;
  }
  const std::uint64_t revision = app_.workspace().revision();
  if (is_ready_ && revision == revision_ && asked == asked_) return;
  is_ready_ = true;
  revision_ = revision;
  asked_ = std::move(asked);
  schema_ = draft.schema().key;
  draft_ = draft.is_new() ? Id() : draft.id();
  hints_.clear();
  for (const PoolHit& hit : pool->Find(draft.record(), draft.id(), kMost)) {
    const std::string_view key = hit.score.verdict == MatchVerdict::kRelated ? "duplicate.related" : "duplicate.maybe";
    hints_.push_back({hit.record, ui::TF(key, {{"title", RecordWords(app_, hit.record)}}), ReasonOf(*pool, draft, hit),
                      hit.score.verdict == MatchVerdict::kRelated});
  }
  RequestFrame();
}

float DuplicateHints::Height() const { return hints_.empty() ? 0 : Px(kLineCss) * static_cast<float>(hints_.size()) + Px(4); }

void DuplicateHints::Draw(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  const ui::ColorPair color = ui::MeaningColor(ui::Meaning::kWarn);
  ui::IdScope scope("duplicates");
  Id opened, compared;
  for (const Hint& hint : hints_) {
    ui::IdScope one(hint.record.low);
    Rect line = ui::CutTop(rect, Px(kLineCss));
    const std::string_view open = T("duplicate.open");
    const Rect link = ui::CutRight(line, ui::LinkWidth(open, 12), Px(8));
    if (ui::Link(link, open, 12)) opened = hint.record;
    const std::string_view desk = T("duplicate.to_desk");
    const bool has_desk = !draft_.is_nil() && !hint.is_related;
    if (has_desk && ui::Link(ui::CutRight(line, ui::LinkWidth(desk, 12), Px(8)), desk, 12)) compared = draft_;
    ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kCopy, 14, color.text);
    ui::Mirror(ui::IdOf("hint"), line, {.role = ui::Role::kStatus, .label = hint.words, .value = hint.reason});
    const float reason = std::min(ui::TextWidth(hint.reason, ui::kSmall), line.w / 2);
    ui::Text(ui::CutRight(line, reason, Px(8)), hint.reason, ui::kSmall, theme.secondary, ui::Align::kRight);
    ui::Text(line, hint.words, ui::kSmall, color.text);
  }
  if (!opened.is_nil()) app_.Go({{schema_, FormatId(opened)}});
  if (!compared.is_nil()) app_.Go({{"duplicates", schema_, FormatId(compared)}});
}

}  // namespace kedang
