// DuplicateDesk: 查重 without a window: the records of one template that this person holds, scanned for the same ones in slices,
// as groups that wait for a decision, were put off or are decided. The lists follow the records and what people decide, here
// and elsewhere: a decision that is taken back brings its group back. Offline as well as online.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/sync/duplicate_scan.h"
#include "wasm/app/decision_book.h"

namespace kedang {

enum class DeskPart : std::uint8_t { kPending, kLater, kDone };

// Of the last whole scan.
struct ScanFacts {
  TimeMs at_ms = 0;      // 0: there was none
  TimeMs taken_ms = 0;
  std::size_t records = 0;
};

class DuplicateDesk {
 public:
  // The workspace must outlive it.
  explicit DuplicateDesk(Workspace& workspace) : workspace_(workspace), book_(workspace) {}

  // Templates whose records can be the same, in their order.
  std::vector<const Schema*> Schemas() const;
  // Turns to a template; to another one, or another version of it, is to begin anew. Null: none.
  void Choose(const Schema* schema);
  const Schema* schema() const { return schema_.get(); }
  std::size_t record_count() const { return schema_ == nullptr ? 0 : workspace_.records().LiveCount(schema_->id); }

  void StartScan();
  // What was found before stays.
  void StopScan();
  // Works until `is_over`; true when there is nothing to do.
  bool Step(const std::function<bool()>& is_over);
  bool is_scanning() const { return next_scan_ != nullptr; }
  float Share() const;  // of the scan
  const ScanFacts& facts() const { return facts_; }
  bool is_scanned() const { return facts_.at_ms != 0; }
  // Records that changed since then, as far as it is remembered.
  std::size_t ChangedSince();

  // The likeliest first; good until a record changes.
  const std::vector<DuplicateCluster>& groups(DeskPart part);
  // What was decided, the newest first; good until a decision changes.
  const std::vector<const ListedDecision*>& decided();
  // The place of the group that holds the record.
  std::optional<std::size_t> FindGroup(DeskPart part, Id record);
  // Makes a group around one record when the scan made none: of those it may be the same as. False: there are none.
  bool LookAt(Id record);

  std::optional<DuplicateExplanation> Explain(Id a, Id b) const;
  // Branches and parents of these records that stay out of their group, each with the one it belongs to.
  std::vector<DuplicatePair> RelatedTo(const std::vector<Id>& records);
  DecisionBook& book() { return book_; }

  // Groups of mutations; empty where nothing is to be done.
  Group MakeDecision(const std::vector<Id>& records, DuplicateVerdict verdict, Id author);
  // `branch` gets the other one as its parent where the template has such a field and it is empty.
  Group MakeRelated(Id branch, Id parent, Id author);
  // Whoever decided it and administrators may.
  bool MayUndecide(const ListedDecision& listed) const;
  // The decision is forgotten. Of a merge: it is taken apart.
  Group MakeUndecided(const ListedDecision& listed);

 private:
  using IdPair = std::pair<Id, Id>;
  static std::vector<Id> Sorted(std::vector<Id> ids);

  bool TakeRows(const std::function<bool()>& is_over);
  void FinishScan();
  void Refresh();
  void AddCluster(const DuplicateCluster& found, std::set<Id>& placed);
  bool IsLive(Id record) const;
  bool MayForget(const Record& decision) const;

  Workspace& workspace_;
  DecisionBook book_;
  std::unique_ptr<Schema> schema_;
  std::unique_ptr<DuplicateScan> scan_, next_scan_;  // the last one, and the one under way
  Row next_row_ = 0;
  TimeMs started_ms_ = 0;
  std::uint64_t started_revision_ = 0, scanned_revision_ = 0;
  std::vector<FieldId> columns_;                      // sorted: what is compared
  ScanFacts facts_;
  std::vector<DuplicateCluster> found_;               // by the scan, and around records looked at
  std::vector<std::vector<Id>> decided_before_;       // what the scan was told to keep apart
  std::vector<std::vector<Id>> next_decided_;
  std::vector<DuplicatePair> related_;
  std::vector<DuplicateCluster> pending_, later_;
  std::vector<const ListedDecision*> decided_;
  std::uint64_t revision_ = 0, decided_revision_ = 0;  // of the lists
  bool is_stale_ = true;
};

}  // namespace kedang
