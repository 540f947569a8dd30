// RecordPage: which records a list of the API gives: asked for, filtered, sorted and cut into pages.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "server/query_string.h"
#include "server/resident_pool.h"

namespace kedang {

inline constexpr std::size_t kMostPageRecords = 500;
inline constexpr std::size_t kPageRecords = 50;

struct PageRequest {
  std::string query;
  std::string filter;
  std::string sort;
  std::size_t limit = kPageRecords;
  std::size_t offset = 0;
};

// kInvalidArgument names the parameter that is unknown or cannot be read.
Result<PageRequest> ReadPageRequest(const QueryParameters& parameters);

struct TextProblem {
  std::string code;
  std::uint32_t offset = 0;  // bytes
  std::uint32_t length = 0;
  std::string message;
  std::string suggestion;
};

struct RecordPage {
  std::size_t count = 0;  // of all pages
  bool is_approximate = false;
  std::vector<Row> rows;  // of this page
  SearchWords words;      // to mark in them
  // The query or filter was not understood; then there is nothing else.
  std::string bad;        // "bad_query" or "bad_filter"
  std::vector<TextProblem> problems;
};

// kInvalidArgument for a sort by what is no field.
Result<RecordPage> FindPage(const PoolView& view, const Schema& schema, const PageRequest& request);

// For a device that holds a part: how many there are, how many of them it does not hold, and the first of these. What
// cannot be read of the query is left out; `schema` null asks for records of every template. `filter` and `offset` are not
// looked at. `held`: numbers in the database.
struct ElsewherePage {
  std::size_t count = 0;
  std::size_t elsewhere = 0;
  bool is_approximate = false;
  std::vector<Row> rows;
};
Result<ElsewherePage> FindElsewhere(const PoolView& view, const Schema* schema, const PageRequest& request, const RowSet& held);

// A record as the API gives it, and where the words are in it.
nlohmann::ordered_json RecordAnswer(const Schema& schema, const Record& record, ComputedReader& computed, const EvaluationContext& context);
nlohmann::ordered_json HighlightsOf(const PoolView& view, const Schema& schema, const Record& record, const SearchWords& words);

}  // namespace kedang
