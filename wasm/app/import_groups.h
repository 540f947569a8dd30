// ImportGroups: what an import writes in one slice. New records go together, two hundred a group; a record that is there already
// has a group of its own, because what others did to it meanwhile may refuse it, and must not refuse the rest. Rows that change
// the same record make one change: the later one builds on what the earlier one will have written.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "wasm/app/workspace.h"

namespace kedang {

class ImportGroups {
 public:
  explicit ImportGroups(Workspace& workspace) : workspace_(workspace) {}

  // Empties it; what is added next belongs to that batch.
  void Begin(const Provenance& provenance, std::uint32_t schema_version);
  bool empty() const { return groups_.empty(); }
  // As much as one transaction of the browser should hold.
  bool is_full() const { return mutations_ >= kMostMutations; }
  std::vector<Group> Take();

  // The record as it will be behind this slice; nothing when there is none.
  std::optional<Record> Find(Id record) const;
  // A new record, or one that goes.
  void Add(Mutation mutation);
  // In a group of its own, whatever the batch.
  void AddAlone(const Provenance& provenance, Mutation mutation);
  // Of a record that Find gives.
  void Change(Id record, std::vector<std::pair<FieldId, Value>> cells);

 private:
  static constexpr std::size_t kGroupRows = 200;
  static constexpr std::size_t kMostMutations = 20 * kGroupRows;

  struct Changed {
    Record now;
    std::vector<std::pair<FieldId, Value>> cells;  // against the record in the workspace
    std::size_t group = 0;
  };
  std::vector<Mutation>& NewGroup();

  Workspace& workspace_;
  Provenance provenance_;
  std::uint32_t schema_version_ = 0;
  std::vector<Group> groups_;
  std::size_t joint_ = 0;  // the group that takes more, from 1; 0: none does
  std::size_t mutations_ = 0;
  std::map<Id, Changed> changed_;
};

}  // namespace kedang
