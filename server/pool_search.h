// PoolSearch: queries of the query language over a pool: what `kedang search` and `kedang export --query` ask.
#pragma once

#include <string_view>
#include <vector>

#include "server/pool.h"
#include "server/scanned_lookup.h"
#include "shared/check/computed_reader.h"
#include "shared/query/query_run.h"

namespace kedang {

// The text as queries of one schema, or of all when it is null.
ParsedQueries ParsePoolQuery(std::string_view text, const Pool& pool, const SchemaSet& schemas, const Schema* schema);
// One line a problem on stderr, in quotes what it is about; kInvalidArgument when fields or values are meant that there are not.
// The rest of the text is answered all the same.
Status TellProblems(const std::vector<QueryProblem>& problems);

class PoolSearch {
 public:
  // All must outlive it. Other records are read from `store`, as the principal may see them.
  PoolSearch(const Pool& pool, Instance& instance, Store& store, const Principal& principal);

  Result<HitList> Find(const ParsedQueries& queries);
  // Of the last Find: words to mark; nothing held them as they are.
  const SearchWords& words() const { return run_.words(); }
  bool is_approximate() const { return run_.is_approximate(); }

 private:
  const Pool& pool_;
  Instance& instance_;
  ScannedLookup related_;
  ComputedReader computed_;
  CheckContext check_;
  std::string user_;
  ConditionMemory memory_;
  QueryRun run_;
};

}  // namespace kedang
