// Group commit: several works in one transaction with one fsync. Each is a part that can be taken back alone; when the
// transaction cannot be committed all of them fail and nothing of any stays.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "server/sqlite_store.h"

namespace kedang {

// Runs inside the write transaction. When it fails only its own changes are taken back.
using WriteWork = std::function<Status(SqliteStore&)>;

struct WritePart {
  WriteWork work;
  Status status;  // after CommitTogether: durable when ok
};

// Runs the works in order. Gives the last number of the order when something changed, else 0. A work that runs out of
// memory fails alone.
std::uint64_t CommitTogether(SqliteStore& store, std::span<WritePart* const> parts);

}  // namespace kedang
