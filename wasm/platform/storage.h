// The replica's rows in the browser's IndexedDB: bytes under text keys, in named stores. Everything is
// asynchronous; callbacks come between frames, for one store in the order of the calls. A write is one transaction with
// durability "strict": when its callback says ok, it survives a crash; when not, nothing of it happened.
// Keys sort by UTF-16 units: pad numbers with zeros.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace kedang {

enum class StoreName : uint8_t { kBase, kOutbox, kJournal, kMeta, kTray, kConflicts, kFiles };

struct StoredRow {
  std::string key;
  Bytes value;
};

// One step of a transaction; steps happen in their order.
struct StorageStep {
  enum class Kind : uint8_t { kPut, kDelete, kClear };
  Kind kind = Kind::kPut;
  StoreName store = StoreName::kMeta;
  std::string key;    // unused by kClear
  Bytes value;        // of kPut
};

using StatusCallback = std::function<void(const Status&)>;

// Opens (and first creates) the database; other calls may follow at once, they wait for it. Errors of all
// calls: kUnavailable (no IndexedDB here, private window, deleted by the person), kResourceExhausted (the
// quota is used up), kInternal.
void OpenStorage(std::string_view database, StatusCallback done);

void WriteTransaction(std::vector<StorageStep> steps, StatusCallback done);

// All rows of a store, by key.
void LoadAll(StoreName store, std::function<void(Result<std::vector<StoredRow>>)> done);

// Hands out each row as it is read, for stores too large to hold twice; with a prefix only rows whose keys begin with it:
// the first '/' ends it, or it is a whole key. Rows that are sealed (vault.h) and do not open come under a name of "~".
void LoadEach(StoreName store, std::string_view prefix, std::function<void(std::string_view key, ByteSpan value)> row,
              StatusCallback done);

// Deletes the whole database: wipe on sign-out.
void DeleteStorage(StatusCallback done);

// Whether the browser promised to keep the data, and how much room there is (bytes; 0: not known).
struct StorageFacts {
  bool is_persisted = false;
  double used_bytes = 0;
  double quota_bytes = 0;
};
void ReadStorageFacts(std::function<void(const StorageFacts&)> done);

// Asks the browser to keep the data for good; some ask the person. Then tells the facts.
void RequestPersistence(std::function<void(const StorageFacts&)> done);

}  // namespace kedang
