#include "shared/expr/machine.h"

#include <new>

#include "shared/base/decimal_math.h"
#include "shared/expr/literal.h"

namespace kedang {
namespace {

constexpr std::size_t kRecordSteps = 20;

Datum OfNumber(const std::optional<Decimal>& number) { return number.has_value() ? Datum::Of(*number) : Datum(); }

// A date `days` after another; null outside the calendar.
Datum DateAfter(const Datum& date, const Datum& days, bool is_back) {
  const std::optional<std::int64_t> whole = ToInteger(days.number());
  // More days than the calendar has: the sum below must not overflow.
  if (!whole.has_value() || *whole > 10'000'000 || *whole < -10'000'000) return {};
  const std::int64_t result = date.units + (is_back ? -*whole : *whole);
  return IsInCalendar(result) ? Datum::Of(Date{static_cast<std::int32_t>(result)}) : Datum();
}

}  // namespace

Machine::Machine(const Program& program, const EvaluationContext& context, Arena& arena, Datum* stack,
                 std::vector<const Record*>& found)
    : program_(program),
      arena_(arena),
      top_(stack),
      found_(found),
      runtime_{arena, context, context.record, context.step_limit, ExpressionCode::kNone} {
  frames_[0] = context.record;
}

bool Machine::Run(std::size_t from, std::size_t to) {
  const Instruction* const code = program_.code_.data();
  for (std::size_t at = from; at < to;) {
    if (--runtime_.steps_left < 0) return Fail(ExpressionCode::kTooCostly);
    const Instruction& step = code[at++];
    switch (step.op) {
      case OpCode::kConstant: *top_++ = program_.constants_[step.c]; break;
      case OpCode::kField:
        *top_++ = CellOf(frames_[step.a], step);
        if (runtime_.error != ExpressionCode::kNone) return false;
        break;
      case OpCode::kRelated:
        ++top_;
        top_[-1] = Datum::Of(frames_[step.a]);
        if (!PushRelated(top_[-1], program_.relations_[step.c])) return false;
        break;
      case OpCode::kMember:
        if (!Project(step)) return false;
        break;
      case OpCode::kMemberRelated:
        if (!ProjectRelated(step)) return false;
        break;
      case OpCode::kRank: top_[-1] = RankOf(top_[-1], program_.choices_[step.c]); break;
      case OpCode::kLabel: top_[-1] = LabelOf(top_[-1], program_.choices_[step.c]); break;
      case OpCode::kNegate:
        if (!top_[-1].is_null()) top_[-1] = OfNumber(NegateDecimal(top_[-1].number()));
        break;
      case OpCode::kNot: top_[-1] = Datum::Of(!top_[-1].is_true()); break;
      case OpCode::kTruth: top_[-1] = Datum::Of(top_[-1].is_true()); break;
      case OpCode::kAdd:
      case OpCode::kSubtract:
      case OpCode::kMultiply:
      case OpCode::kDivide:
        if (!Arithmetic(step.op)) return false;
        break;
      case OpCode::kJoin:
        if (!Join(step.b)) return false;
        break;
      case OpCode::kEqual:
      case OpCode::kNotEqual: {
        --top_;
        // Short ones are paid for by the instruction.
        if (top_[0].size > 64 && !runtime_.Spend(top_[0].size / 16 + top_[0].item_count())) return false;
        top_[-1] = Datum::Of(EqualData(top_[-1], top_[0]) == (step.op == OpCode::kEqual));
        break;
      }
      case OpCode::kLess:
      case OpCode::kLessEqual:
      case OpCode::kGreater:
      case OpCode::kGreaterEqual: {
        --top_;
        const Datum &a = top_[-1], &b = top_[0];
        if (a.is_null() || b.is_null()) {
          top_[-1] = Datum::Of(false);
          break;
        }
        const int order = CompareData(a, b);
        const bool is_true = step.op == OpCode::kLess        ? order < 0
                             : step.op == OpCode::kLessEqual ? order <= 0
                             : step.op == OpCode::kGreater   ? order > 0
                                                             : order >= 0;
        top_[-1] = Datum::Of(is_true);
        break;
      }
      case OpCode::kIn:
        --top_;
        top_[-1] = Datum::Of(IsIn(top_[-1], top_[0]));
        if (runtime_.error != ExpressionCode::kNone) return false;
        break;
      case OpCode::kContains:
        --top_;
        top_[-1] = Datum::Of(Contains(top_[-1], top_[0]));
        if (runtime_.error != ExpressionCode::kNone) return false;
        break;
      case OpCode::kWithin:
        --top_;
        top_[-1] = Datum::Of(IsWithin(top_[-1], top_[0]));
        if (runtime_.error != ExpressionCode::kNone) return false;
        break;
      case OpCode::kList:
        if (!MakeList(step.c)) return false;
        break;
      case OpCode::kCall:
        if (!Call(program_.calls_[step.c])) return false;
        break;
      case OpCode::kEach:
        if (!Each(at - 1)) return false;
        at += step.c;
        break;
      case OpCode::kJump: at = step.c; break;
      case OpCode::kJumpIfFalse:
        if (!(--top_)->is_true()) at = step.c;
        break;
      case OpCode::kAndJump:
        if (top_[-1].is_true()) {
          --top_;
        } else {
          top_[-1] = Datum::Of(false);
          at = step.c;
        }
        break;
      case OpCode::kOrJump:
        if (top_[-1].is_true()) at = step.c;
        else --top_;
        break;
      case OpCode::kValueJump:
        if (!top_[-1].is_null()) at = step.c;
        else --top_;
        break;
    }
  }
  return true;
}

Datum Machine::ComputedOf(const Record& record, const Instruction& step) {
  if (runtime_.context.computed == nullptr) {
    runtime_.error = ExpressionCode::kNoRecords;
    return {};
  }
  return runtime_.context.computed->Compute(record, step.c, static_cast<CellForm>(step.b & 0xFF), runtime_);
}

bool Machine::Arithmetic(OpCode op) {
  --top_;
  const Datum a = top_[-1], b = top_[0];
  Datum& result = top_[-1];
  result = Datum();
  if (a.is_null() || b.is_null()) return true;
  if (a.kind == Datum::Kind::kDate) {
    if (b.kind == Datum::Kind::kDate) result = Datum::OfInteger(a.units - b.units);
    else result = DateAfter(a, b, op == OpCode::kSubtract);
    return true;
  }
  if (b.kind == Datum::Kind::kDate) {
    result = DateAfter(b, a, false);
    return true;
  }
  switch (op) {
    case OpCode::kAdd: result = OfNumber(AddDecimal(a.number(), b.number())); break;
    case OpCode::kSubtract: result = OfNumber(SubtractDecimal(a.number(), b.number())); break;
    case OpCode::kMultiply: result = OfNumber(MultiplyDecimal(a.number(), b.number())); break;
    default: result = OfNumber(DivideDecimal(a.number(), b.number())); break;
  }
  return true;
}

bool Machine::Join(std::size_t count) {
  arena_.BeginText();
  std::size_t cost = 1;
  for (std::size_t i = 0; i < count; ++i) {
    const Datum& piece = *(top_ - count + i);
    cost += piece.item_count() + (piece.is_text() ? piece.size / 16 : 1);
    for (std::size_t k = 0; k < piece.item_count(); ++k) cost += piece.item(k).size / 16;
    // Judged before it is made, so that nothing grows past the limit.
    if (!runtime_.Spend(cost)) return false;
    AppendDatum(piece, arena_);
    cost = 0;
  }
  top_ -= count - 1;
  top_[-1] = Datum::OfText(arena_.FinishText());
  return runtime_.Spend(0);
}

bool Machine::MakeList(std::size_t count) {
  if (!runtime_.Spend(count)) return false;
  auto* made = static_cast<Datum*>(arena_.Allocate(count * sizeof(Datum)));
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Datum& item = *(top_ - count + i);
    if (!item.is_null()) new (made + size++) Datum(item);
  }
  top_ = top_ - count + 1;
  top_[-1] = size == 0 ? Datum() : Datum::OfList(made, size);
  return true;
}

bool Machine::Call(const Program::Call& call) {
  const Datum* arguments = top_ - call.count;
  top_ = top_ - call.count + 1;
  for (std::size_t i = 0; i < call.count && call.strict >> i != 0; ++i) {
    if ((call.strict >> i & 1) != 0 && arguments[i].is_null()) {
      top_[-1] = Datum();
      return true;
    }
  }
  const Datum result = call.row->body(runtime_, arguments, call.count);
  top_[-1] = result;
  return runtime_.error == ExpressionCode::kNone;
}

Datum Machine::RankOf(const Datum& key, const Program::ChoiceList& choices) const {
  for (std::size_t i = 0; i < choices.keys.size(); ++i) {
    if (choices.keys[i] == key.text()) return Datum::OfInteger(static_cast<std::int64_t>(i));
  }
  return {};
}

Datum Machine::LabelOf(const Datum& key, const Program::ChoiceList& choices) const {
  const Datum rank = RankOf(key, choices);
  if (rank.is_null()) return key;
  return Datum::OfText(choices.labels[static_cast<std::size_t>(rank.units)].In(runtime_.context.is_english));
}

bool Machine::IsIn(const Datum& item, const Datum& list) {
  for (std::size_t i = 0; i < list.item_count(); ++i) {
    if (!runtime_.Spend(1)) return false;
    if (EqualData(item, list.item(i))) return true;
  }
  return false;
}

bool Machine::Contains(const Datum& whole, const Datum& part) {
  if (whole.is_list()) return IsIn(part, whole);
  if (!runtime_.SpendSearch(whole.text().size(), part.text().size())) return false;
  return !whole.is_null() && !part.is_null() && whole.text().find(part.text()) != std::string_view::npos;
}

bool Machine::IsWithin(const Datum& code, const Datum& area) {
  if (code.is_null()) return false;
  if (!area.is_list()) return !area.is_null() && code.text().starts_with(CodePrefix(area.text()));
  for (std::size_t i = 0; i < area.item_count(); ++i) {
    if (!runtime_.Spend(1)) return false;
    if (code.text().starts_with(CodePrefix(area.item(i).text()))) return true;
  }
  return false;
}

bool Machine::Resolve(const Datum& datum, const Record*& record) {
  record = nullptr;
  if (datum.is_null()) return true;
  if (datum.kind == Datum::Kind::kRecord) {
    record = datum.record;
    return true;
  }
  if (runtime_.context.related == nullptr) return Fail(ExpressionCode::kNoRecords);
  if (!runtime_.Spend(kRecordSteps)) return false;
  const std::optional<Id> id = ParseId(datum.text());
  if (id.has_value()) record = runtime_.context.related->FindRecord(*id);
  return true;
}

// Puts the list of records that refer to `owner` in the place of the topmost value.
bool Machine::PushRelated(const Datum& owner, const Program::Relation& relation) {
  std::optional<Id> id;
  if (owner.kind == Datum::Kind::kRecord) id = owner.record->id;
  else if (owner.kind == Datum::Kind::kReference) id = ParseId(owner.text());
  top_[-1] = Datum();
  if (!id.has_value()) return true;
  RelatedRecords* related = runtime_.context.related;
  if (related == nullptr) return Fail(ExpressionCode::kNoRecords);
  found_.clear();
  const std::size_t limit = static_cast<std::size_t>(runtime_.steps_left) / kRecordSteps + 1;
  related->FindReferring(relation.schema, relation.field, *id, limit, found_);
  if (!runtime_.Spend(1 + found_.size() * kRecordSteps)) return false;
  if (found_.empty()) return true;
  auto* made = static_cast<Datum*>(arena_.Allocate(found_.size() * sizeof(Datum)));
  for (std::size_t i = 0; i < found_.size(); ++i) new (made + i) Datum(Datum::Of(found_[i]));
  top_[-1] = Datum::OfList(made, found_.size());
  return true;
}

}  // namespace kedang
