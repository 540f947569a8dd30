// ComputedReader: the one door to the value of any field of a record, stored or computed. Remembers what it computed, so
// that a list, a sort and an export ask for each value once; whoever knows that something changed makes it forget. For one
// thread; the ComputedFields must outlive it.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "shared/check/computed_fields.h"
#include "shared/check/record_lookup.h"
#include "shared/expr/evaluator.h"
#include "shared/field/check_context.h"

namespace kedang {

// The result of an expression as a cell of that type holds it: whole numbers for integers, decimals for amounts; null where
// it cannot be one.
Value ToCell(const Datum& datum, FieldType type);

// What an expression sees of the world by what a check sees of it; `user` is FormatId of context.user, kept by the caller, or
// empty.
EvaluationContext WorldOf(const CheckContext& context, std::string_view user);

class ComputedReader final : public ComputedCells {
 public:
  explicit ComputedReader(const ComputedFields& fields) : fields_(fields) {}

  const ComputedFields& fields() const { return fields_; }

  // Good until Forget, and as long as the record stays. `world` is what an expression sees; its record and computed are not
  // used. A value that cannot be computed (broken, too costly, without the other records it needs) is null.
  const Value& Get(const Record& record, FieldId field, const EvaluationContext& world);
  // Everything computed so far is out of date.
  void Forget();
  std::size_t remembered() const { return memory_.size(); }

  Datum Compute(const Record& record, FieldId field, CellForm form, Runtime& runtime) override;

 private:
  struct Key {
    Id record;
    FieldId field = 0;
    bool operator==(const Key& other) const { return record == other.record && field == other.field; }
  };
  struct Hash {
    std::size_t operator()(const Key& key) const { return std::hash<Id>()(key.record) * 31 + key.field; }
  };
  struct Made {
    Value value;
    ExpressionCode error = ExpressionCode::kNone;
  };

  // The value, and what it cost of `steps_left`.
  const Made& Make(const ComputedField& field, const Record& record, const EvaluationContext& world, std::int64_t& steps_left);

  const ComputedFields& fields_;
  // One a level of computed fields that read computed fields.
  std::vector<std::unique_ptr<Evaluator>> evaluators_;
  std::size_t depth_ = 0;
  std::unordered_map<Key, Made, Hash> memory_;
  Made failed_;  // of what is not remembered: the next one to ask may have more steps left
};

}  // namespace kedang
