// What the client's state machine needs of durable storage (IndexedDB in the browser, memory in tests): named areas of
// keyed bytes, and writes that happen all or not at all. Completion comes later, in the order of the calls.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace kedang {

enum class StorageArea : std::uint8_t { kMeta, kBase, kOutbox, kJournal, kTray, kConflicts };
inline constexpr int kStorageAreaCount = 6;

struct StorageWrite {
  StorageArea area = StorageArea::kMeta;
  std::string key;
  std::optional<Bytes> value;  // nothing = delete the key
};

class ClientStorage {
 public:
  virtual ~ClientStorage() = default;
  // One transaction, strictly durable before `done` says ok. On an error nothing was written;
  // kResourceExhausted when the browser's quota is used up.
  virtual void Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) = 0;
};

}  // namespace kedang
