// SchemaDiff: what is different between two versions of a schema, for people who publish one and for the list of versions.
// Nothing is left out: two schemas without a difference are written alike (FormatSchema), their version aside.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/model/schema.h"

namespace kedang {

enum class SchemaChangeKind : std::uint8_t {
  kSchemaAdded,
  kSchemaChanged,
  kFieldAdded,
  kFieldChanged,
  kFieldRetyped,
  kFieldRetired,
  kFieldRestored,
  kGroupChanged,
  kChoiceAdded,
  kChoiceChanged,
  kChoiceRemoved,
  kRuleAdded,
  kRuleChanged,
  kRuleRemoved,
  kStagesChanged,
  kTemplatesChanged,
  kOrderChanged,
};

// "schema_added", "field_retyped" …; users read the locale key "schema.change.<name>".
std::string_view SchemaChangeKindName(SchemaChangeKind kind);

struct SchemaChange {
  SchemaChangeKind kind = SchemaChangeKind::kSchemaChanged;
  SchemaId schema = 0;
  FieldId field = 0;
  std::string key;   // of the schema, field, group, choice, rule, stage or template
  Label label;       // its name as it is now; what was taken away: as it was
  std::string part;  // the property that changed, as in schema files ("required"); empty: it came, went, or the type changed
  std::string before, after;  // plain words: texts as they are, labels in Chinese, type names; empty = was not there

  bool operator==(const SchemaChange&) const = default;
};

// Fields and rules are the same by their number, everything else by its key; one change for each property.
std::vector<SchemaChange> DiffSchemas(const Schema& before, const Schema& after);
// Schemas by their number. One that is missing in `after` is not told: schemas are never taken away.
std::vector<SchemaChange> DiffSchemas(const SchemaSet& before, const SchemaSet& after);

}  // namespace kedang
