// Provenance: where a change came from. Kept with every history entry, so every value knows its source, author and time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/model/id.h"

namespace kedang {

enum class SourceKind : std::uint8_t { kManual, kImport, kApi, kForm, kUndo, kConflictResolution, kSample, kSchema, kMerge };

// "manual", "import", "api", "form", "undo", "conflict_resolution", "sample", "schema" (values converted when a field got another type),
// "merge" (records of the same thing made one).
std::string_view SourceKindName(SourceKind kind);
std::optional<SourceKind> ParseSourceKind(std::string_view name);

struct Provenance {
  SourceKind kind = SourceKind::kManual;
  std::string source;  // free text: file name, channel, form; empty for typing
  Id batch;            // what was done together (an import, a merge, a bulk edit: model/batch.h), or nil

  bool operator==(const Provenance&) const = default;
};

}  // namespace kedang
