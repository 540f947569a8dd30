#include "wasm/app/browser_storage.h"

#include <array>
#include <memory>

#include "wasm/platform/storage.h"

namespace kedang {
namespace {

constexpr std::array<StoreName, kStorageAreaCount> kStores = {StoreName::kMeta,    StoreName::kBase, StoreName::kOutbox,
                                                              StoreName::kJournal, StoreName::kTray, StoreName::kConflicts};

StoreName StoreOf(StorageArea area) { return kStores[static_cast<std::size_t>(area)]; }

using RowHandler = std::function<void(StorageArea area, const std::string& key, ByteSpan value)>;

// One area after the other, in the order of StorageArea.
void LoadFrom(std::size_t area, std::shared_ptr<RowHandler> row, std::function<void(Status)> done) {
  if (area == kStorageAreaCount) {
    done(Status());
    return;
  }
  LoadEach(
      kStores[area], {},
      [area, row](std::string_view key, ByteSpan value) { (*row)(static_cast<StorageArea>(area), std::string(key), value); },
      [area, row, done](const Status& status) {
        if (!status.ok()) {
          done(status);
        } else {
          LoadFrom(area + 1, row, done);
        }
      });
}

}  // namespace

void BrowserStorage::Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) {
  std::vector<StorageStep> steps;
  steps.reserve(writes.size());
  for (StorageWrite& write : writes) {
    StorageStep step;
    step.kind = write.value ? StorageStep::Kind::kPut : StorageStep::Kind::kDelete;
    step.store = StoreOf(write.area);
    step.key = std::move(write.key);
    if (write.value) step.value = std::move(*write.value);
    steps.push_back(std::move(step));
  }
  WriteTransaction(std::move(steps), [this, done = std::move(done)](const Status& status) {
    done(status);
    if (on_committed_) on_committed_();
  });
}

void BrowserStorage::Load(RowHandler row, std::function<void(Status)> done) {
  LoadFrom(0, std::make_shared<RowHandler>(std::move(row)), std::move(done));
}

}  // namespace kedang
