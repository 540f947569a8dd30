// Schema (模板): what a kind of record is made of, as data. Fields have permanent numeric ids that are never reused, so
// renaming, hiding and re-typing never touch stored values. The JSON form is specified at ParseSchema.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/model/field_type.h"
#include "shared/model/rule.h"

namespace kedang {

using FieldId = std::uint32_t;   // 1.. within a schema; 0 = none
using SchemaId = std::uint32_t;  // permanent number of a schema, 1..; 0 = none

struct Choice {
  std::string key;  // permanent; what the value holds
  Label label;
  std::uint8_t color = 6;           // user colour 1..6 (6 grey)
  std::vector<std::string> synonyms;  // other spellings an import may bring
  std::string when = {};  // smart tags: the expression over the record that gives it this tag
};

// How two concurrent edits of a cell meet (sync.md 2.3).
enum class MergePolicy : std::uint8_t {
  kNewest,    // last to arrive wins, the loser stays in a conflict record
  kThreeWay,  // lists: additions and removals of both sides
  kHold,      // the server's value stays, the new one waits for a person
};

// How the value of a field that is computed comes about; nothing of it is stored. shared/check turns each form into one
// expression.
struct Computation {
  std::string expression;  // formula
  std::string through;     // lookup: key of the own reference field; roll-up: key of the schema whose records refer to this one
  std::string source;      // lookup, roll-up: key of the field over there; empty for a count
  std::string summary;     // roll-up: count sum average min max latest
  std::string condition;   // roll-up: expression over the records over there that count; empty: all
  FieldType result = FieldType::kText;  // as what the value is shown, compared and exported

  bool operator==(const Computation&) const = default;
};

struct Field {
  FieldId id = 0;
  std::string key;  // ASCII name for the API, CSV headers and SQL views
  Label label;
  Label help;
  FieldType type = FieldType::kText;
  std::string group;               // key of a FieldGroup
  bool is_required = false;
  bool is_unique = false;          // by normal form; a second one is an Issue of unique_severity
  bool is_unique_block = false;    // the duplicate blocks; otherwise it warns
  bool is_retired = false;         // kept for history, no longer shown or written
  MergePolicy merge = MergePolicy::kNewest;
  std::vector<std::string> synonyms;  // header names an import may bring, both languages
  std::vector<Choice> choices;        // choice and multiple_choice; suggestions for tags
  std::string format;  // type detail: phone mobile|landline|any; text company_name|person_name|address; auto_number pattern
  std::string target;  // reference: key of the schema it points to
  std::string unit;    // currency: ISO 4217 code; decimal, integer: text shown behind the number
  std::string default_value;  // expression over the new record that fills it when it is made; empty: none
  Computation computation;    // formula, lookup, roll-up
  bool is_sensitive = false;  // masked on screen until it is asked for
  bool is_wide = false;       // takes the whole width of the form
  bool is_administrative = false;  // written by administrators only
  std::int32_t max_length = 0;        // code points; 0 = the type's default
  std::uint8_t search_weight = 1;     // 0 = not searched, 3 = name-like
  std::int32_t column_width = 0;      // preferred list column width in px; 0 = not shown in the list by default
};

struct FieldGroup {
  std::string key;
  Label label;
};

// One of several forms of the same kind of record (工程项目客户, 个人客户): they share all fields, and each leaves some out.
struct Template {
  std::string key;  // permanent: the choice of the schema's template field that selects it
  Label label;
  std::vector<FieldId> without;  // fields it does not show and does not demand
  std::vector<FieldId> needs;    // fields required in it besides those required anyway
};

struct Schema {
  SchemaId id = 0;
  std::string key;  // "customer": URL, API and SQL view name
  std::uint32_t version = 1;
  Label label;        // 客户 / Customers
  std::string icon;   // icon name of the outline set
  FieldId title = 0;  // the field that names a record
  FieldId stage = 0;  // choice field shown as the stage bar; 0 = none
  FieldId level = 0;  // choice field shown as the level square; 0 = none
  FieldId owner = 0;  // user field shown with initials; 0 = none
  FieldId template_field = 0;  // choice field that says which template a record follows; 0 = one form for all
  FieldId visibility = 0;  // choice field with keys private, team, everyone: who sees a record besides its owner; 0 = everybody
  FieldId team = 0;        // department field that says which team; 0 = none
  bool is_system = false;  // the program's own (saved views): kept out of navigation, import and search
  std::vector<FieldGroup> groups;
  std::vector<Field> fields;  // in form order
  std::vector<Rule> rules;
  RuleId last_rule = 0;  // the highest number a rule ever had here, also of one that is gone; 0 = see `rules`
  std::vector<Template> templates;  // of choices of the field `template_field`
  std::vector<StageDemand> stages;  // of choices of the field `stage`; those left out demand nothing

  const Field* Find(FieldId field) const;
  const Field* Find(std::string_view key) const;
};

// All schemas of an instance, in navigation order. `version` rises with every published change.
struct SchemaSet {
  std::uint32_t version = 1;
  std::vector<Schema> schemas;

  const Schema* Find(SchemaId id) const;
  const Schema* Find(std::string_view key) const;
};

// One schema from its JSON text (see assets/schemas/customer.json for every property in use):
// {"id":1,"key":"customer","version":1,"label":{"zh","en"},"icon","title":"name","stage","level","owner","template",
//  "visibility","team","system",
//  "groups":[{"key","label"}],
//  "fields":[{"id","key","label","help","type","group","required","unique":"warn"|"block","merge":"newest"|"three_way"|"hold",
//             "synonyms":[…],"choices":[{"key","label","color","synonyms","when":EXPRESSION}],"format","target","max_length",
//             "search_weight","column_width","retired","unit","default":EXPRESSION,"sensitive","wide",
//             "formula":EXPRESSION,"through","source","summary","condition":EXPRESSION,"administrative","result":TYPE}],
//  "templates":[{"key","label","without":[field keys],"needs":[field keys]}],
//  "rules":[{"id","key","label","severity":"block"|"warn"|"info",
//            "when":"always"|"create"|{"from":STAGE}|{"enters":STAGE}|{"source":KIND},
//            "holds":EXPRESSION,"off":true,"fields":[keys],"message":{"zh","en"}}],"last_rule":NUMBER,
//  "stages":[{"key","needs":[field keys],"next":[keys],"side":true}]}
// Expressions are not looked at here: RuleSet (shared/check) reports those that do not compile.
// Unknown properties are ignored (a newer server may add some); wrong types, double ids or keys, unknown types and
// dangling names are errors that say where, as are more than 500 fields or 1,000 rules.
Result<Schema> ParseSchema(std::string_view json);
// A set as it travels to clients: {"version":3,"schemas":[…]}.
Result<SchemaSet> ParseSchemaSet(std::string_view json);
std::string FormatSchema(const Schema& schema);
std::string FormatSchemaSet(const SchemaSet& set);

}  // namespace kedang
