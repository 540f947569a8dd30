// In which order formulas that read each other are computed, and which of them go round in a circle.
#pragma once

#include <span>
#include <vector>

#include "shared/expr/program.h"

namespace kedang {

// A field whose value an expression gives.
struct Formula {
  SchemaId schema = 0;
  FieldId field = 0;
  const Program* program = nullptr;
};

struct FormulaOrder {
  // Indexes of the formulas, each behind all that it reads; without those that are part of a circle or read from one.
  std::vector<std::size_t> order;
  // Indexes of one circle, each reading the next and the last the first; empty when there is none.
  std::vector<std::size_t> cycle;
};

// Independent formulas keep their order.
FormulaOrder OrderFormulas(std::span<const Formula> formulas);

}  // namespace kedang
