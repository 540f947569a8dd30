#include "server/dedupe_job.h"

#include <chrono>
#include <unordered_set>

#include "server/import_ledger.h"
#include "server/match_threads.h"
#include "shared/sync/apply.h"
#include "shared/sync/store_lookup.h"

namespace kedang {
namespace {

class DedupeJob {
 public:
  DedupeJob(Instance& instance, const DedupeRequest& request, const DedupeProgress& progress)
      : instance_(instance), request_(request), progress_(progress) {}

  Result<DedupeAnswer> Run() {
    const auto start = std::chrono::steady_clock::now();
    DuplicateScan scan(*request_.schema, &instance_.lexicon());
    {
      KEDANG_ASSIGN(const Instance::Reader reader, instance_.Read());
      KEDANG_RETURN_IF_ERROR(Fill(*reader, scan));
    }
    DuplicateScan::Options options;
    options.threshold = request_.threshold;
    options.run_parts = RunPartsOnThreads;
    options.on_stage = progress_;
    std::vector<DuplicateCluster> clusters = scan.Run(options);
    answer_.records = scan.size();
    answer_.candidates = scan.candidates();
    answer_.threshold = scan.threshold();
    answer_.related = scan.related();
    progress_("clusters");
    for (DuplicateCluster& cluster : clusters) {
      DedupedCluster& told = answer_.clusters.emplace_back();
      for (const DuplicatePair& pair : cluster.pairs) {
        if (auto why = scan.Explain(pair.a, pair.b)) told.pairs.push_back({pair, std::move(*why)});
      }
      told.cluster = std::move(cluster);
      KEDANG_RETURN_IF_ERROR(request_.is_applied && IsToBeMerged(told.cluster) ? Merge(told) : Look(told));
    }
    answer_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(answer_);
  }

 private:
  Status Fill(SqliteStore& store, DuplicateScan& scan) {
    const SchemaSet& schemas = instance_.schemas();
    KEDANG_RETURN_IF_ERROR(store.Scan(request_.schema->id, [&](const Record& record) {
      if (Project(request_.author, schemas, record)) scan.Add(record);
      return true;
    }));
    const Schema* decisions = schemas.Find(kDecisionSchema);
    if (decisions == nullptr) return {};
    return store.Scan(decisions->id, [&](const Record& record) {
      const auto decision = ReadDecision(*decisions, record);
      if (decision && Project(request_.author, schemas, record)) scan.AddDecision(*decision);
      return true;
    });
  }

  bool IsToBeMerged(const DuplicateCluster& cluster) const {
    return !cluster.is_put_off && cluster.probability >= request_.apply_from && cluster.records.size() <= kMostMergedAtOnce;
  }

  // The records as they are, which stays and what it will say.
  Status Prepare(SqliteStore& store, DedupedCluster& told) {
    told.records.clear();
    for (const Id id : told.cluster.records) {
      KEDANG_ASSIGN(auto record, store.Find(id));
      if (record && !record->is_deleted) told.records.push_back(std::move(*record));
    }
    if (told.records.size() < 2) return {};
    told.kept = BestKept(*request_.schema, told.records);
    SurvivorChoice choice;
    choice.kept = told.kept;
    choice.rules = request_.rules;
    std::optional<ValueTrust> trust;
    Status status;
    for (const auto& [field, rule] : request_.rules) {
      if (rule != SurvivorRule::kTrusted || trust) continue;
      KEDANG_ASSIGN(ValueTrust made, ValueTrust::Make(store, instance_.schemas()));
      trust.emplace(std::move(made));
    }
    choice.trust = [&](std::size_t record, FieldId field) {
      if (!trust) return 0;
      const auto rank = trust->Of(told.records[record], field);
      if (!rank.ok()) status = rank.error();
      return rank.ok() ? *rank : 0;
    };
    told.golden = GoldenRecord(*request_.schema, told.records, choice);
    return status;
  }

  Status Look(DedupedCluster& told) {
    KEDANG_ASSIGN(const Instance::Reader reader, instance_.Read());
    return Prepare(*reader, told);
  }

  // Judged like any edit of that user: rights, rules, history.
  Status Merge(DedupedCluster& told) {
    const Lexicon& lexicon = instance_.lexicon();
    return instance_.writer().Submit([&](SqliteStore& store) -> Status {
      KEDANG_ASSIGN(const auto edition, instance_.EditionAt(store.connection()));
      KEDANG_RETURN_IF_ERROR(Prepare(store, told));
      if (told.records.size() < 2) return {};
      const TimeMs now = instance_.clock().NowMs();
      MergeRequest merge;
      merge.records = told.records;
      merge.kept = told.kept;
      merge.golden = told.golden;
      merge.probability = told.cluster.probability;
      merge.author = request_.author.user;
      merge.decision = MakeId(now, instance_.random());
      merge.batch = MakeId(now, instance_.random());
      StoreLookup related(store);
      StoredEditMaker edits;
      auto made = MakeMerge(edition->schemas(), merge, related, edits);
      KEDANG_RETURN_IF_ERROR(related.status());
      if (!made.ok()) {
        Issue issue;
        issue.code = std::string(ErrorCodeName(made.error().code));
        issue.message = made.error().message;
        told.issues.push_back(std::move(issue));
        ++answer_.refused;
        return {};
      }
      made->group.id = MakeId(now, instance_.random());
      for (Mutation& mutation : made->group.mutations) mutation.client_ms = now;
      // Nobody's work is lost when it may not be: the answer says so.
      const ApplyContext context{edition->schemas(), lexicon, edition->rules(lexicon), instance_.clock(), instance_.random(), store,
                                 request_.author,    Id(),    false};
      KEDANG_ASSIGN(const auto results, ApplyGroup(context, made->group));
      for (const MutationResult& result : results) {
        if (IsAccepted(result.outcome)) continue;
        if (told.issues.empty()) ++answer_.refused;
        for (const Issue& issue : result.issues) {
          if (issue.code != "group_refused") told.issues.push_back(issue);
        }
        if (told.issues.empty()) told.issues.push_back(Issue{Severity::kBlock, 0, "denied", "it may not be changed", {}, ""});
      }
      if (!told.issues.empty()) return {};
      told.batch = merge.batch;
      ++answer_.merged;
      return {};
    });
  }

  Instance& instance_;
  const DedupeRequest& request_;
  const DedupeProgress& progress_;
  DedupeAnswer answer_;
};

}  // namespace

Result<DedupeAnswer> RunDedupe(Instance& instance, const DedupeRequest& request, const DedupeProgress& progress) {
  return DedupeJob(instance, request, progress).Run();
}

}  // namespace kedang
