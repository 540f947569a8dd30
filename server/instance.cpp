#include "server/instance.h"

#include <chrono>
#include <filesystem>
#include <utility>

#include "server/machine.h"
#include "server/schema_table.h"
#include "server/sqlite_migration.h"
#include "shared/base/assert.h"
#include "shared/schema/schema_package.h"

namespace kedang {
namespace {

constexpr std::chrono::milliseconds kWatchInterval{200};
constexpr std::size_t kMaxIdleReaders = 16;

// Customers are in here: only the owner of the process may look into the directory.
Status MakeDirectory(const std::string& directory) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::is_directory(directory, error)) return {};
  if (fs::create_directories(directory, error)) {
    fs::permissions(directory, fs::perms::owner_all, error);
    return {};
  }
  return Status(ErrorCode::kInvalidArgument, "cannot make the data directory " + directory + ": " +
                                                 (error ? error.message() : "something else has that name"));
}

// The first rows of a database. Does nothing when another process was faster.
Result<bool> Seed(Connection& connection, const Content& content) {
  KEDANG_RETURN_IF_ERROR(connection.Execute("BEGIN IMMEDIATE"));
  const auto fill = [&]() -> Result<bool> {
    KEDANG_ASSIGN(const std::int64_t rows, connection.QueryInteger("SELECT count(*) FROM meta"));
    if (rows > 0) return false;
    SchemaSet set;
    for (const std::string_view json : content.schemas) {
      KEDANG_ASSIGN(Schema schema, ParseSchema(json));
      set.schemas.push_back(std::move(schema));
    }
    if (set.schemas.empty()) return Error{ErrorCode::kInternal, "this build carries no schemas"};
    const TimeMs now = MachineClock().NowMs();
    Publication publication;
    publication.id = FormatId(MakeId(now, MachineRandom()));
    publication.at_ms = now;
    KEDANG_RETURN_IF_ERROR(WriteSchemas(connection, set, publication));
    const std::string epoch_id = FormatId(MakeId(now, MachineRandom()));
    KEDANG_ASSIGN(Statement insert,
                  connection.Prepare("INSERT INTO meta (only, epoch, epoch_id, sequence, created_ms)"
                                     " VALUES (1, 1, ?, 0, ?)"));
    KEDANG_RETURN_IF_ERROR(insert.Bind(1, epoch_id).Bind(2, now).Run());
    return true;
  };
  Result<bool> is_new = fill();
  const Status status = connection.Execute(is_new.ok() ? "COMMIT" : "ROLLBACK");
  if (is_new.ok() && !status.ok()) return status.error();
  return is_new;
}

// The program's own schemas (saved views) as this build has them, in a database that lacks them or parts of them. What
// administrators changed of them stays; a schema of theirs that has the name is left alone.
Status AddSystemSchemas(Connection& connection, const Content& content) {
  std::vector<Schema> own;
  for (const std::string_view json : content.schemas) {
    KEDANG_ASSIGN(Schema schema, ParseSchema(json));
    if (schema.is_system) own.push_back(std::move(schema));
  }
  KEDANG_RETURN_IF_ERROR(connection.Execute("BEGIN IMMEDIATE"));
  const auto add = [&]() -> Status {
    KEDANG_ASSIGN(Publication publication, ReadPublication(connection));
    KEDANG_ASSIGN(const SchemaSet current, ReadSchemas(connection, publication.version));
    std::erase_if(own, [&](const Schema& schema) {
      const Schema* here = current.Find(std::string_view(schema.key));
      return here != nullptr && !here->is_system;
    });
    SchemaSet merged = MergePackage(current, own, PackageMode::kAdd).set;
    merged.version = current.version;
    if (FormatSchemaSet(merged) == FormatSchemaSet(current)) return {};
    ++merged.version;
    for (Schema& schema : merged.schemas) {
      const Schema* here = current.Find(schema.id);
      if (here != nullptr && FormatSchema(*here) != FormatSchema(schema)) ++schema.version;
    }
    const TimeMs now = MachineClock().NowMs();
    publication = Publication();
    publication.id = FormatId(MakeId(now, MachineRandom()));
    publication.at_ms = now;
    return WriteSchemas(connection, merged, publication);
  };
  const Status added = add();
  const Status ended = connection.Execute(added.ok() ? "COMMIT" : "ROLLBACK");
  return added.ok() ? ended : added;
}

}  // namespace

Instance::Reader::~Reader() {
  if (slot_ == nullptr) return;
  slot_->store->Rollback();
  instance_->GiveBack(std::move(slot_));
}

Result<std::unique_ptr<Instance>> Instance::Open(const std::string& directory, const Content& content) {
  KEDANG_RETURN_IF_ERROR(MakeDirectory(directory));
  std::unique_ptr<Instance> instance(new Instance);
  instance->directory_ = directory;
  instance->content_ = content;
  const std::string path = instance->DatabasePath();
  KeepTemporaryFilesIn(directory);
  KEDANG_ASSIGN(auto connection, Connection::Open(path, Connection::Mode::kReadWrite));
  std::error_code ignored;
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
  if (const Status status = Migrate(*connection, content.migrations, path + ".before-migration-"); !status.ok()) {
    return Error{status.error().code, path + ": " + status.error().message};
  }
  KEDANG_ASSIGN(instance->is_new_, Seed(*connection, content));
  if (!instance->is_new_) KEDANG_RETURN_IF_ERROR(AddSystemSchemas(*connection, content));
  KEDANG_ASSIGN(instance->opened_, instance->EditionAt(*connection));
  KEDANG_ASSIGN(instance->writer_, Writer::Start(std::move(connection)));
  KEDANG_ASSIGN(const Reader reader, instance->Read());
  instance->epoch_ = reader->epoch();
  return instance;
}

Instance::~Instance() { Stop(); }

std::string Instance::DatabasePath() const { return directory_ + "/kedang.db"; }

const Lexicon& Instance::lexicon() {
  std::call_once(lexicon_once_, [this] {
    auto parsed = Lexicon::Parse(content_.pinyin, content_.regions, content_.industries);
    KEDANG_CHECK(parsed.ok());  // part of the program, covered by its tests
    lexicon_ = std::make_unique<Lexicon>(std::move(parsed).value());
  });
  return *lexicon_;
}

Result<std::shared_ptr<const SchemaEdition>> Instance::EditionAt(Connection& connection) {
  KEDANG_ASSIGN(Publication seen, ReadPublication(connection));
  {
    const std::lock_guard<std::mutex> lock(edition_mutex_);
    if (newest_ != nullptr && newest_->schemas().version == seen.version && newest_->publication() == seen.id) return newest_;
  }
  KEDANG_ASSIGN(SchemaSet set, ReadSchemas(connection, seen.version));
  auto edition = std::make_shared<const SchemaEdition>(std::move(set), std::move(seen.id));
  const std::lock_guard<std::mutex> lock(edition_mutex_);
  // A reader that began before the last publication must not put the older set back in place for the others.
  if (newest_ == nullptr || edition->schemas().version >= newest_->schemas().version) newest_ = edition;
  return edition;
}

Clock& Instance::clock() { return MachineClock(); }
Random& Instance::random() { return MachineRandom(); }

Result<Instance::Reader> Instance::Read() {
  std::unique_ptr<Reader::Slot> slot;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!idle_.empty()) {
      slot = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (slot == nullptr) {
    slot = std::make_unique<Reader::Slot>();
    KEDANG_ASSIGN(slot->connection, Connection::Open(DatabasePath(), Connection::Mode::kReadOnly));
    KEDANG_ASSIGN(slot->store, SqliteStore::Open(*slot->connection));
  }
  KEDANG_RETURN_IF_ERROR(slot->store->BeginRead());
  return Reader(this, std::move(slot));
}

void Instance::GiveBack(std::unique_ptr<Reader::Slot> slot) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (idle_.size() < kMaxIdleReaders) idle_.push_back(std::move(slot));
}

Status Instance::Watch(Writer::Listener on_change) {
  KEDANG_ASSIGN(watch_connection_, Connection::Open(DatabasePath(), Connection::Mode::kReadOnly));
  on_change_ = std::move(on_change);
  writer_->SetListener([this](std::uint64_t last_sequence) { Tell(last_sequence); });
  watcher_ = std::thread([this] { WatchOthers(*watch_connection_); });
  return {};
}

void Instance::Tell(std::uint64_t last_sequence) {
  // Our own commits are seen twice, at once and by the watcher: only the first to bring a number tells it.
  std::uint64_t told = told_sequence_.load();
  while (told < last_sequence) {
    if (told_sequence_.compare_exchange_weak(told, last_sequence)) {
      on_change_(last_sequence);
      return;
    }
  }
}

void Instance::WatchOthers(Connection& connection) {
  std::int64_t seen_version = 0;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!is_stopping_) {
    lock.unlock();
    // data_version changes when anybody else commits; asking costs a look at shared memory.
    const auto version = connection.QueryInteger("PRAGMA data_version");
    if (version.ok() && *version != seen_version) {
      const auto sequence = connection.QueryInteger("SELECT sequence FROM meta");
      if (sequence.ok()) {
        seen_version = *version;
        Tell(static_cast<std::uint64_t>(*sequence));
      }
    }
    lock.lock();
    stop_.wait_for(lock, kWatchInterval, [this] { return is_stopping_; });
  }
}

void Instance::Stop() {
  if (writer_ != nullptr) writer_->Stop();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_stopping_ = true;
  }
  stop_.notify_all();
  if (watcher_.joinable()) watcher_.join();
}

}  // namespace kedang
