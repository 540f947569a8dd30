// Outbox: the groups this replica still owes the server, in the order they were made, and what they do to the records on
// screen. What the user sees is the base overlaid with the outbox. Pure: persistence is the client's business.
#pragma once

#include <deque>
#include <unordered_map>

#include "shared/store/memory_store.h"
#include "shared/sync/codec.h"

namespace kedang {

// A cell that an own unconfirmed mutation set carries Version{0, mid}: epoch 0 never exists on a server.
inline bool IsPendingVersion(Version version) { return version.epoch == 0 && version.sequence != 0; }

// Applies one pending mutation to what is on screen. `record` is nothing while the record does not exist.
void OverlayMutation(const Schema* schema, const Mutation& mutation, std::optional<Record>& record);

// A group that changes nothing: it only uses up a number whose edit is gone, because the server takes no gap. The server
// refuses it (it names no record), and nobody is told.
Group MakeFiller(MutationNumber mid);
inline bool IsFiller(const Group& group) { return group.mutations.front().record.is_nil(); }

class Outbox {
 public:
  void Append(Group group);
  const std::deque<Group>& groups() const { return groups_; }
  std::size_t mutation_count() const { return mutation_count_; }
  bool Touches(Id record) const { return touched_.count(record) != 0; }

  // Takes out every group whose mutations all have numbers up to `last_mid`, oldest first.
  std::vector<Group> TakeThrough(MutationNumber last_mid);
  // The group that holds `mid` is replaced by fillers; gives the group.
  std::optional<Group> PutAside(MutationNumber mid);
  // Takes out the fillers; then the numbers have gaps.
  void DropFillers();
  // New numbers from 1 on, base_mid links kept where their target is here too. Returns the next free number.
  MutationNumber Renumber();

  // `base` with every pending mutation of the record applied in order.
  std::optional<Record> Overlay(const SchemaSet& schemas, Id record, std::optional<Record> base) const;

 private:
  std::deque<Group> groups_;
  std::size_t mutation_count_ = 0;
  std::unordered_map<Id, std::vector<const Mutation*>> touched_;
  void Index(const Group& group);
  void Reindex();
};

}  // namespace kedang
