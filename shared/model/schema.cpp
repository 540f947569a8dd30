#include "shared/model/schema.h"

namespace kedang {

const Field* Schema::Find(FieldId field) const {
  for (const Field& candidate : fields) {
    if (candidate.id == field) return &candidate;
  }
  return nullptr;
}

const Field* Schema::Find(std::string_view field_key) const {
  for (const Field& candidate : fields) {
    if (candidate.key == field_key) return &candidate;
  }
  return nullptr;
}

const Schema* SchemaSet::Find(SchemaId id) const {
  for (const Schema& schema : schemas) {
    if (schema.id == id) return &schema;
  }
  return nullptr;
}

const Schema* SchemaSet::Find(std::string_view key) const {
  for (const Schema& schema : schemas) {
    if (schema.key == key) return &schema;
  }
  return nullptr;
}

}  // namespace kedang
