// Instance: one data directory with everything a command or the server needs of it: the writer, readers, schemas and
// reference data. Several processes may have the same directory open (an import beside a running server): SQLite's locks
// keep them apart, and Watch tells each about the others' commits. Thread-safe unless a function says otherwise.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/content.h"
#include "server/schema_edition.h"
#include "server/writer.h"
#include "shared/text/lexicon.h"

namespace kedang {

class Instance {
 public:
  // Opens the directory; makes it, its database and the shipped schemas when it is new, and brings an older database up
  // to date after a copy of it is made beside it. Errors name the file and what to do.
  static Result<std::unique_ptr<Instance>> Open(const std::string& directory, const Content& content);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  const std::string& directory() const { return directory_; }
  // True when this Open made the database.
  bool is_new() const { return is_new_; }
  Epoch epoch() const { return epoch_; }
  // The schemas as Open found them: for commands, which end before it matters that others publish.
  const SchemaSet& schemas() const { return opened_->schemas(); }
  // Parsed at the first call (some 100 ms).
  const Lexicon& lexicon();
  // The rules of schemas(), compiled at the first call.
  const RuleBook& rules() { return opened_->rules(lexicon()); }
  // The schemas in force as a transaction of this connection sees them: what the server works by. Costs one small query
  // while nobody published.
  Result<std::shared_ptr<const SchemaEdition>> EditionAt(Connection& connection);
  // The machine's clock and its cryptographic generator.
  Clock& clock();
  Random& random();

  Writer& writer() { return *writer_; }

  // A reader at one moment of the database, until it goes out of scope. Borrowed: give it back soon.
  class Reader {
   public:
    Reader(Reader&& other) noexcept = default;
    Reader& operator=(Reader&&) = delete;
    ~Reader();
    SqliteStore& operator*() const { return *slot_->store; }
    SqliteStore* operator->() const { return slot_->store.get(); }

   private:
    friend class Instance;
    struct Slot {
      std::unique_ptr<Connection> connection;
      std::unique_ptr<SqliteStore> store;
    };
    Reader(Instance* instance, std::unique_ptr<Slot> slot) : instance_(instance), slot_(std::move(slot)) {}
    Instance* instance_;
    std::unique_ptr<Slot> slot_;
  };
  Result<Reader> Read();

  // Calls `on_change` with the last number of the order after every commit, of this process at once and of another
  // within 200 ms, from threads of the instance. Once per instance.
  Status Watch(Writer::Listener on_change);
  // Finishes accepted writes, then stops the threads. Readers still work.
  void Stop();

 private:
  Instance() = default;
  std::string DatabasePath() const;
  void Tell(std::uint64_t last_sequence);
  void GiveBack(std::unique_ptr<Reader::Slot> slot);
  void WatchOthers(Connection& connection);

  std::string directory_;
  bool is_new_ = false;
  Content content_;
  Epoch epoch_;
  std::shared_ptr<const SchemaEdition> opened_;
  std::mutex edition_mutex_;
  std::shared_ptr<const SchemaEdition> newest_;
  std::once_flag lexicon_once_;
  std::unique_ptr<Lexicon> lexicon_;
  std::unique_ptr<Writer> writer_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader::Slot>> idle_;
  Writer::Listener on_change_;
  std::atomic<std::uint64_t> told_sequence_{0};
  std::condition_variable stop_;
  bool is_stopping_ = false;
  std::unique_ptr<Connection> watch_connection_;
  std::thread watcher_;
};

}  // namespace kedang
