// TemplateForm: which fields of a record its template shows and demands. A schema without templates, and a record that
// follows none, has one form with every field.
#pragma once

#include "shared/model/record.h"
#include "shared/model/schema.h"

namespace kedang {

// The template a record follows; null: none.
const Template* TemplateOf(const Schema& schema, const Record& record);
const Template* FindTemplate(const Schema& schema, std::string_view key);

class TemplateForm {
 public:
  TemplateForm(const Schema& schema, const Record& record) : template_(TemplateOf(schema, record)) {}
  explicit TemplateForm(const Template* followed) : template_(followed) {}

  // In use, and not left out by the template.
  bool Shows(const Field& field) const;
  // Must have a value, always or by the template; never one that is not shown or not written by people.
  bool Demands(const Field& field) const {
    return (field.is_required || (template_ != nullptr && !template_->needs.empty())) && IsDemanded(field);
  }

 private:
  bool IsDemanded(const Field& field) const;

  const Template* template_;
};

// For one field; TemplateForm where there are many.
inline bool IsShown(const Schema& schema, const Record& record, const Field& field) {
  return TemplateForm(schema, record).Shows(field);
}

}  // namespace kedang
