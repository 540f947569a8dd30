#include "server/store_words.h"

#include <array>

namespace kedang {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 6> kMutationKinds = {"insert", "set", "delete", "restore", "resolve", "revert"};
constexpr std::array<std::string_view, 7> kOutcomes = {"applied", "merged", "conflict", "denied",
                                                       "invalid", "gone",   "void"};

template <typename Word, std::size_t N>
std::optional<Word> Parse(const std::array<std::string_view, N>& words, std::string_view word) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == word) return static_cast<Word>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view MutationKindWord(MutationKind kind) { return kMutationKinds[static_cast<std::size_t>(kind)]; }
std::string_view OutcomeWord(Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }
std::string_view SourceKindWord(SourceKind kind) { return SourceKindName(kind); }

std::optional<MutationKind> ParseMutationKindWord(std::string_view word) {
  return Parse<MutationKind>(kMutationKinds, word);
}
std::optional<Outcome> ParseOutcomeWord(std::string_view word) { return Parse<Outcome>(kOutcomes, word); }
std::optional<SourceKind> ParseSourceKindWord(std::string_view word) { return ParseSourceKind(word); }

}  // namespace kedang
