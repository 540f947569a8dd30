#include "shared/sync/batch_revert.h"

#include "shared/sync/group_plan.h"
#include "shared/sync/messages.h"
#include "shared/sync/revert_plan.h"

namespace kedang {
namespace {

// Of one record: more than people ever do to one. What has a longer one stays as it is: without all of it nobody can say what
// was before.
constexpr std::size_t kLongestHistory = 2'000;
// Batches that took back one another, from the first that did not.
constexpr std::size_t kMostReverts = 100;

// The batch and whatever took it back, took that back and so on; each behind the one it took back, `parents` says which.
struct RevertTree {
  std::vector<Batch> batches;
  std::vector<std::size_t> parents;
};

Result<RevertTree> TreeOf(ServerReader& store, const Batch& root) {
  RevertTree tree{{root}, {0}};
  for (std::size_t i = 0; i < tree.batches.size() && tree.batches.size() <= kMostReverts; ++i) {
    KEDANG_ASSIGN(std::vector<Batch> reverts, store.RevertsOf(tree.batches[i].id));
    for (Batch& revert : reverts) {
      tree.batches.push_back(std::move(revert));
      tree.parents.push_back(i);
    }
  }
  return tree;
}

// What was taken back before anything else, of the batches that the batch took back.
Result<Batch> RootOf(ServerReader& store, Batch batch) {
  for (std::size_t steps = 0; !batch.reverts.is_nil() && steps <= kMostReverts; ++steps) {
    KEDANG_ASSIGN(auto reverted, store.FindBatch(batch.reverts));
    if (!reverted) break;
    batch = *std::move(reverted);
  }
  return batch;
}

Issue MakeNote(Severity severity, FieldId field, std::string code, std::string message) {
  Issue issue;
  issue.severity = severity;
  issue.field = field;
  issue.code = std::move(code);
  issue.message = std::move(message);
  return issue;
}

class BatchRevert {
 public:
  BatchRevert(const ApplyContext& context, const Group& group) : context_(context), group_(group), now_(context.clock.NowMs()) {}

  Result<std::vector<MutationResult>> Run() {
    KEDANG_ASSIGN(result_.outcome, Decide());
    result_.mid = group_.mutations.front().mid;
    if (!IsAccepted(result_.outcome) && result_.outcome != Outcome::kVoid) {
      for (const Mutation& mutation : group_.mutations) {
        MutationResult refused = result_;
        refused.mid = mutation.mid;
        if (context_.keeps_refused) {
          KEDANG_RETURN_IF_ERROR(context_.store.KeepRejected(context_.principal, context_.replica, mutation, refused, now_));
        }
        results_.push_back(std::move(refused));
      }
    } else {
      results_.push_back(std::move(result_));
    }
    return std::move(results_);
  }

 private:
  Outcome Block(std::string code, std::string message) {
    result_.issues.push_back(MakeNote(Severity::kBlock, 0, std::move(code), std::move(message)));
    return Outcome::kInvalid;
  }

  Result<Outcome> Decide() {
    if (group_.mutations.size() != 1) return Block("revert_alone", "taking a batch back is a group of its own");
    const Id id = group_.mutations.front().record;
    KEDANG_ASSIGN(const auto batch, context_.store.FindBatch(id));
    if (!batch) return Outcome::kGone;
    if (!(batch->author == context_.principal.user) && !MayAdminister(context_.principal)) return Outcome::kDenied;
    KEDANG_ASSIGN(const bool is_in_force, IsInForce(context_.store, id));
    if (!is_in_force) return Outcome::kVoid;
    KEDANG_RETURN_IF_ERROR(NameItself(id));
    if (is_again_) return Outcome::kVoid;
    if (batch->kind == SourceKind::kImport && now_ - batch->at_ms > kImportRevertMs) {
      return Block("revert_too_late", "an import can be taken back for thirty days");
    }
    KEDANG_ASSIGN(const Batch root, RootOf(context_.store, *batch));
    KEDANG_ASSIGN(const RevertTree all, TreeOf(context_.store, root));
    if (all.batches.size() >= kMostReverts) return Block("revert_too_often", "it was taken back and brought back too often");
    is_whole_ = root.kind == SourceKind::kMerge;
    KEDANG_ASSIGN(const RevertTree below, TreeOf(context_.store, *batch));
    for (const Batch& one : below.batches) chain_.emplace(one.id, one.author);
    KEDANG_ASSIGN(const std::vector<Id> records, context_.store.RecordsOfBatch(*batch));
    // The record of the import is none that was imported; the end of its batch is to say so there.
    KEDANG_ASSIGN(const bool has_run, records.empty() ? Result<bool>(false) : IsRun(records.front()));
    if (records.size() - (has_run ? 1 : 0) > context_.most_reverted) {
      return Block("revert_too_large", "the batch changed more than " + std::to_string(context_.most_reverted) +
                                           " records: an administrator takes it back with kedang import undo");
    }
    KEDANG_ASSIGN(const std::uint64_t sequence, context_.store.NextSequence());
    result_.version = Version{context_.store.epoch().number, sequence};
    for (const Id record : records) KEDANG_RETURN_IF_ERROR(Plan(record));
    KEDANG_RETURN_IF_ERROR(ApplyPlanned());
    // Where nothing could be done, nothing is taken back: somebody with more rights may try again.
    if (refused_ > 0 && records_ == 0) {
      result_.version = Version();
      const Outcome outcome = Block("revert_refused", "rights or rules stand against taking it back");
      for (Issue& issue : told_) result_.issues.push_back(std::move(issue));
      return outcome;
    }
    KEDANG_RETURN_IF_ERROR(NoteBatch(*batch));
    Tell();
    return kept_ == 0 ? Outcome::kApplied : Outcome::kMerged;
  }

  // The batch that the changes will belong to. Of a mutation that comes again after its result was lost it is there already.
  Status NameItself(Id reverted) {
    own_ = group_.provenance.batch;
    if (own_.is_nil() || own_ == reverted) own_ = MakeId(now_, context_.random);
    KEDANG_ASSIGN(const auto known, context_.store.FindBatch(own_));
    is_again_ = known && known->reverts == reverted;
    if (known && !is_again_) own_ = MakeId(now_, context_.random);
    return {};
  }

  Result<bool> IsRun(Id id) const {
    const Schema* runs = context_.schemas.Find(kRunSchema);
    KEDANG_ASSIGN(const auto record, context_.store.Find(id));
    return runs != nullptr && record && record->schema == runs->id;
  }

  Status NoteBatch(const Batch& batch) {
    Batch own;
    own.id = own_;
    own.kind = SourceKind::kUndo;
    own.source = group_.provenance.source.empty() ? batch.source : group_.provenance.source;
    own.author = context_.principal.user;
    own.schema = batch.schema;
    own.at_ms = now_;
    own.reverts = batch.id;
    return context_.store.AddToBatch(own);
  }

  Status Plan(Id id) {
    KEDANG_ASSIGN(const auto record, context_.store.Find(id));
    if (!record) return {};
    const Schema* schema = context_.schemas.Find(record->schema);
    if (schema == nullptr) return {};
    KEDANG_ASSIGN(const auto history, context_.store.History(id, kLongestHistory));
    const bool is_known = history.size() < kLongestHistory;
    RevertPlan plan = is_known ? PlanRevert(*schema, *record, history, chain_) : RevertPlan{{}, {{0, KeptReason::kEdited}}};
    const bool may_know = MaySee(context_.principal, *schema, *record);
    for (const KeptCell& cell : plan.kept) Keep(record->schema, id, cell, may_know);
    const bool is_full = planned_.size() + plan.mutations.size() > kMaxPushMutations;
    if (is_full && !is_whole_) KEDANG_RETURN_IF_ERROR(ApplyPlanned());
    for (Mutation& mutation : plan.mutations) planned_.push_back(std::move(mutation));
    return {};
  }

  Group GroupOf(std::vector<Mutation> mutations) const {
    Group group;
    group.id = group_.id;
    group.provenance = {SourceKind::kUndo, group_.provenance.source, own_};
    group.mutations = std::move(mutations);
    return group;
  }

  // All of them together, so that what belongs together comes back together; where something stands against that, record by
  // record. A merge is taken apart whole or not at all: half of one would leave references to what is deleted.
  Status ApplyPlanned() {
    if (planned_.empty()) return {};
    const Group whole = GroupOf(std::exchange(planned_, {}));
    KEDANG_ASSIGN(const bool is_done, Apply(whole));
    if (is_done) return {};
    if (is_whole_) {
      ++refused_;
      return {};
    }
    for (std::size_t first = 0; first < whole.mutations.size();) {
      std::size_t end = first + 1;
      while (end < whole.mutations.size() && whole.mutations[end].record == whole.mutations[first].record) ++end;
      const auto begin = whole.mutations.begin();
      const Group part = GroupOf({begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(end)});
      first = end;
      KEDANG_ASSIGN(const bool is_part_done, Apply(part));
      if (is_part_done) continue;
      ++refused_;
      const Mutation& mutation = part.mutations.front();
      KEDANG_ASSIGN(const auto record, context_.store.Find(mutation.record));
      const Schema* schema = context_.schemas.Find(mutation.schema);
      const bool may_know = record && schema != nullptr && MaySee(context_.principal, *schema, *record);
      Keep(mutation.schema, mutation.record, {0, KeptReason::kRefused}, may_know);
    }
    return {};
  }

  Result<bool> Apply(const Group& group) {
    ApplyContext context{context_.schemas, context_.lexicon, context_.rules,     context_.clock, context_.random,
                         context_.store,   context_.principal, context_.replica, false};
    KEDANG_ASSIGN(const auto results, GroupPlan(context, group).Run());
    for (const MutationResult& result : results) {
      if (!IsAccepted(result.outcome) && result.outcome != Outcome::kVoid) return false;
    }
    Id last;
    const Schema* const runs = context_.schemas.Find(kRunSchema);
    for (std::size_t i = 0; i < results.size(); ++i) {
      const Mutation& mutation = group.mutations[i];
      if (results[i].version.sequence != 0) result_.version = results[i].version;
      if (runs != nullptr && mutation.schema == runs->id) continue;
      if (!(mutation.record == last)) ++records_;
      last = mutation.record;
      if (mutation.kind == MutationKind::kDelete) ++deleted_;
      if (mutation.kind == MutationKind::kRestore) ++restored_;
      if (mutation.kind == MutationKind::kSet) ++changed_;
    }
    return true;
  }

  // What its reader may not know of is counted only.
  void Keep(SchemaId schema, Id record, const KeptCell& cell, bool may_know) {
    ++kept_;
    if (!may_know || told_.size() >= kMaxKeptTold) return;
    Issue issue = MakeNote(Severity::kWarn, cell.field, "revert_kept", "it stays as it is");
    const Schema* known = context_.schemas.Find(schema);
    issue.details = {{"record", FormatId(record)},
                     {"schema", known != nullptr ? known->key : ""},
                     {"reason", std::string(KeptReasonName(cell.reason))}};
    told_.push_back(std::move(issue));
  }

  void Tell() {
    Issue done = MakeNote(Severity::kInfo, 0, "revert_done", "the batch was taken back");
    done.details = {{"records", std::to_string(records_)}, {"deleted", std::to_string(deleted_)},
                    {"restored", std::to_string(restored_)}, {"changed", std::to_string(changed_)},
                    {"kept", std::to_string(kept_)}};
    result_.issues.push_back(std::move(done));
    for (Issue& issue : told_) result_.issues.push_back(std::move(issue));
  }

  const ApplyContext& context_;
  const Group& group_;
  TimeMs now_;
  MutationResult result_;
  std::vector<MutationResult> results_;
  Id own_;
  bool is_again_ = false;
  bool is_whole_ = false;  // all of it or nothing
  BatchChain chain_;
  std::vector<Mutation> planned_;
  Issues told_;
  std::uint64_t records_ = 0, deleted_ = 0, restored_ = 0, changed_ = 0, kept_ = 0, refused_ = 0;
};

}  // namespace

Result<bool> IsInForce(ServerReader& store, Id batch) {
  Batch root;
  root.id = batch;
  KEDANG_ASSIGN(const RevertTree tree, TreeOf(store, root));
  std::vector<bool> is_in_force(tree.batches.size(), true);
  for (std::size_t i = tree.batches.size(); i-- > 1;) {
    if (is_in_force[i]) is_in_force[tree.parents[i]] = false;
  }
  return bool(is_in_force.front());
}

Result<std::vector<MutationResult>> RevertBatch(const ApplyContext& context, const Group& group) {
  return BatchRevert(context, group).Run();
}

}  // namespace kedang
