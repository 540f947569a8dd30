#include "shared/sync/apply.h"

#include <algorithm>

#include "shared/check/record_check.h"
#include "shared/field/field_types.h"
#include "shared/sync/batch_revert.h"
#include "shared/sync/group_plan.h"

namespace kedang {

Result<std::vector<MutationResult>> ApplyGroup(const ApplyContext& context, const Group& group) {
  const bool is_revert = std::any_of(group.mutations.begin(), group.mutations.end(), [](const Mutation& mutation) {
    return mutation.kind == MutationKind::kRevert;
  });
  return is_revert ? RevertBatch(context, group) : GroupPlan(context, group).Run();
}

std::vector<ServerStore::UniqueKey> UniqueKeysOf(const Schema& schema, const Record& record) {
  std::vector<ServerStore::UniqueKey> keys;
  if (record.is_deleted) return keys;
  for (const Field& field : schema.fields) {
    if (!field.is_unique || field.is_retired) continue;
    std::string normal = NormalForm(field, record.Get(field.id));
    if (!normal.empty()) keys.push_back({field.id, std::move(normal)});
  }
  return keys;
}

Issues BlockingIssues(const Issues& issues, const std::vector<FieldId>& touched, bool is_new) {
  Issues blocks;
  for (const Issue& issue : issues) {
    if (issue.severity != Severity::kBlock) continue;
    const bool is_answerable = is_new || issue.field == 0 || IsOfRules(issue) ||
                               std::find(touched.begin(), touched.end(), issue.field) != touched.end();
    if (is_answerable) blocks.push_back(issue);
  }
  return blocks;
}

}  // namespace kedang
