#include "shared/expr/formula_order.h"

#include <algorithm>
#include <map>

namespace kedang {

FormulaOrder OrderFormulas(std::span<const Formula> formulas) {
  std::map<std::pair<SchemaId, FieldId>, std::size_t> by_field;
  for (std::size_t i = 0; i < formulas.size(); ++i) by_field.emplace(std::pair{formulas[i].schema, formulas[i].field}, i);
  std::vector<std::vector<std::size_t>> needs(formulas.size()), readers(formulas.size());
  std::vector<std::size_t> missing(formulas.size(), 0);
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    for (const FieldRead& read : formulas[i].program->reads()) {
      const auto found = by_field.find({read.schema, read.field});
      if (found == by_field.end()) continue;
      // An own cell and the same cell of another record are two reads of one formula.
      if (std::find(needs[i].begin(), needs[i].end(), found->second) != needs[i].end()) continue;
      needs[i].push_back(found->second);
      readers[found->second].push_back(i);
      ++missing[i];
    }
  }
  FormulaOrder result;
  std::vector<bool> is_done(formulas.size(), false);
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    if (missing[i] == 0) result.order.push_back(i);
  }
  for (std::size_t next = 0; next < result.order.size(); ++next) {
    const std::size_t done = result.order[next];
    is_done[done] = true;
    for (const std::size_t reader : readers[done]) {
      if (--missing[reader] == 0) result.order.push_back(reader);
    }
  }
  if (result.order.size() == formulas.size()) return result;
  // Whoever is left needs somebody who is left: following that ends in a circle.
  std::vector<std::size_t> path;
  std::size_t at = static_cast<std::size_t>(std::find(is_done.begin(), is_done.end(), false) - is_done.begin());
  for (;;) {
    const auto seen = std::find(path.begin(), path.end(), at);
    if (seen != path.end()) {
      result.cycle.assign(seen, path.end());
      return result;
    }
    path.push_back(at);
    at = *std::find_if(needs[at].begin(), needs[at].end(), [&is_done](std::size_t need) { return !is_done[need]; });
  }
}

}  // namespace kedang
