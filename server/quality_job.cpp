#include "server/quality_job.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "server/match_threads.h"
#include "shared/check/rule_book.h"
#include "shared/sync/duplicate_scan.h"
#include "shared/sync/store_lookup.h"

namespace kedang {
namespace {

constexpr int kZoneMinutes = 8 * 60;
constexpr std::uint64_t kSlice = 4096;

// How likely each record is there twice, by the likeliest pair of its group.
Status FindDuplicates(Instance& instance, SqliteStore& store, const QualityRequest& request, std::unordered_map<Id, double>& likely) {
  DuplicateScan scan(*request.schema, &instance.lexicon());
  if (!scan.can_match()) return {};
  const SchemaSet& schemas = instance.schemas();
  KEDANG_RETURN_IF_ERROR(store.Scan(request.schema->id, [&](const Record& record) {
    if (Project(request.principal, schemas, record)) scan.Add(record);
    return true;
  }));
  if (const Schema* decisions = schemas.Find(kDecisionSchema)) {
    KEDANG_RETURN_IF_ERROR(store.Scan(decisions->id, [&](const Record& record) {
      const auto decision = ReadDecision(*decisions, record);
      if (decision && Project(request.principal, schemas, record)) scan.AddDecision(*decision);
      return true;
    }));
  }
  DuplicateScan::Options options;
  options.run_parts = RunPartsOnThreads;
  for (const DuplicateCluster& cluster : scan.Run(options)) {
    for (const DuplicatePair& pair : cluster.pairs) {
      for (const Id id : {pair.a, pair.b}) likely[id] = std::max(likely[id], pair.probability);
    }
  }
  return {};
}

}  // namespace

Result<QualityAnswer> RunQuality(Instance& instance, const QualityRequest& request, const QualityProgress& progress) {
  const auto start = std::chrono::steady_clock::now();
  const Schema& schema = *request.schema;
  KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
  // What a rule asks for is read on another connection: the scan below is under way on the first.
  KEDANG_ASSIGN(const Instance::Reader other, instance.Read());
  KEDANG_ASSIGN(const std::uint64_t total, reader->Count(schema.id));
  std::unordered_map<Id, double> likely;
  if (request.finds_duplicates) {
    if (!progress("duplicates", 0, total)) return Error{ErrorCode::kCancelled, "given up"};
    KEDANG_RETURN_IF_ERROR(FindDuplicates(instance, *reader, request, likely));
  }
  const RuleBook book(instance.schemas(), instance.lexicon(), schema.id);
  RuleJudge judge(book);
  StoreLookup related(*other);
  CheckContext context;
  context.lexicon = &instance.lexicon();
  context.today = DateOf(instance.clock().NowMs(), kZoneMinutes);
  context.offset_minutes = kZoneMinutes;
  context.rules = &judge;
  context.related = &related;
  const QualityMeter meter(instance.schemas(), schema, request.policy, instance.lexicon());
  QualityAnswer answer{QualityReport(QualityReport::UsualGroups(schema), request.keep), *context.today, 0};
  bool is_given_up = false;
  KEDANG_RETURN_IF_ERROR(reader->Scan(schema.id, [&](const Record& record) {
    if (record.is_deleted || !Project(request.principal, instance.schemas(), record)) return true;
    const auto found = likely.find(record.id);
    answer.report.Add(record, meter.Measure(record, context, found == likely.end() ? 0 : found->second));
    if (answer.report.all().records() % kSlice == 0) is_given_up = !progress("measuring", answer.report.all().records(), total);
    return related.status().ok() && !is_given_up;
  }));
  if (is_given_up) return Error{ErrorCode::kCancelled, "given up"};
  KEDANG_RETURN_IF_ERROR(related.status());
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

}  // namespace kedang
