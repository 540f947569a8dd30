#include "shared/query/condition_memory.h"

#include <algorithm>

namespace kedang {
namespace {

// A million rows are 250 KB each.
constexpr std::size_t kMostConditions = 32;

}  // namespace

void JudgedCondition::BringTo(std::uint64_t now, const RowJournal* journal, Row row_limit) {
  if (revision != now || known.limit() == 0) {
    std::vector<Row> rows;
    const bool can_mend = known.limit() > 0 && reads_own && journal != nullptr && journal->ChangedSince(revision, rows);
    if (can_mend) {
      for (const Row row : rows) {
        known.Remove(row);
        holds.Remove(row);
      }
    } else {
      known.Reset(row_limit);
      holds.Reset(row_limit);
    }
    revision = now;
  }
}

bool ReadsOwnCells(const Program& program, std::vector<FieldId>& cells) {
  cells.clear();
  for (const Instruction& step : program.code()) {
    switch (step.op) {
      case OpCode::kRelated:
      case OpCode::kMember:
      case OpCode::kMemberRelated:
      case OpCode::kEach: return false;
      case OpCode::kField:
        if ((step.b & kReadsComputed) != 0) return false;
        cells.push_back(step.c);
        break;
      default: break;
    }
  }
  std::sort(cells.begin(), cells.end());
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  return true;
}

std::shared_ptr<JudgedCondition> ConditionMemory::Find(const std::string& source, std::uint64_t revision, const RowJournal* journal,
                                                       Row row_limit) {
  auto found = std::find_if(conditions_.begin(), conditions_.end(),
                            [&](const std::shared_ptr<JudgedCondition>& one) { return one->source == source; });
  if (found == conditions_.end()) {
    conditions_.push_front(std::make_shared<JudgedCondition>());
    conditions_.front()->source = source;
    if (conditions_.size() > kMostConditions) conditions_.pop_back();
  } else {
    conditions_.splice(conditions_.begin(), conditions_, found);
  }
  conditions_.front()->BringTo(revision, journal, row_limit);
  return conditions_.front();
}

}  // namespace kedang
