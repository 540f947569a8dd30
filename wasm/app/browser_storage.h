// The sync client's storage on the browser's IndexedDB, as far as this browser may keep things.
#pragma once

#include <functional>

#include "shared/policy/offline_policy.h"
#include "shared/sync/client_storage.h"

namespace kedang {

class BrowserStorage final : public ClientStorage {
 public:
  // `on_committed` is called after the outcome of every transaction was told.
  explicit BrowserStorage(std::function<void()> on_committed) : on_committed_(std::move(on_committed)) {}

  // From now on. With less than everything only unsent edits and the replica's numbers are written.
  void set_keeping(Keeping keeping) { keeping_ = keeping; }

  void Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) override;

  // Hands out every stored row, the state first, then the base, so that the client can take them as they come; then
  // says whether all could be read. Without the base the state says that there is none.
  static void Load(bool has_base, std::function<void(StorageArea area, const std::string& key, ByteSpan value)> row,
                   std::function<void(Status)> done);

 private:
  std::function<void()> on_committed_;
  Keeping keeping_ = Keeping::kEverything;
};

}  // namespace kedang
