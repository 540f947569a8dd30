#include "shared/query/query_run.h"

#include <algorithm>

#include "shared/query/query_plan.h"
#include "shared/query/record_filter.h"

namespace kedang {
namespace {

// So many hits are ranked one by one when conditions have left few of what the words found.
constexpr std::size_t kMostRanked = 4096;
constexpr std::size_t kRowsPerLook = 128;

std::size_t CountAsked(const SchemaSet& schemas) {
  return static_cast<std::size_t>(std::count_if(schemas.schemas.begin(), schemas.schemas.end(), [](const Schema& schema) { return !schema.is_system; }));
}

}  // namespace

QueryRun::QueryRun() : word_run_(std::make_unique<SearchRun>()) {}
QueryRun::~QueryRun() = default;
QueryRun::QueryRun(QueryRun&&) noexcept = default;
QueryRun& QueryRun::operator=(QueryRun&&) noexcept = default;

void QueryRun::Start(const QueryWorld& world, const Query& query, SchemaId schema) {
  Start(world, std::vector<SchemaQuery>{{schema, query}});
}

void QueryRun::Start(const QueryWorld& world, std::vector<SchemaQuery> queries) {
  queries_ = std::move(queries);
  Restart(world);
}

void QueryRun::Restart(const QueryWorld& world) {
  revision_ = world.revision;
  today_ = world.context.today;
  plans_.clear();
  at_ = 0;
  is_done_ = is_approximate_ = is_narrowed_ = is_plain_ = false;
  words_ = {};
  next_ranked_ = 0;
  best_.clear();
  found_.Reset(world.records->row_limit());
  named_.Reset(world.records->row_limit());
  // Words and nothing else are asked of all schemas at once; the product's own records are taken away afterwards.
  const SchemaSet* schemas = world.scope.schemas;
  const bool is_plain = queries_.size() > 1 && schemas != nullptr && queries_.size() == CountAsked(*schemas) &&
                        std::all_of(queries_.begin(), queries_.end(), [&](const SchemaQuery& one) {
                          return one.query == queries_[0].query && BesidesWords(one.query).is_empty();
                        });
  for (const SchemaQuery& one : queries_) {
    QueryScope scope = world.scope;
    scope.schema = schemas != nullptr ? schemas->Find(one.schema) : nullptr;
    const Query query = ReadableOf(one.query, scope);
    if (words_.is_empty()) words_ = WordsOf(query);
    is_narrowed_ = is_narrowed_ || !BesidesWords(query).is_empty();
    plans_.push_back(std::make_unique<QueryPlan>(query, is_plain ? 0 : one.schema, scope, world));
    is_plain_ = is_plain;
    if (is_plain) break;
  }
}

bool QueryRun::Step(const QueryWorld& world, const std::function<bool()>& is_over) {
  if (revision_ != world.revision || !(today_ == world.context.today)) Restart(world);
  for (; at_ < plans_.size(); ++at_) {
    QueryPlan& plan = *plans_[at_];
    if (at_ > 0 && plan.word_run == nullptr) plan.word_run = std::make_unique<SearchRun>();
    SearchRun& run = at_ == 0 ? *word_run_ : *plan.word_run;
    if (!plan.Step(world, run, is_over)) return false;
    found_ |= plan.found();
    if (is_plain_) {
      for (const Schema& schema : world.scope.schemas->schemas) {
        if (schema.is_system) found_ -= world.index->RowsOf(schema.id);
      }
    }
    if (plan.has_words()) {
      named_ |= run.named();
      best_.insert(best_.end(), run.best().begin(), run.best().end());
      is_approximate_ = is_approximate_ || run.is_approximate();
    }
  }
  if (!is_done_ && !Rank(world, is_over)) return false;
  is_done_ = true;
  return true;
}

void QueryRun::Finish(const QueryWorld& world) {
  while (!Step(world, [] { return false; })) {
  }
}

// True when it is done: texts are long, and so many of them take longer than a frame.
bool QueryRun::Rank(const QueryWorld& world, const std::function<bool()>& is_over) {
  named_ &= found_;
  if (words_.is_empty() || plans_.empty()) return true;
  if (is_narrowed_ && !is_approximate_ && found_.Count() <= kMostRanked) {
    if (next_ranked_ == 0) best_.clear();
    std::size_t looked = 0;
    for (; next_ranked_ < found_.limit(); ++next_ranked_) {
      const Row row = next_ranked_;
      if (row % 64 == 0 && found_.words()[row / 64] == 0) {
        next_ranked_ += 63;
        continue;
      }
      Hit hit{row, 0};
      if (!found_.Has(row)) continue;
      if (world.index->Matches(words_, row, hit.score)) best_.push_back(hit);
      if (++looked % kRowsPerLook != 0 || !is_over()) continue;
      ++next_ranked_;
      return false;
    }
  } else if (plans_.size() == 1) {
    return true;  // in order already
  }
  std::stable_sort(best_.begin(), best_.end(), [this](const Hit& a, const Hit& b) {
    const bool is_a_named = named_.Has(a.row), is_b_named = named_.Has(b.row);
    if (is_a_named != is_b_named) return is_a_named;
    return a.score > b.score;
  });
  return true;
}

}  // namespace kedang
