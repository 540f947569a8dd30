// SyncClient: edits, from what an author saw to the outbox, and the tray.
#include <algorithm>
#include <utility>

#include "shared/model/withheld.h"
#include "shared/sync/client.h"
#include "shared/sync/client_state.h"
#include "shared/sync/mutant.h"

namespace kedang {
namespace {

// Whether every value is of the kind its field has now.
bool FitsSchemas(const SchemaSet& schemas, const Mutation& mutation) {
  const Schema* schema = schemas.Find(mutation.schema);
  if (schema == nullptr) return false;
  return std::all_of(mutation.edits.begin(), mutation.edits.end(), [schema](const CellEdit& edit) {
    if (edit.field == 0) return true;
    const Field* field = schema->Find(edit.field);
    const bool is_there = field != nullptr && !field->is_retired;
    return is_there && (edit.value.is_null() || edit.value.kind() == KindOf(field->type));
  });
}

}  // namespace

Mutation SyncClient::MakeInsert(SchemaId schema, Id id, std::vector<std::pair<FieldId, Value>> cells) {
  Mutation mutation;
  mutation.kind = MutationKind::kInsert;
  mutation.schema = schema;
  mutation.record = id;
  for (auto& [field, value] : cells) {
    if (value.is_null()) continue;
    CellEdit edit;
    edit.field = field;
    edit.value = std::move(value);
    mutation.edits.push_back(std::move(edit));
  }
  return mutation;
}

// An own mutation that this replica still knows, and the version it made, when that is known.
const Mutation* SyncClient::FindOwn(MutationNumber mid, Version& version) const {
  const auto find = [mid](const Group& group) -> const Mutation* {
    for (const Mutation& mutation : group.mutations) {
      if (mutation.mid == mid) return &mutation;
    }
    return nullptr;
  };
  for (const Group& group : outbox_.groups()) {
    if (const Mutation* mutation = IsFiller(group) ? nullptr : find(group)) return mutation;
  }
  auto settled = journal_.upper_bound(mid);
  if (settled != journal_.begin()) {
    --settled;
    if (const Mutation* mutation = find(settled->second.group)) {
      for (const MutationResult& result : settled->second.results) {
        if (result.mid == mid) version = result.version;
      }
      return mutation;
    }
  }
  for (const auto& [key, queued] : tray_) {
    if (const Mutation* mutation = find(queued.group)) return mutation;
  }
  return nullptr;
}

// The own mutation that made this version, if it has no outcome that counts: it was not judged yet, or has to be once more since
// the server forgot it. 0: what the server has confirmed.
MutationNumber SyncClient::OpenMid(Version version, MutationNumber before) const {
  if (IsPendingVersion(version)) return version.sequence;
  for (auto again = sent_again_.lower_bound(before); again != sent_again_.begin();) {
    --again;
    if (again->second.version == version) return again->first;
  }
  return 0;
}

// The base of an edit is what its author saw, however much has come since: the confirmed value or, on an own edit without
// an outcome then, what that one was based on.
void SyncClient::AddBase(CellEdit& edit, const Record* seen, Id record) const {
  const Cell* cell = seen != nullptr ? seen->FindCell(edit.field) : nullptr;
  if (cell == nullptr) return;  // an empty cell was seen: the base is empty
  edit.base_mid = OpenMid(cell->version, state_.next_mid);
  if (edit.base_mid == 0) {
    if (!IsWithheld(cell->value)) edit.base_value = cell->value;  // seen or not, its version is known
    edit.base_version = cell->version;
    return;
  }
  if (cell->value.kind() == Value::Kind::kList) {
    edit.base_value = cell->value;  // lists are merged item by item: what counts is what was taken from them and added
    return;
  }
  Version version;
  const Mutation* own = FindOwn(edit.base_mid, version);
  if (own == nullptr || !(own->record == record)) {
    // Sent again from the tray under another number, or discarded: what was seen counts by its value.
    if (!IsWithheld(cell->value)) edit.base_value = cell->value;
    return;
  }
  for (const CellEdit& earlier : own->edits) {
    if (earlier.field != edit.field) continue;
    const bool is_list = earlier.value.kind() == Value::Kind::kList || earlier.base_value.kind() == Value::Kind::kList;
    if (version.sequence != 0) {
      edit.base_value = cell->value;
      edit.base_version = version;
    } else if (!is_list) {  // of a list that is empty now
      edit.base_value = earlier.base_value;
      edit.base_version = earlier.base_version;
    }
  }
}

// A delete says of a list every item that its author had before him, also those that own edits without an outcome took out:
// they are there again when such an edit is refused.
void SyncClient::AddTakenOut(CellEdit& edit) const {
  TextList seen = edit.base_value.list();
  for (MutationNumber mid = edit.base_mid, below = 0; mid != 0; mid = std::exchange(below, 0)) {
    Version version;
    const Mutation* own = FindOwn(mid, version);
    if (own == nullptr) break;
    for (const CellEdit& earlier : own->edits) {
      if (earlier.field != edit.field) continue;
      for (const std::string& item : earlier.base_value.list()) {
        if (std::find(seen.begin(), seen.end(), item) == seen.end()) seen.push_back(item);
      }
      if (earlier.base_mid < mid) below = earlier.base_mid;
    }
  }
  edit.base_value = Value::List(std::move(seen));
}

Mutation SyncClient::MakeSet(const Record& seen, std::vector<std::pair<FieldId, Value>> cells) {
  Mutation mutation;
  mutation.kind = MutationKind::kSet;
  mutation.schema = seen.schema;
  mutation.record = seen.id;
  for (auto& [field, value] : cells) {
    CellEdit edit;
    edit.field = field;
    edit.value = std::move(value);
    AddBase(edit, &seen, seen.id);
    mutation.edits.push_back(std::move(edit));
  }
  return mutation;
}

Mutation SyncClient::MakeDelete(const Record& seen) {
  Mutation mutation;
  mutation.kind = MutationKind::kDelete;
  mutation.schema = seen.schema;
  mutation.record = seen.id;
  CellEdit whole;  // field 0 carries the state of the whole record the author saw
  whole.base_mid = OpenMid(seen.changed, state_.next_mid);
  if (whole.base_mid != 0) {
    if (const auto base = BaseOf(seen.id)) whole.base_version = base->changed;
  } else {
    whole.base_version = seen.changed;
  }
  mutation.edits.push_back(std::move(whole));
  // And each cell: what others wrote since must not go unseen, whatever version it has by then.
  for (const Cell& cell : seen.cells()) {
    CellEdit edit;
    edit.field = cell.field;
    AddBase(edit, &seen, seen.id);
    if (edit.base_value.kind() == Value::Kind::kList) AddTakenOut(edit);
    mutation.edits.push_back(std::move(edit));
  }
  return mutation;
}

Mutation SyncClient::MakeRestore(const Record& seen) {
  Mutation mutation;
  mutation.kind = MutationKind::kRestore;
  mutation.schema = seen.schema;
  mutation.record = seen.id;
  return mutation;
}

Mutation SyncClient::MakeResolve(const Conflict& conflict, std::optional<Value> value) {
  Mutation mutation;
  mutation.kind = MutationKind::kResolve;
  mutation.schema = conflict.schema;
  mutation.record = conflict.record;
  mutation.conflict = conflict.id;
  if (value && conflict.field != 0) {
    CellEdit edit;
    edit.field = conflict.field;
    edit.value = std::move(*value);
    const auto seen = view_->FindRecord(conflict.record);
    AddBase(edit, seen ? &*seen : nullptr, conflict.record);
    mutation.edits.push_back(std::move(edit));
  }
  return mutation;
}

Mutation SyncClient::MakeRevert(Id batch) const {
  Mutation mutation;
  mutation.kind = MutationKind::kRevert;
  mutation.record = batch;
  return mutation;
}

void SyncClient::Assign(Group& group) {
  if (group.id.is_nil()) group.id = NewId();
  for (Mutation& mutation : group.mutations) {
    mutation.mid = state_.next_mid++;
    if (mutation.schema_version == 0) mutation.schema_version = schemas_->version;
    if (mutation.client_ms == 0) mutation.client_ms = clock_.NowMs();
  }
}

void SyncClient::Submit(std::vector<Group> groups, std::function<void(Status)> done) {
  Submit(std::move(groups), "", std::move(done));
}

// In the same transaction the group `tray_key` leaves the tray, if one is named: it is never in both, nor in neither.
void SyncClient::Submit(std::vector<Group> groups, const std::string& tray_key, std::function<void(Status)> done) {
  if (!tray_key.empty()) leaving_tray_.insert(tray_key);
  std::erase_if(groups, [](const Group& group) { return group.mutations.empty(); });
  auto shared = std::make_shared<std::vector<Group>>(std::move(groups));
  const auto first_free = std::make_shared<MutationNumber>(0);
  const auto build = [this, shared, first_free, tray_key] {
    *first_free = state_.next_mid;
    std::vector<StorageWrite> writes;
    for (Group& group : *shared) {
      Assign(group);
      writes.push_back({StorageArea::kOutbox, NumberKey(group.mutations.front().mid), Encode(QueuedGroup{group, "", {}})});
    }
    if (!tray_key.empty()) writes.push_back({StorageArea::kTray, tray_key, std::nullopt});
    writes.push_back(StateWrite());
    return writes;
  };
  commits_.Try(build, [this, shared, first_free, tray_key, done = std::move(done)](Status status) {
    if (IsPlanted(Mutant::kQuotaIgnored)) status = Status();
    leaving_tray_.erase(tray_key);
    if (status.ok()) {
      tray_.erase(tray_key);
      std::vector<Id> touched;
      for (Group& group : *shared) {
        Shadow(group, touched);
        HideDecided(group);
        outbox_.Append(std::move(group));
      }
      Refresh(touched);
      observer_.OnRecordsChanged(touched);
      observer_.OnSyncStatusChanged();
    } else {
      state_.next_mid = *first_free;  // no other transaction was built since: the numbers are free again
    }
    done(std::move(status));
    OnCommitted();
  });
}

void SyncClient::Resubmit(const std::string& tray_key, std::function<void(Status)> done) {
  const auto found = tray_.find(tray_key);
  if (found == tray_.end() || found->second.group.mutations.empty() || leaving_tray_.count(tray_key) != 0) {
    done(Error{ErrorCode::kNotFound, "tray: no such group"});
    return;
  }
  Group group = found->second.group;
  group.id = Id();
  for (Mutation& mutation : group.mutations) {
    mutation.client_ms = 0;
    const bool fits = mutation.schema_version == schemas_->version || FitsSchemas(*schemas_, mutation);
    if (fits) mutation.schema_version = 0;
    // The author looks at the present state when sending it again, so that is what it is based on.
    const auto seen = view_->FindRecord(mutation.record);
    if (mutation.kind == MutationKind::kInsert) continue;
    if (mutation.kind == MutationKind::kDelete) {
      if (seen) mutation.edits = MakeDelete(*seen).edits;
      continue;
    }
    for (CellEdit& edit : mutation.edits) {
      edit.base_mid = 0;
      edit.base_value = Value();
      edit.base_version = Version();
      AddBase(edit, seen ? &*seen : nullptr, mutation.record);
      // The server reads the values as those of the schemas they were made under.
      if (!fits && edit.base_value.kind() != edit.value.kind()) edit.base_value = Value();
    }
  }
  Submit({std::move(group)}, tray_key, std::move(done));
}

void SyncClient::Discard(const std::string& tray_key, std::function<void(Status)> done) {
  if (tray_.count(tray_key) == 0 || leaving_tray_.count(tray_key) != 0) {
    done(Error{ErrorCode::kNotFound, "tray: no such group"});
    return;
  }
  Submit({}, tray_key, std::move(done));
}

void SyncClient::KeepInTray(std::vector<QueuedGroup> groups, std::function<void(Result<std::size_t>)> done) {
  auto shared = std::make_shared<std::vector<QueuedGroup>>(std::move(groups));
  auto fresh = std::make_shared<std::map<std::string, QueuedGroup>>();
  const auto build = [this, shared, fresh] {
    const auto is_here = [this](Id group) {
      const auto has_id = [group](const Group& one) { return one.id == group; };
      return std::any_of(outbox_.groups().begin(), outbox_.groups().end(), has_id) ||
             std::any_of(journal_.begin(), journal_.end(), [&](const auto& entry) { return has_id(entry.second.group); });
    };
    std::vector<StorageWrite> writes;
    for (QueuedGroup& queued : *shared) {
      if (queued.group.id.is_nil()) queued.group.id = NewId();
      const std::string key = FormatId(queued.group.id);
      if (tray_.count(key) != 0 || fresh->count(key) != 0 || is_here(queued.group.id)) continue;
      writes.push_back({StorageArea::kTray, key, Encode(queued)});
      fresh->emplace(key, std::move(queued));
    }
    return writes;
  };
  commits_.Try(build, [this, fresh, done = std::move(done)](Status status) {
    if (status.ok()) {
      const std::size_t count = fresh->size();
      tray_.merge(*fresh);
      observer_.OnSyncStatusChanged();
      done(count);
    } else {
      done(status.error());
    }
    OnCommitted();
  });
}

}  // namespace kedang
