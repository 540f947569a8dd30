// ImportRun: that a file was imported: which, from what source, by what profile, as which batch, and what became of its rows. A
// record of the system schema `import_run`, so everybody knows of it, offline as well.
//
// It is no part of its batch, for taking the batch back must leave the trace. Only its state is: the record is made with the
// state kTakenBack, and the batch itself sets it to kUnfinished and kWritten. So whoever takes the batch back, or brings it back again, puts
// the state to what is true, by the same steps that put back its records (PlanRevert).
#pragma once

#include <optional>

#include "shared/base/clock.h"
#include "shared/model/keyed_cells.h"
#include "shared/model/batch.h"

namespace kedang {

enum class RunState : std::uint8_t { kTakenBack, kUnfinished, kWritten };
std::string_view RunStateName(RunState state);

// What makes two files the same for an import.
struct ImportedFile {
  std::string hash;    // ContentHash
  std::string schema;  // key of the template
  std::string sheet;   // of a workbook: its number; else empty
  bool operator==(const ImportedFile&) const = default;
};

struct ImportRun {
  Id id;
  std::string file;  // its name
  ImportedFile content;
  std::string way;  // of the command line: how it was to be imported
  std::uint64_t size = 0;
  Id source, profile, batch;
  RunState state = RunState::kTakenBack;
  std::uint64_t read = 0, created = 0, updated = 0, duplicates = 0, rejected = 0;
  Id author;
  TimeMs at_ms = 0;
};

std::optional<ImportRun> ReadRun(const Schema& schema, const Record& record);
// Of the record as it is made: everything but the counts, and the state that is true without the batch.
CellList RunCells(const Schema& schema, const ImportRun& run);
CellList RunCounts(const Schema& schema, const ImportRun& run);
CellList RunStateCells(const Schema& schema, RunState state);

}  // namespace kedang
