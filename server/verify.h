// VerifyDatabase: whether a database is whole: its pages, its references, every record, every unique key, that no number of
// the one order is beyond where it stands, that files have all their parts. Reads everything once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/sqlite.h"

namespace kedang {

struct VerifyReport {
  std::uint64_t records = 0;   // tombstones included
  std::uint64_t history = 0;   // accepted changes
  std::vector<std::string> problems;  // at most kMaxProblems, each with where it is
};

inline constexpr std::size_t kMaxProblems = 100;

// An error only when the database cannot be read at all.
Result<VerifyReport> VerifyDatabase(Connection& connection);

}  // namespace kedang
