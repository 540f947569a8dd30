#include "server/import_ledger.h"

#include "server/own_edit.h"

namespace kedang {
namespace {

constexpr std::size_t kHistoryLooked = 1'000;

template <typename Read>
Status EachRecord(SqliteStore& store, const Schema* schema, const Read& read) {
  if (schema == nullptr) return {};
  return store.Scan(schema->id, [&](const Record& record) {
    read(*schema, record);
    return true;
  });
}

}  // namespace

const Schema* ImportLedger::SchemaOf(std::string_view key) const { return SystemSchema(schemas_, key); }

Result<std::vector<Source>> ImportLedger::Sources() {
  std::vector<Source> sources;
  KEDANG_RETURN_IF_ERROR(EachRecord(store_, SchemaOf(kSourceSchema), [&](const Schema& schema, const Record& record) {
    if (auto source = ReadSource(schema, record)) sources.push_back(*std::move(source));
  }));
  return sources;
}

Result<std::optional<Source>> ImportLedger::FindSource(std::string_view name) {
  KEDANG_ASSIGN(const std::vector<Source> sources, Sources());
  for (const Source& source : sources) {
    if (source.name == name) return std::optional<Source>(source);
  }
  return std::optional<Source>();
}

Result<std::optional<ImportProfile>> ImportLedger::FindProfile(std::string_view name, Id source) {
  std::optional<ImportProfile> found;
  KEDANG_RETURN_IF_ERROR(EachRecord(store_, SchemaOf(kProfileSchema), [&](const Schema& schema, const Record& record) {
    auto profile = ReadProfile(schema, record);
    if (profile && profile->name == name && (source.is_nil() || profile->source == source)) found = std::move(profile);
  }));
  return found;
}

Result<std::optional<ImportRun>> ImportLedger::FindRun(const ImportedFile& file, std::string_view way) {
  std::optional<ImportRun> found;
  KEDANG_RETURN_IF_ERROR(EachRecord(store_, SchemaOf(kRunSchema), [&](const Schema& schema, const Record& record) {
    auto run = ReadRun(schema, record);
    if (run && run->state == RunState::kWritten && run->content == file && run->way == way) found = std::move(run);
  }));
  return found;
}

Result<Id> ImportLedger::Insert(const Writing& writing, const Schema& schema, CellList cells) {
  StoredEditMaker edits;
  const Id id = MakeId(writing.instance.clock().NowMs(), writing.instance.random());
  KEDANG_RETURN_IF_ERROR(ApplyOwnEdit(writing.instance, writing.author, store_, schemas_, Provenance(), edits.MakeInsert(schema.id, id, std::move(cells))));
  return id;
}

Status ImportLedger::Set(const Writing& writing, Id id, CellList cells, const Provenance& provenance) {
  KEDANG_ASSIGN(const auto record, store_.Find(id));
  if (!record || cells.empty()) return {};
  StoredEditMaker edits;
  return ApplyOwnEdit(writing.instance, writing.author, store_, schemas_, provenance, edits.MakeSet(*record, std::move(cells)));
}

Result<Source> ImportLedger::AddSource(const Writing& writing, std::string_view name) {
  const Schema* schema = SchemaOf(kSourceSchema);
  if (schema == nullptr) return Error{ErrorCode::kUnsupported, "this instance has no sources"};
  Source source;
  source.name = std::string(name);
  source.owner = writing.author.user;
  KEDANG_ASSIGN(source.id, Insert(writing, *schema, SourceCells(*schema, source)));
  return source;
}

Result<Id> ImportLedger::AddProfile(const Writing& writing, ImportProfile profile) {
  const Schema* schema = SchemaOf(kProfileSchema);
  if (schema == nullptr) return Error{ErrorCode::kUnsupported, "this instance has no import profiles"};
  return Insert(writing, *schema, ProfileCells(*schema, profile));
}

Status ImportLedger::Begin(const Writing& writing, ImportRun& run) {
  const Schema* schema = SchemaOf(kRunSchema);
  if (schema == nullptr) return {};
  KEDANG_ASSIGN(run.id, Insert(writing, *schema, RunCells(*schema, run)));
  return {};
}

Status ImportLedger::Finish(const Writing& writing, const ImportRun& run, const Provenance& provenance) {
  const Schema* schema = SchemaOf(kRunSchema);
  if (schema == nullptr || run.id.is_nil()) return {};
  KEDANG_RETURN_IF_ERROR(Set(writing, run.id, RunCounts(*schema, run), Provenance()));
  return Set(writing, run.id, RunStateCells(*schema, RunState::kWritten), provenance);
}

Result<ValueTrust> ValueTrust::Make(SqliteStore& store, const SchemaSet& schemas) {
  ValueTrust trust(store);
  std::map<Id, TrustRank> sources;
  KEDANG_RETURN_IF_ERROR(EachRecord(store, SystemSchema(schemas, kSourceSchema), [&](const Schema& schema, const Record& record) {
    if (const auto source = ReadSource(schema, record)) sources.emplace(source->id, TrustOfSource(*source));
  }));
  KEDANG_RETURN_IF_ERROR(EachRecord(store, SystemSchema(schemas, kRunSchema), [&](const Schema& schema, const Record& record) {
    const auto run = ReadRun(schema, record);
    const auto source = run ? sources.find(run->source) : sources.end();
    if (source != sources.end()) trust.ranks_.emplace(run->batch, source->second);
  }));
  return trust;
}

TrustRank ValueTrust::OfProvenance(const Provenance& provenance) const {
  const auto of_source = ranks_.find(provenance.batch);
  if (of_source != ranks_.end()) return of_source->second;
  switch (provenance.kind) {
    case SourceKind::kManual:
    case SourceKind::kConflictResolution: return kTypedTrust;
    case SourceKind::kForm:
    case SourceKind::kMerge:
    case SourceKind::kUndo: return 6;
    case SourceKind::kApi: return 4;
    case SourceKind::kImport: return kUnnamed;
    case SourceKind::kSample:
    case SourceKind::kSchema: break;
  }
  return 0;
}

Result<TrustRank> ValueTrust::Of(const Record& record, FieldId field) {
  const Cell* cell = record.FindCell(field);
  if (cell == nullptr) return 0;
  if (!(record_ == record.id) || !(record_version_ == record.changed)) {
    KEDANG_ASSIGN(const auto history, store_->History(record.id, kHistoryLooked));
    record_ = record.id;
    record_version_ = record.changed;
    written_.clear();
    for (const HistoryEntry& entry : history) written_.emplace(entry.version, OfProvenance(entry.provenance));
  }
  const auto written = written_.find(cell->version);
  return written != written_.end() ? written->second : 0;
}

}  // namespace kedang
