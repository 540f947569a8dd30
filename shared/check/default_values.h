// DefaultValues: the expressions that fill fields of a new record, compiled once for a schema. A default may read other
// fields and other defaults: those are filled first.
#pragma once

#include <vector>

#include "shared/check/computed_reader.h"
#include "shared/expr/evaluator.h"
#include "shared/expr/scope.h"
#include "shared/model/issue.h"
#include "shared/model/record.h"

namespace kedang {

class DefaultValues {
 public:
  // Keeps nothing of the arguments. One that does not compile, or is part of a circle, is left out and told by broken().
  explicit DefaultValues(const ExpressionScope& scope);

  // One "default_broken" per default left out: details as of "field_broken".
  const Issues& broken() const { return broken_; }
  bool is_empty() const { return defaults_.empty(); }

  // Fills what is empty in `record`, a new one; `world.record` is not used. Fields of `except` stay empty. Returns the fields
  // filled. A default that cannot be computed fills nothing and says so: one "default_unjudged" at its field.
  std::vector<FieldId> Fill(Record& record, const std::vector<FieldId>& except, const EvaluationContext& world, Evaluator& evaluator,
                            ComputedReader& computed, Issues& issues) const;

 private:
  struct Default {
    Field field;
    Program program;
  };
  void AddBroken(const Field& field, std::string error, std::size_t offset);

  std::vector<Default> defaults_;  // each behind those it reads
  Issues broken_;
};

}  // namespace kedang
