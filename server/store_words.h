// The words by which enumerations stand in the database. Words rather than numbers, so that a reader of the tables needs
// no key; a word is never given another meaning.
#pragma once

#include <optional>
#include <string_view>

#include "shared/model/mutation.h"

namespace kedang {

std::string_view MutationKindWord(MutationKind kind);
std::string_view OutcomeWord(Outcome outcome);
std::string_view SourceKindWord(SourceKind kind);

// Nothing for a word this build does not know.
std::optional<MutationKind> ParseMutationKindWord(std::string_view word);
std::optional<Outcome> ParseOutcomeWord(std::string_view word);
std::optional<SourceKind> ParseSourceKindWord(std::string_view word);

}  // namespace kedang
