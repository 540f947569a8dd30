#include "server/resident_pool.h"

#include <algorithm>

#include "server/scanned_lookup.h"
#include "server/user_table.h"
#include "server/visible_lookup.h"
#include "shared/base/date.h"
#include "shared/field/field_traits.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr int kOffsetMinutes = 480;  // the day of dates in questions
constexpr std::size_t kRowsPerSlice = 1u << 16;

// People as they were when the pool was last brought up to date; titles of records that are in it.
class HeldNames final : public NameLookup, public QueryPeople {
 public:
  // Personal records are nobody's titles: what is made of names is shared.
  HeldNames(const MemoryStore& records, const RowSet& personal, const SchemaSet& schemas)
      : records_(records), personal_(personal), schemas_(schemas) {}

  Status Load(Connection& connection) {
    people_.clear();
    KEDANG_ASSIGN(const auto users, ListUsers(connection));
    for (const User& user : users) people_.push_back(PersonOf(user));
    return {};
  }

  std::string UserName(Id user) const override {
    const auto person = std::find_if(people_.begin(), people_.end(), [user](const Person& one) { return one.id == user; });
    return person == people_.end() ? std::string() : person->name;
  }
  std::string RecordTitle(std::string_view target, Id id) const override {
    const Schema* schema = schemas_.Find(target);
    const auto record = records_.FindRecord(id);
    if (schema == nullptr || !record || record->schema != schema->id || record->is_deleted || personal_.Has(records_.RowOf(id))) return {};
    return FormatPlain(record->Get(schema->title));
  }
  std::vector<Id> UsersNamed(std::string_view name) const override {
    const std::string folded = Fold(name);
    std::vector<Id> ids;
    for (const Person& person : people_) {
      if (Fold(person.name) == folded) ids.push_back(person.id);
    }
    return ids;
  }
  std::vector<std::pair<Id, std::string>> Users() const override {
    std::vector<std::pair<Id, std::string>> users;
    for (const Person& person : people_) {
      if (person.is_active) users.emplace_back(person.id, person.name);
    }
    return users;
  }
  std::vector<Id> RecordsTitled(std::string_view target, std::string_view title) const override {
    const Schema* schema = schemas_.Find(target);
    const std::string folded = Fold(title);
    std::vector<Id> ids;
    for (Row row = 0; schema != nullptr && row < records_.row_limit(); ++row) {
      const auto header = records_.HeaderAt(row);
      if (!header || header->schema != schema->id || header->is_deleted || personal_.Has(row)) continue;
      const auto record = records_.RecordAt(row);
      if (record && Fold(FormatPlain(record->Get(schema->title))) == folded) ids.push_back(record->id);
    }
    return ids;
  }

 private:
  const MemoryStore& records_;
  const RowSet& personal_;
  const SchemaSet& schemas_;
  std::vector<Person> people_;
};

RowSet HiddenFrom(const Principal& principal, const SchemaSet& schemas, const MemoryStore& records, const RowSet& personal) {
  RowSet hidden(records.row_limit());
  personal.ForEach([&](Row row) {
    const auto record = records.RecordAt(row);
    if (record && !Project(principal, schemas, *record)) hidden.Add(row);
  });
  return hidden;
}

}  // namespace

struct ResidentPool::Residence {
  Residence(std::string key, std::shared_ptr<const SchemaEdition> set, const Lexicon& lexicon)
      : visibility(std::move(key)),
        edition(std::move(set)),
        index(lexicon.pinyin()),
        names(records, personal, edition->schemas()),
        texts(edition->rules(lexicon).computed(), format) {
    format.lexicon = &lexicon;
    format.names = &names;
  }

  std::string visibility;
  std::shared_ptr<const SchemaEdition> edition;
  Epoch epoch;
  std::uint64_t sequence = 0;
  TimeMs used_ms = 0;
  MemoryStore records;
  SearchIndex index;
  HeldNames names;
  FormatContext format;
  SearchTexts texts;
  std::vector<RowNumber> numbers;  // by row
  RowSet personal;  // records that not everybody with this visibility sees
  RowJournal journal;
  ConditionMemory memory;
  std::uint64_t revision = 1;
};

ResidentPool::ResidentPool(Instance& instance) : instance_(instance) {}
ResidentPool::~ResidentPool() = default;

std::size_t ResidentPool::count() const {
  const std::lock_guard lock(mutex_);
  return pools_.size();
}

Status ResidentPool::Ask(const Principal& principal, const std::function<Status(const PoolView&)>& ask) {
  const std::lock_guard lock(mutex_);
  KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
  KEDANG_ASSIGN(Residence* residence, Find(principal, reader));
  const Lexicon& lexicon = instance_.lexicon();
  // For conditions over all rows, and for the few that are shown.
  ScannedLookup scanned(*reader, residence->edition->schemas(), principal);
  VisibleLookup related(*reader, residence->edition->schemas(), principal);
  ComputedReader computed(residence->edition->rules(lexicon).computed());
  const std::string user = FormatId(principal.user);
  EvaluationContext context;
  context.related = &related;
  context.computed = &computed;
  context.lexicon = &lexicon;
  context.today = DateOf(instance_.clock().NowMs(), kOffsetMinutes);
  context.offset_minutes = kOffsetMinutes;
  context.user = user;
  QueryWorld world;
  world.index = &residence->index;
  world.records = &residence->records;
  world.scope.schemas = &residence->edition->schemas();
  world.scope.lexicon = &lexicon;
  world.scope.names = &residence->names;
  world.scope.people = &residence->names;
  world.scope.offset_minutes = kOffsetMinutes;
  world.context = context;
  world.context.related = &scanned;
  world.revision = residence->revision;
  world.journal = &residence->journal;
  world.memory = &residence->memory;
  world.release = [&] {
    computed.Forget();
    related.Release();
    scanned.Release();
  };
  KEDANG_RETURN_IF_ERROR(ask({*residence->edition, residence->records, residence->index, residence->format, residence->names, world,
                              computed, context, HiddenFrom(principal, residence->edition->schemas(), residence->records, residence->personal),
                              residence->numbers, residence->sequence}));
  KEDANG_RETURN_IF_ERROR(scanned.status());
  return related.status();
}

Result<ResidentPool::Residence*> ResidentPool::Find(const Principal& principal, Instance::Reader& reader) {
  const TimeMs now = instance_.clock().NowMs();
  const std::string key = VisibilityKey(principal);
  KEDANG_ASSIGN(auto edition, instance_.EditionAt(reader->connection()));
  std::erase_if(pools_, [&](const std::unique_ptr<Residence>& one) {
    const bool is_mine = one->visibility == key;
    return now - one->used_ms > kIdleMs || (is_mine && (one->edition != edition || !(one->epoch == reader->epoch())));
  });
  auto found = std::find_if(pools_.begin(), pools_.end(), [&](const auto& one) { return one->visibility == key; });
  if (found == pools_.end()) {
    if (pools_.size() >= kMostPools) pools_.erase(pools_.begin());
    auto residence = std::make_unique<Residence>(key, std::move(edition), instance_.lexicon());
    KEDANG_RETURN_IF_ERROR(Fill(*residence, principal, reader));
    pools_.push_back(std::move(residence));
  } else {
    std::rotate(found, found + 1, pools_.end());
    const Status status = CatchUp(*pools_.back(), principal, reader);
    if (!status.ok()) {
      pools_.pop_back();  // half of the changes are in it
      return status.error();
    }
  }
  pools_.back()->used_ms = now;
  return pools_.back().get();
}

// Whether the record is in the pool now.
bool ResidentPool::Take(Residence& residence, const Principal& principal, RowNumber number, const Record& record) {
  const SchemaSet& schemas = residence.edition->schemas();
  const bool is_personal = IsPersonal(schemas, record);
  const auto visible = is_personal ? std::optional<Record>(record) : Project(principal, schemas, record);
  if (!visible) return false;
  const Row row = residence.records.PutRow(*visible);
  if (residence.numbers.size() <= row) residence.numbers.resize(row + 1);
  residence.numbers[row] = number;
  if (is_personal) {
    residence.personal.Add(row);
  } else {
    residence.personal.Remove(row);
  }
  return true;
}

Status ResidentPool::Fill(Residence& residence, const Principal& principal, Instance::Reader& reader) {
  residence.epoch = reader->epoch();
  KEDANG_ASSIGN(residence.sequence, reader->LastSequence());
  KEDANG_RETURN_IF_ERROR(residence.names.Load(reader->connection()));
  // First every record, then their texts: those of references are titles of others.
  for (const Schema& schema : residence.edition->schemas().schemas) {
    KEDANG_RETURN_IF_ERROR(reader->ScanRows(schema.id, 0, [&](RowNumber number, const Record& record) {
      Take(residence, principal, number, record);
      return true;
    }));
  }
  for (Row row = 0; row < residence.records.row_limit(); ++row) {
    const auto record = residence.records.RecordAt(row);
    const Schema* schema = record ? residence.edition->schemas().Find(record->schema) : nullptr;
    if (schema != nullptr) residence.index.Set(row, schema->id, residence.texts.Of(*schema, *record));
  }
  while (!residence.index.Maintain(kRowsPerSlice)) {
  }
  return {};
}

Status ResidentPool::CatchUp(Residence& residence, const Principal& principal, Instance::Reader& reader) {
  KEDANG_ASSIGN(const std::uint64_t last, reader->LastSequence());
  if (last == residence.sequence) return {};
  std::vector<Row> changed;
  std::vector<std::pair<const Schema*, Id>> retitled;
  ++residence.revision;
  KEDANG_RETURN_IF_ERROR(reader->ScanChanges(residence.sequence, [&](RowNumber number, const Record& record) {
    Row row = residence.records.RowOf(record.id);
    const Schema* schema = residence.edition->schemas().Find(record.schema);
    const auto title = [&] { return schema != nullptr ? residence.names.RecordTitle(schema->key, record.id) : std::string(); };
    const std::string before = title();
    if (!record.is_deleted && Take(residence, principal, number, record)) {
      row = residence.records.RowOf(record.id);
    } else if (row != kNoRow) {
      residence.personal.Remove(row);
      static_cast<void>(residence.records.Erase(record.id));
    }
    if (row == kNoRow) return true;
    if (title() != before) retitled.emplace_back(schema, record.id);
    changed.push_back(row);
    residence.journal.Note(residence.revision, row);
    return true;
  }));
  // Records that say the title of another are searched by it.
  for (const auto& [target, id] : retitled) {
    for (const Schema& schema : residence.edition->schemas().schemas) {
      for (const Field& field : schema.fields) {
        if (field.is_retired || field.search_weight == 0 || !TraitsOf(field.type).has_target || field.target != target->key) continue;
        KEDANG_RETURN_IF_ERROR(reader->ScanReferring(schema.id, field.id, id, [&](const Record& record) {
          const Row row = residence.records.RowOf(record.id);
          if (row != kNoRow) changed.push_back(row);
          return true;
        }));
      }
    }
  }
  if (changed.size() > 0) KEDANG_RETURN_IF_ERROR(residence.names.Load(reader->connection()));
  for (const Row row : changed) {
    const auto record = residence.records.RecordAt(row);
    const Schema* schema = record ? residence.edition->schemas().Find(record->schema) : nullptr;
    if (schema != nullptr) {
      residence.index.Set(row, schema->id, residence.texts.Of(*schema, *record));
    } else {
      residence.index.Remove(row);
    }
  }
  while (!residence.index.Maintain(kRowsPerSlice)) {
  }
  residence.sequence = last;
  return {};
}

}  // namespace kedang
