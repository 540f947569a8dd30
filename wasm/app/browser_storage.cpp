#include "wasm/app/browser_storage.h"

#include <array>
#include <map>
#include <memory>

#include "shared/sync/codec.h"
#include "shared/sync/client.h"
#include "wasm/platform/storage.h"

namespace kedang {
namespace {

constexpr std::array<StoreName, kStorageAreaCount> kStores = {StoreName::kMeta,    StoreName::kBase, StoreName::kOutbox,
                                                              StoreName::kJournal, StoreName::kTray, StoreName::kConflicts};

StoreName StoreOf(StorageArea area) { return kStores[static_cast<std::size_t>(area)]; }

using RowHandler = std::function<void(StorageArea area, const std::string& key, ByteSpan value)>;

// What the replica knows of itself without a base: who it is, and its numbers.
Bytes WithoutBase(ByteSpan state) {
  auto decoded = Decode<ClientState>(state);
  if (!decoded.ok()) return Bytes(state.begin(), state.end());  // the client finds out
  decoded->cookie = Cookie();
  decoded->snapshot = Id();
  decoded->segment_count = 0;
  decoded->extent = HeldExtent();
  decoded->people.clear();
  decoded->schemas.clear();
  return Encode(*decoded);
}

struct LoadPart {
  StorageArea area;
  std::string_view prefix;
};
// Segments before the records that changed since.
constexpr std::array<LoadPart, 7> kParts = {{{StorageArea::kMeta, ""},
                                             {StorageArea::kBase, "seg/"},
                                             {StorageArea::kBase, "upd/"},
                                             {StorageArea::kOutbox, ""},
                                             {StorageArea::kJournal, ""},
                                             {StorageArea::kTray, ""},
                                             {StorageArea::kConflicts, ""}}};

struct Loading {
  bool has_base;
  RowHandler row;
  std::function<void(Status)> done;
  std::map<std::string, Bytes> queue;  // while rows are rewritten they do not come in the order of their keys
};

void LoadFrom(std::size_t number, std::shared_ptr<Loading> loading) {
  const auto is_base = [](StorageArea area) { return area == StorageArea::kBase || area == StorageArea::kConflicts; };
  while (number < kParts.size() && !loading->has_base && is_base(kParts[number].area)) ++number;
  if (number == kParts.size()) {
    loading->done(Status());
    return;
  }
  const LoadPart part = kParts[number];
  LoadEach(
      StoreOf(part.area), part.prefix,
      [part, loading](std::string_view name, ByteSpan value) {
        // A sealed row that did not open comes under a name that tells nothing.
        const bool is_closed = name.starts_with('~');
        const std::string key(name);
        if (part.area == StorageArea::kMeta && (is_closed || (key == "state" && !loading->has_base))) {
          loading->row(part.area, "state", WithoutBase(value));
        } else if (part.area == StorageArea::kOutbox) {
          loading->queue.emplace(key, Bytes(value.begin(), value.end()));
        } else {
          loading->row(part.area, key, value);
        }
      },
      [number, part, loading](const Status& status) {
        if (part.area == StorageArea::kOutbox) {
          for (const auto& [key, value] : loading->queue) loading->row(part.area, key, value);
        }
        if (!status.ok()) {
          loading->done(status);
        } else {
          LoadFrom(number + 1, loading);
        }
      });
}

bool IsKept(StorageArea area) { return area == StorageArea::kMeta || area == StorageArea::kOutbox || area == StorageArea::kTray; }

}  // namespace

void BrowserStorage::Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) {
  std::vector<StorageStep> steps;
  steps.reserve(writes.size());
  for (StorageWrite& write : writes) {
    if (keeping_ != Keeping::kEverything && write.value) {
      if (!IsKept(write.area)) continue;
      if (write.area == StorageArea::kMeta && write.key == "state") write.value = WithoutBase(*write.value);
    }
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

void BrowserStorage::Load(bool has_base, RowHandler row, std::function<void(Status)> done) {
  LoadFrom(0, std::make_shared<Loading>(Loading{has_base, std::move(row), std::move(done), {}}));
}

}  // namespace kedang
