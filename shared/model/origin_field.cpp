#include "shared/model/origin_field.h"

namespace kedang {

const Field* OriginField(const Schema& schema) {
  for (const Field& field : schema.fields) {
    if (field.type == FieldType::kReference && !field.is_retired && field.target == kSourceSchema && !schema.is_system) return &field;
  }
  return nullptr;
}

}  // namespace kedang
