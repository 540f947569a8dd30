// ComputedFields: the compiled computations of all schemas of a set: formulas, lookups, roll-ups and smart tags, each one program. Made
// once for a set, immutable, for any number of threads; a ComputedReader evaluates them. RuleBook owns one.
//
// A field is computed when it is asked for, and so is every computed field it reads, of this record or another: values that
// nobody looks at cost nothing. Fields that read each other in a circle, across any number of schemas, are left out and told.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/expr/program.h"
#include "shared/expr/scope.h"
#include "shared/model/issue.h"
#include "shared/model/schema.h"
#include "shared/text/lexicon.h"

namespace kedang {

struct ComputedField {
  SchemaId schema = 0;
  Field shown;        // what its values are (ShownField)
  FieldType type = FieldType::kFormula;  // what it is
  Program program;    // empty: broken, or who and when
  // What the value depends on, over all computed fields it reads.
  std::vector<FieldRead> reads;
  bool reads_records = false;
  bool is_volatile = false;  // today, me or other records
};

class ComputedFields {
 public:
  ComputedFields() = default;
  // Nothing is kept of the arguments.
  ComputedFields(const SchemaSet& schemas, const Lexicon& lexicon);

  // Null for a field that is not computed.
  const ComputedField* Find(SchemaId schema, FieldId field) const;
  // What a field is shown, compared and exported as; itself unless computed.
  const Field& Shown(SchemaId schema, const Field& field) const;
  // One "field_broken" for each left out: details field (its key), schema, error, offset (bytes into its formula or
  // condition); for a circle the error is "circle: a → b → a".
  const Issues& broken() const { return broken_; }
  bool is_empty() const { return fields_.empty(); }

 private:
  void Compile(const SchemaSet& schemas, const Schema& schema, const Field& field, const Lexicon& lexicon);
  void LeaveOutBroken(const ExpressionScope& scope, const Schema& schema, const Field& field, Choice& choice);
  void LeaveOutCircles(const SchemaSet& schemas);
  void GatherReads();
  void AddBroken(const Schema& schema, const Field& field, std::string error, std::size_t offset);

  static std::uint64_t KeyOf(SchemaId schema, FieldId field) { return std::uint64_t{schema} << 32 | field; }

  std::vector<std::unique_ptr<ComputedField>> fields_;
  std::unordered_map<std::uint64_t, const ComputedField*> by_key_;
  Issues broken_;
};

}  // namespace kedang
