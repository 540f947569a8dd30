#include "server/import_job.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "server/import_reader.h"
#include "server/likely_pool.h"
#include "server/out_of_memory.h"
#include "server/pool.h"
#include "server/record_batch.h"
#include "server/schema_table.h"
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
  ImportWork(Instance& instance, const ImportRequest& request, const ImportProgress& progress, ImportAnswer& answer)
      : instance_(instance), request_(request), progress_(progress), answer_(answer), now_(instance.clock().NowMs()), judge_(instance.rules()) {
    check_.lexicon = &instance.lexicon();
    check_.unique = &pool_;
    check_.today = DateOf(now_, kZoneMinutes);
    check_.offset_minutes = kZoneMinutes;
    check_.user = request.author.user;
    check_.rules = &judge_;
  }

  Status DryRun() {
    KEDANG_ASSIGN(const Instance::Reader reader, instance_.Read());
    KEDANG_RETURN_IF_ERROR(pool_.Load(*reader, request_.schema->id));
    KEDANG_RETURN_IF_ERROR(LookInto(*reader));
    KEDANG_RETURN_IF_ERROR(LoadLikely(*reader));
    KEDANG_ASSIGN(const auto rows, ImportReader::Open(request_, check_, &*reader));
    KEDANG_RETURN_IF_ERROR(rows->Run([](std::vector<PreparedRow>&&) { return Status(); }, progress_, answer_));
    return related_->status();
  }

  // On the writer's thread, inside its transaction.
  Status Write(SqliteStore& store) {
    KEDANG_ASSIGN(const Publication in_force, ReadPublication(store.connection()));
    if (in_force.version != instance_.schemas().version) {
      return Status(ErrorCode::kConflict, "import: the schemas were changed meanwhile; nothing was stored, start again");
    }
    answer_.batch = MakeId(now_, instance_.random());
    provenance_.kind = SourceKind::kImport;
    provenance_.batch = answer_.batch;
    provenance_.source =
        request_.source.empty() ? std::filesystem::path(request_.file).filename().string() : request_.source;
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
    const bool is_merging = request_.options.duplicates == DuplicatePolicy::kMerge;
    if (request_.options.mode == ImportMode::kCreate && !is_merging) {
      const UncheckedReferences unchecked(store.connection());
      KEDANG_RETURN_IF_ERROR(WriteInParallel(store_rows));
      KEDANG_RETURN_IF_ERROR(store.FlushNew());
    } else {
      // Judging an update reads records, and the store is for one thread at a time.
      KEDANG_RETURN_IF_ERROR(LookInto(store));
      KEDANG_ASSIGN(const auto rows, ImportReader::Open(request_, check_, &store));
      KEDANG_RETURN_IF_ERROR(rows->Run(store_rows, progress_, answer_));
      KEDANG_RETURN_IF_ERROR(related_->status());
      answer_.counts.updated -= refused_updates_;
      answer_.counts.rejected += refused_updates_;
    }
    KEDANG_RETURN_IF_ERROR(batch.Finish());
    return WriteBatchRow(store);
  }

 private:
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
    KEDANG_ASSIGN(const auto rows, ImportReader::Open(request_, check_, nullptr));
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
      const bool is_filled = request_.options.mode == ImportMode::kCreate && !edit.base_value.is_null();
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
  ImportRequest request_;
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
  std::uint64_t refused_updates_ = 0;
};

}  // namespace

Result<ImportAnswer> RunImportJob(Instance& instance, const ImportRequest& request, const ImportProgress& progress) {
  if (!MayWrite(request.author, *request.schema, 0)) {
    return Error{ErrorCode::kPermissionDenied, "'" + request.author.name + "' may not write '" + request.schema->key + "'"};
  }
  const auto start = std::chrono::steady_clock::now();
  ImportAnswer answer;
  ImportWork work(instance, request, progress, answer);
  if (request.is_dry_run) {
    KEDANG_RETURN_IF_ERROR(work.DryRun());
  } else {
    KEDANG_RETURN_IF_ERROR(instance.writer().Submit([&work](SqliteStore& store) { return work.Write(store); }));
  }
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

}  // namespace kedang
