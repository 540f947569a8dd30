// A server and devices that hold parts of its records, told apart from the shipped client: people come into teams and leave
// them, get caps, records change hands and visibility, answers are lost. What devices must hold is said by the policy alone.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <set>

#include "shared/sync/codec.h"
#include "shared/sync/first_load.h"
#include "shared/sync/segment.h"
#include "shared/sync/server.h"
#include "tests/support/random.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"

namespace kedang {

class HeldWorld {
 public:
  static constexpr FieldId kName = 1, kOwner = 2, kSeenBy = 3, kTeam = 4;

  static const SchemaSet& Schemas() {
    static const SchemaSet set = ParseSchemaSet(R"({"version":4,"schemas":[
      {"id":1,"key":"customer","label":{"zh":"客户"},"title":"name","owner":"owner","fields":[
        {"id":1,"key":"name","label":{"zh":"名称"},"type":"text"},{"id":2,"key":"owner","label":{"zh":"负责人"},"type":"user"}]},
      {"id":2,"key":"department","label":{"zh":"部门"},"title":"name","fields":[{"id":1,"key":"name","label":{"zh":"名称"},"type":"text"}]},
      {"id":3,"key":"note","label":{"zh":"笔记"},"title":"name","visibility":"seen_by","team":"team","owner":"owner","fields":[
        {"id":1,"key":"name","label":{"zh":"名称"},"type":"text"},{"id":2,"key":"owner","label":{"zh":"所有者"},"type":"user"},
        {"id":3,"key":"seen_by","label":{"zh":"谁能看到"},"type":"choice","choices":[
          {"key":"private","label":{"zh":"自己"}},{"key":"team","label":{"zh":"团队"}},{"key":"everyone","label":{"zh":"所有人"}}]},
        {"id":4,"key":"team","label":{"zh":"团队"},"type":"department"}]}]})").value();
    return set;
  }
  static Id Team(std::uint64_t number) { return Id{7, number}; }

  struct Device {
    Id id;
    std::size_t person = 0;
    Cookie cookie;
    std::map<Id, Record> held;
    std::map<Id, Conflict> conflicts;
    std::vector<PullResponse> parts;  // of an answer that goes on
  };

  HeldWorld(ServerStore& its_store, std::uint64_t seed)
      : store(its_store), random(seed), rules(Schemas(), ShippedLexicon()),
        server(Schemas(), rules, ShippedLexicon(), clock, made_up) {
    for (std::uint64_t i = 1; i <= 4; ++i) people.push_back(Principal{Id{9, i}, "user", i == 4 ? Role::kAdministrator : Role::kMember, 1});
  }

  void Change(const Mutation& mutation, const Principal& author) {
    Group group;
    group.mutations = {mutation};
    const auto results = server.Apply(store, author, group);
    ASSERT_TRUE(results.ok()) << results.error().message;
    ASSERT_TRUE(IsAccepted(results->front().outcome)) << static_cast<int>(mutation.kind) << " of " << mutation.record.low << ": "
        << static_cast<int>(results->front().outcome) << (results->front().issues.empty() ? "" : results->front().issues[0].code);
  }
  static void Add(Mutation& mutation, FieldId field, std::string text) {
    CellEdit edit;
    edit.field = field;
    edit.value = Value::Text(std::move(text));
    mutation.edits.push_back(std::move(edit));
  }
  // As its owner makes it.
  Id Insert(SchemaId schema, std::size_t owner, std::string_view seen_by = "everyone", Id team = Id()) {
    Mutation mutation;
    mutation.kind = MutationKind::kInsert;
    mutation.schema = schema;
    mutation.record = Id{8, ++records};
    Add(mutation, kName, std::string(20, 'n') + std::to_string(records));
    Add(mutation, kOwner, FormatId(people[owner].user));
    if (schema == 3) Add(mutation, kSeenBy, std::string(seen_by));
    if (schema == 3 && !team.is_nil()) Add(mutation, kTeam, FormatId(team));
    Change(mutation, people[owner]);
    return mutation.record;
  }
  Record FindRecord(Id id) {
    auto found = store.Find(id);
    EXPECT_TRUE(found.ok() && found->has_value());
    return found.ok() ? std::move(**found) : Record();
  }
  const Principal& OwnerOf(const Record& record) const {
    for (const Principal& person : people) {
      if (record.Get(kOwner).text() == FormatId(person.user)) return person;
    }
    return people.back();
  }
  void Set(Id id, FieldId field, std::string text, bool has_seen = true) {
    const Record record = FindRecord(id);
    Mutation mutation;
    mutation.kind = MutationKind::kSet;
    mutation.schema = record.schema;
    mutation.record = id;
    Add(mutation, field, std::move(text));
    const Cell* cell = record.FindCell(field);
    CellEdit& edit = mutation.edits.front();
    if (cell != nullptr && has_seen) {
      edit.base_value = cell->value;
      edit.base_version = cell->version;
    } else if (!has_seen) {
      edit.base_value = Value::Text("something else");
      edit.base_version = Version{1, 1};
    }
    // An administrator who sees it gives it to somebody else.
    const bool is_given = field == kOwner && Project(people.back(), Schemas(), record);
    if (field == kOwner && record.schema == 3 && !is_given) return;
    Change(mutation, is_given ? people.back() : OwnerOf(record));
  }
  void Delete(Id id, bool is_back = false) {
    const Record record = FindRecord(id);
    Mutation mutation;
    mutation.kind = is_back ? MutationKind::kRestore : MutationKind::kDelete;
    mutation.schema = record.schema;
    mutation.record = id;
    if (!is_back) {
      CellEdit edit;
      edit.base_version = record.changed;
      mutation.edits.push_back(edit);
    }
    Change(mutation, OwnerOf(record));
  }

  // One thing that happens, without anybody asking for it.
  void Happen() {
    clock.now_ms += 1000;
    const std::size_t who = random.Below(people.size());
    const auto seen_by = [&] { return std::vector<std::string>{"private", "team", "everyone"}[random.Below(3)]; };
    switch (random.Below(12)) {
      case 0: case 1: case 2:
        Insert(random.OneIn(2) ? 1 : 3, who, seen_by(), Team(random.Below(3)));
        return;
      case 3: {
        Principal& person = people[who];
        ++person.permission_version;
        if (random.OneIn(3)) {
          person.row_cap = static_cast<std::uint32_t>(std::vector<int>{0, 3, 10, 40}[random.Below(4)]);
        } else {
          person.teams.clear();
          for (std::uint64_t team = 0; team < 3; ++team) {
            if (random.OneIn(2)) person.teams.push_back(Team(team));
          }
        }
        return;
      }
      default: break;
    }
    if (records == 0) return;
    const Id id{8, 1 + random.Below(static_cast<std::size_t>(records))};
    const Record record = FindRecord(id);
    if (record.is_deleted || random.OneIn(8)) {
      Delete(id, record.is_deleted);
      return;
    }
    switch (random.Below(5)) {
      case 0: Set(id, kOwner, FormatId(people[who].user)); break;
      case 1: if (record.schema == 3) Set(id, kSeenBy, seen_by()); break;
      case 2: if (record.schema == 3) Set(id, kTeam, FormatId(Team(random.Below(3)))); break;
      case 3: Set(id, kName, "conflict" + std::to_string(clock.now_ms), false); break;
      default: Set(id, kName, "name" + std::to_string(clock.now_ms));
    }
  }

  Device& AddDevice(std::size_t person) {
    devices.emplace_back();
    devices.back().id = Id{6, devices.size()};
    devices.back().person = person;
    return devices.back();
  }

  void Load(Device& device) {
    const Principal& principal = people[device.person];
    device.held.clear();
    device.conflicts.clear();
    device.parts.clear();
    OwnLoad own;
    std::vector<Bytes> segments;
    if (principal.row_cap > 0) {
      own = ReadCappedLoad(store, Schemas(), principal, 2000).value();
    } else {
      SharedLoad shared = ReadSharedLoad(store, Schemas(), principal, 2000).value();
      own = OwnLoadOf(shared, principal, 2000);
      segments = std::move(shared.segments);
    }
    segments.insert(segments.end(), own.segments.begin(), own.segments.end());
    for (const Bytes& segment : segments) {
      EXPECT_TRUE(ReadSegment(segment, [&](Record&& record) { device.held[record.id] = std::move(record); }).ok());
    }
    for (const Conflict& conflict : own.conflicts) device.conflicts[conflict.id] = conflict;
    const auto cookie = server.KeepLoad(store, principal, device.id, store.LastSequence().value(), std::move(own.view));
    ASSERT_TRUE(cookie.ok()) << cookie.error().message;
    device.cookie = *cookie;
  }

  // One question and its answer. Whether there is more to ask.
  bool Pull(Device& device, bool loses_answer = false, std::vector<Id> wanted = {}) {
    if (device.cookie.is_empty()) {
      Load(device);
      return true;
    }
    const Principal& principal = people[device.person];
    PullRequest request;
    request.replica = device.id;
    request.cookie = device.parts.empty() ? device.cookie : device.parts.back().new_cookie;
    request.max_bytes = 4096;
    request.schema_version = Schemas().version;
    request.wanted = std::move(wanted);
    const auto answer = server.Pull(store, principal, request);
    EXPECT_TRUE(answer.ok()) << answer.error().message;
    if (!answer.ok()) return false;
    answers.push_back(Encode(*answer));
    Check(device, principal, *answer);
    if (loses_answer) return true;
    if (answer->is_reset) {
      ++resets;
      Load(device);
      return true;
    }
    device.parts.push_back(*answer);
    if (answer->has_more) return true;
    for (PullResponse& part : device.parts) {
      for (Record& record : part.puts) device.held[record.id] = std::move(record);
      for (const Id id : part.leaves) {
        EXPECT_EQ(device.held.erase(id), 1u);
        std::erase_if(device.conflicts, [id](const auto& one) { return one.second.record == id; });
      }
      for (const Conflict& conflict : part.conflicts) {
        if (conflict.is_open) {
          device.conflicts[conflict.id] = conflict;
        } else {
          device.conflicts.erase(conflict.id);
        }
      }
    }
    device.cookie = device.parts.back().new_cookie;
    device.parts.clear();
    return false;
  }

  // Nothing in an answer is about a record that the device was not given or its user does not see.
  void Check(const Device& device, const Principal& principal, const PullResponse& answer) {
    std::set<Id> known;
    for (const auto& [id, record] : device.held) known.insert(id);
    for (const PullResponse& part : device.parts) {
      for (const Record& record : part.puts) known.insert(record.id);
      for (const Id id : part.leaves) known.erase(id);
    }
    for (const Id id : answer.leaves) EXPECT_EQ(known.count(id), 1u) << "a leave of what was never given";
    for (const Record& record : answer.puts) {
      EXPECT_FALSE(record.is_deleted);
      EXPECT_TRUE(Project(principal, Schemas(), *store.Find(record.id).value())) << "a record that is not to be seen";
    }
    for (const Conflict& conflict : answer.conflicts) {
      EXPECT_TRUE(Project(principal, Schemas(), *store.Find(conflict.record).value())) << "a conflict that is not to be seen";
    }
  }

  std::map<Id, Record> Expected(const Principal& principal) {
    std::map<Id, Record> held;
    std::vector<std::pair<ChangeMark, Record>> rest;
    for (const Schema& schema : Schemas().schemas) {
      (void)store.ScanRows(schema.id, 0, [&](RowNumber row, const Record& record) {
        const auto visible = Project(principal, Schemas(), record);
        if (!visible) return true;
        if (principal.row_cap == 0 || IsAlwaysHeld(principal, schema, record)) {
          held[record.id] = *visible;
        } else {
          rest.emplace_back(ChangeMark{record.changed.sequence, row}, *visible);
        }
        return true;
      }).ok();
    }
    std::sort(rest.begin(), rest.end(), [](const auto& a, const auto& b) { return b.first < a.first; });
    for (std::size_t i = 0; i < rest.size() && i < principal.row_cap; ++i) held[rest[i].second.id] = rest[i].second;
    return held;
  }

  void ExpectHeld(Device& device) {
    int asked = 0;
    while (Pull(device) && ++asked < 1000) {
    }
    const auto expected = Expected(people[device.person]);
    std::set<Id> wanted, mine;
    for (const auto& [id, record] : expected) wanted.insert(id);
    for (const auto& [id, record] : device.held) mine.insert(id);
    ASSERT_EQ(mine, wanted);
    for (const auto& [id, record] : expected) EXPECT_EQ(device.held.at(id).changed, record.changed);
    std::set<Id> open, shown;
    (void)store.ScanConflictChanges(0, [&](const Conflict& conflict) {
      if (conflict.is_open && expected.count(conflict.record) > 0) open.insert(conflict.id);
      return true;
    }).ok();
    for (const auto& [id, conflict] : device.conflicts) shown.insert(id);
    EXPECT_EQ(shown, open);
  }

  ServerStore& store;
  ManualClock clock;
  SeededRandom random;
  SeededRandom made_up{1};  // ids of the server's own
  RuleBook rules;
  SyncServer server;
  std::vector<Principal> people;
  std::deque<Device> devices;
  std::vector<Bytes> answers;
  std::uint64_t records = 0;
  std::size_t resets = 0;
};

}  // namespace kedang
