#include "shared/check/computed_reader.h"

#include <algorithm>

#include "shared/base/decimal_math.h"

namespace kedang {
namespace {

// Deeper chains of computed fields are given up: each level needs a stack of its own.
constexpr std::size_t kMostLevels = 32;

Value WhoAndWhen(const ComputedField& field, const Record& record, const EvaluationContext& world) {
  switch (field.type) {
    case FieldType::kCreatedAt: return record.created_ms == 0 ? Value() : Value::Integer(record.created_ms);
    case FieldType::kChangedAt: return record.changed_ms == 0 ? Value() : Value::Integer(record.changed_ms);
    // Kept in the cell by the server; before it has seen the record, whoever sits here made it.
    case FieldType::kCreatedBy:
    case FieldType::kChangedBy: {
      const Value& kept = record.Get(field.shown.id);
      return kept.is_null() && record.created.epoch == 0 ? Value::Text(std::string(world.user)) : kept;
    }
    default: return Value();
  }
}

}  // namespace

Value ToCell(const Datum& datum, FieldType type) {
  Value value = ToValue(datum);
  const Value::Kind kind = KindOf(type);
  if (value.kind() == Value::Kind::kList && kind == Value::Kind::kList) {
    TextList items = value.list();  // without what was null
    items.erase(std::remove(items.begin(), items.end(), std::string()), items.end());
    return Value::List(std::move(items));
  }
  if (value.is_null() || value.kind() == kind) return value;
  if (kind == Value::Kind::kDecimal && value.kind() == Value::Kind::kInteger) return Value::Of(Decimal{value.integer(), 0});
  if (kind == Value::Kind::kInteger && value.kind() == Value::Kind::kDecimal) {
    const auto whole = RoundDecimal(value.decimal(), 0, Rounding::kHalfAway);
    return whole.has_value() ? Value::Integer(whole->units) : Value();
  }
  if (kind == Value::Kind::kText) return Value::Text(FormatPlain(value));
  if (kind == Value::Kind::kList) return Value::List({FormatPlain(value)});
  return Value();
}

EvaluationContext WorldOf(const CheckContext& context, std::string_view user) {
  EvaluationContext world;
  world.related = context.related;
  world.lexicon = context.lexicon;
  world.today = context.today.value_or(Date());
  world.offset_minutes = context.offset_minutes;
  world.user = user;
  return world;
}

const Value& ComputedReader::Get(const Record& record, FieldId field, const EvaluationContext& world) {
  const ComputedField* computed = fields_.Find(record.schema, field);
  if (computed == nullptr) return record.Get(field);
  std::int64_t steps_left = world.step_limit;
  return Make(*computed, record, world, steps_left).value;
}

void ComputedReader::Forget() {
  if (!memory_.empty()) memory_.clear();
}

Datum ComputedReader::Compute(const Record& record, FieldId field, CellForm form, Runtime& runtime) {
  const ComputedField* computed = fields_.Find(record.schema, field);
  if (computed == nullptr) return DatumOf(record.Get(field), form, runtime.context.offset_minutes);
  const Made& made = Make(*computed, record, runtime.context, runtime.steps_left);
  if (made.error != ExpressionCode::kNone) runtime.error = made.error;
  return DatumOf(made.value, form, runtime.context.offset_minutes);
}

const ComputedReader::Made& ComputedReader::Make(const ComputedField& field, const Record& record, const EvaluationContext& world,
                                                 std::int64_t& steps_left) {
  const Key key{record.id, field.shown.id};
  const auto known = memory_.find(key);
  if (known != memory_.end()) return known->second;
  if (field.program.is_empty()) return memory_.emplace(key, Made{WhoAndWhen(field, record, world), {}}).first->second;
  failed_ = Made{Value(), ExpressionCode::kTooCostly};
  if (depth_ >= kMostLevels) return failed_;
  if (depth_ == evaluators_.size()) evaluators_.push_back(std::make_unique<Evaluator>());
  EvaluationContext context = world;
  context.record = &record;
  context.computed = this;
  context.source = {};
  context.step_limit = steps_left;
  Evaluator& evaluator = *evaluators_[depth_++];
  const Evaluation evaluation = evaluator.Evaluate(field.program, context);
  --depth_;
  steps_left = evaluation.steps_left;
  if (!evaluation.ok()) {
    failed_ = Made{Value(), evaluation.error};
    return failed_;
  }
  return memory_.emplace(key, Made{ToCell(evaluation.value, field.shown.type), {}}).first->second;
}

}  // namespace kedang
