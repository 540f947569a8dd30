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

// What the stages reached need, and what the next one needs besides; says where the record is.
struct StageNeeds {
  std::vector<FieldId> now, next;
  std::string next_stage;
};

StageNeeds NeedsOf(const Schema& schema, const std::string& now) {
  StageNeeds needs;
  // A record without a stage is before the first one.
  bool is_behind = now.empty();
  bool is_on_way = now.empty();
  for (const StageDemand& stage : schema.stages) is_on_way = is_on_way || (!stage.is_side && stage.key == now);
  for (const StageDemand& stage : schema.stages) {
    if (stage.is_side) {
      if (stage.key == now) needs.now.insert(needs.now.end(), stage.needs.begin(), stage.needs.end());
      continue;
    }
    if (!is_on_way) continue;
    if (!is_behind) {
      needs.now.insert(needs.now.end(), stage.needs.begin(), stage.needs.end());
    } else if (needs.next_stage.empty()) {
      needs.next_stage = stage.key;
      needs.next = stage.needs;
    }
    is_behind = is_behind || stage.key == now;
  }
  return needs;
}

std::string StageOf(const Schema& schema, const Record& record) { return schema.stage != 0 ? record.Get(schema.stage).text() : std::string(); }

}  // namespace

std::vector<FieldId> DemandedOf(const Schema& schema, const Record& record) {
  const StageNeeds needs = NeedsOf(schema, StageOf(schema, record));
  const TemplateForm form(schema, record);
  std::vector<FieldId> demanded;
  for (const Field& field : schema.fields) {
    if (form.Shows(field) && !IsComputed(field.type) && (form.Demands(field) || Has(needs.now, field.id))) demanded.push_back(field.id);
  }
  return demanded;
}

StageProgress ProgressOf(const Schema& schema, const Record& record) {
  StageProgress progress;
  progress.stage = StageOf(schema, record);
  const StageNeeds needs = NeedsOf(schema, progress.stage);
  progress.next = needs.next_stage;
  int filled = 0, all = 0;
  const TemplateForm form(schema, record);
  for (const Field& field : schema.fields) {
    if (!form.Shows(field) || IsComputed(field.type)) continue;
    const bool is_empty = record.Get(field.id).is_null();
    const bool is_needed = form.Demands(field) || Has(needs.now, field.id);
    if (is_empty && is_needed) progress.missing.push_back(field.id);
    if (is_empty && !is_needed && Has(needs.next, field.id)) progress.missing_next.push_back(field.id);
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
