#include "shared/search/search_run.h"

#include <algorithm>

namespace kedang {

void SearchRun::Start(const SearchIndex& index, SearchWords words, SchemaId schema) {
  const bool is_refinable = is_done_ && !is_approximate_ && revision_ == index.revision() && schema == schema_ &&
                            !words_.is_empty() && words.Narrows(words_);
  candidates_ = is_refinable ? std::move(found_) : index.RowsOf(schema);
  words_ = std::move(words);
  schema_ = schema;
  revision_ = index.revision();
  found_.Reset(index.row_limit());
  named_.Reset(index.row_limit());
  best_.clear();
  next_ = 0;
  is_done_ = false;
  is_approximate_ = false;
}

bool SearchRun::Step(const SearchIndex& index, std::size_t max_rows) {
  if (is_done_) return true;
  for (; next_ < candidates_.limit() && max_rows > 0; ++next_) {
    if (!candidates_.Has(next_)) continue;
    --max_rows;
    std::uint8_t score = 0;
    if (!index.Matches(words_, next_, schema_, score)) continue;
    found_.Add(next_);
    if (score >= kNameScore) named_.Add(next_);
  }
  if (next_ < candidates_.limit()) return false;
  Rank(index);
  is_done_ = true;
  return true;
}

void SearchRun::Rank(const SearchIndex& index) {
  const auto rank = [&](const RowSet& rows) {
    const std::size_t begin = best_.size();
    const std::size_t count = std::min(rows.Count(), kRankedHits);
    for (std::size_t i = 0; i < count; ++i) {
      Hit hit{rows.Select(i), 0};
      index.Matches(words_, hit.row, schema_, hit.score);
      best_.push_back(hit);
    }
    std::stable_sort(best_.begin() + static_cast<std::ptrdiff_t>(begin), best_.end(),
                     [](const Hit& a, const Hit& b) { return a.score > b.score; });
  };
  rank(named_);
  RowSet others = found_;
  others -= named_;
  rank(others);
}

void SearchRun::Finish(const SearchIndex& index) {
  while (!Step(index, 1u << 20)) {
  }
}

}  // namespace kedang
