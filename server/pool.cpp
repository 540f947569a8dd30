#include "server/pool.h"

#include "server/user_table.h"
#include "shared/text/fold.h"

namespace kedang {

Result<PoolNames> PoolNames::Load(SqliteStore& store, const SchemaSet& schemas) {
  PoolNames names(store, schemas);
  KEDANG_ASSIGN(const auto users, ListUsers(store.connection()));
  for (const User& user : users) names.people_.push_back(PersonOf(user));
  return names;
}

std::string PoolNames::UserName(Id user) const {
  for (const Person& person : people_) {
    if (person.id == user) return person.name;
  }
  return {};
}

std::string PoolNames::RecordTitle(std::string_view target, Id record) const {
  const Schema* schema = schemas_->Find(target);
  auto found = store_->Find(record);
  if (schema == nullptr || !found.ok() || !*found || (*found)->schema != schema->id || (*found)->is_deleted) return {};
  return FormatPlain((*found)->Get(schema->title));
}

std::vector<Id> PoolNames::UsersNamed(std::string_view name) const {
  const std::string folded = Fold(name);
  std::vector<Id> ids;
  for (const Person& person : people_) {
    if (Fold(person.name) == folded) ids.push_back(person.id);
  }
  return ids;
}

std::vector<Id> PoolNames::RecordsTitled(std::string_view target, std::string_view title) const {
  std::vector<Id> ids;
  const Schema* schema = schemas_->Find(target);
  if (schema == nullptr) return ids;
  auto known = titled_.find(schema->id);
  if (known == titled_.end()) {
    std::unordered_multimap<std::string, Id> titled;
    const Status status = store_->Scan(schema->id, [&](const Record& record) {
      titled.emplace(Fold(FormatPlain(record.Get(schema->title))), record.id);
      return true;
    });
    if (!status.ok()) return ids;
    known = titled_.emplace(schema->id, std::move(titled)).first;
  }
  const auto [begin, end] = known->second.equal_range(Fold(title));
  for (auto entry = begin; entry != end; ++entry) ids.push_back(entry->second);
  return ids;
}

Pool::Pool(Instance& instance, Instance::Reader reader, PoolNames names)
    : instance_(instance),
      reader_(std::move(reader)),
      names_(std::move(names)),
      index_(instance.lexicon().pinyin()),
      texts_(instance.rules().computed(), format_) {
  format_.lexicon = &instance.lexicon();
  format_.names = &names_;
}

Result<std::unique_ptr<Pool>> Pool::Load(Instance& instance, const Principal& principal, const Schema* schema) {
  KEDANG_ASSIGN(Instance::Reader reader, instance.Read());
  KEDANG_ASSIGN(PoolNames names, PoolNames::Load(*reader, instance.schemas()));
  std::unique_ptr<Pool> pool(new Pool(instance, std::move(reader), std::move(names)));
  for (const Schema& each : instance.schemas().schemas) {
    if (schema != nullptr && each.id != schema->id) continue;
    KEDANG_RETURN_IF_ERROR(pool->reader_->Scan(each.id, [&](const Record& record) {
      if (const auto visible = Project(principal, instance.schemas(), record)) pool->Add(each, *visible);
      return true;
    }));
  }
  return pool;
}

void Pool::Add(const Schema& schema, const Record& record) {
  index_.Set(records_.PutRow(record), schema.id, texts_.Of(schema, record));
}

HitList Pool::Search(const std::string& query, const Schema* schema) const {
  SearchRun run;
  run.Start(index_, ParseWords(query), schema != nullptr ? schema->id : 0);
  run.Finish(index_);
  return run.Hits();
}

}  // namespace kedang
