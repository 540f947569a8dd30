// Rule and StageDemand: what a schema demands of its records beyond the types of the fields, as data. shared/check compiles
// and judges them; here they are only kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/model/issue.h"
#include "shared/model/label.h"

namespace kedang {

using RuleId = std::uint32_t;  // permanent number of a rule within its schema, 1..

// When a rule is judged.
enum class RuleWhen : std::uint8_t {
  kAlways,
  kCreate,     // when the record is made
  kFromStage,  // as long as the record is in this stage or a later one; never in a side stage
  kEntering,   // when the record comes into this stage, also by being made in it
  kSource,     // when the change comes from this kind of source: "import", "form" …
};

struct Rule {
  RuleId id = 0;
  std::string key;  // ASCII name; issues of the rule have the code "rule:<key>"
  Label label;
  Severity severity = Severity::kWarn;
  bool is_off = false;  // kept, not judged
  RuleWhen when = RuleWhen::kAlways;
  std::string when_key;              // choice key of a stage, or a source kind
  std::string holds;                 // an expression that is true for a good record; null counts as false
  // FieldIds it points at; the first one shows its message. Empty: it is shown at the record's title.
  std::vector<std::uint32_t> fields;
  Label message;                     // {key} stands for the value of that field
};

// What one choice of the stage field means. The order of those without `is_side` is the way a record goes.
struct StageDemand {
  std::string key;                   // of the choice
  std::vector<std::uint32_t> needs;  // FieldIds that have a value from here on; of a side stage: in it
  std::vector<std::string> next;     // stages that may follow; empty: any
  bool is_side = false;              // beside the way: lost, dormant, invalid
};

}  // namespace kedang
