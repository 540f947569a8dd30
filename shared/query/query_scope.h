// QueryScope: what the names and values of a query can mean, and how they are written. Names are compared without regard to
// case, width and traditional characters, with keys, labels in both languages and synonyms.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/expr/scope.h"
#include "shared/field/check_context.h"
#include "shared/model/schema.h"

namespace kedang {

// Who works here, for names that are typed in part.
class QueryPeople {
 public:
  virtual ~QueryPeople() = default;
  virtual std::vector<std::pair<Id, std::string>> Users() const = 0;
};

struct QueryScope {
  const SchemaSet* schemas = nullptr;  // null: records are named by id only
  const Schema* schema = nullptr;      // whose records are asked for; never null
  const Lexicon* lexicon = nullptr;    // null: regions and industries by code
  const NameLookup* names = nullptr;   // null: people and records by id
  const QueryPeople* people = nullptr; // null: people by their whole names
  bool is_english = false;             // the language labels are written in
  int offset_minutes = 480;            // east of UTC, where the reader is

  FormatContext format() const { return {is_english, lexicon, names, offset_minutes}; }
  ExpressionScope expression() const { return {schemas, schema, lexicon, nullptr}; }
};

// What stands before the colon: the key of a field or @changed, @created. By key or label, the words for the record's times
// (更新, created …), a synonym, the role of a field (阶段, 负责人 …), or the only label that ends so. Empty: nothing of that name.
std::string FindQueryField(const QueryScope& scope, std::string_view name);
// The nearest name there is; empty when none is near.
std::string NearestQueryField(const QueryScope& scope, std::string_view name);
// The field as its values are shown: a computed one has its result's type; of @changed and @created a date. `is_found` false:
// no such key.
Field ShownQueryField(const QueryScope& scope, std::string_view key, bool& is_found);
// Its label in the scope's language: "更新".
std::string LabelOfQueryField(const QueryScope& scope, std::string_view key);
// What stands before the colon when it is written; FindQueryField gives the key back for it.
std::string NameOfQueryField(const QueryScope& scope, std::string_view key);

// The words with a meaning of their own before a colon, in either language. They go before fields of the same name, which can
// be had in quotes.
enum class QueryKeyword : std::uint8_t { kNone, kMissing, kHas, kDuplicate, kEnding };
QueryKeyword FindQueryKeyword(std::string_view name);
std::string_view QueryKeywordName(QueryKeyword keyword, bool is_english);

}  // namespace kedang
