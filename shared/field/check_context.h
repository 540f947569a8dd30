// What a check may ask of the world beyond the value itself. Every member is optional: without it the checks that need
// it are left out, the others give the same verdict.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/date.h"
#include "shared/model/id.h"
#include "shared/model/provenance.h"
#include "shared/model/schema.h"
#include "shared/text/lexicon.h"
#include "shared/text/text_change.h"

namespace kedang {

// Finds live records by the normal form of a unique field.
class UniqueLookup {
 public:
  virtual ~UniqueLookup() = default;
  // Another record than `except` whose `field` has this normal form.
  virtual std::optional<Id> FindOther(SchemaId schema, FieldId field, std::string_view normal_form, Id except) = 0;
};

// Names of users and titles of records, both ways.
class NameLookup {
 public:
  virtual ~NameLookup() = default;
  // Empty when the user is unknown.
  virtual std::string UserName(Id user) const = 0;
  // Empty when the record is unknown. `target` is the key of its schema.
  virtual std::string RecordTitle(std::string_view target, Id record) const = 0;
  // Everybody, every record, with exactly this name (compared folded); several are ambiguous.
  virtual std::vector<Id> UsersNamed(std::string_view name) const = 0;
  virtual std::vector<Id> RecordsTitled(std::string_view target, std::string_view title) const = 0;
};

class RecordLookup;  // shared/check/record_lookup.h
class RuleJudge;     // shared/check/rule_book.h

struct CheckContext {
  const Lexicon* lexicon = nullptr;    // regions, industries, telephone area codes
  UniqueLookup* unique = nullptr;      // unique fields
  const NameLookup* names = nullptr;   // users and references given by name
  std::optional<Date> today;           // dates of birth in the future; today() of rules
  RuleJudge* rules = nullptr;          // rules and stages
  RecordLookup* related = nullptr;     // rules that ask for other records: left out, they say so
  int offset_minutes = 480;            // east of UTC: moments as typed; on which day those of rules are
  Id user;                             // me() of rules: who makes the change; nil = nobody
  TextChanges* changes = nullptr;      // what the last ParseField changed; null: nobody asks
};

struct FormatContext {
  bool is_english = false;
  const Lexicon* lexicon = nullptr;
  const NameLookup* names = nullptr;
  int offset_minutes = 480;  // east of UTC: where the reader's clock stands
};

}  // namespace kedang
