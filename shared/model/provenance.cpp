#include "shared/model/provenance.h"

#include <array>

namespace kedang {
namespace {

// In the order of the enumeration; a word is never given another meaning.
constexpr std::array<std::string_view, 9> kSourceKinds = {
    "manual", "import", "api", "form", "undo", "conflict_resolution", "sample", "schema", "merge"};

}  // namespace

std::string_view SourceKindName(SourceKind kind) { return kSourceKinds[static_cast<std::size_t>(kind)]; }

std::optional<SourceKind> ParseSourceKind(std::string_view name) {
  for (std::size_t i = 0; i < kSourceKinds.size(); ++i) {
    if (kSourceKinds[i] == name) return static_cast<SourceKind>(i);
  }
  return std::nullopt;
}

}  // namespace kedang
