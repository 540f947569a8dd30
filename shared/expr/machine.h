// Machine: one evaluation of one program. Made by Evaluator for each; the stack, the arena and the list of found records
// are the evaluator's.
#pragma once

#include <array>
#include <vector>

#include "shared/expr/program.h"
#include "shared/expr/syntax_tree.h"

namespace kedang {

class Machine {
 public:
  Machine(const Program& program, const EvaluationContext& context, Arena& arena, Datum* stack,
          std::vector<const Record*>& found);

  // Runs instructions [from, to); the values they leave are on the stack. False: error() says why.
  bool Run(std::size_t from, std::size_t to);
  const Datum& top() const { return top_[-1]; }
  ExpressionCode error() const { return runtime_.error; }
  std::int64_t steps_left() const { return runtime_.steps_left; }

 private:
  bool Fail(ExpressionCode code) {
    runtime_.error = code;
    return false;
  }
  Datum CellOf(const Record* record, const Instruction& step) {
    if (record == nullptr) return {};
    if ((step.b & kReadsComputed) != 0) return ComputedOf(*record, step);
    const Value& value = record->Get(step.c);
    if ((step.b >> (kHoldsShift + static_cast<unsigned>(value.kind())) & 1) == 0) return {};
    return DatumOf(value, static_cast<CellForm>(step.b & 0xFF), runtime_.context.offset_minutes);
  }
  // See error() afterwards.
  Datum ComputedOf(const Record& record, const Instruction& step);
  // The record a record or reference names; null when it is gone.
  bool Resolve(const Datum& datum, const Record*& record);
  bool PushRelated(const Datum& owner, const Program::Relation& relation);
  bool Project(const Instruction& step);
  bool ProjectRelated(const Instruction& step);
  bool Each(std::size_t at);
  bool Join(std::size_t count);
  bool MakeList(std::size_t count);
  bool Call(const Program::Call& call);
  bool Arithmetic(OpCode op);
  bool Contains(const Datum& whole, const Datum& part);
  bool IsIn(const Datum& item, const Datum& list);
  bool IsWithin(const Datum& code, const Datum& area);
  Datum RankOf(const Datum& key, const Program::ChoiceList& choices) const;
  Datum LabelOf(const Datum& key, const Program::ChoiceList& choices) const;

  const Program& program_;
  Arena& arena_;
  Datum* top_;  // one above the topmost value
  std::vector<const Record*>& found_;
  Runtime runtime_;
  // Only those of conditions that are being run hold anything.
  std::array<const Record*, kMaxExpressionFrames + 1> frames_;
};

}  // namespace kedang
