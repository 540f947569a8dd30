#include "server/group_commit.h"

#include "server/out_of_memory.h"

namespace kedang {
namespace {

std::uint64_t FailAll(std::span<WritePart* const> parts, const Status& status) {
  for (WritePart* part : parts) part->status = status;
  return 0;
}

}  // namespace

std::uint64_t CommitTogether(SqliteStore& store, std::span<WritePart* const> parts) {
  if (const Status status = store.Begin(); !status.ok()) return FailAll(parts, status);
  const std::uint64_t before = *store.LastSequence();
  for (WritePart* part : parts) {
    if (const Status status = store.BeginPart(); !status.ok()) {
      store.Rollback();
      return FailAll(parts, status);
    }
    part->status = GuardMemory([&] { return part->work(store); });
    const Status ended = part->status.ok() ? store.CommitPart() : store.RollbackPart();
    if (!ended.ok()) {
      // SQLite took the whole transaction back (a full disk): what the others were told so far is void as well.
      const Status reason = part->status.ok() ? ended : part->status;
      store.Rollback();
      return FailAll(parts, reason);
    }
  }
  const std::uint64_t after = *store.LastSequence();
  if (const Status status = store.Commit(); !status.ok()) return FailAll(parts, status);
  return after != before ? after : 0;
}

}  // namespace kedang
