// Texts as people type them, one generator a field type: seeded and the same natively and in WebAssembly (no distribution of
// the standard library). A new type needs a row here; the laws fail without it.
#pragma once

#include <string>
#include <vector>

#include "shared/model/schema.h"
#include "tests/support/random.h"

namespace kedang {

struct FieldTypeGenerator {
  FieldType type = FieldType::kText;
  std::string (*text)(SeededRandom& random) = nullptr;
};

// Null where the type has none.
const FieldTypeGenerator* GeneratorOf(FieldType type);

// The fields of this type the laws are held against: with and without format, unit and choices.
std::vector<Field> FieldsOf(FieldType type);

// Values of the type's kind that no text leads to, extremes among them.
std::vector<Value> OddValues(FieldType type);

// Any bytes, near to text now and then.
std::string HostileText(SeededRandom& random);

}  // namespace kedang
