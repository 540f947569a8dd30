// Query: what somebody asks of the records of a list, as a tree: all of, any of, not, words, conditions on fields. The
// text in the search box (query_parser.h, query_writer.h), chips, facets, the filter builder, saved views and addresses all
// are faces of it.
//
// Trees are kept in one normal form, which is what ParseQuery gives and every function here leaves behind: no all-of in an
// all-of and no any-of in an any-of, none with a single part, no not of a not, no "not empty" (that is kFilled).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/search/search_words.h"

namespace kedang {

inline constexpr std::size_t kMaxQueryBytes = 128 * 1024;  // what comes behind is not read
inline constexpr std::size_t kMaxQueryDepth = 24;          // parentheses in parentheses
inline constexpr std::size_t kMaxQueryText = 1024;         // bytes of a word or value; the rest of it is cut
inline constexpr std::size_t kMaxQueryParts = 400;         // words, conditions and values

// Conditions on the record rather than on a field of its schema. No key of a field begins with '@'.
inline constexpr std::string_view kChangedField = "@changed";      // 更新: the day of the latest change
inline constexpr std::string_view kCreatedField = "@created";      // 创建
inline constexpr std::string_view kDuplicateField = "@duplicate";  // 重复: value "true"

enum class QueryOperator : std::uint8_t {
  kIs,      // one of the values: equal; regions and industries: within; dates: in that time; texts: holds it; lists: has it
  kEqual,   // texts: the whole text, folded. Elsewhere kIs stands for it
  kLess,    // numbers, dates, choices by their order
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kBetween,  // two values, both ends included
  kEmpty,
  kFilled,
};

// A value in the form records hold it, as text: the key of a choice, the code of a region or industry, the id of a user or
// record, "me", a plain decimal, "true", "false", a day or time (query_date.h), or the text itself. So facets compare it
// with what they count, in whatever language it was typed.
struct QueryValue {
  std::string text;
  bool is_known = true;  // false: as typed; it could not be read (there is a problem), choices that hold it are meant

  bool operator==(const QueryValue&) const = default;
};

struct QueryCondition {
  std::string field;  // key, or one of those above
  QueryOperator op = QueryOperator::kIs;
  std::vector<QueryValue> values;  // none for kEmpty and kFilled; one or more for kIs, each once

  bool operator==(const QueryCondition&) const = default;
};

struct QueryWord {
  enum class Form : std::uint8_t { kPlain, kPhrase, kSuffix };  // 杭州  "杭州 云锦"  尾号5678
  Form form = Form::kPlain;
  std::string text;  // as typed, without quotes; of a suffix its digits

  bool operator==(const QueryWord&) const = default;
};

struct Query {
  enum class Kind : std::uint8_t { kAll, kAny, kNot, kWord, kCondition };

  Kind kind = Kind::kAll;
  std::vector<Query> parts;  // kAll: no parts = every record; kAny; kNot: one
  QueryWord word;
  QueryCondition condition;

  static Query All(std::vector<Query> parts);
  static Query Any(std::vector<Query> parts);
  static Query Not(Query part);
  static Query Word(std::string text, QueryWord::Form form = QueryWord::Form::kPlain);
  static Query Of(QueryCondition condition);

  bool is_empty() const { return kind == Kind::kAll && parts.empty(); }
  bool operator==(const Query& other) const;
};

// The normal form of any tree. What could not be written down so that it reads back the same (a word with a blank in it)
// becomes a phrase.
void Normalize(Query& query);

// ---- what all hits have in common: the parts of the all-of at the top, or the only part --------------------------------

// The words that every hit holds. Words under any-of and not are no part of it.
SearchWords WordsOf(const Query& query);
SearchWords TermsOf(const QueryWord& word);
bool HasWords(const Query& query);       // at the top
bool HasConditions(const Query& query);  // anywhere, or anything else but words at the top
// The whole list, but for words at the top.
Query WithoutWords(const Query& query);
// What WordsOf leaves out: everything but words at the top, and of these those that are more than kMaxTerms.
Query BesidesWords(const Query& query);
// The parts at the top: one query each.
std::vector<Query> PartsOf(const Query& query);

// Values of the condition kIs on that field; none when there is no such condition.
std::vector<std::string> ValuesOf(const Query& query, std::string_view field);
// That every hit has one of these values there: in place of the condition kIs on that field, or behind the others. None:
// the condition goes.
void SetValues(Query& query, std::string_view field, const std::vector<std::string>& values);
void AddPart(Query& query, Query part);
// Removes the i-th of PartsOf.
void RemovePart(Query& query, std::size_t index);
// Everything at the top that is about that field, be it negated.
void RemoveConditions(Query& query, std::string_view field);

}  // namespace kedang
