// Completion: what may stand at the caret of a query: names of fields, operators, values, and what each puts in place of what.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/model/id.h"
#include "shared/query/query_scope.h"

namespace kedang {

// What only the records and the people of an instance can tell.
class QueryVocabulary {
 public:
  virtual ~QueryVocabulary() = default;
  virtual std::vector<std::pair<Id, std::string>> People() const = 0;
  // Values that occur in the field, the most frequent first: tags and short texts. May be empty.
  virtual std::vector<std::string> ValuesIn(SchemaId schema, FieldId field, std::size_t limit) const = 0;
};

struct QueryCompletion {
  enum class Kind : std::uint8_t { kField, kKeyword, kOperator, kValue };
  Kind kind = Kind::kField;
  std::string label;   // shown first: the field, the value
  std::string detail;  // shown beside it: an example, the key of a type for its icon
  std::string insert;  // in place of [begin, end) of the text
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string icon;    // name of an icon of the outline set
  bool is_whole = false;  // a whole condition: a blank follows
};

// Best first, at most `limit`. `caret` is a byte place of `text` on a character border. Nothing where plain words are typed
// that begin no name.
std::vector<QueryCompletion> CompleteQuery(std::string_view text, std::size_t caret, const QueryScope& scope,
                                           const QueryVocabulary* vocabulary, std::size_t limit);

}  // namespace kedang
