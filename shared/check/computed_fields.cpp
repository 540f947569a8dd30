#include "shared/check/computed_fields.h"

#include <algorithm>

#include "shared/check/computation_text.h"
#include "shared/expr/expression.h"
#include "shared/expr/formula_order.h"
#include "shared/expr/parser.h"
#include "shared/field/checked.h"
#include "shared/model/computed_field.h"

namespace kedang {
namespace {

bool HasProgram(FieldType type) {
  return type == FieldType::kFormula || type == FieldType::kLookup || type == FieldType::kRollup || type == FieldType::kSmartTags;
}

void Add(const FieldRead& read, std::vector<FieldRead>& reads) {
  if (std::find(reads.begin(), reads.end(), read) == reads.end()) reads.push_back(read);
}

}  // namespace

ComputedFields::ComputedFields(const SchemaSet& schemas, const Lexicon& lexicon) {
  for (const Schema& schema : schemas.schemas) {
    for (const Field& field : schema.fields) {
      if (!IsComputed(field.type)) continue;
      Compile(schemas, schema, field, lexicon);
      by_key_.emplace(KeyOf(schema.id, field.id), fields_.back().get());
    }
  }
  LeaveOutCircles(schemas);
  GatherReads();
}

void ComputedFields::AddBroken(const Schema& schema, const Field& field, std::string error, std::size_t offset) {
  Issue issue = MakeIssue(Severity::kWarn, "field_broken",
                          {{"field", field.key}, {"schema", schema.key}, {"error", error}, {"offset", std::to_string(offset)}});
  issue.field = field.id;
  broken_.push_back(std::move(issue));
}

void ComputedFields::Compile(const SchemaSet& schemas, const Schema& schema, const Field& field, const Lexicon& lexicon) {
  auto made = std::make_unique<ComputedField>();
  made->schema = schema.id;
  made->type = field.type;
  made->shown = ShownField(&schemas, schema, field);
  const ExpressionScope scope{&schemas, &schema, &lexicon, nullptr};
  if (HasProgram(field.type) && !field.is_retired) {
    const bool is_dated = TypeOfField(ShownSource(schemas, schema, field), nullptr).kind == ExpressionKind::kDate;
    Field whole = field;
    for (Choice& choice : whole.choices) LeaveOutBroken(scope, schema, field, choice);
    const ComputationText text = TextOfComputation(whole, is_dated);
    ExpressionError error;
    // On its own first: a condition must not close the brackets it is put in.
    SyntaxTree tree;
    KnownNames names(scope);
    const std::string& condition = field.computation.condition;
    const bool is_whole = field.type != FieldType::kRollup || condition.empty() || ParseExpression(condition, tree, error, &names);
    if (text.source.empty() && field.type == FieldType::kSmartTags) {
      // No tag has a rule that compiles: nobody has one.
    } else if (text.source.empty()) {
      AddBroken(schema, field, "nothing to compute", 0);
    } else if (!is_whole) {
      AddBroken(schema, field, FormatExpressionError(error), error.offset);
    } else {
      ExpressionGoal goal;
      goal.field = &made->shown;
      Compilation compilation = CompileExpression(text.source, scope, goal);
      if (compilation.ok()) {
        made->program = std::move(compilation.program);
      } else {
        const std::size_t offset = compilation.error.offset;
        AddBroken(schema, field, FormatExpressionError(compilation.error), offset > text.offset ? offset - text.offset : 0);
      }
    }
  }
  fields_.push_back(std::move(made));
}

// A tag whose rule is broken is nobody's; the others stay.
void ComputedFields::LeaveOutBroken(const ExpressionScope& scope, const Schema& schema, const Field& field, Choice& choice) {
  if (field.type != FieldType::kSmartTags || choice.when.empty()) return;
  const Compilation compilation = CompileExpression(choice.when, scope, kConditionGoal);
  if (compilation.ok()) return;
  choice.when.clear();
  AddBroken(schema, field, choice.label.zh + ": " + FormatExpressionError(compilation.error), compilation.error.offset);
}

void ComputedFields::LeaveOutCircles(const SchemaSet& schemas) {
  for (;;) {
    std::vector<Formula> formulas;
    std::vector<ComputedField*> fields;
    for (const auto& field : fields_) {
      if (field->program.is_empty()) continue;
      formulas.push_back({field->schema, field->shown.id, &field->program});
      fields.push_back(field.get());
    }
    const FormulaOrder order = OrderFormulas(formulas);
    if (order.cycle.empty()) return;
    const auto name = [&](std::size_t index) {
      const Schema* schema = schemas.Find(fields[index]->schema);
      return schema->label.zh + "." + fields[index]->shown.label.zh;
    };
    std::string circle = "circle: ";
    for (const std::size_t index : order.cycle) circle += name(index) + " → ";
    circle += name(order.cycle.front());
    for (const std::size_t index : order.cycle) {
      const Schema* schema = schemas.Find(fields[index]->schema);
      AddBroken(*schema, *schema->Find(fields[index]->shown.id), circle, 0);
      fields[index]->program = Program();
    }
  }
}

// By the order in which none reads what comes later, so that each finds what it reads complete.
void ComputedFields::GatherReads() {
  std::vector<Formula> formulas;
  std::vector<ComputedField*> fields;
  for (const auto& field : fields_) {
    formulas.push_back({field->schema, field->shown.id, &field->program});
    fields.push_back(field.get());
  }
  for (const std::size_t index : OrderFormulas(formulas).order) {
    ComputedField& field = *fields[index];
    field.is_volatile = field.program.is_volatile();
    for (const FieldRead& read : field.program.reads()) {
      if (!read.is_own) field.reads_records = true;
      const ComputedField* other = Find(read.schema, read.field);
      if (other == nullptr) {
        Add(read, field.reads);
        continue;
      }
      field.is_volatile = field.is_volatile || other->is_volatile;
      field.reads_records = field.reads_records || other->reads_records;
      for (FieldRead deeper : other->reads) {
        deeper.is_own = deeper.is_own && read.is_own;
        Add(deeper, field.reads);
      }
    }
  }
}

const ComputedField* ComputedFields::Find(SchemaId schema, FieldId field) const {
  const auto found = by_key_.find(KeyOf(schema, field));
  return found == by_key_.end() ? nullptr : found->second;
}

const Field& ComputedFields::Shown(SchemaId schema, const Field& field) const {
  if (!IsComputed(field.type)) return field;
  const ComputedField* found = Find(schema, field.id);
  return found != nullptr ? found->shown : field;
}

}  // namespace kedang
