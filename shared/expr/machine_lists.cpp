// The machine's work on lists of records: cells of each, records related to each, and conditions over each.
#include <new>

#include "shared/expr/machine.h"

namespace kedang {

// Replaces the record on top by its cell, or the records by the list of their cells without nulls. Lists are flattened.
bool Machine::Project(const Instruction& step) {
  const Datum base = top_[-1];
  if (step.a == 0) {
    const Record* record = nullptr;
    if (!Resolve(base, record)) return false;
    top_[-1] = CellOf(record, step);
    return runtime_.error == ExpressionCode::kNone;
  }
  top_[-1] = Datum();
  const std::size_t count = base.item_count();
  if (count == 0) return true;
  if (!runtime_.Spend(count)) return false;
  // Cells of one item first: most fields hold one value, lists are the exception and are counted.
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Record* record = nullptr;
    if (!Resolve(base.item(i), record)) return false;
    const Datum cell = CellOf(record, step);
    if (runtime_.error != ExpressionCode::kNone) return false;
    size += cell.is_list() ? cell.size : cell.is_null() ? 0 : 1;
  }
  if (size == 0) return true;
  if (!runtime_.Spend(size)) return false;
  auto* made = static_cast<Datum*>(arena_.Allocate(size * sizeof(Datum)));
  std::size_t filled = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Record* record = nullptr;
    if (!Resolve(base.item(i), record)) return false;
    const Datum cell = CellOf(record, step);
    if (!cell.is_list()) {
      if (!cell.is_null() && filled < size) new (made + filled++) Datum(cell);
      continue;
    }
    for (std::size_t k = 0; k < cell.size && filled < size; ++k) {
      const Datum item = cell.item(k);
      if (!item.is_null()) new (made + filled++) Datum(item);
    }
  }
  if (filled > 0) top_[-1] = Datum::OfList(made, filled);
  return true;
}

bool Machine::ProjectRelated(const Instruction& step) {
  const Program::Relation& relation = program_.relations_[step.c];
  const Datum base = top_[-1];
  if (step.a == 0) return PushRelated(base, relation);
  // The lists of all, then one of their size.
  const std::size_t count = base.item_count();
  top_[-1] = Datum();
  if (count == 0) return true;
  if (!runtime_.Spend(count)) return false;
  auto* lists = static_cast<Datum*>(arena_.Allocate(count * sizeof(Datum)));
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!PushRelated(base.item(i), relation)) return false;
    size += top_[-1].item_count();
    new (lists + i) Datum(top_[-1]);
  }
  top_[-1] = Datum();
  if (size == 0) return true;
  auto* made = static_cast<Datum*>(arena_.Allocate(size * sizeof(Datum)));
  std::size_t filled = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < lists[i].item_count(); ++k) new (made + filled++) Datum(lists[i].item(k));
  }
  top_[-1] = Datum::OfList(made, filled);
  return true;
}

// Instruction `at`: the list on top is replaced by what its mode makes of the body's value for each record.
bool Machine::Each(std::size_t at) {
  const Instruction& step = program_.code_[at];
  const auto mode = static_cast<EachMode>(step.a);
  const Datum list = top_[-1];
  const std::size_t count = list.item_count();
  Datum* kept = nullptr;
  std::size_t size = 0;
  if (mode == EachMode::kFilter && count > 0) {
    if (!runtime_.Spend(count)) return false;
    kept = static_cast<Datum*>(arena_.Allocate(count * sizeof(Datum)));
  }
  Datum result = mode == EachMode::kAny ? Datum::Of(false) : mode == EachMode::kAll ? Datum::Of(true) : Datum();
  Datum best;
  const Record* outer = runtime_.record;
  for (std::size_t i = 0; i < count; ++i) {
    const Datum item = list.item(i);
    const Record* record = nullptr;
    if (!Resolve(item, record)) return false;
    if (record == nullptr) continue;
    frames_[step.b] = record;
    runtime_.record = record;
    if (!Run(at + 1, at + 1 + step.c)) return false;
    const Datum value = *--top_;
    if (mode == EachMode::kFilter) {
      if (value.is_true()) new (kept + size++) Datum(item);
    } else if (mode == EachMode::kLatest) {
      // Of equal ones the one that was made last.
      if (value.is_null() || (!best.is_null() && CompareData(value, best) < 0)) continue;
      best = value;
      result = item;
    } else if (value.is_true() == (mode == EachMode::kAny)) {
      result = Datum::Of(mode == EachMode::kAny);
      break;
    }
  }
  runtime_.record = outer;
  if (mode == EachMode::kFilter && size > 0) result = Datum::OfList(kept, size);
  top_[-1] = result;
  return true;
}

}  // namespace kedang
