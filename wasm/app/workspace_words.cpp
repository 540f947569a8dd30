// What of a record words are looked for in: done for every row of a first load, so this file is optimised for speed.
#include "wasm/app/workspace.h"

#include <algorithm>

#include "shared/field/field_types.h"
#include "wasm/app/computed_readers.h"

namespace kedang {

void Workspace::IndexWords(Row row) {
  const Schema* schema = SchemaToIndex(row);
  if (schema == nullptr) {
    index_.Remove(row);
    return;
  }
  const IndexedFields& fields = FieldsToIndex(*schema);
  texts_.resize(std::max(texts_.size(), fields.searched.size() + fields.computed.size()));
  std::size_t used = 0;
  words_.clear();
  const FormatContext format = Format(false);
  const auto add = [&](const Field& field, const Field& shown, const Value& value) {
    std::string& text = texts_[used++];
    text.clear();
    AppendSearchText(shown, value, format, text);
    words_.push_back({field.id, field.search_weight, text});
  };
  const auto add_stored = [&](FieldId id, const Value& value) {
    const Field* field = fields.Find(*schema, id);
    if (field != nullptr && field->search_weight > 0 && !value.is_null()) add(*field, *field, value);
  };
  if (fields.computed.empty()) {
    records().VisitCellsAt(row, fields.searched, add_stored);
  } else {
    // Cells first, then what is computed of them.
    const auto record = records().RecordAt(row);
    for (const Cell& cell : record->cells()) add_stored(cell.field, cell.value);
    EvaluationContext world;
    world.lexicon = &lexicon_;
    world.offset_minutes = zone_minutes_;
    for (const std::size_t place : fields.computed) {
      const Field& field = schema->fields[place];
      if (field.search_weight == 0) continue;
      const Value& value = readers_->indexed.Get(*record, field.id, world);
      if (!value.is_null()) add(field, ShownField(schema->id, field), value);
    }
    readers_->indexed.Forget();
  }
  index_.Set(row, schema->id, words_);
}

}  // namespace kedang
