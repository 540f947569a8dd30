// Pool: all live records of an instance in memory with their search index, as somebody may see them: what `kedang search`,
// `kedang export --query` and `kedang bench search` work on. The same engine as the browser's.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/instance.h"
#include "server/search_texts.h"
#include "shared/field/field_types.h"
#include "shared/policy/principal.h"
#include "shared/search/search_run.h"
#include "shared/store/memory_store.h"

namespace kedang {

// Names of the people of an instance; titles of records are looked up in the store. Who has a title is what it was when a
// title of that schema was first asked for: an import or a conversion asks once for every record.
class PoolNames final : public NameLookup {
 public:
  static Result<PoolNames> Load(SqliteStore& store, const SchemaSet& schemas);

  std::string UserName(Id user) const override;
  std::string RecordTitle(std::string_view target, Id record) const override;
  std::vector<Id> UsersNamed(std::string_view name) const override;
  std::vector<Id> RecordsTitled(std::string_view target, std::string_view title) const override;

 private:
  PoolNames(SqliteStore& store, const SchemaSet& schemas) : store_(&store), schemas_(&schemas) {}

  SqliteStore* store_;
  const SchemaSet* schemas_;
  std::vector<Person> people_;
  mutable std::map<SchemaId, std::unordered_multimap<std::string, Id>> titled_;  // by folded title
};

class Pool {
 public:
  // Records of one schema, or of all when `schema` is null. References must outlive the pool.
  static Result<std::unique_ptr<Pool>> Load(Instance& instance, const Principal& principal, const Schema* schema);

  const MemoryStore& records() const { return records_; }
  const SearchIndex& index() const { return index_; }
  const FormatContext& format() const { return format_; }
  // All hits, best first.
  HitList Search(const std::string& query, const Schema* schema) const;

 private:
  Pool(Instance& instance, Instance::Reader reader, PoolNames names);
  void Add(const Schema& schema, const Record& record);

  Instance& instance_;
  Instance::Reader reader_;
  PoolNames names_;
  FormatContext format_;
  MemoryStore records_;
  SearchIndex index_;
  SearchTexts texts_;
};

}  // namespace kedang
