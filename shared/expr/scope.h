// Scope: what the names of an expression can mean. Names are compared folded (width, case, traditional characters) with
// keys, labels in both languages and, where that is clear, synonyms.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "shared/expr/expression_type.h"
#include "shared/model/id.h"
#include "shared/model/schema.h"
#include "shared/text/lexicon.h"

namespace kedang {

// Finds users by name while an expression is compiled.
class UserDirectory {
 public:
  virtual ~UserDirectory() = default;
  // Everybody with exactly this name.
  virtual std::vector<Id> UsersNamed(std::string_view name) const = 0;
};

struct ExpressionScope {
  const SchemaSet* schemas = nullptr;      // null: references and related records have no fields
  const Schema* schema = nullptr;          // of the record the expression is about; null: no names at all
  const Lexicon* lexicon = nullptr;        // null: regions and industries only by code
  const UserDirectory* users = nullptr;    // null: users only by id
};

// Records that refer to a record: those of `schema` whose field `reference` points to it.
struct Relation {
  const Schema* schema = nullptr;
  const Field* reference = nullptr;
};

// By key, then label, then a synonym that no other field has; fields in use before retired ones. Null: none.
const Field* FindFieldNamed(const Schema& schema, std::string_view name);
// The schema with this key or label that has a reference field to `target`; its first one in form order.
std::optional<Relation> FindRelationNamed(const SchemaSet& schemas, const Schema& target, std::string_view name);
// All words that name something of `schema` here, for suggestions and completion: labels in both languages, keys.
std::vector<std::string> NamesOf(const ExpressionScope& scope, const Schema& schema);
// The type a value of this field of `schema` has, stored or computed.
// `form`: how it is read then; may be null.
ExpressionType TypeInScope(const ExpressionScope& scope, const Schema& schema, const Field& field, CellForm* form = nullptr);
// Schema a reference field points to; null when it is none or not known.
const Schema* TargetOf(const ExpressionScope& scope, const Field& field);

// Whether a word names anything anywhere in a scope: what the lexer asks to find 金额 in 金额大于. Gathers the names
// when it is first asked.
class KnownNames {
 public:
  // The scope must outlive it.
  explicit KnownNames(const ExpressionScope& scope) : scope_(scope) {}
  bool Has(std::string_view name);

 private:
  void Gather(const Schema& schema);

  const ExpressionScope& scope_;
  std::unordered_set<std::string> folded_;
};

// The values source() can have, as a choice field.
const Field& SourceField();

}  // namespace kedang
