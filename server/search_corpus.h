// The data of the search benchmarks: a CSV file of customers as rows of searched text, and the list of queries made for it.
// Needs nothing of the server, so that the benchmark in the browser reads its data with the same code.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "shared/intake/csv.h"
#include "shared/search/search_index.h"

namespace kedang {

// Columns of the file that are searched, in the order of their field ids, from 1: company (weight 3), contact, mobile,
// phone, email, place, address, tags, note, source, stage, owner. "place" is province, city and district joined.
inline constexpr std::size_t kCorpusFields = 12;
using CorpusRow = std::array<std::string, kCorpusFields>;
// Columns that a list would count as facets: province, city, district, source, level, stage, owner, tags.
inline constexpr std::size_t kCorpusFacets = 8;
// Tags are separated by semicolons.
using CorpusClasses = std::array<std::string, kCorpusFacets>;

// Rows of a file that comes in pieces of any size.
class SearchCorpusReader {
 public:
  SearchCorpusReader();

  void Feed(std::string_view text);
  void Finish();
  // False: feed more, or there is no more. Columns the file lacks are empty. `classes` may be null.
  bool Next(CorpusRow& row, CorpusClasses* classes = nullptr);

 private:
  CsvReader reader_;
  std::vector<std::size_t> columns_;  // of the header; empty until it was read
  std::vector<std::size_t> facets_;
};

// Views into the row.
std::array<FieldText, kCorpusFields> FieldTextsOf(const CorpusRow& row);

struct CorpusQuery {
  std::string kind;
  std::string text;
};

// Lines of "kind<tab>text"; lines that begin with # say what the list is.
std::vector<CorpusQuery> ReadCorpusQueries(std::string_view text);

}  // namespace kedang
