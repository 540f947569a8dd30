// Which rows the check page shows: by what becomes of them, by a kind of issue, by words in them.
#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/chip.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/search_box.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/views/import_view_check.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr double kRefreshMs = 400;  // how often the list follows the reading
constexpr double kScanMs = 10;      // of a frame
constexpr std::uint32_t kRowsBetweenLooks = 64;

std::string_view NameOf(RowFilter filter) {
  switch (filter) {
    case RowFilter::kAll: break;
    case RowFilter::kWritable: return T("import.writable");
    case RowFilter::kWarned: return T("import.filter_warned");
    case RowFilter::kBlocked: return T("import.filter_blocked");
    case RowFilter::kDuplicates: return T("import.filter_duplicates");
    case RowFilter::kChanged: return T("import.filter_changed");
  }
  return T("import.filter_all");
}

ui::Icon SignOf(RowFilter filter) {
  if (filter == RowFilter::kBlocked) return IconOf(Severity::kBlock);
  return filter == RowFilter::kWarned ? IconOf(Severity::kWarn) : ui::Icon::kNone;
}

}  // namespace

void CheckPage::SetFilter(RowFilter filter) {
  filter_ = filter;
  kind_.reset();
  is_filter_changed_ = true;
  grid_.row = cards_.cursor = -1;
  grid_.is_editing = false;
  values_.Choose(nullptr);
}

bool CheckPage::Passes(std::uint32_t row) const {
  const ImportVerdicts& verdicts = job_.verdicts();
  if (kind_ ? !verdicts.HasIssue(row, *kind_) : !verdicts.Matches(row, filter_)) return false;
  if (!kind_ && filter_ == RowFilter::kChanged && !job_.rows().IsRowChanged(row)) return false;
  return needle_.empty() || job_.rows().Holds(row, needle_);
}

void CheckPage::StartScan(bool is_fresh) {
  is_fresh_scan_ = is_fresh || (is_scanning_ && is_fresh_scan_);
  is_scanning_ = true;
  scanned_ = 0;
  found_.clear();
  if (is_fresh_scan_) shown_.clear();
}

// The cursor stays on its row.
void CheckPage::FinishScan() {
  is_scanning_ = false;
  shown_ms_ = NowMs();
  if (is_fresh_scan_) return;
  if (grid_.row >= 0 && grid_.row < static_cast<std::int64_t>(shown_.size())) {
    const std::uint32_t row = shown_[static_cast<std::size_t>(grid_.row)];
    grid_.row = std::lower_bound(found_.begin(), found_.end(), row) - found_.begin();
  }
  shown_.swap(found_);
  found_.clear();
}

// While the file is read the list follows a few times a second, later at the end of each round; rows that were mended stay
// until the filter changes, so that nothing jumps away under the person's hands.
void CheckPage::Refresh() {
  columns_ = ShownColumns();
  const bool is_reading = job_.phase() == ImportPhase::kReading;
  const bool is_round_over = was_judging_ && !job_.is_judging();
  was_judging_ = job_.is_judging();
  const double started = NowMs();
  const bool is_stale = is_round_over || (is_reading && !is_scanning_ && started - shown_ms_ > kRefreshMs);
  if (is_filter_changed_ || is_stale) StartScan(is_filter_changed_);
  is_filter_changed_ = false;
  if (!is_scanning_) return;
  if (ShowsAll()) {
    is_scanning_ = false;
    shown_.clear();
    return;
  }
  for (const std::uint32_t end = job_.rows().size(); scanned_ < end; ++scanned_) {
    if (scanned_ % kRowsBetweenLooks == 0 && IsSliceOver(started, kScanMs)) return RequestFrame();
    const bool is_kept = !is_fresh_scan_ && std::binary_search(shown_.begin(), shown_.end(), scanned_);
    if (is_kept || Passes(scanned_)) (is_fresh_scan_ ? shown_ : found_).push_back(scanned_);
  }
  FinishScan();
}

std::uint32_t CheckPage::CountOf(RowFilter filter) const {
  const VerdictCounts& counts = job_.verdicts().counts();
  switch (filter) {
    case RowFilter::kAll: break;
    case RowFilter::kWritable: return counts.writable;
    case RowFilter::kWarned: return counts.warned;
    case RowFilter::kBlocked: return counts.blocked;
    case RowFilter::kDuplicates: return counts.repeated;
    case RowFilter::kChanged: return job_.rows().changed_rows();
  }
  return job_.rows().size();
}

// What is seldom there is offered only when it is.
std::vector<RowFilter> CheckPage::Filters() const {
  std::vector<RowFilter> filters = {RowFilter::kAll, RowFilter::kWritable, RowFilter::kWarned, RowFilter::kBlocked};
  for (const RowFilter filter : {RowFilter::kDuplicates, RowFilter::kChanged}) {
    if (CountOf(filter) > 0 || filter_ == filter) filters.push_back(filter);
  }
  return filters;
}

void CheckPage::DrawFilter(Rect& place) {
  const std::vector<RowFilter> filters = Filters();
  std::vector<std::string> numbers;
  std::vector<ui::Segment> segments;
  numbers.reserve(filters.size());  // the segments point into it
  int chosen = -1;
  for (const RowFilter filter : filters) {
    numbers.push_back(Number(CountOf(filter)));
    if (!kind_ && filter == filter_) chosen = static_cast<int>(segments.size());
    segments.push_back({.label = NameOf(filter), .count = numbers.back()});
  }
  const ui::SegmentedOptions options = {.name = T("import.filter")};
  const Rect box = ui::TakeLeft(place, ui::SegmentedWidth(segments, options), Px(32), Px(8));
  if (ui::Segmented(box, segments, chosen, options)) SetFilter(filters[static_cast<std::size_t>(chosen)]);
}

void CheckPage::DrawSearch(Rect box) {
  ui::SearchBoxOptions options;
  options.id = "search";
  options.name = options.placeholder = T("import.search");
  const ui::SearchBoxResult result = ui::SearchBox(box, search_, options);
  if (!result.was_changed && !result.was_cleared) return;
  needle_ = search_;
  for (char& c : needle_) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  is_filter_changed_ = true;
  grid_.row = cards_.cursor = -1;
  grid_.is_editing = false;
  RequestFrame();
}

// On phones the filters are chips in a line that scrolls sideways, and the search opens below it.
void CheckPage::DrawFilterChips(Rect& rest) {
  const std::vector<RowFilter> filters = Filters();
  std::vector<ui::ChipOptions> chips;
  std::vector<std::string> counts;
  counts.reserve(filters.size());  // the chips point into it
  float width = Px(16);
  for (const RowFilter filter : filters) {
    counts.push_back(Number(CountOf(filter)));
    chips.push_back({.label = NameOf(filter), .count = counts.back(), .icon = SignOf(filter), .is_chosen = !kind_ && filter == filter_});
    width += ui::ChipWidth(chips.back()) + Px(8);
  }
  Rect bar = ui::CutTop(rest, Px(52));
  const Rect search = ui::CutRight(bar, Px(52));
  if (ui::IconButton(ui::CenterIn(search, Px(44), Px(44)), ui::Icon::kSearch, T("import.search"))) {
    is_search_shown_ = !is_search_shown_;
    if (!is_search_shown_ && !needle_.empty()) {
      search_.clear();
      needle_.clear();
      is_filter_changed_ = true;
    }
  }
  Rect content;
  ui::BeginScroll("filters", ui::Inset(bar, 0, Px(8)), Px(36), content, width);
  Rect line = {content.x + Px(16), content.y, width - Px(16), Px(36)};
  for (std::size_t i = 0; i < chips.size(); ++i) {
    ui::IdScope scope(static_cast<std::uint64_t>(filters[i]));
    if (ui::Chip(ui::CutLeft(line, ui::ChipWidth(chips[i]), Px(8)), chips[i]).was_pressed) SetFilter(filters[i]);
  }
  ui::EndScroll();
  if (is_search_shown_) DrawSearch(ui::Inset(ui::CutTop(rest, Px(52)), Px(16), Px(4)));
}

}  // namespace kedang
