#include "server/quality_rounds.h"

#include <algorithm>
#include <chrono>

#include "server/log.h"
#include "server/machine.h"
#include "server/out_of_memory.h"
#include "server/own_edit.h"
#include "server/quality_ledger.h"

namespace kedang {
namespace {

constexpr int kZoneMinutes = 8 * 60;
// An office that never rests is measured all the same.
constexpr int kMostWaited = 6;

}  // namespace

void QualityRounds::Start() {
  thread_ = std::thread([this] { Run(); });
}

void QualityRounds::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_stopped_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool QualityRounds::Rest(double seconds) {
  std::unique_lock<std::mutex> lock(mutex_);
  return !wake_.wait_for(lock, std::chrono::duration<double>(seconds), [this] { return is_stopped_; });
}

void QualityRounds::Run() {
  while (Rest(options_.every_seconds)) {
    const Status status = GuardMemory([this] { return Turn(); });
    if (!status.ok() && status.error().code != ErrorCode::kCancelled) LogError("quality: " + status.error().message);
  }
}

Status QualityRounds::Turn() {
  const Date today = DateOf(MachineClock().NowMs(), kZoneMinutes);
  if (is_done_ && today == day_) return {};
  KEDANG_ASSIGN(const auto instance, Instance::Open(options_.data_directory, EmbeddedContent()));
  std::uint64_t last = 0;
  {
    KEDANG_ASSIGN(const Instance::Reader reader, instance->Read());
    KEDANG_ASSIGN(last, reader->LastSequence());
  }
  const bool is_quiet = last == seen_;
  seen_ = last;
  if (!is_quiet && waited_++ < kMostWaited) return {};
  KEDANG_RETURN_IF_ERROR(Measure(*instance));
  waited_ = 0;
  is_done_ = true;
  day_ = today;
  return {};
}

Status QualityRounds::Measure(Instance& instance) {
  if (SystemSchema(instance.schemas(), kSnapshotSchema) == nullptr) return {};
  const Date today = DateOf(instance.clock().NowMs(), kZoneMinutes);
  for (const Schema& schema : instance.schemas().schemas) {
    if (schema.is_system) continue;
    {
      KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
      KEDANG_ASSIGN(const std::uint64_t count, reader->Count(schema.id));
      KEDANG_ASSIGN(const auto kept, ReadSnapshots(*reader, instance.schemas(), schema));
      const auto is_todays = [today](const QualitySnapshot& snapshot) { return snapshot.day == today; };
      if (count == 0 || std::any_of(kept.begin(), kept.end(), is_todays)) continue;
    }
    auto since = std::chrono::steady_clock::now();
    const auto snapshot = KeepSnapshot(instance, schema, [&](std::string_view, std::uint64_t, std::uint64_t) {
      const double worked = std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
      const bool goes_on = Rest(worked);
      since = std::chrono::steady_clock::now();
      return goes_on;
    });
    if (!snapshot.ok()) return snapshot.error();
    LogInfo("quality: " + schema.key + ": " + std::to_string(snapshot->all.records) + " records");
  }
  return {};
}

}  // namespace kedang
