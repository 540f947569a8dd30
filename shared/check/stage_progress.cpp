#include "shared/check/stage_progress.h"

#include "shared/field/field_traits.h"

#include <algorithm>

#include "shared/model/computed_field.h"
#include "shared/model/template_form.h"

namespace kedang {
namespace {

bool Has(const std::vector<FieldId>& fields, FieldId field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

}  // namespace

StageProgress ProgressOf(const Schema& schema, const Record& record) {
  StageProgress progress;
  if (schema.stage != 0) progress.stage = record.Get(schema.stage).text();
  // A record without a stage is before the first one.
  bool is_behind = progress.stage.empty();
  bool is_on_way = progress.stage.empty();
  std::vector<FieldId> needed, needed_next;
  for (const StageDemand& stage : schema.stages) is_on_way = is_on_way || (!stage.is_side && stage.key == progress.stage);
  for (const StageDemand& stage : schema.stages) {
    if (stage.is_side) {
      if (stage.key == progress.stage) needed.insert(needed.end(), stage.needs.begin(), stage.needs.end());
      continue;
    }
    if (!is_on_way) continue;
    if (!is_behind) {
      needed.insert(needed.end(), stage.needs.begin(), stage.needs.end());
    } else if (progress.next.empty()) {
      progress.next = stage.key;
      needed_next = stage.needs;
    }
    is_behind = is_behind || stage.key == progress.stage;
  }
  int filled = 0, all = 0;
  const TemplateForm form(schema, record);
  for (const Field& field : schema.fields) {
    if (!form.Shows(field) || IsComputed(field.type)) continue;
    const bool is_empty = record.Get(field.id).is_null();
    const bool is_needed = form.Demands(field) || Has(needed, field.id);
    if (is_empty && is_needed) progress.missing.push_back(field.id);
    if (is_empty && !is_needed && Has(needed_next, field.id)) progress.missing_next.push_back(field.id);
    const EditorKind editor = TraitsOf(field.type).editor;
    // What nobody types is nobody's to fill, and a switch has no empty.
    if (editor == EditorKind::kNone || editor == EditorKind::kSwitch) continue;
    const int weight = is_needed ? 3 : 1;
    all += weight;
    if (is_empty) {
      ++progress.empty_fields;
    } else {
      filled += weight;
    }
  }
  if (all > 0) progress.percent = filled * 100 / all;
  return progress;
}

}  // namespace kedang
