#include "shared/sync/migrate.h"

#include "shared/field/field_types.h"
#include "shared/schema/retype.h"

namespace kedang {
namespace {

Issue MakeIssueOf(FieldId field, std::string code, std::string message) {
  Issue issue;
  issue.field = field;
  issue.code = std::move(code);
  issue.message = std::move(message);
  return issue;
}

Issue Newer(FieldId field) {
  return MakeIssueOf(field, "schema_newer", "made under newer schemas than are in force here: upgrade");
}

}  // namespace

std::optional<Issue> MigrateMutation(const SchemaSet* then, const SchemaSet& now, const CheckContext& context,
                                     Mutation& mutation) {
  const Schema* schema = now.Find(mutation.schema);
  if (schema == nullptr) return Newer(0);
  const Schema* old_schema = then == nullptr ? nullptr : then->Find(mutation.schema);
  for (CellEdit& edit : mutation.edits) {
    if (edit.field == 0) continue;  // a delete's view of the whole record
    const Field* field = schema->Find(edit.field);
    if (field == nullptr) return Newer(edit.field);
    const Field* before = old_schema == nullptr ? nullptr : old_schema->Find(edit.field);
    if (before == nullptr) {
      const bool fits = edit.value.is_null() || edit.value.kind() == KindOf(field->type);
      if (!fits) return Newer(edit.field);
      // Converted by schemas that a restore has taken back: what its author saw, as it would be read here.
      if (!edit.base_value.is_null() && edit.base_value.kind() != KindOf(field->type)) {
        edit.base_value = ParseField(*field, FormatPlain(edit.base_value), context).value;
      }
      continue;
    }
    if (!NeedsConversion(*before, *field)) continue;
    RetypedValue retyped = RetypeValue(*before, *field, edit.value, context);
    if (retyped.outcome == RetypeOutcome::kLost) {
      const std::string value = FormatField(*before, edit.value, FormatContext{false, context.lexicon, context.names});
      Issue issue = MakeIssueOf(edit.field, "value_not_convertible",
                                "the type of \"" + field->key + "\" changed and \"" + value + "\" cannot be converted");
      issue.details = {{"field", field->label.zh}, {"field.en", field->label.en}, {"value", value}};
      return issue;
    }
    edit.value = std::move(retyped.value);
    // What the author saw became this when the records were converted.
    edit.base_value = RetypeValue(*before, *field, edit.base_value, context).value;
  }
  return std::nullopt;
}

}  // namespace kedang
