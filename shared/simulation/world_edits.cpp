// What people do: edits as the views make them, each noted for the oracle with what its author had before his eyes.
#include "shared/simulation/scene.h"
#include "shared/simulation/world.h"

namespace kedang {
namespace {

constexpr std::size_t kMostRecords = 8;

std::string SourceOf(std::uint32_t group) { return "e" + std::to_string(group); }

// Every group is a batch of its own.
Id BatchOf(std::uint32_t group) { return Id{5, group}; }

EditNote NoteOf(const Mutation& mutation) {
  EditNote note;
  note.kind = mutation.kind;
  note.schema = mutation.schema;
  note.record = mutation.record;
  note.conflict = mutation.conflict;
  return note;
}

}  // namespace

void World::DoEdit(const Step& step, Device& device, Dice& dice) {
  if (device.is_locked) return;
  switch (step.kind) {
    case StepKind::kEdit: Edit(device, dice); break;
    case StepKind::kChain:
      // Offline at the same record, one edit upon the other.
      if (const auto record = PickRecord(device, dice)) {
        for (std::size_t i = 2 + dice.Below(4); i > 0; --i) {
          const auto seen = device.client->records().FindRecord(record->id);
          if (!seen || seen->is_deleted) break;
          Submit(device, {MakeSet(device, *seen, dice)});
          FinishStorage(device, dice, true);
        }
      }
      break;
    case StepKind::kGroup: EditGroup(device, dice); break;
    case StepKind::kOpenEditor:
      if (auto record = PickRecord(device, dice)) {
        Editor editor{std::move(*record), device.client->schema_version(), {}};
        for (FieldId field = kName; field <= kExtra; ++field) {
          editor.behind[field] = oracle_.SeenBehind(device.index, editor.seen.id, field, editor.seen.Get(field));
        }
        device.editors.push_back(std::move(editor));
        if (device.editors.size() > 3) device.editors.erase(device.editors.begin());
      }
      break;
    case StepKind::kSaveEditor: {
      if (device.editors.empty()) break;
      const std::size_t pick = dice.Below(device.editors.size());
      const Editor editor = std::move(device.editors[pick]);
      device.editors.erase(device.editors.begin() + static_cast<std::ptrdiff_t>(pick));
      auto edit = MakeSet(device, editor.seen, dice);
      edit.first.schema_version = editor.schema_version;
      for (CellNote& cell : edit.second.cells) cell.seen = editor.behind.at(cell.field);
      Submit(device, {std::move(edit)});
      break;
    }
    case StepKind::kDeleteOrRestore: DeleteOrRestore(device, dice); break;
    case StepKind::kResolve: Resolve(device, dice); break;
    case StepKind::kTray: WorkOnTray(device, dice); break;
    case StepKind::kRevert: Revert(device, dice); break;
    default: break;
  }
}

std::optional<Record> World::PickRecord(Device& device, Dice& dice) {
  const MemoryStore& records = device.client->records();
  if (records.row_limit() == 0) return std::nullopt;
  auto record = records.RecordAt(static_cast<Row>(dice.Below(records.row_limit())));
  if (!record || record->is_deleted) return std::nullopt;
  return record;
}

void World::Edit(Device& device, Dice& dice) {
  if (device.client->schemas().schemas.empty()) return;  // nobody can work before the first load
  const auto record = PickRecord(device, dice);
  if ((!record || dice.OneIn(6)) && host_.data().records.size() < kMostRecords) {
    Submit(device, {MakeInsert(device, dice)});
  } else if (record) {
    Submit(device, {MakeSet(device, *record, dice)});
  }
}

void World::EditGroup(Device& device, Dice& dice) {
  if (device.client->schemas().schemas.empty()) return;
  std::vector<std::pair<Mutation, EditNote>> edits;
  if (dice.OneIn(2) && host_.data().records.size() < kMostRecords) edits.push_back(MakeInsert(device, dice));
  for (int i = 0; i < 3; ++i) {
    const auto record = PickRecord(device, dice);
    const auto is_same = [&](const auto& edit) { return edit.second.record == record->id; };
    if (!record || std::any_of(edits.begin(), edits.end(), is_same)) continue;
    edits.push_back(MakeSet(device, *record, dice));
  }
  if (!edits.empty()) Submit(device, std::move(edits));
}

// Tokens nobody else writes, so that every value names its edit; a few codes collide on purpose.
Value World::NewValue(Device& device, SchemaId schema, FieldId field, const Value& old, Dice& dice) {
  const std::string token = std::to_string(++last_value_);
  if (schema == kPage) {
    constexpr std::string_view kWho[] = {"private", "team", "everyone"};
    if (field == kVisibility) return Value::Text(std::string(kWho[dice.Below(3)]));
    if (field == kTeam) return Value::Text(FormatId(Id{7, 1 + dice.Below(2)}));
    return Value::Text("t" + token);
  }
  if (field == kTags) {
    TextList tags = old.list();
    if (!tags.empty() && dice.OneIn(2)) tags.erase(tags.begin() + static_cast<std::ptrdiff_t>(dice.Below(tags.size())));
    if (tags.empty() || dice.OneIn(2)) tags.push_back("t" + token);
    return Value::List(std::move(tags));
  }
  if (field == kCode) return Value::Text(dice.OneIn(3) ? "same" : "c" + token);
  if (field == kAmount) {
    const Schema* customer = device.client->schemas().Find(kCustomer);
    const Field* amount = customer == nullptr ? nullptr : customer->Find(kAmount);
    const bool is_number = amount != nullptr && amount->type == FieldType::kInteger;
    return is_number ? Value::Integer(static_cast<std::int64_t>(last_value_)) : Value::Text(dice.OneIn(4) ? "x" + token : token);
  }
  // Some are long, so that a pull has parts.
  return Value::Text("v" + token + (dice.OneIn(6) ? std::string(4200, 'x') : ""));
}

std::pair<Mutation, EditNote> World::MakeInsert(Device& device, Dice& dice) {
  const SchemaId schema = dice.OneIn(4) ? kPage : kCustomer;
  std::vector<std::pair<FieldId, Value>> cells;
  const auto add = [&](FieldId field) { cells.emplace_back(field, NewValue(device, schema, field, Value(), dice)); };
  if (schema == kPage) {
    add(kTitle);
    cells.emplace_back(kOwner, Value::Text(FormatId(host_.people()[device.person].user)));
    add(kVisibility);
    add(kTeam);
  } else {
    add(kName);
    for (const FieldId field : {kNote, kTags, kCode, kAmount}) {
      if (dice.OneIn(3)) add(field);
    }
  }
  Mutation mutation = device.client->MakeInsert(schema, device.client->NewId(), cells);
  EditNote note = NoteOf(mutation);
  for (auto& [field, value] : cells) note.cells.push_back({field, std::move(value), {Value()}});
  return {std::move(mutation), std::move(note)};
}

std::pair<Mutation, EditNote> World::MakeSet(Device& device, const Record& seen, Dice& dice) {
  std::vector<std::pair<FieldId, Value>> cells;
  if (seen.schema == kPage) {
    const FieldId field = dice.OneIn(3) ? kVisibility : kText;
    cells.emplace_back(field, NewValue(device, kPage, field, seen.Get(field), dice));
  } else {
    constexpr FieldId kFields[] = {kName, kNote, kNote, kTags, kCode, kAmount};
    const FieldId field = kFields[dice.Below(6)];
    cells.emplace_back(field, NewValue(device, kCustomer, field, seen.Get(field), dice));
    if (dice.OneIn(5) && field != kName) cells.emplace_back(kName, NewValue(device, kCustomer, kName, seen.Get(kName), dice));
  }
  Mutation mutation = device.client->MakeSet(seen, cells);
  EditNote note = NoteOf(mutation);
  for (auto& [field, value] : cells) {
    note.cells.push_back({field, std::move(value), oracle_.SeenBehind(device.index, seen.id, field, seen.Get(field))});
  }
  return {std::move(mutation), std::move(note)};
}

void World::DeleteOrRestore(Device& device, Dice& dice) {
  if (dice.OneIn(3)) {
    // What an undo does: bring back what this person has deleted.
    for (const auto& [id, record] : host_.data().records) {
      if (!record.is_deleted || !dice.OneIn(2)) continue;
      Mutation mutation = device.client->MakeRestore(record);
      EditNote note = NoteOf(mutation);
      Submit(device, {{std::move(mutation), std::move(note)}});
      return;
    }
    return;
  }
  const auto record = PickRecord(device, dice);
  if (!record) return;
  Mutation mutation = device.client->MakeDelete(*record);
  EditNote note = NoteOf(mutation);
  for (const Cell& cell : record->cells()) {
    note.cells.push_back({cell.field, Value(), oracle_.SeenBehind(device.index, record->id, cell.field, cell.value)});
  }
  Submit(device, {{std::move(mutation), std::move(note)}});
}

void World::Resolve(Device& device, Dice& dice) {
  const auto& conflicts = device.client->conflicts();
  if (conflicts.empty()) return;
  auto pick = conflicts.begin();
  std::advance(pick, static_cast<std::ptrdiff_t>(dice.Below(conflicts.size())));
  const Conflict conflict = pick->second;
  std::optional<Value> value;
  const auto shown = device.client->records().FindRecord(conflict.record);
  if (conflict.field != 0 && shown) {
    switch (dice.Below(4)) {
      case 0: break;  // keep what is there
      case 1: value = conflict.earlier; break;
      case 2: value = conflict.later; break;
      default: value = NewValue(device, conflict.schema, conflict.field, conflict.later, dice);
    }
  }
  Mutation mutation = device.client->MakeResolve(conflict, value);
  EditNote note = NoteOf(mutation);
  if (value) {
    CellNote cell{conflict.field, *value, oracle_.SeenBehind(device.index, conflict.record, conflict.field, shown->Get(conflict.field))};
    cell.seen.push_back(conflict.earlier);
    cell.seen.push_back(conflict.later);
    note.cells.push_back(std::move(cell));
  }
  Submit(device, {{std::move(mutation), std::move(note)}});
}

void World::WorkOnTray(Device& device, Dice& dice) {
  const auto& tray = device.client->tray();
  if (tray.empty()) return;
  auto pick = tray.begin();
  std::advance(pick, static_cast<std::ptrdiff_t>(dice.Below(tray.size())));
  const std::string key = pick->first;
  const std::uint32_t group = GroupNumberOf(pick->second.group.provenance.source);
  const std::uint64_t generation = device.generation;
  const auto is_refused = std::make_shared<bool>(false);  // it is leaving already
  if (dice.OneIn(2)) {
    Say(" discards e", std::to_string(group));
    device.client->Discard(key, [is_refused](Status status) { *is_refused = !status.ok(); });
    if (group != 0 && !*is_refused) oracle_.At(group).is_forgotten = true;
    return;
  }
  if (group == 0 || oracle_.At(group).is_forgotten) return;
  Say(" resubmits e", std::to_string(group));
  device.client->Resubmit(key, [this, &device, group, generation, is_refused](Status status) {
    *is_refused = !status.ok();
    if (device.generation != generation) return;
    if (status.ok()) oracle_.OnAccepted(group);
    oracle_.At(group).is_sent_again = false;
  });
  if (*is_refused) return;
  // Its author looks at the present state when sending it again.
  for (EditNote& edit : oracle_.At(group).edits) {
    const auto shown = device.client->records().FindRecord(edit.record);
    if (edit.kind != MutationKind::kSet && edit.kind != MutationKind::kResolve) continue;
    for (CellNote& cell : edit.cells) {
      const Value value = shown ? shown->Get(cell.field) : Value();
      cell.seen = oracle_.SeenBehind(device.index, edit.record, cell.field, value);
    }
  }
  oracle_.OnSentAgain(group);
}

// Takes back what this person, or as an administrator anybody, did lately: edits, deletes, imports, other reverts.
void World::Revert(Device& device, Dice& dice) {
  const std::vector<GroupNote>& groups = oracle_.groups();
  if (groups.empty()) return;
  const std::size_t back = dice.Below(std::min<std::size_t>(groups.size(), 30));
  const auto reverted = static_cast<std::uint32_t>(groups.size() - back);
  Mutation mutation = device.client->MakeRevert(BatchOf(reverted));
  EditNote note = NoteOf(mutation);
  Submit(device, {{std::move(mutation), std::move(note)}});
}

void World::ServerEdit(Device& device, Dice& dice) {
  // As import and API do it: on what the database holds at this moment.
  if (host_.data().records.empty()) return;
  auto pick = host_.data().records.begin();
  std::advance(pick, static_cast<std::ptrdiff_t>(dice.Below(host_.data().records.size())));
  const Record& record = pick->second;
  if (record.is_deleted || record.schema != kCustomer) return;
  const Cell* cell = record.FindCell(kNote);
  Mutation mutation;
  mutation.schema = record.schema;
  mutation.record = record.id;
  CellEdit edit;
  edit.field = kNote;
  edit.value = Value::Text("s" + std::to_string(++last_value_));
  if (cell != nullptr) {
    edit.base_value = cell->value;
    edit.base_version = cell->version;
  }
  GroupNote note;
  note.author = host_.people()[device.person].user;
  note.edits.push_back(NoteOf(mutation));
  note.edits.back().cells.push_back({kNote, edit.value, {edit.base_value}});
  mutation.edits.push_back(std::move(edit));
  const std::uint32_t number = oracle_.Note(std::move(note));
  Group group;
  group.id = MakeId(clock_.Now(), dice);
  group.provenance.kind = SourceKind::kImport;
  group.provenance.source = SourceOf(number);
  group.provenance.batch = BatchOf(number);
  group.mutations.push_back(std::move(mutation));
  host_.Apply(device.person, group);
}

void World::Submit(Device& device, std::vector<std::pair<Mutation, EditNote>> edits) {
  GroupNote note;
  note.device = device.index;
  note.author = host_.people()[device.person].user;
  Group group;
  for (auto& [mutation, edit] : edits) {
    Say(" ", mutation.kind == MutationKind::kInsert ? "insert" : mutation.kind == MutationKind::kDelete ? "delete"
             : mutation.kind == MutationKind::kRestore ? "restore" : mutation.kind == MutationKind::kResolve ? "resolve"
             : mutation.kind == MutationKind::kRevert ? "revert" : "set",
        " ", FormatId(edit.record).substr(20));
    for (const CellNote& cell : edit.cells) {
      if (mutation.kind != MutationKind::kDelete) Say(" ", std::to_string(cell.field), "=", FormatPlain(cell.value), " (saw '", FormatPlain(cell.seen.front()), "')");
    }
    note.edits.push_back(std::move(edit));
    group.mutations.push_back(std::move(mutation));
  }
  const std::uint32_t number = oracle_.Note(std::move(note));
  Say(" as e", std::to_string(number));
  group.provenance.source = SourceOf(number);
  group.provenance.batch = BatchOf(number);
  const std::uint64_t generation = device.generation;
  std::vector<Group> groups;
  groups.push_back(std::move(group));
  device.client->Submit(std::move(groups), [this, &device, number, generation](Status status) {
    if (device.generation != generation) return;
    if (status.ok()) {
      oracle_.OnAccepted(number);
    } else {
      oracle_.At(number).is_forgotten = true;  // refused before his eyes
    }
  });
}

}  // namespace kedang
