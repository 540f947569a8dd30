// What a device does not keep. Copies made for times without the server leave out the values of sensitive fields; a stand-in
// in their place tells such a cell from an empty one, and its version stays. It never leaves the device: the server takes
// no value that is one.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "shared/model/record.h"

namespace kedang {

inline constexpr char kWithheldSign = '\x1A';  // SUBSTITUTE: nobody types it

Value WithheldValue();
inline bool IsWithheld(const Value& value) {
  return value.kind() == Value::Kind::kText && value.text().size() == 1 && value.text()[0] == kWithheldSign;
}
bool HasWithheld(const Record& record);

// The sensitive fields of a set of schemas, retired ones among them.
class SensitiveFields {
 public:
  SensitiveFields() = default;
  explicit SensitiveFields(const SchemaSet& schemas);

  bool is_empty() const { return fields_.empty(); }
  const std::set<std::pair<SchemaId, FieldId>>& fields() const { return fields_; }
  bool Has(SchemaId schema, FieldId field) const { return fields_.count({schema, field}) != 0; }
  bool Contains(const SensitiveFields& others) const;
  // Puts the stand-in in the place of their values; whether there were any.
  bool Withhold(Record& record) const;

  // "1.40 3.7": what was withheld from a copy is kept with it. Reading ignores what it does not understand.
  std::string Format() const;
  static SensitiveFields Parse(std::string_view text);

  bool operator==(const SensitiveFields&) const = default;

 private:
  std::set<std::pair<SchemaId, FieldId>> fields_;
};

}  // namespace kedang
