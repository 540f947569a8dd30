// Issue: user data breaks a rule. Issues come in lists, are shown where the data is, and only `block` stops a save.
// The code is stable and is the key of its text in assets/locale ("issue.<code>"); details fill the placeholders.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kedang {

enum class Severity : std::uint8_t { kInfo, kWarn, kBlock };

struct Issue {
  Severity severity = Severity::kBlock;
  std::uint32_t field = 0;  // FieldId; 0 = the whole record
  std::string code;         // e.g. "uscc_check_digit"
  std::string message;      // English, for the command line, API and logs
  // Placeholder values for the localised text, e.g. {"expected", "1"}.
  std::vector<std::pair<std::string, std::string>> details;
  std::string suggestion;  // text that would satisfy the rule, offered as one press; empty = none

  bool operator==(const Issue&) const = default;
};

using Issues = std::vector<Issue>;

bool HasBlock(const Issues& issues);

}  // namespace kedang
