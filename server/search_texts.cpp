#include "server/search_texts.h"

#include "shared/model/computed_field.h"

namespace kedang {

std::span<const FieldText> SearchTexts::Of(const Schema& schema, const Record& record) {
  texts_.clear();
  fields_.clear();
  const ComputedFields& computed = computed_.fields();
  texts_.reserve(record.cells().size() + schema.fields.size());  // the views below must stay
  for (const Cell& cell : record.cells()) {
    const Field* field = schema.Find(cell.field);
    if (field == nullptr || field->is_retired || cell.value.is_null() || IsComputed(field->type)) continue;
    std::string& text = texts_.emplace_back();
    AppendSearchText(*field, cell.value, format_, text);
    if (!text.empty()) fields_.push_back(FieldText{field->id, field->search_weight, text});
  }
  EvaluationContext world;
  world.lexicon = format_.lexicon;
  for (const Field& field : schema.fields) {
    const ComputedField* found = computed.Find(schema.id, field.id);
    if (found == nullptr || field.is_retired || found->program.is_empty() || found->reads_records || found->is_volatile) continue;
    const Value& value = computed_.Get(record, field.id, world);
    if (value.is_null()) continue;
    std::string& text = texts_.emplace_back();
    AppendSearchText(found->shown, value, format_, text);
    if (!text.empty()) fields_.push_back(FieldText{field.id, field.search_weight, text});
  }
  computed_.Forget();
  return fields_;
}

}  // namespace kedang
