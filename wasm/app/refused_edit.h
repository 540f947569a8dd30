// RefusedEdit: an edit of one record that lies in the tray and that its author wants to mend in the record's editor.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wasm/app/workspace.h"

namespace kedang {

struct RefusedEdit {
  std::string tray_key;
  SchemaId schema = 0;
  Id record;  // nil: a new one; of a merged record the one it is part of by now
  Id merged;  // the record it was made of, when that became part of `record`
  std::vector<std::pair<FieldId, Value>> cells;
};

// Nothing when no editor can take it: several records at once, one that is gone, what cannot be read.
std::optional<RefusedEdit> ReadRefusedEdit(Workspace& workspace, const std::string& tray_key);

}  // namespace kedang
