// Any bytes as the rows of a browser's database, passed on as BrowserStorage passes them: a good replica's rows with some changed,
// cut off, removed or added. What is shown afterwards is what was there, or nothing and a word of it; every edit whose row can be
// read and bears its number is in the outbox, every other row of the outbox in the tray.
#include "shared/store/packed_record.h"
#include "shared/sync/client_state.h"
#include "shared/sync/kept_copy.h"
#include "tests/support/fuzz_bytes.h"
#include "tests/support/fuzz_count.h"
#include "tests/support/fuzz_replica.h"

namespace {

using namespace kedang;

using Rows = std::map<std::pair<int, std::string>, Bytes>;

const Rows& GoodRows() {
  static const Rows rows = [] {
    FuzzReplica replica;
    replica.Fill();
    Rows kept;
    for (int area = 0; area < kStorageAreaCount; ++area) {
      for (const auto& [key, value] : replica.storage.areas[area]) kept[{area, key}] = value;
    }
    return kept;
  }();
  return rows;
}

std::string MadeKey(StorageArea area, FuzzBytes& input) {
  switch (area) {
    case StorageArea::kMeta: return kStateKey;
    case StorageArea::kBase:
      return input.Below(4) == 0   ? std::string(kMarkKey)
             : input.Below(2) == 0 ? SegmentKey(Id{5, 1}, static_cast<std::uint32_t>(input.Below(3)))
                                   : RecordKey(Id{2, input.Below(5)});
    case StorageArea::kOutbox:
    case StorageArea::kJournal: return NumberKey(input.Below(8));
    default: return FormatId(Id{6, input.Below(6)});
  }
}

// Whether what it did is damage, and no row that somebody made with care.
bool Damage(Rows& rows, FuzzBytes& input) {
  const std::uint8_t use = input.Byte();
  if (use % 4 == 0) {
    const auto area = static_cast<StorageArea>(input.Below(kStorageAreaCount));
    const std::string key = MadeKey(area, input);
    const auto kind = static_cast<FrameKind>(1 + input.Below(static_cast<std::size_t>(kLastFrameKind)));
    const ByteSpan piece = input.Piece();
    rows[{static_cast<int>(area), key}] = (use & 0x80) != 0 ? Bytes(piece.begin(), piece.end()) : WriteFrame(kind, piece);
    return false;
  }
  if (rows.empty()) return true;
  auto row = rows.begin();
  std::advance(row, static_cast<std::ptrdiff_t>(input.Below(rows.size())));
  Bytes& bytes = row->second;
  if (use % 4 == 1) {
    rows.erase(row);
  } else if (use % 4 == 2) {
    if (!bytes.empty()) bytes.resize((input.Byte() | static_cast<std::size_t>(input.Byte()) << 8) % bytes.size());
  } else if (!bytes.empty()) {
    bytes[(input.Byte() | static_cast<std::size_t>(input.Byte()) << 8) % bytes.size()] ^= static_cast<std::uint8_t>(1 + input.Below(255));
  }
  return true;
}

bool IsSame(const std::optional<Record>& record, const Record& wanted) {
  if (!record) return false;
  Bytes a;
  Bytes b;
  PackRecord(*record, a);
  PackRecord(wanted, b);
  return a == b;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  FuzzBytes input(ByteSpan(data, size));
  Rows rows = GoodRows();
  const std::uint8_t mode = input.Byte();
  bool is_damage = true;
  for (int left = 6; left > 0 && !input.is_empty(); --left) is_damage = Damage(rows, input) && is_damage;
  static const SensitiveFields sensitive = SensitiveFields::Parse("1.9");
  FuzzReplica replica;
  replica.client = std::make_unique<SyncClient>(replica.storage, replica.observer, replica.clock, replica.random, "fuzz");
  std::size_t good = 0;
  std::size_t bad = 0;
  static FuzzCount restored;
  for (auto& [place, value] : rows) {
    const auto area = static_cast<StorageArea>(place.first);
    if ((mode & 1) != 0 && area == StorageArea::kBase) value = KeptRow(place.second, std::move(value), sensitive);
    replica.storage.areas[place.first][place.second] = value;
    if (area == StorageArea::kOutbox) {
      const auto queued = Decode<QueuedGroup>(value);
      const bool is_named = queued.ok() && !queued->group.mutations.empty() && place.second == NumberKey(queued->group.mutations[0].mid);
      is_named ? ++good : ++bad;
    } else if (area == StorageArea::kTray) {
      ++bad;
    }
    restored.Note();
    replica.client->Restore(area, place.second, value);
  }
  if (replica.client->outbox().groups().size() != good || replica.client->tray().size() != bad) __builtin_trap();
  const Status status = replica.client->Start();
  if (rows == GoodRows() && !status.ok()) __builtin_trap();
  if (!status.ok() && replica.client->has_base()) __builtin_trap();
  for (std::uint64_t i = 1; is_damage && replica.client->has_base() && i <= 3; ++i) {
    if (!IsSame(replica.client->BaseOf(Id{2, i}), FuzzReplica::Customer(i))) __builtin_trap();
  }
  for (const Group& group : replica.client->outbox().groups()) {
    for (const Mutation& mutation : group.mutations) (void)replica.client->records().FindRecord(mutation.record);
  }
  (void)replica.client->NextRequest();
  // Closed and opened once more: the same edits are there.
  const std::size_t waiting = replica.client->outbox().groups().size();
  const std::size_t aside = replica.client->tray().size();
  (void)replica.Restart().ok();
  if (replica.client->outbox().groups().size() != waiting || replica.client->tray().size() != aside) __builtin_trap();
  return 0;
}
