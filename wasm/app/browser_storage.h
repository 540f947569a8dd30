// The sync client's storage on the browser's IndexedDB, as far as this browser may keep things.
#pragma once

#include <functional>
#include <memory>

#include "shared/model/withheld.h"
#include "shared/policy/offline_policy.h"
#include "shared/sync/client_storage.h"

namespace kedang {

class BrowserStorage final : public ClientStorage {
 public:
  // `on_committed` is called after the outcome of every transaction was told.
  explicit BrowserStorage(std::function<void()> on_committed) : on_committed_(std::move(on_committed)) {}

  // From now on. With less than everything only unsent edits and the replica's numbers are written.
  void set_keeping(Keeping keeping) { keeping_ = keeping; }
  // The schemas of today say which values are left out of what is kept.
  void set_schemas(std::function<const SchemaSet&()> schemas) { schemas_ = std::move(schemas); }

  void Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) override;

  // Hands out every stored row, the state first, then the base, so that the client can take them as they come; then
  // says whether all could be read. Without the base the state says that there is none; a base that holds values which may not
  // be kept any more is deleted first.
  void Load(bool has_base, std::function<void(StorageArea area, const std::string& key, ByteSpan value)> row,
            std::function<void(Status)> done);

 private:
  struct Loading;
  void LoadMeta(std::shared_ptr<Loading> loading);
  static void LoadFrom(std::size_t number, std::shared_ptr<Loading> loading);
  void Withhold(std::vector<StorageWrite>& writes);

  std::function<void()> on_committed_;
  std::function<const SchemaSet&()> schemas_;
  Keeping keeping_ = Keeping::kEverything;
  SensitiveFields withheld_;  // what no row of the base that is kept has a value of
  std::string coming_;        // the snapshot whose segments come in; empty: none
  SensitiveFields coming_withheld_;
  bool is_stale_ = false;     // more is sensitive by now: the next start fetches anew
};

}  // namespace kedang
