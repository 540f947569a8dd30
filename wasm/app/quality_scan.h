// QualityScan: the records of one template that this browser holds, measured in slices between frames, so that the quality page
// works on any pool, offline too. Kept while the tab lives; what was measured before stays to be seen while it is measured anew.
#pragma once

#include <memory>
#include <unordered_map>

#include "shared/quality/quality_report.h"
#include "wasm/app/background_work.h"
#include "wasm/app/workspace.h"

namespace kedang {

class QualityScan {
 public:
  // The one of this tab, which has one workspace.
  static QualityScan& Of(Workspace& workspace);

  explicit QualityScan(Workspace& workspace) : workspace_(workspace) {}
  QualityScan(const QualityScan&) = delete;
  QualityScan& operator=(const QualityScan&) = delete;

  // Templates that can be measured: all but the program's own.
  std::vector<const Schema*> Schemas() const;
  // Measures its records; `likely` says how likely records are there twice. Nothing while it measures, or rows are being indexed.
  void Start(const Schema& schema, std::unordered_map<Id, double> likely);
  bool can_start() const { return workspace_.is_indexed() && !work_.is_running(); }
  bool is_running() const { return work_.is_running(); }
  float Share() const;

  // Of the template measured last; null: none was.
  const Schema* schema() const { return done_ == nullptr ? nullptr : &done_->meter.schema(); }
  const QualityReport& report() const { return done_->report; }
  // What brings most first.
  const std::vector<QualityWork>& work() const { return done_->work; }
  std::uint64_t number() const { return number_; }  // rises with every finished measurement
  bool is_stale() const { return done_ != nullptr && done_->revision != workspace_.revision(); }

 private:
  struct Measured {
    QualityMeter meter;
    QualityReport report;
    std::unordered_map<Id, double> likely;
    std::uint64_t revision = 0, base = 0;
    Row next = 0;
    std::vector<QualityWork> work;
  };

  bool Step(const std::function<bool()>& is_over);

  Workspace& workspace_;
  BackgroundWork work_;
  std::unique_ptr<Measured> done_, next_;
  std::uint64_t number_ = 0;
};

}  // namespace kedang
