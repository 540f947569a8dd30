// ImportLedger: sources, profiles and the records of imports, as the server writes and reads them. Within one transaction of a store.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "server/instance.h"
#include "shared/intake/import_profile.h"
#include "shared/intake/import_run.h"
#include "shared/intake/source.h"
#include "shared/policy/principal.h"

namespace kedang {

class ImportLedger {
 public:
  // All outlive it. An instance whose administrator gave away one of the schemas' names does without that one.
  ImportLedger(SqliteStore& store, const SchemaSet& schemas) : store_(store), schemas_(schemas) {}

  Result<std::vector<Source>> Sources();
  // By name; nothing when there is none.
  Result<std::optional<Source>> FindSource(std::string_view name);
  // Of that source, or of any when `source` is nil.
  Result<std::optional<ImportProfile>> FindProfile(std::string_view name, Id source);
  // The latest import of the same file in the same way that was not taken back.
  Result<std::optional<ImportRun>> FindRun(const ImportedFile& file, std::string_view way);

  // Through ApplyGroup, like any edit: kPermissionDenied, or what it broke.
  struct Writing {
    Instance& instance;
    const Principal& author;
  };
  Result<Source> AddSource(const Writing& writing, std::string_view name);
  Result<Id> AddProfile(const Writing& writing, ImportProfile profile);
  // Fills the id. Nil where there is no schema for it: then Finish does nothing either.
  Status Begin(const Writing& writing, ImportRun& run);
  // Its counts, and, as part of the batch, that it is done.
  Status Finish(const Writing& writing, const ImportRun& run, const Provenance& provenance);

 private:
  const Schema* SchemaOf(std::string_view key) const;
  Result<Id> Insert(const Writing& writing, const Schema& schema, CellList cells);
  Status Set(const Writing& writing, Id id, CellList cells, const Provenance& provenance);

  SqliteStore& store_;
  const SchemaSet& schemas_;
};

// How far values that are there are trusted, by who or what wrote them: a value's history names its batch, the batch's import its
// source.
class ValueTrust {
 public:
  // Reads sources and imports of the store; both outlive it.
  static Result<ValueTrust> Make(SqliteStore& store, const SchemaSet& schemas);
  Result<TrustRank> Of(const Record& record, FieldId field);
  // Of what a batch is writing.
  void Set(Id batch, TrustRank rank) { ranks_[batch] = rank; }
  // Of an import that names no source.
  static constexpr TrustRank kUnnamed = 2;

 private:
  explicit ValueTrust(SqliteStore& store) : store_(&store) {}
  TrustRank OfProvenance(const Provenance& provenance) const;

  SqliteStore* store_;
  std::map<Id, TrustRank> ranks_;  // of batches
  Id record_;                      // whose history is at hand
  Version record_version_;
  std::map<Version, TrustRank> written_;
};

}  // namespace kedang
