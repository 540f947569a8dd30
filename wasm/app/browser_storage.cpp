#include "wasm/app/browser_storage.h"

#include <array>
#include <map>

#include "shared/sync/codec.h"
#include "shared/sync/client.h"
#include "shared/sync/kept_copy.h"
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
// What the base belongs to, and segments before the records that changed since.
constexpr std::array<LoadPart, 7> kParts = {{{StorageArea::kBase, "mark"},
                                             {StorageArea::kBase, "seg/"},
                                             {StorageArea::kBase, "upd/"},
                                             {StorageArea::kOutbox, ""},
                                             {StorageArea::kJournal, ""},
                                             {StorageArea::kTray, ""},
                                             {StorageArea::kConflicts, ""}}};

constexpr char kStateKey[] = "state";
constexpr char kWithheldKey[] = "withheld";  // SensitiveFields::Format, or:
constexpr std::string_view kStale = "stale";

bool IsKept(StorageArea area) { return area == StorageArea::kMeta || area == StorageArea::kOutbox || area == StorageArea::kTray; }

}  // namespace

void BrowserStorage::Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) {
  Withhold(writes);
  std::vector<StorageStep> steps;
  steps.reserve(writes.size());
  for (StorageWrite& write : writes) {
    if (keeping_ != Keeping::kEverything && write.value) {
      if (!IsKept(write.area)) continue;
      if (write.area == StorageArea::kMeta && write.key == kStateKey) write.value = WithoutBase(*write.value);
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

// The base without what is sensitive today, and a word of what that was: of the snapshot that is in use, so the old word stands
// until the state names the new one.
void BrowserStorage::Withhold(std::vector<StorageWrite>& writes) {
  if (!schemas_ || keeping_ != Keeping::kEverything) return;
  const SensitiveFields sensitive(schemas_());
  bool is_other = false;
  for (StorageWrite& write : writes) {
    if (!write.value) continue;
    if (write.area == StorageArea::kBase) {
      write.value = KeptRow(write.key, std::move(*write.value), sensitive);
      const std::string snapshot = write.key.starts_with("seg/") ? write.key.substr(4, write.key.rfind('/') - 4) : std::string();
      if (snapshot.empty() || snapshot == coming_) continue;
      coming_ = snapshot;
      coming_withheld_ = sensitive;
    } else if (write.area == StorageArea::kMeta && write.key == kStateKey && !coming_.empty()) {
      const auto state = Decode<ClientState>(*write.value);
      if (!state.ok() || FormatId(state.value().snapshot) != coming_) continue;
      coming_.clear();
      withheld_ = coming_withheld_;
      is_stale_ = false;
      is_other = true;
    }
  }
  if (!is_other && !is_stale_ && !withheld_.Contains(sensitive)) is_stale_ = is_other = true;
  if (!is_other) return;
  const std::string text = is_stale_ ? std::string(kStale) : withheld_.Format();
  writes.push_back({StorageArea::kMeta, kWithheldKey, Bytes(text.begin(), text.end())});
}

struct BrowserStorage::Loading {
  bool has_base;
  RowHandler row;
  std::function<void(Status)> done;
  std::map<std::string, Bytes> meta;
  std::map<std::string, Bytes> queue;  // while rows are rewritten they do not come in the order of their keys
};

void BrowserStorage::LoadFrom(std::size_t number, std::shared_ptr<Loading> loading) {
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
        if (part.area == StorageArea::kOutbox) {
          loading->queue.emplace(name, Bytes(value.begin(), value.end()));
        } else {
          loading->row(part.area, std::string(name), value);
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

void BrowserStorage::LoadMeta(std::shared_ptr<Loading> loading) {
  LoadEach(
      StoreName::kMeta, "",
      [loading](std::string_view name, ByteSpan value) { loading->meta.emplace(name, Bytes(value.begin(), value.end())); },
      [this, loading](const Status& status) {
        const auto found = loading->meta.find(kWithheldKey);
        const std::string text = found != loading->meta.end() ? std::string(AsText(found->second)) : std::string();
        if (found != loading->meta.end()) loading->meta.erase(found);
        withheld_ = SensitiveFields::Parse(text);
        if (text == kStale) {
          loading->has_base = false;
          WriteTransaction({{StorageStep::Kind::kClear, StoreName::kBase, "", {}}, {StorageStep::Kind::kClear, StoreName::kConflicts, "", {}}},
                           [](const Status&) {});
        }
        for (const auto& [key, value] : loading->meta) {
          // A sealed row that did not open comes under a name that tells nothing.
          const bool is_closed = key.starts_with('~');
          if (is_closed || (key == kStateKey && !loading->has_base)) {
            loading->row(StorageArea::kMeta, kStateKey, WithoutBase(value));
          } else {
            loading->row(StorageArea::kMeta, key, value);
          }
        }
        if (!status.ok()) {
          loading->done(status);
        } else {
          LoadFrom(0, loading);
        }
      });
}

void BrowserStorage::Load(bool has_base, RowHandler row, std::function<void(Status)> done) {
  LoadMeta(std::make_shared<Loading>(Loading{has_base, std::move(row), std::move(done), {}, {}}));
}

}  // namespace kedang
