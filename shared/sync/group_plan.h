// GroupPlan: how ApplyGroup judges a group, planned whole in memory: nothing is written before every mutation is accepted.
// Private to ApplyGroup. What is decided about a mutation is in group_plan.cpp, cells and what their author has seen in
// group_merge.cpp, the whole group's checks and its writing in group_write.cpp.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "shared/sync/apply.h"

namespace kedang {

class GroupPlan {
 public:
  GroupPlan(const ApplyContext& context, const Group& group)
      : context_(context), group_(group), now_(context.clock.NowMs()) {}

  Result<std::vector<MutationResult>> Run();

 private:
  // Auto numbers count by the calendar day in China.
  static constexpr int kZoneMinutes = 8 * 60;

  struct Draft {
    Record record;
    Record before;  // as it was in the store; of a fresh one nothing
    bool is_new = false;
    bool is_fresh = false;
    bool is_changed = false;
    bool is_contested = false;  // a conflict over it was made
    std::vector<FieldId> touched;
  };

  Status Plan(const Mutation& mutation);
  Result<Outcome> Decide(const Mutation& mutation, MutationResult& result);
  Result<Outcome> Decide(const Mutation& mutation, bool is_older, MutationResult& result);
  Result<Outcome> SayWhereItIs(const Schema& schema, Id record, MutationResult& result);
  Outcome Block(MutationResult& result, FieldId field, std::string code, std::string message);
  Result<Draft*> FindDraft(Id id);
  Result<Version> TakeVersion();
  HistoryEntry& AddHistory(const Mutation& mutation, Version version, Outcome outcome);
  void Change(Draft& draft, Version version);

  Result<Outcome> Insert(const Schema& schema, const Mutation& mutation, Draft* draft, MutationResult& result);
  void KeepAuthor(const Schema& schema, bool is_made, Record& record, Version version);
  void FillDefaults(Record& record, HistoryEntry& entry, const MutationResult& result);
  Result<Outcome> Delete(const Mutation& mutation, Draft* draft, MutationResult& result);
  Result<Outcome> RestoreRecord(const Mutation& mutation, Draft* draft, MutationResult& result);
  Result<Outcome> Resolve(const Schema& schema, const Mutation& mutation, Draft* draft, MutationResult& result);

  Result<Version> OwnVersion(MutationNumber mid, Version current);
  Result<bool> IsOwn(MutationNumber last, Version version);
  Result<std::optional<MutationResult>> OwnResult(MutationNumber mid);
  Result<bool> IsByOwnRevert(const Mutation& mutation, Version version);
  Result<Version> VersionBeforeConversion(Id record, const Cell& cell, Version seen);
  Result<Outcome> Merge(const Schema& schema, const Mutation& mutation, Draft& draft, MutationResult& result);
  Conflict MakeConflict(const Mutation& mutation, const CellEdit& edit, const Cell& current);
  Status NameEarlierAuthor(Conflict& conflict, const Cell& current);
  Result<bool> HasSeenItems(const CellEdit& seen, Id record, const Cell& cell);
  Result<bool> HasSeenAll(const Mutation& mutation, const Draft& draft, Version own);

  void CheckOwners();
  Status CheckDrafts();
  Status Refuse();
  Status Write();
  Status NoteBatch();

  const ApplyContext& context_;
  const Group& group_;
  TimeMs now_;
  std::map<Id, Draft> drafts_;
  std::vector<MutationResult> results_;
  std::vector<HistoryEntry> history_;
  std::vector<Conflict> conflicts_;
  bool is_refused_ = false;
};

}  // namespace kedang
