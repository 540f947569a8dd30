// CheckSchemas: whether a set of schemas may be published. The designer asks at every change, the command line before it
// publishes, the server in the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shared/model/schema.h"
#include "shared/text/lexicon.h"

namespace kedang {

struct SchemaProblem {
  Severity severity = Severity::kBlock;  // kWarn may be published
  std::string code;     // key of its text in assets/locale: "schema.…", or "expr.…" for an expression that does not compile
  SchemaId schema = 0;
  FieldId field = 0;    // 0: it is about no field
  std::string key;      // of the rule, stage, template, group or choice it is about
  std::string part;     // where in it: "formula", "default", "condition", "holds", "label" …, as in schema files
  std::size_t offset = 0, length = 0;  // bytes of that expression
  std::vector<std::pair<std::string, std::string>> details;  // fill the placeholders of the text
  std::string suggestion;  // what to put in place of the marked part of the expression; empty = none
  std::string message;     // English, with the details, for the command line, API and logs

  bool operator==(const SchemaProblem&) const = default;
};

// Everything that is wrong, in the order of the schemas; empty, or warnings only = may be published. `current`: what is in
// force (null: nothing yet), against which numbers must keep their meaning. A draft need not have come through ParseSchema.
std::vector<SchemaProblem> CheckSchemas(const SchemaSet& draft, const SchemaSet* current, const Lexicon& lexicon);

// Whether no problem is more than a warning.
bool MayPublish(const std::vector<SchemaProblem>& problems);

// "customer.fields.amount.formula at 3: …": where and what, in one line.
std::string FormatSchemaProblem(const SchemaSet& draft, const SchemaProblem& problem);

// Numbers are permanent; one that is new stays below this, so that there is always a next one.
inline constexpr std::uint32_t kMostNewNumber = 1'000'000;

// Numbers for what is new: above every one that was ever used.
SchemaId NextSchemaId(const SchemaSet& set);
FieldId NextFieldId(const Schema& schema);
RuleId NextRuleId(const Schema& schema);

}  // namespace kedang
