// Mutants: faults planted on purpose into shipped code, so that the simulator proves that it would find them. One is
// planted at a time, by `kedang simulate --mutant` alone; most mutants need no place here because the simulator plants
// them in what it injects. In the browser the question is answered by the compiler; on the server it is one comparison.
#pragma once

#include <cstdint>

#include "shared/sync/mutant_list.h"

namespace kedang {

enum class Mutant : std::uint8_t {
  kNone,
#define KEDANG_MUTANT(name, key, about) name,
  KEDANG_MUTANTS(KEDANG_MUTANT)
#undef KEDANG_MUTANT
};

#ifdef __EMSCRIPTEN__
constexpr bool IsPlanted(Mutant) { return false; }
#else
// The one piece of global state of shared/sync: a fault has no owner that could hand it around.
inline Mutant planted_mutant = Mutant::kNone;
inline bool IsPlanted(Mutant mutant) { return planted_mutant == mutant; }
#endif

}  // namespace kedang
