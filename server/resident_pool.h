// ResidentPool: the live records of an instance in memory with their search index, for requests: made when somebody first
// asks, brought up to the latest commit at every question, gone again when nobody asks. The same engine and query language as
// the browser's. Thread-safe: one question at a time, which takes milliseconds once the pool is made.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/instance.h"
#include "server/search_texts.h"
#include "shared/policy/principal.h"
#include "shared/query/query_run.h"

namespace kedang {

// What a question sees, during the call it is given to.
struct PoolView {
  const SchemaEdition& edition;
  const MemoryStore& records;
  const SearchIndex& index;
  const FormatContext& format;
  const NameLookup& names;
  QueryWorld world;            // for QueryRun; its scope has no schema
  ComputedReader& computed;    // values of fields, stored or computed
  EvaluationContext context;   // of expressions over a few records; the world's is for many
  const RowSet& hidden;        // personal records of others: rows that are no answer
  const std::vector<RowNumber>& numbers;  // by row: its number in the database
  std::uint64_t sequence = 0;  // of the latest commit in it
};

class ResidentPool {
 public:
  // Who may see the same shares a pool; of different ones so many are kept.
  static constexpr std::size_t kMostPools = 2;
  static constexpr TimeMs kIdleMs = 15 * 60 * 1000;

  explicit ResidentPool(Instance& instance);
  ~ResidentPool();

  // Calls `ask` with everything `principal` may see, as of the latest commit, and gives what it gives.
  Status Ask(const Principal& principal, const std::function<Status(const PoolView&)>& ask);
  // How many pools are in memory.
  std::size_t count() const;

 private:
  struct Residence;

  Result<Residence*> Find(const Principal& principal, Instance::Reader& reader);
  Status Fill(Residence& residence, const Principal& principal, Instance::Reader& reader);
  Status CatchUp(Residence& residence, const Principal& principal, Instance::Reader& reader);
  static bool Take(Residence& residence, const Principal& principal, RowNumber number, const Record& record);

  Instance& instance_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Residence>> pools_;  // the latest used last
};

}  // namespace kedang
