#include "shared/sync/batch_revert.h"

#include "shared/sync/group_plan.h"
#include "shared/sync/messages.h"
#include "shared/sync/revert_plan.h"

namespace kedang {
namespace {

// Of one record: far more than people ever do to one.
constexpr std::size_t kLongestHistory = 10'000;

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
    KEDANG_RETURN_IF_ERROR(AddToChain(*batch));
    KEDANG_ASSIGN(const std::uint64_t sequence, context_.store.NextSequence());
    result_.version = Version{context_.store.epoch().number, sequence};
    KEDANG_RETURN_IF_ERROR(NoteBatch(*batch));
    KEDANG_ASSIGN(const std::vector<Id> records, context_.store.RecordsOfBatch(*batch));
    for (const Id record : records) KEDANG_RETURN_IF_ERROR(Plan(record));
    KEDANG_RETURN_IF_ERROR(ApplyPlanned());
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

  // What took it back and was taken back itself undid nothing in the end.
  Status AddToChain(const Batch& batch) {
    if (!chain_.emplace(batch.id, batch.author).second) return {};
    KEDANG_ASSIGN(const std::vector<Batch> reverts, context_.store.RevertsOf(batch.id));
    for (const Batch& revert : reverts) KEDANG_RETURN_IF_ERROR(AddToChain(revert));
    return {};
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
    RevertPlan plan = PlanRevert(*schema, *record, history, chain_);
    const bool may_know = MaySee(context_.principal, *schema, *record);
    for (const KeptCell& cell : plan.kept) Keep(record->schema, id, cell, may_know);
    if (planned_.size() + plan.mutations.size() > kMaxPushMutations) KEDANG_RETURN_IF_ERROR(ApplyPlanned());
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
  // record.
  Status ApplyPlanned() {
    if (planned_.empty()) return {};
    const Group whole = GroupOf(std::exchange(planned_, {}));
    KEDANG_ASSIGN(const bool is_done, Apply(whole));
    if (is_done) return {};
    for (std::size_t first = 0; first < whole.mutations.size();) {
      std::size_t end = first + 1;
      while (end < whole.mutations.size() && whole.mutations[end].record == whole.mutations[first].record) ++end;
      const auto begin = whole.mutations.begin();
      const Group part = GroupOf({begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(end)});
      first = end;
      KEDANG_ASSIGN(const bool is_part_done, Apply(part));
      if (is_part_done) continue;
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
    for (std::size_t i = 0; i < results.size(); ++i) {
      const Mutation& mutation = group.mutations[i];
      if (!(mutation.record == last)) ++records_;
      last = mutation.record;
      if (mutation.kind == MutationKind::kDelete) ++deleted_;
      if (mutation.kind == MutationKind::kRestore) ++restored_;
      if (mutation.kind == MutationKind::kSet) ++changed_;
      if (results[i].version.sequence != 0) result_.version = results[i].version;
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
  BatchChain chain_;
  std::vector<Mutation> planned_;
  Issues told_;
  std::uint64_t records_ = 0, deleted_ = 0, restored_ = 0, changed_ = 0, kept_ = 0;
};

}  // namespace

Result<bool> IsInForce(ServerReader& store, Id batch) {
  KEDANG_ASSIGN(const std::vector<Batch> reverts, store.RevertsOf(batch));
  for (const Batch& revert : reverts) {
    KEDANG_ASSIGN(const bool is_in_force, IsInForce(store, revert.id));
    if (is_in_force) return false;
  }
  return true;
}

Result<std::vector<MutationResult>> RevertBatch(const ApplyContext& context, const Group& group) {
  return BatchRevert(context, group).Run();
}

}  // namespace kedang
