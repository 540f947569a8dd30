#include "shared/schema/schema_problem.h"

#include <algorithm>
#include <array>

#include "shared/base/assert.h"

namespace kedang {
namespace {

constexpr std::array kTexts = {
    IssueText{"schema.bad_key", "\"{key}\" is no key: a-z, 0-9 and _, beginning with a letter, at most 62 characters"},
    IssueText{"schema.bad_target", "there is no schema \"{target}\" to refer to"},
    IssueText{"schema.choice_key", "a choice needs a key: one word without separators, at most 200 bytes"},
    IssueText{"schema.choice_twice", "the choice \"{choice}\" is there twice"},
    IssueText{"schema.field_key_moved", "\"{key}\" belongs to another field (number {was}): a field keeps its number"},
    IssueText{"schema.field_removed", "field \"{field}\" cannot be taken away, only retired: its history needs it"},
    IssueText{"schema.field_twice", "the number or key of field \"{field}\" is there twice"},
    IssueText{"schema.field_unknown", "a field that does not exist (number {number})"},
    IssueText{"schema.formula_circle", "the formulas need each other in a circle: {circle}"},
    IssueText{"schema.group_missing", "there is no group \"{group}\""},
    IssueText{"schema.group_twice", "the group \"{group}\" is there twice"},
    IssueText{"schema.label_empty", "needs a name in Chinese"},
    IssueText{"schema.label_twice", "two are called \"{label}\""},
    IssueText{"schema.message_empty", "rule \"{rule}\" needs a message in Chinese"},
    IssueText{"schema.no_choices", "a choice field needs choices"},
    IssueText{"schema.no_expression", "needs an expression"},
    IssueText{"schema.no_fields", "a schema needs a field"},
    IssueText{"schema.number_far", "number {number} is too high: numbers are permanent, the next one stays below a million"},
    IssueText{"schema.number_missing", "needs a number from 1 to 16777215"},
    IssueText{"schema.role_missing", "the field for {role} does not exist"},
    IssueText{"schema.role_retired", "field \"{field}\" is retired but still serves as {role}"},
    IssueText{"schema.role_type", "field \"{field}\" serves as {role} and must be of type {expected}"},
    IssueText{"schema.rule_key_moved", "\"{key}\" belongs to another rule (number {was}): a rule keeps its number"},
    IssueText{"schema.rule_number_used", "number {number} belonged to a rule that is gone; the next free one is {next}"},
    IssueText{"schema.rule_stage_unknown", "\"{stage}\" is no stage"},
    IssueText{"schema.rule_twice", "the number or key of rule \"{rule}\" is there twice"},
    IssueText{"schema.schema_key_moved", "\"{key}\" belongs to another schema (number {was})"},
    IssueText{"schema.schema_removed", "schema \"{schema}\" cannot be taken away"},
    IssueText{"schema.schema_twice", "the number or key of schema \"{schema}\" is there twice"},
    IssueText{"schema.stage_twice", "stage \"{stage}\" is there twice"},
    IssueText{"schema.stage_unknown", "\"{stage}\" is no choice of the stage field"},
    IssueText{"schema.stage_unreachable", "no stage leads to \"{stage}\""},
    IssueText{"schema.target_empty", "a reference needs a schema to refer to"},
    IssueText{"schema.template_twice", "template \"{template}\" is there twice"},
    IssueText{"schema.template_unknown", "\"{template}\" is no choice of the template field"},
    IssueText{"schema.title_missing", "needs the field that names a record"},
    IssueText{"schema.too_many_choices", "more than {limit} choices"},
    IssueText{"schema.too_many_fields", "more than {limit} fields"},
    IssueText{"schema.too_many_rules", "more than {limit} rules"},
    IssueText{"schema.unreadable", "cannot be read: {error}"},
};

}  // namespace

std::span<const IssueText> AllSchemaTexts() { return kTexts; }

SchemaProblem MakeSchemaProblem(Severity severity, std::string_view code, IssueDetails details) {
  const auto row = std::lower_bound(kTexts.begin(), kTexts.end(), code,
                                    [](const IssueText& text, std::string_view wanted) { return text.code < wanted; });
  KEDANG_CHECK(row != kTexts.end() && row->code == code);
  SchemaProblem problem;
  problem.severity = severity;
  problem.code = code;
  std::string_view rest = row->english;
  for (const auto& [name, value] : details) problem.details.emplace_back(name, value);
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    problem.message += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = rest.find('}', open);
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    for (const auto& [detail, value] : problem.details) {
      if (detail == name) problem.message += value;
    }
    rest = rest.substr(close + 1);
  }
  return problem;
}

}  // namespace kedang
