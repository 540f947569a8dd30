#include "wasm/views/duplicates_sweep.h"

#include <algorithm>
#include <array>

#include "wasm/platform/frame.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/duplicates_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::string_view kChoice = "sweep", kProgress = "sweep-progress";
// How sure is sure enough. Less is for people to look at.
constexpr std::array<double, 3> kThresholds = {0.999, 0.99, 0.95};
constexpr std::size_t kSampleSize = 5;
constexpr float kRowCss = 56;
constexpr double kSliceMs = 6, kPatienceMs = 400;

}  // namespace

bool DuplicatesSweep::IsOffered() {
  const Principal& principal = app_.workspace().client().state().principal;
  return principal.role == Role::kAdministrator && work_.desk().is_scanned() && !work_.desk().groups(DeskPart::kPending).empty();
}

void DuplicatesSweep::Open() {
  approved_.clear();
  looked_level_ = -1;
  // The surest that any group is.
  const auto has_any = [this](double threshold) { return !MergeSweep::Among(work_.desk().groups(DeskPart::kPending), threshold).empty(); };
  const auto found = std::find_if(kThresholds.begin(), kThresholds.end(), has_any);
  level_ = found != kThresholds.end() ? static_cast<int>(found - kThresholds.begin()) : 0;
  ui::OpenDialog(kChoice);
}

// The groups follow the records and what others decide meanwhile.
void DuplicatesSweep::Look() {
  if (looked_level_ == level_ && revision_ == app_.workspace().revision()) return;
  looked_level_ = level_;
  revision_ = app_.workspace().revision();
  groups_ = MergeSweep::Among(work_.desk().groups(DeskPart::kPending), kThresholds[static_cast<std::size_t>(level_)]);
  sample_ = MergeSweep::SampleOf(groups_, kSampleSize);
  record_count_ = 0;
  for (const DuplicateCluster& group : groups_) record_count_ += group.records.size();
}

void DuplicatesSweep::Draw() {
  Work();
  DrawChoice();
  DrawProgress();
}

void DuplicatesSweep::DrawChoice() {
  if (!ui::IsDialogOpen(kChoice) || work_.desk().schema() == nullptr) return;
  Look();
  const std::string said = groups_.empty() ? std::string(T("duplicate.sweep_none"))
                                           : TF("duplicate.sweep_count", {{"groups", CountText(groups_.size())}, {"records", CountText(record_count_)}});
  ui::DialogOptions options;
  options.title = T("duplicate.sweep");
  options.text = T("duplicate.sweep_text");
  options.width_css = 560;
  options.body_height = Px(18 + 6) + Px(ui::Metrics().control) + Px(12 + 22) +
                        (sample_.empty() ? 0 : Px(12 + 18 + 4) + Px(kRowCss) * static_cast<float>(sample_.size()));
  Rect body;
  if (!ui::BeginDialog(kChoice, options, body)) return;
  ui::Text(ui::CutTop(body, Px(18), Px(6)), T("duplicate.sweep_from"), ui::kSmall, ui::CurrentTheme().secondary);
  std::array<std::string, kThresholds.size()> labels, counts;
  std::array<ui::Segment, kThresholds.size()> segments;
  for (std::size_t i = 0; i < kThresholds.size(); ++i) {
    labels[i] = ProbabilityWords(kThresholds[i]);
    counts[i] = CountText(MergeSweep::Among(work_.desk().groups(DeskPart::kPending), kThresholds[i]).size());
    segments[i] = {.label = labels[i], .count = counts[i]};
  }
  ui::Segmented(ui::CutTop(body, Px(ui::Metrics().control), Px(12)), segments, level_, {.name = T("duplicate.sweep_from"), .is_stretched = true});
  ui::Text(ui::CutTop(body, Px(22), Px(12)), said, {.is_mirrored = true});
  DrawSample(body);
  const bool is_looked_at = std::all_of(sample_.begin(), sample_.end(), [this](std::size_t place) { return approved_.count(groups_[place].records.front()) > 0; });
  const std::string run = TF("duplicate.sweep_run", {{"count", CountText(groups_.size())}});
  const ui::ButtonOptions confirm = {.label = run, .kind = ui::ButtonKind::kPrimary, .icon = ui::Icon::kMerge, .id = "run",
                                     .is_enabled = !groups_.empty() && is_looked_at,
                                     .reason = groups_.empty() ? T("duplicate.sweep_none") : T("duplicate.sweep_first")};
  if (ui::EndDialog(confirm, T("common.cancel")) == ui::DialogAnswer::kConfirmed) Start();
}

// What would become one, why, and how sure; ticked by whoever looked at it.
void DuplicatesSweep::DrawSample(Rect& body) {
  if (sample_.empty()) return;
  const ui::Theme& theme = ui::CurrentTheme();
  ui::Text(ui::CutTop(body, Px(18), Px(4)), T("duplicate.sweep_sample"), ui::kSmall, theme.secondary);
  for (const std::size_t place : sample_) {
    const DuplicateCluster& group = groups_[place];
    const Id first = group.records.front();
    ui::IdScope scope(first.low);
    Rect row = ui::CutTop(body, Px(kRowCss));
    ui::LineAtTop(row, theme.divider);
    std::string titles;
    for (const Id id : group.records) {
      const auto record = app_.workspace().records().FindRecord(id);
      if (!record) continue;
      if (!titles.empty()) titles += " = ";
      titles += app_.workspace().TitleOf(*record);
    }
    bool is_approved = approved_.count(first) > 0;
    if (ui::CheckBox(ui::CutLeft(row, Px(16), Px(12)), is_approved, {.name = titles, .id = "approve"})) {
      if (is_approved) approved_.insert(first);
      else approved_.erase(first);
    }
    const std::string probability = ProbabilityWords(group.probability);
    ui::Text(ui::CutRight(row, ui::TextWidth(probability, ui::kSmall), Px(12)), probability,
             {.style = ui::kSmall, .color = ProbabilityColor(group.probability), .can_shorten = false});
    Rect lines = ui::CenterIn(row, row.w, Px(22 + 18));
    ui::Text(ui::CutTop(lines, Px(22)), titles, ui::kBody, theme.text);
    ui::Text(lines, ReasonWords(app_, work_.desk(), group), ui::kSmall, theme.secondary);
  }
}

void DuplicatesSweep::Start() {
  schema_ = std::make_unique<Schema>(*work_.desk().schema());
  sweep_ = std::make_unique<MergeSweep>(app_.workspace(), *schema_, std::move(groups_), app_.user().id);
  groups_.clear();
  sample_.clear();
  looked_level_ = -1;
  started_ms_ = NowMs();
}

void DuplicatesSweep::Work() {
  if (sweep_ == nullptr) return;
  const double started = NowMs();
  RequestFrame();
  if (!sweep_->Step([started] { return IsSliceOver(started, kSliceMs); })) {
    if (NowMs() - started_ms_ > kPatienceMs && !ui::IsDialogOpen(kProgress)) ui::OpenDialog(kProgress);
    return;
  }
  ui::CloseDialog(kProgress);
  std::vector<Group> merges = sweep_->TakeGroups();
  const std::size_t skipped = sweep_->skipped();
  sweep_ = nullptr;
  const std::string_view key = merges.empty() ? "duplicate.sweep_nothing" : skipped > 0 ? "duplicate.sweep_done_some" : "duplicate.sweep_done";
  std::string words = TF(key, {{"count", CountText(merges.size())}, {"skipped", CountText(skipped)}});
  if (merges.empty()) return app_.Say(std::move(words));
  app_.SaveAll(std::move(merges), std::move(words), [this](const Status& status) {
    if (!status.ok()) app_.Say(std::string(T("save.refused")));
  });
}

void DuplicatesSweep::DrawProgress() {
  if (!ui::IsDialogOpen(kProgress)) return;
  ui::DialogOptions options;
  options.title = T("duplicate.sweep_working");
  options.body_height = Px(26);
  Rect body;
  if (!ui::BeginDialog(kProgress, options, body)) return;
  const float share = sweep_ != nullptr && sweep_->total() > 0 ? static_cast<float>(sweep_->done()) / static_cast<float>(sweep_->total()) : 1;
  ui::ProgressBar(ui::CutTop(body, Px(6), Px(4)), share, ui::Meaning::kInfo, T("duplicate.sweep_working"));
  if (ui::EndDialog({.label = T("bulk.stop")}, {}) != ui::DialogAnswer::kNone) sweep_ = nullptr;  // nothing was saved yet
}

}  // namespace kedang
