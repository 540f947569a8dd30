// kedang simulate: the sync simulation. Prints the first failing seeds with their shortest traces.
#pragma once

#include "server/command.h"

namespace kedang {

struct SimulateCommandOptions {
  std::uint64_t seeds = 1000;
  std::uint64_t from = 1;
  std::string mutant;         // one planted fault
  bool has_mutants = false;   // every one, one after the other
  bool has_trace = false;     // also of runs that are clean
};

// kFailed when a seed breaks an invariant, or with mutants when one survives; with one mutant when it is not killed.
int RunSimulate(const CommonOptions& common, const SimulateCommandOptions& options);

}  // namespace kedang
