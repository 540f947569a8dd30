#include "server/import_job.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "server/file.h"
#include "server/import_ledger.h"
#include "server/import_reader.h"
#include "server/import_terms.h"
#include "server/likely_pool.h"
#include "server/out_of_memory.h"
#include "server/pool.h"
#include "server/record_batch.h"
#include "server/schema_table.h"
#include "server/user_table.h"
#include "shared/base/content_hash.h"
#include "shared/sync/apply.h"
#include "shared/sync/store_lookup.h"

namespace kedang {
namespace {

constexpr int kZoneMinutes = 8 * 60;
constexpr std::size_t kMaxQueuedBatches = 16;  // of 256 rows: what may be ready before it is stored

// The unique keys of the pool in memory: the import asks for three of them a row.
class PoolKeys final : public UniqueLookup {
 public:
  Status Load(SqliteStore& store, SchemaId schema) {
    schema_ = schema;
    return store.ScanUnique(schema, [this](FieldId field, std::string_view normal_form, Id record) {
      keys_[field].emplace(std::string(normal_form), record);
      return true;
    });
  }

  std::optional<Id> FindOther(SchemaId schema, FieldId field, std::string_view normal_form, Id except) override {
    if (schema != schema_) return std::nullopt;
    const auto of_field = keys_.find(field);
    if (of_field == keys_.end()) return std::nullopt;
    const auto found = of_field->second.find(std::string(normal_form));
    if (found == of_field->second.end() || found->second == except) return std::nullopt;
    return found->second;
  }

 private:
  SchemaId schema_ = 0;
  std::unordered_map<FieldId, std::unordered_map<std::string, Id>> keys_;
};

// Batches from the reading thread to the storing one.
class BatchQueue {
 public:
  // False when the storing side gave up.
  bool Push(std::vector<PreparedRow>&& batch) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return batches_.size() < kMaxQueuedBatches || is_closed_; });
    if (is_closed_) return false;
    batches_.push_back(std::move(batch));
    changed_.notify_all();
    return true;
  }
  // Nothing at the end.
  std::optional<std::vector<PreparedRow>> Pop() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return !batches_.empty() || is_closed_; });
    if (batches_.empty()) return std::nullopt;
    auto batch = std::move(batches_.front());
    batches_.pop_front();
    changed_.notify_all();
    return batch;
  }
  void Close() {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<PreparedRow>> batches_;
  bool is_closed_ = false;
};

// New records refer to rows of the same import only: looking each one up is a tenth of the work.
class UncheckedReferences {
 public:
  explicit UncheckedReferences(Connection& connection)
      : connection_(connection), was_on_(connection.SetReferenceChecks(false)) {}
  ~UncheckedReferences() { connection_.SetReferenceChecks(was_on_); }
  UncheckedReferences(const UncheckedReferences&) = delete;
  UncheckedReferences& operator=(const UncheckedReferences&) = delete;

 private:
  Connection& connection_;
  bool was_on_;
};

class ImportWork {
 public:
  ImportWork(Instance& instance, ImportTerms terms, const ImportProgress& progress, ImportAnswer& answer)
      : instance_(instance), terms_(std::move(terms)), progress_(progress), answer_(answer), now_(instance.clock().NowMs()), judge_(instance.rules()) {
    check_.lexicon = &instance.lexicon();
    check_.unique = &pool_;
    check_.today = DateOf(now_, kZoneMinutes);
    check_.offset_minutes = kZoneMinutes;
    check_.user = request_.author.user;
    check_.rules = &judge_;
    run_.file = terms_.file_name;
    run_.content = {terms_.hash, request_.schema->key, SheetWord()};
    run_.way = WayWord();
    run_.profile = terms_.profile;
    run_.author = request_.author.user;
  }

  Status DryRun() {
    KEDANG_ASSIGN(const Instance::Reader reader, instance_.Read());
    ImportLedger ledger(*reader, instance_.schemas());
    KEDANG_RETURN_IF_ERROR(FindEarlier(*reader, ledger));
    KEDANG_ASSIGN(const auto source, ledger.FindSource(request_.source));
    KEDANG_RETURN_IF_ERROR(Trust(*reader, source));
    KEDANG_RETURN_IF_ERROR(pool_.Load(*reader, request_.schema->id));
    KEDANG_RETURN_IF_ERROR(LookInto(*reader));
    KEDANG_RETURN_IF_ERROR(LoadLikely(*reader));
    KEDANG_ASSIGN(const auto rows, ImportReader::Open(terms_, check_, &*reader));
    KEDANG_RETURN_IF_ERROR(rows->Run([](std::vector<PreparedRow>&&) { return Status(); }, progress_, answer_));
    return related_->status();
  }

  // On the writer's thread, inside its transaction.
  Status Write(SqliteStore& store) {
    KEDANG_ASSIGN(const Publication in_force, ReadPublication(store.connection()));
    if (in_force.version != instance_.schemas().version) {
      return Status(ErrorCode::kConflict, "import: the schemas were changed meanwhile; nothing was stored, start again");
    }
    ImportLedger ledger(store, instance_.schemas());
    const ImportLedger::Writing writing{instance_, request_.author};
    KEDANG_RETURN_IF_ERROR(FindEarlier(store, ledger));
    if (answer_.earlier && !request_.is_forced) return {};
    answer_.batch = MakeId(now_, instance_.random());
    KEDANG_ASSIGN(auto source, request_.source.empty() ? Result<std::optional<Source>>(std::nullopt) : ledger.FindSource(request_.source));
    if (!source && !request_.source.empty() && HasSources()) {
      KEDANG_ASSIGN(source, ledger.AddSource(writing, request_.source));
    }
    KEDANG_RETURN_IF_ERROR(Trust(store, source));
    provenance_.kind = SourceKind::kImport;
    provenance_.batch = answer_.batch;
    provenance_.source = request_.source.empty() ? run_.file : request_.source;
    KEDANG_RETURN_IF_ERROR(pool_.Load(store, request_.schema->id));
    KEDANG_RETURN_IF_ERROR(LoadLikely(store));
    RecordBatch batch(store, *request_.schema, instance_.random(), provenance_, request_.author.user, now_);
    const auto store_rows = [&](std::vector<PreparedRow>&& rows) -> Status {
      for (const PreparedRow& row : rows) {
        if (row.decision == ImportDecision::kUpdate) {
          KEDANG_RETURN_IF_ERROR(Update(store, row));
        } else {
          KEDANG_RETURN_IF_ERROR(batch.Insert(row.cells, now_));
        }
      }
      return {};
    };
    const bool is_merging = IsMerging(request_.options.duplicates);
    if (request_.options.mode == ImportMode::kCreate && !is_merging) {
      const UncheckedReferences unchecked(store.connection());
      KEDANG_RETURN_IF_ERROR(WriteInParallel(store_rows));
      KEDANG_RETURN_IF_ERROR(store.FlushNew());
    } else {
      // Judging an update reads records, and the store is for one thread at a time.
      KEDANG_RETURN_IF_ERROR(LookInto(store));
      KEDANG_ASSIGN(const auto rows, ImportReader::Open(terms_, check_, &store));
      KEDANG_RETURN_IF_ERROR(rows->Run(store_rows, progress_, answer_));
      read_as_ = rows->plan();
      KEDANG_RETURN_IF_ERROR(related_->status());
      KEDANG_RETURN_IF_ERROR(trust_status_);
      answer_.counts.updated -= refused_updates_;
      answer_.counts.rejected += refused_updates_;
    }
    KEDANG_RETURN_IF_ERROR(batch.Finish());
    KEDANG_RETURN_IF_ERROR(WriteBatchRow(store));
    if (!request_.profile.empty() && !terms_.plan) KEDANG_RETURN_IF_ERROR(KeepProfile(writing, ledger));
    // Where nothing came of it, it may be tried again.
    if (answer_.counts.created + answer_.counts.updated == 0) return {};
    return Note(writing, ledger);
  }

 private:
  std::string SheetWord() const {
    if (request_.sheet > 0) return std::to_string(request_.sheet);
    return terms_.plan ? terms_.plan->sheet : "";
  }

  // Asked for in another way, the same file is imported again.
  std::string WayWord() const {
    std::string way(DuplicatePolicyName(request_.options.duplicates));
    if (request_.options.mode != ImportMode::kCreate) {
      const Field* key = request_.schema->Find(request_.options.key);
      way += request_.options.mode == ImportMode::kUpdate ? " update " : " upsert ";
      way += key != nullptr ? key->key : "";
    }
    if (!request_.map.empty()) {
      ContentHash map;
      map.Add(AsBytes(request_.map));
      way += " " + map.Text();
    }
    return way;
  }

  bool HasSources() const {
    const Schema* schema = instance_.schemas().Find(kSourceSchema);
    return schema != nullptr && schema->is_system;
  }

  Status FindEarlier(SqliteStore& store, ImportLedger& ledger) {
    KEDANG_ASSIGN(answer_.earlier, ledger.FindRun(run_.content, run_.way));
    if (!answer_.earlier) return {};
    KEDANG_ASSIGN(const std::vector<User> users, ListUsers(store.connection()));
    for (const User& user : users) {
      if (user.id == answer_.earlier->author) answer_.earlier_author = user.display;
    }
    if (request_.is_dry_run || request_.is_forced) return {};
    answer_.counts.read = answer_.earlier->read;
    answer_.counts.rejected = answer_.earlier->rejected;
    answer_.counts.duplicates = answer_.earlier->read - std::min(answer_.earlier->read, answer_.earlier->rejected);
    return {};
  }

  // New records say where they are from; what is there is written over as far as its source is trusted.
  Status Trust(SqliteStore& store, const std::optional<Source>& source) {
    run_.source = source ? source->id : Id();
    const Field* origin = OriginField(*request_.schema);
    if (origin != nullptr && source) request_.options.made_with = {{origin->id, Value::Text(FormatId(source->id))}};
    if (request_.options.duplicates != DuplicatePolicy::kTrust) return {};
    KEDANG_ASSIGN(ValueTrust trust, ValueTrust::Make(store, instance_.schemas()));
    trust_.emplace(std::move(trust));
    // Of two rows about one record the first stands.
    if (!answer_.batch.is_nil()) trust_->Set(answer_.batch, std::numeric_limits<TrustRank>::max());
    const TrustRank own = terms_.overwrites ? std::numeric_limits<TrustRank>::max() - 1 : source ? TrustOfSource(*source) : ValueTrust::kUnnamed;
    request_.options.may_overwrite = [this, own](const Record& record, FieldId field) {
      const auto rank = trust_->Of(record, field);
      if (!rank.ok()) trust_status_ = rank.error();
      return rank.ok() && own >= *rank;
    };
    return {};
  }

  Status KeepProfile(const ImportLedger::Writing& writing, ImportLedger& ledger) {
    ImportProfile profile;
    profile.name = request_.profile;
    profile.schema = request_.schema->key;
    profile.source = run_.source;
    profile.plan = read_as_;
    if (request_.options.mode != ImportMode::kCreate) {
      const Field* key = request_.schema->Find(request_.options.key);
      profile.plan.mode = request_.options.mode == ImportMode::kUpdate ? "update" : "upsert";
      profile.plan.key = key != nullptr ? key->key : "";
    }
    profile.plan.duplicates["pool"] = std::string(ActionOfPolicy(request_.options.duplicates));
    KEDANG_ASSIGN(run_.profile, ledger.AddProfile(writing, std::move(profile)));
    answer_.made_profile = true;
    return {};
  }

  Status Note(const ImportLedger::Writing& writing, ImportLedger& ledger) {
    const ImportCounts& counts = answer_.counts;
    run_.batch = answer_.batch;
    KEDANG_ASSIGN(run_.size, FileSize(request_.file));
    run_.read = counts.read;
    run_.created = counts.created;
    run_.updated = counts.updated;
    run_.duplicates = counts.duplicates;
    run_.rejected = counts.rejected;
    KEDANG_RETURN_IF_ERROR(ledger.Begin(writing, run_));
    return ledger.Finish(writing, run_, provenance_);
  }

  Status LoadLikely(SqliteStore& store) {
    if (request_.options.duplicates == DuplicatePolicy::kFlag) return {};
    request_.options.likely = &likely_;
    return likely_.Load(store, *request_.schema, instance_.lexicon());
  }

  // What rows ask of other records and of people's names is read on this connection, as long as it is there.
  Status LookInto(SqliteStore& store) {
    KEDANG_ASSIGN(PoolNames names, PoolNames::Load(store, instance_.schemas()));
    check_.names = &names_.emplace(std::move(names));
    check_.related = &related_.emplace(store);
    return {};
  }

  Status WriteInParallel(const std::function<Status(std::vector<PreparedRow>&&)>& store_rows) {
    // The reading thread looks at the pool as it was before the import, on a connection of its own.
    KEDANG_ASSIGN(const Instance::Reader reader, instance_.Read());
    KEDANG_RETURN_IF_ERROR(LookInto(*reader));
    KEDANG_ASSIGN(const auto rows, ImportReader::Open(terms_, check_, nullptr));
    BatchQueue queue;
    Status read;
    std::thread reading([&] {
      read = GuardMemory([&] {
        return rows->Run(
            [&queue](std::vector<PreparedRow>&& batch) {
              return queue.Push(std::move(batch)) ? Status() : Status(ErrorCode::kCancelled, "storing failed");
            },
            progress_, answer_);
      });
      queue.Close();
    });
    const Status stored = GuardMemory([&]() -> Status {
      while (auto batch = queue.Pop()) KEDANG_RETURN_IF_ERROR(store_rows(std::move(*batch)));
      return {};
    });
    queue.Close();
    reading.join();
    read_as_ = rows->plan();
    if (stored.ok() && read.ok()) return related_->status();
    return stored.ok() ? read : stored;
  }

  // By the same way as any other edit: rights, rules, merge, history.
  Status Update(SqliteStore& store, const PreparedRow& row) {
    KEDANG_ASSIGN(const auto record, store.Find(row.target));
    if (!record) return Status(ErrorCode::kInternal, "import: the record to update is gone");
    Group group;
    group.id = answer_.batch;
    group.provenance = provenance_;
    Mutation mutation;
    mutation.schema = request_.schema->id;
    mutation.record = row.target;
    mutation.client_ms = now_;
    for (const auto& cell : row.cells) {
      const Cell* current = record->FindCell(cell.first);
      CellEdit edit;
      edit.field = cell.first;
      edit.value = cell.second;
      if (current != nullptr) {
        edit.base_value = current->value;
        edit.base_version = current->version;
      }
      // An earlier row of the file may have filled it meanwhile.
      const bool is_filled = request_.options.mode == ImportMode::kCreate && !edit.base_value.is_null() &&
                             !(request_.options.may_overwrite && request_.options.may_overwrite(*record, cell.first));
      if (!(edit.base_value == edit.value) && !is_filled) mutation.edits.push_back(std::move(edit));
    }
    if (mutation.edits.empty()) return {};  // the pool says the same already
    group.mutations.push_back(std::move(mutation));
    const ApplyContext context{instance_.schemas(), instance_.lexicon(), instance_.rules(), instance_.clock(), instance_.random(), store,
                               request_.author,     Id()};
    KEDANG_ASSIGN(const auto results, ApplyGroup(context, group));
    if (IsAccepted(results.front().outcome)) return {};
    ++refused_updates_;
    for (const Issue& issue : results.front().issues) {
      answer_.issues.push_back(TableIssue{row.row, 0, issue.severity, issue.code, issue.message});
      ++answer_.issue_count;
    }
    return {};
  }

  // What the file had beside the changes.
  Status WriteBatchRow(SqliteStore& store) {
    Batch batch;
    batch.id = answer_.batch;
    batch.kind = provenance_.kind;
    batch.source = provenance_.source;
    batch.author = request_.author.user;
    batch.schema = request_.schema->id;
    batch.at_ms = now_;
    batch.read = answer_.counts.read;
    batch.duplicates = answer_.counts.duplicates;
    batch.rejected = answer_.counts.rejected;
    return store.AddToBatch(batch);
  }

  Instance& instance_;
  ImportTerms terms_;
  ImportRequest& request_ = terms_.request;
  const ImportProgress& progress_;
  ImportAnswer& answer_;
  TimeMs now_;
  PoolKeys pool_;
  LikelyPool likely_;
  RuleJudge judge_;
  CheckContext check_;
  std::optional<StoreLookup> related_;
  std::optional<PoolNames> names_;
  Provenance provenance_;
  std::optional<ValueTrust> trust_;
  Status trust_status_;
  ImportRun run_;
  ImportPlan read_as_;
  std::uint64_t refused_updates_ = 0;
};

}  // namespace

Result<ImportAnswer> RunImportJob(Instance& instance, const ImportRequest& request, const ImportProgress& progress) {
  if (!MayWrite(request.author, *request.schema, 0)) {
    return Error{ErrorCode::kPermissionDenied, "'" + request.author.name + "' may not write '" + request.schema->key + "'"};
  }
  const auto start = std::chrono::steady_clock::now();
  ImportAnswer answer;
  KEDANG_ASSIGN(ImportTerms terms, MakeImportTerms(instance, request));
  ImportWork work(instance, std::move(terms), progress, answer);
  if (request.is_dry_run) {
    KEDANG_RETURN_IF_ERROR(work.DryRun());
  } else {
    KEDANG_RETURN_IF_ERROR(instance.writer().Submit([&work](SqliteStore& store) { return work.Write(store); }));
  }
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

}  // namespace kedang
