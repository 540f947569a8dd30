#include "shared/schema/schema_draft.h"

#include <algorithm>

#include "shared/schema/schema_check.h"
#include "shared/schema/schema_diff.h"

namespace kedang {

SchemaSet WithChanges(const SchemaSet& current, std::span<const Schema> changed) {
  SchemaSet set = current;
  bool is_changed = false;
  for (const Schema& draft : changed) {
    const auto found =
        std::find_if(set.schemas.begin(), set.schemas.end(), [&draft](const Schema& known) { return known.id == draft.id; });
    if (found == set.schemas.end()) {
      set.schemas.push_back(draft);
      set.schemas.back().version = 1;
      is_changed = true;
      continue;
    }
    if (DiffSchemas(*found, draft).empty()) continue;
    const std::uint32_t version = found->version + 1;
    const RuleId last_rule = std::max(NextRuleId(*found) - 1, draft.last_rule);
    *found = draft;
    found->version = version;
    found->last_rule = 0;
    if (NextRuleId(*found) - 1 < last_rule) found->last_rule = last_rule;
    is_changed = true;
  }
  if (is_changed) ++set.version;
  return set;
}

}  // namespace kedang
