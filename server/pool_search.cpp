#include "server/pool_search.h"

#include <cstdio>

namespace kedang {

ParsedQueries ParsePoolQuery(std::string_view text, const Pool& pool, const SchemaSet& schemas, const Schema* schema) {
  QueryScope scope;
  scope.schemas = &schemas;
  scope.schema = schema;
  scope.lexicon = pool.format().lexicon;
  scope.names = pool.format().names;
  scope.offset_minutes = pool.format().offset_minutes;
  if (schema == nullptr) return ParseQueries(text, scope);
  ParsedQuery parsed = ParseQuery(text, scope);
  return {{{schema->id, std::move(parsed.query)}}, std::move(parsed.problems)};
}

Status TellProblems(const std::vector<QueryProblem>& problems) {
  const QueryProblem* refused = nullptr;
  for (const QueryProblem& problem : problems) {
    switch (problem.code) {
      case QueryCode::kUnknownField:
      case QueryCode::kUnknownValue:
      case QueryCode::kAmbiguousValue:
      case QueryCode::kBadNumber:
      case QueryCode::kBadDate:
      case QueryCode::kMissingValue:
      case QueryCode::kWrongOperator:
        if (refused == nullptr) refused = &problem;
        break;
      default: std::fprintf(stderr, "query: %s\n", FormatQueryProblem(problem).c_str()); break;
    }
  }
  if (refused == nullptr) return {};
  return {ErrorCode::kInvalidArgument, "query: " + FormatQueryProblem(*refused)};
}

PoolSearch::PoolSearch(const Pool& pool, Instance& instance, Store& store, const Principal& principal)
    : pool_(pool), instance_(instance), related_(store, instance.schemas(), principal), computed_(instance.rules().computed()) {
  check_.lexicon = &instance.lexicon();
  check_.offset_minutes = pool.format().offset_minutes;
  check_.today = DateOf(instance.clock().NowMs(), check_.offset_minutes);
  check_.related = &related_;
  if (!principal.user.is_nil()) user_ = FormatId(principal.user);
}

Result<HitList> PoolSearch::Find(const ParsedQueries& queries) {
  QueryWorld world;
  world.index = &pool_.index();
  world.records = &pool_.records();
  world.scope.schemas = &instance_.schemas();
  world.scope.lexicon = check_.lexicon;
  world.scope.names = pool_.format().names;
  world.scope.offset_minutes = check_.offset_minutes;
  world.context = WorldOf(check_, user_);
  world.context.computed = &computed_;
  world.memory = &memory_;
  world.release = [this] {
    computed_.Forget();
    related_.Release();
  };
  run_.Start(world, queries.queries);
  run_.Finish(world);
  KEDANG_RETURN_IF_ERROR(related_.status());
  return run_.Hits();
}

}  // namespace kedang
