// FilterForm: a query as rows and groups of rows, as the filter builder shows it, and back. What is nested deeper, or negated
// where a row has no word for it, is a row of its own that can only be removed.
#pragma once

#include <string>
#include <vector>

#include "shared/query/query.h"
#include "shared/query/query_value.h"

namespace kedang {

inline constexpr std::string_view kWordsField = "@words";  // anything the record says

// What a row says between field and value.
enum class FilterVerb : std::uint8_t { kIs, kIsNot, kEqual, kIsNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual, kBetween, kEmpty, kFilled, kEnding };
inline constexpr int kFilterVerbCount = 12;

struct FilterRow {
  std::string field;  // key, @changed …, or kWordsField; empty: see `other`
  FilterVerb verb = FilterVerb::kIs;
  std::vector<QueryValue> values;
  Query other;        // what no row can show

  bool is_other() const { return field.empty(); }
};

struct FilterItem {
  bool is_group = false;  // else one row
  bool is_any = false;    // of a group: one of the rows; else all
  std::vector<FilterRow> rows;
};

struct FilterForm {
  bool is_any = false;
  std::vector<FilterItem> items;
};

FilterForm FormOfQuery(const Query& query);
// Rows without a value are left out.
Query QueryOfForm(const FilterForm& form);
// Verbs that fit, the usual one first.
std::vector<FilterVerb> VerbsOf(QueryForm form);
std::vector<FilterVerb> VerbsOfWords();
// "is", "is_not" … as the locale keys "query.verb_…" of that form name them: 包含 for texts, 是 for choices, 早于 for dates.
std::string VerbKey(FilterVerb verb, QueryForm form);
// How many values it takes: 0, 1, 2; 3 = any number.
int ValueCountOf(FilterVerb verb);

}  // namespace kedang
