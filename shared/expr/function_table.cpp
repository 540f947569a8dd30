#include "shared/expr/function_table.h"

#include "shared/text/fold.h"

namespace kedang {

const std::vector<const FunctionRow*>& FunctionTable() {
  static const auto* const table = [] {
    auto* rows = new std::vector<const FunctionRow*>();
    for (const std::span<const FunctionRow> area : {LogicFunctions(), TextFunctions(), NumberFunctions(),
                                                    DateFunctions(), ListFunctions(), RecordFunctions()}) {
      for (const FunctionRow& row : area) rows->push_back(&row);
    }
    return rows;
  }();
  return *table;
}

std::optional<std::uint16_t> FindFunction(std::string_view name) {
  const std::string folded = Fold(name);
  const std::vector<const FunctionRow*>& table = FunctionTable();
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i]->name == folded || table[i]->zh == folded) return static_cast<std::uint16_t>(i);
  }
  return std::nullopt;
}

Signature ReadSignature(const FunctionRow& row) {
  Signature signature;
  std::size_t at = 0;
  for (; row.signature[at] != ':'; ++at) {
    const char letter = row.signature[at];
    if (letter == '?') {
      signature.parameters.back().is_optional = true;
      --signature.least;
    } else if (letter == '+') {
      signature.parameters.back().is_repeated = true;
      signature.most = 60'000;
    } else {
      signature.parameters.push_back(Parameter{letter, false, false});
      ++signature.least;
      ++signature.most;
    }
  }
  signature.result = row.signature[at + 1];
  return signature;
}

}  // namespace kedang
