#include "shared/model/template_form.h"

#include <algorithm>

#include "shared/model/computed_field.h"

namespace kedang {
namespace {

bool Has(const std::vector<FieldId>& fields, FieldId field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

}  // namespace

const Template* FindTemplate(const Schema& schema, std::string_view key) {
  for (const Template& candidate : schema.templates) {
    if (candidate.key == key) return &candidate;
  }
  return nullptr;
}

const Template* TemplateOf(const Schema& schema, const Record& record) {
  if (schema.template_field == 0 || schema.templates.empty()) return nullptr;
  const Value& key = record.Get(schema.template_field);
  return key.is_null() ? nullptr : FindTemplate(schema, key.text());
}

bool TemplateForm::Shows(const Field& field) const {
  return !field.is_retired && (template_ == nullptr || !Has(template_->without, field.id));
}

bool TemplateForm::IsDemanded(const Field& field) const {
  if (!Shows(field) || IsReadOnly(field.type)) return false;
  return field.is_required || (template_ != nullptr && Has(template_->needs, field.id));
}

}  // namespace kedang
