// Where queries of tests are read: the shipped schemas, the real lexicon, a few people and records.
#pragma once

#include "shared/query/query_scope.h"
#include "shared/text/lexicon.h"
#include "tests/support/field_type_world.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {

class QueryWorldForTests {
 public:
  QueryScope Scope(std::string_view schema, bool is_english = false) const {
    QueryScope scope;
    scope.schemas = &schemas_;
    scope.schema = schemas_.Find(schema);
    scope.lexicon = &ShippedLexicon();
    scope.names = &names_;
    scope.people = &people_;
    scope.is_english = is_english;
    return scope;
  }
  const SchemaSet& schemas() const { return schemas_; }

 private:
  class People final : public QueryPeople {
   public:
    std::vector<std::pair<Id, std::string>> Users() const override {
      return {{FieldTypeWorld::IdOf(0), "王芳"}, {FieldTypeWorld::IdOf(1), "李敏"}};
    }
  };

  SchemaSet schemas_ = ShippedSchemas();
  People people_;
  FieldTypeWorld names_;
};

}  // namespace kedang
