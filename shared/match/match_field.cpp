#include "shared/match/match_field.h"

#include <array>

namespace kedang {
namespace {

struct KindRow {
  std::string_view name;
  int levels;
};

constexpr std::array<KindRow, 19> kKinds = {{{"ignored", 0},
                                             {"code", 4},
                                             {"uscc", 4},
                                             {"identity_card", 4},
                                             {"phone", 4},
                                             {"email", 5},
                                             {"url", 3},
                                             {"birth_date", 4},
                                             {"date", 4},
                                             {"number", 3},
                                             {"person_name", 6},
                                             {"company_name", 6},
                                             {"address", 6},
                                             {"place", 3},
                                             {"postcode", 3},
                                             {"category", 3},
                                             {"text", 6},
                                             {"long_text", 6},
                                             {"people", 4}}};

}  // namespace

std::string_view MatchKindName(MatchKind kind) { return kKinds[static_cast<std::size_t>(kind)].name; }

std::optional<MatchKind> ParseMatchKind(std::string_view name) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i].name == name) return static_cast<MatchKind>(i);
  }
  return std::nullopt;
}

int LevelCount(MatchKind kind) { return kKinds[static_cast<std::size_t>(kind)].levels; }

}  // namespace kedang
